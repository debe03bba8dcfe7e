"""Plan a shipment (快递单): where from, where to, by whom, which pieces; a job orders it later."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from domain.cases.case import Case
from domain.catalogue.paperwork import DocumentClass
from domain.catalogue.ports import Catalogue
from domain.forms.form import Form, Handover
from domain.kernel.ids import CaseId, ItemCode, MatterId, ShipmentId
from domain.kernel.ports import Clock, Digests, NewId, Randomness
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.shipments.outside import Contact
from domain.shipments.ports import CallbackSecrets, Shipments
from domain.shipments.shipment import Custody, Direction, Piece, Shipment, ShipmentState

CALLBACK = "shipment-callback"  # purpose of the digest by which a callback address is found
SALT_LENGTH = 32  # as the vendor's own examples have it
CounterOf = Callable[[Case], Awaitable[Contact]]
"""The counter where this case's certificates are received and sent from, with the clerk in hand."""


class HandoverMissing(ValueError):
    """A form was confirmed without saying where the courier goes: a programming error."""


def carrier_of(catalogue: Catalogue, item: ItemCode) -> str:
    """Who carries the item's certificates. An organ's own letters go by EMS (邮政法 §55)."""
    carriers = {one.document_class: one.carrier for one in catalogue.get(item).carriers}
    return carriers[DocumentClass.CERTIFICATE]


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


@dataclass(frozen=True, slots=True)
class AddShipment:
    shipments: Shipments
    ledger: Ledger
    randomness: Randomness
    digests: Digests
    new_id: NewId
    now: Clock

    async def __call__(self, plan: Plan) -> ShipmentId:
        """Inside atomic, the matter held: a case has one of a direction, planned now or there already.

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
            ),
            callback=self.digests.keyed(CALLBACK, secrets.token),
            secrets=secrets,
        )
        if not is_new:
            of_case = await self.shipments.of_case(plan.case)
            return next(one.shipment_id for one in of_case if one.direction is plan.direction)
        facts = {"shipment": str(shipment), "direction": plan.direction.value, "pieces": len(plan.pieces)}
        await self.ledger.append(Step("parcel-planned", plan.matter, plan.case, facts=facts))
        return shipment


@dataclass(frozen=True, slots=True)
class PlanCollection:
    """The old certificate (回收旧证), from the person's door to our counter."""

    add: AddShipment
    catalogue: Catalogue
    counter: CounterOf

    async def __call__(self, case: Case, form: Form) -> ShipmentId:
        """Inside atomic. Raises HandoverMissing."""
        door = _given(form.pickup)
        plan = Plan(
            case.case_id,
            case.matter,
            Direction.COLLECT,
            carrier_of(self.catalogue, case.item),
            _contact(door),
            await self.counter(case),
            _pieces(form, form.certificate_number, Custody.HOLDER),
            door.day,
            door.window,
        )
        return await self.add(plan)


@dataclass(frozen=True, slots=True)
class PlanDelivery:
    """The new certificate (送达新证), from our counter to the person in hand."""

    add: AddShipment
    catalogue: Catalogue
    counter: CounterOf

    async def __call__(self, case: Case, form: Form) -> ShipmentId:
        """Inside atomic. Raises HandoverMissing."""
        plan = Plan(
            case.case_id,
            case.matter,
            Direction.DELIVER,
            carrier_of(self.catalogue, case.item),
            await self.counter(case),
            _contact(_given(form.delivery)),
            _pieces(form, "", Custody.COUNTER),
        )
        return await self.add(plan)


@dataclass(frozen=True, slots=True)
class PlanGiveBack:
    """The old certificate back to where it was fetched (退还旧证), after a no."""

    add: AddShipment

    async def __call__(self, collected: Shipment) -> ShipmentId:
        """Inside atomic."""
        plan = Plan(
            collected.case,
            collected.matter,
            Direction.GIVE_BACK,
            collected.carrier,
            collected.receiver,
            collected.sender,
            [Piece(one.kind, one.serial, one.number, Custody.COUNTER) for one in collected.pieces],
        )
        return await self.add(plan)


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
