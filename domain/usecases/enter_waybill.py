"""Say by which parcel the old certificate comes (自寄): from then on its way is seen."""

from dataclasses import dataclass

from domain.kernel.ids import CaseId
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Clock, KeptAnswers, RequestKey
from domain.kernel.refusals import StepNotAllowed
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.mandates.mandate import Act
from domain.shipments.ports import Shipments
from domain.shipments.states import Direction, Way
from domain.usecases.find_case import FindCase
from domain.usecases.parcel_step import parcel_step
from domain.usecases.parcel_view import ParcelNow, parcel_now


@dataclass(frozen=True, slots=True)
class EnterWaybill:
    find_case: FindCase
    shipments: Shipments
    ledger: Ledger
    answers: KeptAnswers
    atomic: Atomic
    now: Clock

    async def __call__(
        self, acting: Acting, case: CaseId, carrier: str, waybill: str, request: RequestKey
    ) -> ParcelNow:
        """Raises NotFound, NotRepresentative, StepNotAllowed where nothing is posted, Unavailable."""
        acting, _ = await self.find_case.to_change(acting, case, Act.FOLLOW)
        async with self.atomic():
            if before := await self.answers.recall(request, ParcelNow):
                return before
            posted = [
                one
                for one in await self.shipments.of_case(case)
                if one.direction is Direction.COLLECT and one.way is Way.SELF_POST
            ]
            if not posted:
                raise StepNotAllowed(f"{case}: nothing is posted")
            held = await self.shipments.take(posted[-1].shipment_id)
            was = held.state
            held.post(carrier, waybill, at=self.now())
            await self.shipments.save(held)
            moved = parcel_step(held, was)
            await self.ledger.append(
                Step("certificate-posted", held.matter, case, acting, facts={**moved.facts})
            )
            now = parcel_now(held)
            await self.answers.keep(request, now)
            return now
