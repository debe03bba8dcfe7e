"""The shipment (快递单): one parcel one way, and whose hands each 正本 and 副本 is in."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from domain.kernel.identifiers import narrow
from domain.kernel.ids import CaseId, MatterId, ShipmentId
from domain.kernel.personal import Phone
from domain.kernel.refusal import Refusal
from domain.kernel.refusals import StepNotAllowed
from domain.shipments.outside import Contact, CourierBooking, CourierNews, ParcelEvent
from domain.shipments.track import is_forward, key


class Direction(StrEnum):
    COLLECT = "collect"  # 回收旧证
    DELIVER = "deliver"  # 送达新证
    GIVE_BACK = "give_back"  # 退还: after a denial


class ShipmentState(StrEnum):
    """Ours around the courier's: before an order, its unknown fate, and the scan at our counter."""

    PLANNED = "planned"
    ORDERING = "ordering"  # a try is out; found so after a crash, its fate is unknown
    UNKNOWN = "unknown"
    WITH_STAFF = "with_staff"  # too late to ask safely: a person calls the vendor
    ORDERED = "ordered"
    ACCEPTED = "accepted"
    PICKED_UP = "picked_up"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    PARKED = "parked"
    PROBLEM = "problem"
    DELIVERED_OTHER = "delivered_other"
    DELIVERED_SELF = "delivered_self"
    SCANNED = "scanned"  # custody ended at our counter
    REFUSED = "refused"
    RETURNING = "returning"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    LOST = "lost"


_ON_THE_WAY = (
    ShipmentState.ACCEPTED,
    ShipmentState.PICKED_UP,
    ShipmentState.IN_TRANSIT,
    ShipmentState.OUT_FOR_DELIVERY,
    ShipmentState.PARKED,
    ShipmentState.PROBLEM,
    ShipmentState.REFUSED,
    ShipmentState.RETURNING,
    ShipmentState.RETURNED,
    ShipmentState.DELIVERED_OTHER,
    ShipmentState.DELIVERED_SELF,
    ShipmentState.CANCELLED,
    ShipmentState.LOST,
)
FINAL = frozenset(
    {ShipmentState.SCANNED, ShipmentState.RETURNED, ShipmentState.CANCELLED, ShipmentState.LOST}
)
NEXT: Mapping[ShipmentState, tuple[ShipmentState, ...]] = MappingProxyType(
    {
        # the courier's own signed word stands, also when we thought the order had not reached them
        ShipmentState.PLANNED: (ShipmentState.ORDERING, ShipmentState.ORDERED, *_ON_THE_WAY),
        ShipmentState.ORDERING: (
            ShipmentState.PLANNED,
            ShipmentState.UNKNOWN,
            ShipmentState.ORDERED,
            ShipmentState.WITH_STAFF,
            *_ON_THE_WAY,
        ),
        ShipmentState.UNKNOWN: (ShipmentState.ORDERED, ShipmentState.WITH_STAFF, *_ON_THE_WAY),
        # a certificate that lies on our desk is there, whatever the courier's platform failed to say
        ShipmentState.WITH_STAFF: (ShipmentState.ORDERED, *_ON_THE_WAY, ShipmentState.SCANNED),
        ShipmentState.ORDERED: (*_ON_THE_WAY, ShipmentState.SCANNED),
        **{
            state: (*(other for other in _ON_THE_WAY if other is not state), ShipmentState.SCANNED)
            for state in _ON_THE_WAY
            if state not in FINAL
        },
    }
)


class Custody(StrEnum):
    HOLDER = "holder"
    COURIER = "courier"
    COUNTER = "counter"
    MISSING = "missing"


CUSTODY: Mapping[ShipmentState, Custody] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                ShipmentState.PICKED_UP,
                ShipmentState.IN_TRANSIT,
                ShipmentState.OUT_FOR_DELIVERY,
                ShipmentState.PARKED,
                ShipmentState.REFUSED,
                ShipmentState.RETURNING,
                ShipmentState.DELIVERED_OTHER,
                ShipmentState.DELIVERED_SELF,
            ),
            Custody.COURIER,
        ),
        ShipmentState.LOST: Custody.MISSING,
    }
)
"""Who has the pieces once the courier says so; at our counter only the scan ends the courier's custody."""


class PiecesDoNotMatch(Refusal):
    """A scanned number is not the expected one: nothing is voided."""

    code, title = "pieces-do-not-match", "扫描到的证书与应收的不一致"
    advice = "请逐件核对编号与正副本；不一致时不得作废，请登记后联系持证人"


@dataclass(slots=True)
class Piece:
    kind: str  # 正本, 副本
    serial: str  # «1», «2» within its kind
    number: str  # printed on it
    custody: Custody


