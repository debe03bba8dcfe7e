"""Plan a shipment (快递单): where from, where to, by whom, which pieces; a job orders it later."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from domain.cases.case import Case
from domain.cases.ports import Cases
from domain.forms.form import Form, Handover
from domain.forms.ports import Forms
from domain.forms.words import COURIER, PICKUP
from domain.kernel.ids import CaseId, MatterId, ShipmentId
from domain.kernel.personal import Address, PersonName, Phone
from domain.kernel.ports import Clock, Digests, NewId, Randomness
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.shipments.outside import Contact
from domain.shipments.piece import Custody, Piece
from domain.shipments.ports import CallbackSecrets, Shipments
from domain.shipments.shipment import Shipment
from domain.shipments.states import Direction, ShipmentState, Way
from domain.usecases.choose_carrier import ChooseCarrier

CALLBACK = "shipment-callback"  # purpose of the digest by which a callback address is found
SALT_LENGTH = 32  # as the vendor's own examples have it
# by what means each way of handing the old certificate back (交回办法) comes
BACK = {PICKUP: Way.COURIER, "self_post": Way.SELF_POST, "counter": Way.COUNTER}
NOBODY = Contact(PersonName(""), Phone(""), Address(""))  # no courier of ours comes to them
CounterOf = Callable[[Case], Awaitable[Contact]]
"""The counter where this case's certificates are received and sent from, with the clerk in hand."""


class HandoverMissing(ValueError):
    """A form was confirmed without saying where the courier goes: a programming error."""


@dataclass(frozen=True, slots=True)
class Plan:
    case: CaseId
    matter: MatterId
    direction: Direction
    carrier: str
    sender: Contact
    receiver: Contact
    pieces: list[Piece]
    pickup_day: date | None = None
    pickup_window: str = ""
    way: Way = Way.COURIER
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class AddShipment:
    shipments: Shipments
    ledger: Ledger
    randomness: Randomness
    digests: Digests
    new_id: NewId
    now: Clock

    async def __call__(self, plan: Plan) -> ShipmentId:
        """Inside atomic, the matter held: a case has one of a direction and attempt, made now or before.

        The office pays, whichever way it goes: a plan has no payer.
        """
        shipment = ShipmentId(self.new_id())
        secrets = CallbackSecrets(self.randomness.token(), self.randomness.token()[:SALT_LENGTH])
        is_new = await self.shipments.add(
            Shipment(
                shipment,
                plan.case,
                plan.matter,
                plan.direction,
                ShipmentState.PLANNED,
                plan.carrier,
                plan.sender,
                plan.receiver,
                plan.pieces,
                self.now(),
                shipment.hex,
                plan.pickup_day,
                plan.pickup_window,
                way=plan.way,
                attempt=plan.attempt,
            ),
            callback=self.digests.keyed(CALLBACK, secrets.token),
            secrets=secrets,
        )
        if not is_new:
            of_case = await self.shipments.of_case(plan.case)
            known = (one for one in of_case if one.direction is plan.direction)
            return next(one.shipment_id for one in known if one.attempt == plan.attempt)
        facts: dict[str, Fact] = {
            "shipment": str(shipment),
            "direction": plan.direction.value,
            "pieces": len(plan.pieces),
            "way": plan.way.value,
        }
        await self.ledger.append(Step("parcel-planned", plan.matter, plan.case, facts=facts))
        return shipment


@dataclass(frozen=True, slots=True)
class PlanCollection:
    """The old certificate (回收旧证) to our counter: fetched at the door, posted or brought by its holder."""

    add: AddShipment
    carrier_of: ChooseCarrier
    counter: CounterOf

    async def __call__(self, case: Case, form: Form) -> ShipmentId:
        """Inside atomic. Raises HandoverMissing, NoLawfulCarrier."""
        way = BACK[form.return_mode]
        door = _given(form.pickup) if way is Way.COURIER else None
        plan = Plan(
            case.case_id,
            case.matter,
            Direction.COLLECT,
            self.carrier_of(case, way),
            _contact(door) if door else reachable(form),
            await self.counter(case),
            _pieces(form, form.certificate_number, Custody.HOLDER),
            door.day if door else None,
            door.window if door else "",
            way,
        )
        return await self.add(plan)


