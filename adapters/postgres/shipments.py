"""Shipments (快递单) in PostgreSQL: one row for each case and direction."""

from datetime import datetime

import msgspec
from tortoise.expressions import F, Q
from tortoise.functions import Coalesce

from adapters.postgres.rows.matters import MatterRow
from adapters.postgres.rows.shipments import ShipmentRow
from domain.kernel.ids import CaseId, MatterId, ShipmentId
from domain.kernel.party import PartyKind
from domain.kernel.personal import Address, OrganisationName, PersonName, Phone
from domain.kernel.ports import Cipher
from domain.kernel.refusals import NotFound
from domain.shipments.outside import Contact, ParcelEvent, ParcelState
from domain.shipments.ports import CallbackSecrets
from domain.shipments.shipment import FINAL, Custody, Direction, Piece, Shipment, ShipmentState

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


class _Contact(msgspec.Struct):
    kind: str  # who the name is of: person, organisation
    name: str
    phone: str
    address: str


class _Piece(msgspec.Struct):
    kind: str
    serial: str
    number: str
    custody: str


class _Event(msgspec.Struct):
    state: str
    at: datetime
    code: str
    text: str


class _Sealed(msgspec.Struct):
    sender: _Contact
    receiver: _Contact
    pieces: list[_Piece]
    events: list[_Event]
    courier_name: str
    courier_phone: str


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
        if await ShipmentRow.exists(case_id=shipment.case, direction=str(shipment.direction)):
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
        return self._all(await ShipmentRow.filter(case_id=case).order_by("planned_at", "id"))

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

    async def arriving(self) -> tuple[Shipment, ...]:
        rows = await ShipmentRow.filter(direction=str(Direction.COLLECT), state__in=NOT_SCANNED).order_by(
            "planned_at", "id"
        )
        return tuple(sorted(self._all(rows), key=_nearness))

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

    def _secrets(self, row: ShipmentRow) -> CallbackSecrets:
        clear = self._cipher.open(SECRETS, row.id, row.sealed_secrets)
        found = msgspec.json.decode(clear, type=_Secrets)
        return CallbackSecrets(found.token, found.salt)

    def _columns(self, shipment: Shipment) -> dict[str, object]:
        hidden = _Sealed(
            _hide(shipment.sender),
            _hide(shipment.receiver),
            [_Piece(one.kind, one.serial, one.number, str(one.custody)) for one in shipment.pieces],
            [_Event(str(one.state), one.at, one.code, one.text) for one in shipment.events],
            shipment.courier_name,
            shipment.courier_phone.reveal() if shipment.courier_phone else "",
        )
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
            "sealed": self._cipher.seal(PLACE, shipment.shipment_id, msgspec.json.encode(hidden)),
        }

    def _all(self, rows: list[ShipmentRow]) -> tuple[Shipment, ...]:
        return tuple(self._read(ShipmentId(row.id), row) for row in rows)

    def _read(self, asked: ShipmentId, row: ShipmentRow | None) -> Shipment:
        if row is None:
            raise NotFound(str(asked))
        hidden = msgspec.json.decode(self._cipher.open(PLACE, row.id, row.sealed), type=_Sealed)
        return Shipment(
            ShipmentId(row.id),
            CaseId(row.case_id),
            MatterId(row.matter_id),
            Direction(row.direction),
            ShipmentState(row.state),
            row.carrier,
            _show(hidden.sender),
            _show(hidden.receiver),
            [Piece(one.kind, one.serial, one.number, Custody(one.custody)) for one in hidden.pieces],
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
            Phone(hidden.courier_phone) if hidden.courier_phone else None,
            row.freight_fen,
            [ParcelEvent(ParcelState(one.state), one.at, one.code, one.text) for one in hidden.events],
            row.heard_at,
            row.asked_at,
            row.delivered_at,
            row.scanned_at,
            row.version,
        )


def _hide(contact: Contact) -> _Contact:
    kind = PartyKind.PERSON if isinstance(contact.name, PersonName) else PartyKind.ORGANISATION
    return _Contact(str(kind), contact.name.reveal(), contact.phone.reveal(), contact.address.reveal())


def _show(hidden: _Contact) -> Contact:
    kind = PersonName if hidden.kind == PartyKind.PERSON else OrganisationName
    return Contact(kind(hidden.name), Phone(hidden.phone), Address(hidden.address))


def _nearness(shipment: Shipment) -> int:
    return _NEARNESS.index(shipment.state) if shipment.state in _NEARNESS else len(_NEARNESS)