@dataclass(slots=True)
class Shipment:
    """`order_no`: our number at the courier's, the idempotency key; both ends name a person in hand.

    first_tried_at: when the try began that may have reached the courier; `heard_at`, `asked_at`: the last
    news, and when we last asked for some.
    """

    shipment_id: ShipmentId
    case: CaseId
    matter: MatterId
    direction: Direction
    state: ShipmentState
    carrier: str
    sender: Contact
    receiver: Contact
    pieces: list[Piece]
    planned_at: datetime
    order_no: str
    pickup_day: date | None = None
    pickup_window: str = ""  # «09:00-11:00», Beijing time
    first_tried_at: datetime | None = None
    vendor: str = ""
    task_id: str = ""
    order_id: str = ""
    waybill: str = ""
    courier_name: str = ""
    courier_phone: Phone | None = None
    freight_fen: int = 0
    events: list[ParcelEvent] = field(default_factory=list)
    heard_at: datetime | None = None
    asked_at: datetime | None = None
    delivered_at: datetime | None = None
    scanned_at: datetime | None = None
    version: int = 0

    def move(self, to: ShipmentState) -> tuple[ShipmentState, ShipmentState]:
        """One step: (from, to). Raises StepNotAllowed."""
        before = self.state
        if to not in NEXT.get(before, ()):
            raise StepNotAllowed(f"{self.shipment_id}: {before} → {to}")
        self.state = to
        self.version += 1
        return before, to

    def adopt(self, booking: CourierBooking) -> None:
        """Keep the courier's numbers; what is known already, from whichever side it came first, stays."""
        self.vendor = self.vendor or booking.vendor
        self.task_id = self.task_id or booking.task_id
        self.order_id = self.order_id or booking.order_id
        self.waybill = self.waybill or booking.waybill
        self.version += 1

    def learn(self, news: CourierNews, *, at: datetime) -> None:
        """Keep what news says beside its events: numbers not known yet, who comes, what it cost."""
        self.order_id = self.order_id or news.order_id
        self.waybill = self.waybill or news.waybill
        if news.courier_name is not None:
            self.courier_name, self.courier_phone = news.courier_name.reveal(), news.courier_phone
        self.freight_fen += news.freight_fen
        self.heard_at = at
        self.version += 1

    def hear(self, event: ParcelEvent) -> bool:
        """Take one event of the courier: True when it is news. The state never goes back in time.

        Late ones join the history and move nothing; unknown codes move nothing.
        """
        if key(event) in map(key, self.events):
            return False
        moves = is_forward(event, self.events)
        self.events.append(event)
        self.events.sort(key=lambda known: known.at)
        self.version += 1
        if moves and (to := ShipmentState(event.state.value)) in NEXT.get(self.state, ()):
            self.state = to
            self._hand_over(to, event.at)
        return True

    def _hand_over(self, to: ShipmentState, at: datetime) -> None:
        if to is ShipmentState.DELIVERED_SELF:
            self.delivered_at = at
        outward = self.direction is not Direction.COLLECT  # from our counter to the holder
        custody = CUSTODY.get(to)
        if to is ShipmentState.DELIVERED_SELF and outward:
            custody = Custody.HOLDER
        if to is ShipmentState.RETURNED:
            custody = Custody.COUNTER if outward else Custody.HOLDER
        if custody is not None:
            for piece in self.pieces:
                piece.custody = custody

    def scan(self, scanned: Sequence[tuple[str, str, str]], *, at: datetime) -> None:
        """End custody at our counter: each (kind, serial, number) expected, none missing, none else.

        Raises StepNotAllowed, PiecesDoNotMatch (and changes nothing).
        """
        if self.direction is not Direction.COLLECT or ShipmentState.SCANNED not in NEXT.get(self.state, ()):
            raise StepNotAllowed(f"{self.shipment_id}: {self.direction} {self.state} is not scanned")
        seen = Counter((kind, serial, _printed(number)) for kind, serial, number in scanned)
        expected = Counter((piece.kind, piece.serial, _printed(piece.number)) for piece in self.pieces)
        if seen != expected:
            missing = [f"{kind}{serial}" for kind, serial, _ in sorted((expected - seen).elements())]
            raise PiecesDoNotMatch(str(self.shipment_id), missing=missing)
        self.move(ShipmentState.SCANNED)
        self.scanned_at = at
        for piece in self.pieces:
            piece.custody = Custody.COUNTER


def _printed(number: str) -> str:
    """As a scanner and a register may write it differently: width and blanks."""
    return "".join(narrow(number).split())