@dataclass(frozen=True, slots=True)
class PlanDelivery:
    """The new certificate (送达新证), from our counter to the person in hand, there or at their door."""

    add: AddShipment
    carrier_of: ChooseCarrier
    counter: CounterOf

    async def __call__(self, case: Case, form: Form) -> ShipmentId:
        """Inside atomic. Raises HandoverMissing, NoLawfulCarrier."""
        by_courier = form.delivery_mode == COURIER
        way = Way.COURIER if by_courier else Way.COUNTER
        plan = Plan(
            case.case_id,
            case.matter,
            Direction.DELIVER,
            self.carrier_of(case, way),
            await self.counter(case),
            _contact(_given(form.delivery)) if by_courier else reachable(form),
            _pieces(form, "", Custody.COUNTER),
            way=way,
        )
        return await self.add(plan)


@dataclass(frozen=True, slots=True)
class PlanGiveBack:
    """The old certificate back to its holder (退还旧证), after a no."""

    add: AddShipment
    carrier_of: ChooseCarrier
    forms: Forms
    cases: Cases

    async def __call__(self, collected: Shipment, pieces: list[Piece], *, attempt: int = 1) -> ShipmentId:
        """Inside atomic. To where it was fetched; who brought or posted it has it where the new one was to
        go, or takes it at the counter: by the item's carrier, not by whom they chose.

        Where none may, it waits at the counter.
        """
        to, way = collected.sender, Way.COURIER
        if collected.way is not Way.COURIER:
            form = await self.forms.of_case(collected.case)
            to, way = reachable(form), Way.COUNTER
            if form.delivery_mode == COURIER and form.delivery is not None:
                to, way = _contact(form.delivery), Way.COURIER
        case = await self.cases.by_id(collected.case)
        carrier = self.carrier_of.named(case)
        if not self.carrier_of.can(carrier, case):
            way = Way.COUNTER  # what nobody may carry waits where it is; a no is not held up by it
        plan = Plan(
            collected.case,
            collected.matter,
            Direction.GIVE_BACK,
            carrier,
            collected.receiver,
            to,
            [Piece(one.kind, one.serial, one.number, Custody.COUNTER) for one in pieces],
            way=way,
            attempt=attempt,
        )
        return await self.add(plan)


@dataclass(frozen=True, slots=True)
class PlanAgain:
    """Another attempt (再次寄送) with the same pieces, between the same two ends."""

    add: AddShipment

    async def __call__(self, before: Shipment, pieces: list[Piece]) -> ShipmentId:
        """Inside atomic. The hours once chosen are past: a courier comes as soon as possible."""
        plan = Plan(
            before.case,
            before.matter,
            before.direction,
            before.carrier,
            before.sender,
            before.receiver,
            pieces,
            way=before.way,
            attempt=before.attempt + 1,
        )
        return await self.add(plan)


def reachable(form: Form) -> Contact:
    """Whom a clerk calls about what no courier of ours carries; nobody comes to their address."""
    known = form.delivery or form.pickup
    return _contact(known) if known else NOBODY


def _given(handover: Handover | None) -> Handover:
    if handover is None:
        raise HandoverMissing("a courier was chosen, and nobody to hand over")
    return handover


def _contact(handover: Handover) -> Contact:
    return Contact(handover.name, handover.phone, handover.address)


def _pieces(form: Form, number: str, custody: Custody) -> list[Piece]:
    return [
        Piece(kind, str(serial), number, custody)
        for kind, copies in form.copies.items()
        for serial in range(1, copies + 1)
    ]
