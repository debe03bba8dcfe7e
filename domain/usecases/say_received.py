"""Say that it arrived (确认收到): what another took, or what lay in a locker, is in its receiver's hands."""

from dataclasses import dataclass

from domain.identity.check import Purpose
from domain.kernel.ids import CaseId
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Clock, KeptAnswers, RequestKey
from domain.kernel.refusals import StepNotAllowed
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.mandates.mandate import Act
from domain.shipments.ports import Shipments
from domain.shipments.states import Direction, ShipmentState
from domain.usecases.end_delivery import EndDelivery
from domain.usecases.find_case import FindCase
from domain.usecases.parcel_step import parcel_step
from domain.usecases.parcel_view import ParcelNow, parcel_now
from domain.usecases.require_face import RequireFace

# what the courier itself says is out of its hands, or in trouble; of anything else it will say so in time
DOUBTFUL = frozenset({ShipmentState.DELIVERED_OTHER, ShipmentState.PARKED, ShipmentState.PROBLEM})


@dataclass(frozen=True, slots=True)
class SayReceived:
    find_case: FindCase
    require_face: RequireFace
    shipments: Shipments
    end_delivery: EndDelivery
    ledger: Ledger
    answers: KeptAnswers
    atomic: Atomic
    now: Clock

    async def __call__(self, acting: Acting, case: CaseId, request: RequestKey) -> ParcelNow:
        """As good as 本人签收, by the person's own word, which ends their case: so it wants the face.

        What is on its way to us is not theirs to receive. Raises NotFound, NotRepresentative,
        FaceForThisMatter, StepNotAllowed, Unavailable.
        """
        acting, found = await self.find_case.to_change(acting, case, Act.FOLLOW)
        await self.require_face(acting, found.matter, Purpose.CASE)
        async with self.atomic():
            if before := await self.answers.recall(request, ParcelNow):
                return before
            sent = [
                one
                for one in await self.shipments.of_case(case)
                if one.direction is not Direction.COLLECT and one.state in DOUBTFUL
            ]
            if not sent:
                raise StepNotAllowed(f"{case}: nothing that left the courier's hands")
            held = await self.shipments.take(sent[-1].shipment_id)
            was = held.state
            held.receive(at=self.now())
            await self.shipments.save(held)
            moved = parcel_step(held, was, by="statement")
            await self.ledger.append(Step(moved.kind, held.matter, case, acting, facts={**moved.facts}))
            await self.end_delivery(held)
            now = parcel_now(held)
            await self.answers.keep(request, now)
            return now
