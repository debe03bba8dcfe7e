"""Say by which parcel the old certificate comes (自寄): from then on its way is seen."""

from dataclasses import dataclass

from domain.catalogue.ports import Catalogue
from domain.kernel.ids import CaseId
from domain.kernel.jobs import FollowPosted
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Clock, Jobs, KeptAnswers, RequestKey
from domain.kernel.refusals import StepNotAllowed
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.mandates.mandate import Act
from domain.shipments.carriers import check_carrier
from domain.shipments.ports import Shipments
from domain.shipments.shipment import Shipment
from domain.shipments.states import Direction, Way
from domain.usecases.find_case import FindCase
from domain.usecases.parcel_step import parcel_step
from domain.usecases.parcel_view import ParcelNow, parcel_now

POSTED = "certificate-posted"
# numbers of one parcel, each a subscription (轨迹订阅) the office pays: the first, three put right
FOLLOWED = 4


@dataclass(frozen=True, slots=True)
class EnterWaybill:
    find_case: FindCase
    shipments: Shipments
    catalogue: Catalogue
    ledger: Ledger
    jobs: Jobs
    answers: KeptAnswers
    atomic: Atomic
    now: Clock

    async def __call__(
        self, acting: Acting, case: CaseId, carrier: str, waybill: str, request: RequestKey
    ) -> ParcelNow:
        """A number put right once too often is kept, and asked after once a day like any other.

        Raises NotFound, NotRepresentative, StepNotAllowed where nothing is posted, CarrierNotAllowed,
        Unavailable.
        """
        acting, found = await self.find_case.to_change(acting, case, Act.FOLLOW)
        check_carrier(carrier, (self.catalogue.of_case(found).paper_class,))
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
            if (held.carrier, held.waybill) != (carrier, waybill):
                await self._post(acting, held, carrier, waybill)
            now = parcel_now(held)
            await self.answers.keep(request, now)
            return now

    async def _post(self, acting: Acting, held: Shipment, carrier: str, waybill: str) -> None:
        was = held.state
        held.post(carrier, waybill, at=self.now())
        await self.shipments.save(held)
        moved = parcel_step(held, was)
        await self.ledger.append(Step(POSTED, held.matter, held.case, acting, facts={**moved.facts}))
        entries = await self.ledger.of_case(held.case)
        said = [
            one
            for one in entries
            if (one.step.kind, one.step.facts.get("shipment")) == (POSTED, str(held.shipment_id))
        ]
        if len(said) <= FOLLOWED:
            await self.jobs.defer(FollowPosted(held.shipment_id))
