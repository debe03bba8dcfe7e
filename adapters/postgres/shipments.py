"""Shipments (快递单) in PostgreSQL: one row for each case, direction and attempt."""

from datetime import datetime
from functools import partial

import msgspec
from tortoise.expressions import F, Q
from tortoise.functions import Coalesce

from adapters.postgres.rows.matters import MatterRow
from adapters.postgres.rows.shipments import ShipmentRow
from adapters.postgres.shipment_seal import read, written
from adapters.postgres.within import of_case_within, only
from domain.kernel.ids import CaseId, MatterId, ShipmentId
from domain.kernel.ports import Cipher
from domain.kernel.refusals import NotFound
from domain.kernel.remit import EVERY_BODY, Remit
from domain.shipments.accounting import is_settled, still_open
from domain.shipments.piece import Custody
from domain.shipments.ports import CallbackSecrets
from domain.shipments.shipment import Shipment
from domain.shipments.states import FINAL, Direction, ShipmentState, Way

PLACE, SECRETS = "shipments.sealed", "shipments.sealed_secrets"
UNDER_WAY = tuple(
    str(state)
    for state in ShipmentState
    if state
    not in {
        ShipmentState.PLANNED,
        ShipmentState.ORDERING,
        ShipmentState.UNKNOWN,
        ShipmentState.WITH_STAFF,
        *FINAL,
    }
)
NOT_SCANNED = (*UNDER_WAY, str(ShipmentState.WITH_STAFF))
_NEARNESS = (  # what a clerk will hold in hand first
    ShipmentState.DELIVERED_SELF,
    ShipmentState.DELIVERED_OTHER,
    ShipmentState.PARKED,
    ShipmentState.OUT_FOR_DELIVERY,
    ShipmentState.IN_TRANSIT,
    ShipmentState.PICKED_UP,
)


class _Secrets(msgspec.Struct):
    token: str
    salt: str


