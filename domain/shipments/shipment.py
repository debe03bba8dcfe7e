"""The shipment (快递单): one handing over one way, and whose hands each 正本 and 副本 is in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.kernel.ids import CaseId, MatterId, ShipmentId
from domain.kernel.personal import PersonName, Phone
from domain.kernel.refusal import Refusal
from domain.kernel.refusals import StepNotAllowed
from domain.shipments.call import Call
from domain.shipments.outside import Contact, CourierBooking, CourierNews, ParcelEvent
from domain.shipments.piece import CUSTODY, Absent, Custody, Piece, take_in
from domain.shipments.states import NEXT, NOT_FETCHED, Direction, ShipmentState, Way
from domain.shipments.track import is_forward, key

# of a parcel the person has, though the courier could not say that they themselves signed
RECEIVABLE = frozenset(
    {
        ShipmentState.IN_TRANSIT,
        ShipmentState.OUT_FOR_DELIVERY,
        ShipmentState.PARKED,
        ShipmentState.PROBLEM,
        ShipmentState.DELIVERED_OTHER,
    }
)


class ParcelStillAlive(Refusal):
    """Another order while the first may still come: two couriers, or two certificates."""

    code, title = "parcel-still-alive", "前一单还没有确认作废，不能另下一单"
    advice = "请先联系快递公司，登记结果后再下单"


@dataclass(slots=True)
class Shipment:
    """`order_no`: our number at the courier's, the idempotency key; both ends name a person in hand, where a
    courier is to come. `attempt` counts those of one case and direction.

    first_tried_at: when the try began that may have reached the courier; `vendor`: whom it went to, kept
    before it was called; `away_since`: since when that vendor turns this order away; `heard_at`, `asked_at`:
    the last news, and when we last asked for some; `cancel_asked_at`: since then the courier is to be called
    off; `looked_at`: a clerk reached somebody, look again a day later; `mismatched_at`: what came was another
    certificate; `handed_to`: who took it at the counter; `rung_at`: somebody nobody vouches for said so
    that there is news; `told`: the notices its person had of it.
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
    way: Way = Way.COURIER
    attempt: int = 1
    cancel_asked_at: datetime | None = None
    looked_at: datetime | None = None
    mismatched_at: datetime | None = None
    voided_at: datetime | None = None
    handed_to: PersonName | None = None
    calls: list[Call] = field(default_factory=list)
    away_since: datetime | None = None
    rung_at: datetime | None = None
    told: list[str] = field(default_factory=list)

    def move(self, to: ShipmentState) -> tuple[ShipmentState, ShipmentState]:
        """One step: (from, to). Raises StepNotAllowed."""
        before = self.state
        if to not in NEXT.get(before, ()):
            raise StepNotAllowed(f"{self.shipment_id}: {before} → {to}")
        self.state = to
        self.version += 1
        return before, to

    @property
    def person(self) -> Contact:
        """Who sends the old certificate, or is to have what goes out."""
        return self.sender if self.direction is Direction.COLLECT else self.receiver

    @property
    def is_to_fetch(self) -> bool:
        """A courier may still come for it, or a try of theirs failed; nothing has changed hands."""
        has_failed = self.state is ShipmentState.PROBLEM and not any(
            piece.custody is Custody.COURIER for piece in self.pieces
        )
        return self.state in NOT_FETCHED or has_failed

    def try_by(self, vendor: str, *, at: datetime) -> None:
        """A try begins, by that vendor. Raises StepNotAllowed."""
        self.move(ShipmentState.ORDERING)
        if vendor != self.vendor:
            self.vendor, self.away_since = vendor, None
        self.first_tried_at = at

    def turn_away(self, *, at: datetime) -> None:
        """The vendor certainly did not take it. Raises StepNotAllowed."""
        self.move(ShipmentState.PLANNED)
        self.away_since = self.away_since or at

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

    def scan(
        self,
        found: Sequence[tuple[str, str, str]],
        absent: Mapping[tuple[str, str], Absent],
        *,
        at: datetime,
    ) -> None:
        """End custody at our counter: each piece found, by (kind, serial, number), or absent for a reason.

        What was absent may come later and is scanned then. Raises StepNotAllowed, PiecesDoNotMatch,
        PiecesUnaccounted (and changes nothing).
        """
        again = self.state is ShipmentState.SCANNED and any(piece.is_awaited for piece in self.pieces)
        first = ShipmentState.SCANNED in NEXT.get(self.state, ())
        if self.direction is not Direction.COLLECT or not (first or again):
            raise StepNotAllowed(f"{self.shipment_id}: {self.direction} {self.state} is not scanned")
        take_in(self.pieces, found, absent)
        if first:
            self.move(ShipmentState.SCANNED)
        self.scanned_at, self.mismatched_at, self.looked_at = at, None, None

    def void(self, *, at: datetime) -> int:
        """作废: every piece at our counter, how many."""
        here = [piece for piece in self.pieces if piece.custody is Custody.COUNTER]
        for piece in here:
            piece.custody = Custody.VOID
        self.voided_at = at
        return len(here)

    def post(self, carrier: str, waybill: str, *, at: datetime) -> None:
        """自寄: it is on its way in this parcel. A slip is put right until there is news of it.

        Raises StepNotAllowed.
        """
        if self.way is not Way.SELF_POST or self.events:
            raise StepNotAllowed(f"{self.shipment_id}: not posted by its holder, or under way")
        if self.state is not ShipmentState.IN_TRANSIT:
            self.move(ShipmentState.IN_TRANSIT)
        self.carrier, self.waybill, self.first_tried_at = carrier, waybill, at
        for piece in self.pieces:
            piece.custody = Custody.COURIER

    def receive(self, *, at: datetime) -> None:
        """The person says that they have it. Raises StepNotAllowed."""
        if self.direction is Direction.COLLECT or self.state not in RECEIVABLE:
            raise StepNotAllowed(f"{self.shipment_id}: {self.direction} {self.state} is not received")
        self.move(ShipmentState.DELIVERED_SELF)
        self._hand_over(ShipmentState.DELIVERED_SELF, at)

    def hand_over(self, to: PersonName, *, at: datetime) -> None:
        """窗口发证: from hand to hand. Raises StepNotAllowed."""
        is_here = self.way is Way.COUNTER and self.state is ShipmentState.PLANNED
        if self.direction is Direction.COLLECT or not is_here:
            raise StepNotAllowed(f"{self.shipment_id}: {self.direction} {self.way} {self.state}")
        self.move(ShipmentState.DELIVERED_SELF)
        self._hand_over(ShipmentState.DELIVERED_SELF, at)
        self.handed_to = to

    def lose(self) -> None:
        """Lost: the parcel, or of a scanned one what was absent. Old pieces are accounted for so.

        Raises StepNotAllowed where it cannot be lost: nobody has fetched it, or nothing is missing.
        """
        if self.state is ShipmentState.SCANNED:
            gone = [piece for piece in self.pieces if piece.is_awaited]
        elif self.state is ShipmentState.LOST:
            gone = [piece for piece in self.pieces if not piece.is_lost]
        elif self.way is Way.COURIER and self.state in NOT_FETCHED - {ShipmentState.WITH_STAFF}:
            gone = []
        else:
            self.move(ShipmentState.LOST)
            self._hand_over(ShipmentState.LOST, self.planned_at)
            gone = self.pieces
        if not gone:
            raise StepNotAllowed(f"{self.shipment_id}: {self.state} has nothing to lose")
        for piece in gone:
            piece.reason = Absent.LOST_DECLARED

    def hand_on(self) -> list[Piece]:
        """The pieces for another attempt, taken from this one. Raises ParcelStillAlive."""
        if self.state is ShipmentState.SCANNED:
            rest = [piece for piece in self.pieces if piece.is_awaited]
        elif self.state in {ShipmentState.CANCELLED, ShipmentState.RETURNED}:
            rest = self.pieces
        else:
            rest = []
        if not rest:
            raise ParcelStillAlive(f"{self.shipment_id}: {self.state}")
        self.pieces = [piece for piece in self.pieces if piece not in rest]
        self.version += 1
        custody = Custody.HOLDER if self.direction is Direction.COLLECT else Custody.COUNTER
        return [Piece(piece.kind, piece.serial, piece.number, custody) for piece in rest]