class PostgresShipments:
    """Implements Shipments, ShipmentSecrets and ShipmentLists of domain.shipments.ports."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    async def add(self, shipment: Shipment, *, callback: bytes, secrets: CallbackSecrets) -> bool:
        """The matter's row is held meanwhile: two cannot both find the place empty."""
        await MatterRow.select_for_update().get_or_none(id=shipment.matter)
        of_case = ShipmentRow.filter(case_id=shipment.case, direction=str(shipment.direction))
        if await of_case.filter(attempt=shipment.attempt).exists():
            return False
        hidden = msgspec.json.encode(_Secrets(secrets.token, secrets.salt))
        row = ShipmentRow(
            id=shipment.shipment_id,
            callback=callback,
            sealed_secrets=self._cipher.seal(SECRETS, shipment.shipment_id, hidden),
            **self._columns(shipment),
        )
        await row.save(force_create=True)
        return True

    async def by_id(self, shipment: ShipmentId) -> Shipment:
        return self._read(shipment, await ShipmentRow.get_or_none(id=shipment))

    async def take(self, shipment: ShipmentId) -> Shipment:
        """The matter first, as everybody else does: two who hold one half each would wait for ever."""
        known = await ShipmentRow.get_or_none(id=shipment)
        if known is None:
            raise NotFound(str(shipment))
        await MatterRow.select_for_update().get_or_none(id=known.matter_id)
        return self._read(shipment, await ShipmentRow.select_for_update().get_or_none(id=shipment))

    async def of_case(self, case: CaseId) -> tuple[Shipment, ...]:
        return self._all(await ShipmentRow.filter(case_id=case).order_by("planned_at", "attempt", "id"))

    async def save(self, shipment: Shipment) -> None:
        await ShipmentRow.filter(id=shipment.shipment_id).update(**self._columns(shipment))

    async def by_callback(self, callback: bytes) -> tuple[ShipmentId, CallbackSecrets] | None:
        row = await ShipmentRow.get_or_none(callback=callback)
        return None if row is None else (ShipmentId(row.id), self._secrets(row))

    async def secrets_of(self, shipment: ShipmentId) -> CallbackSecrets:
        row = await ShipmentRow.get_or_none(id=shipment)
        if row is None:
            raise NotFound(str(shipment))
        return self._secrets(row)

    async def arriving(self, remit: Remit = EVERY_BODY) -> tuple[Shipment, ...]:
        rows = ShipmentRow.filter(direction=str(Direction.COLLECT), state__in=NOT_SCANNED)
        theirs = only(rows, remit, partial(of_case_within, "shipments.case_id"))
        return tuple(sorted(self._all(await theirs.order_by("planned_at", "id")), key=_nearness))

    async def quiet(
        self, *, heard_before: datetime, asked_before: datetime, size: int
    ) -> tuple[Shipment, ...]:
        unheard = Q(heard_at=None, planned_at__lt=heard_before) | Q(heard_at__lt=heard_before)
        unasked = Q(asked_at=None) | Q(asked_at__lt=asked_before)
        # a signature ends the way out; on the way in only the scan does, and it needs no news
        unsigned = [state for state in UNDER_WAY if state != ShipmentState.DELIVERED_SELF]
        rows = ShipmentRow.filter(unheard, unasked, state__in=unsigned).exclude(waybill="")
        longest = rows.annotate(waits_since=Coalesce("asked_at", F("planned_at"))).order_by(
            "waits_since", "id"
        )
        return self._all(await longest.limit(size))

    async def nameless(
        self, *, tried_before: datetime, asked_before: datetime, size: int
    ) -> tuple[Shipment, ...]:
        unasked = Q(asked_at=None) | Q(asked_at__lt=asked_before)
        standing = [str(ShipmentState.ORDERED), str(ShipmentState.ACCEPTED)]
        rows = ShipmentRow.filter(unasked, state__in=standing, waybill="", way=str(Way.COURIER))
        return self._all(await rows.filter(first_tried_at__lt=tried_before).order_by("id").limit(size))

    def _secrets(self, row: ShipmentRow) -> CallbackSecrets:
        clear = self._cipher.open(SECRETS, row.id, row.sealed_secrets)
        found = msgspec.json.decode(clear, type=_Secrets)
        return CallbackSecrets(found.token, found.salt)

    def _columns(self, shipment: Shipment) -> dict[str, object]:
        return {
            "case_id": shipment.case,
            "matter_id": shipment.matter,
            "direction": str(shipment.direction),
            "state": str(shipment.state),
            "carrier": shipment.carrier,
            "planned_at": shipment.planned_at,
            "order_no": shipment.order_no,
            "pickup_day": shipment.pickup_day,
            "pickup_window": shipment.pickup_window,
            "first_tried_at": shipment.first_tried_at,
            "vendor": shipment.vendor,
            "task_id": shipment.task_id,
            "order_id": shipment.order_id,
            "waybill": shipment.waybill,
            "freight_fen": shipment.freight_fen,
            "heard_at": shipment.heard_at,
            "asked_at": shipment.asked_at,
            "delivered_at": shipment.delivered_at,
            "scanned_at": shipment.scanned_at,
            "version": shipment.version,
            "way": str(shipment.way),
            "attempt": shipment.attempt,
            "cancel_asked_at": shipment.cancel_asked_at,
            "looked_at": shipment.looked_at,
            "mismatched_at": shipment.mismatched_at,
            "voided_at": shipment.voided_at,
            "away_since": shipment.away_since,
            "at_counter": sum(piece.custody is Custody.COUNTER for piece in shipment.pieces),
            "open_pieces": len(still_open(shipment)),
            "settled": is_settled(shipment),
            "sealed": self._cipher.seal(PLACE, shipment.shipment_id, written(shipment)),
        }

    def _all(self, rows: list[ShipmentRow]) -> tuple[Shipment, ...]:
        return tuple(self._read(ShipmentId(row.id), row) for row in rows)

    def _read(self, asked: ShipmentId, row: ShipmentRow | None) -> Shipment:
        if row is None:
            raise NotFound(str(asked))
        hidden = read(self._cipher.open(PLACE, row.id, row.sealed))
        return Shipment(
            ShipmentId(row.id),
            CaseId(row.case_id),
            MatterId(row.matter_id),
            Direction(row.direction),
            ShipmentState(row.state),
            row.carrier,
            hidden.sender,
            hidden.receiver,
            hidden.pieces,
            row.planned_at,
            row.order_no,
            row.pickup_day,
            row.pickup_window,
            row.first_tried_at,
            row.vendor,
            row.task_id,
            row.order_id,
            row.waybill,
            hidden.courier_name,
            hidden.courier_phone,
            row.freight_fen,
            hidden.events,
            row.heard_at,
            row.asked_at,
            row.delivered_at,
            row.scanned_at,
            row.version,
            Way(row.way),
            row.attempt,
            row.cancel_asked_at,
            row.looked_at,
            row.mismatched_at,
            row.voided_at,
            hidden.handed_to,
            hidden.calls,
            row.away_since,
            hidden.rung_at,
            hidden.told,
        )


def _nearness(shipment: Shipment) -> int:
    return _NEARNESS.index(shipment.state) if shipment.state in _NEARNESS else len(_NEARNESS)
