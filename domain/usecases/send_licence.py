"""Send the new licence (证照送达) the way the person chose: courier, counter, or electronic only."""

from dataclasses import dataclass

from domain.cases.case import Case, CaseState
from domain.catalogue.paperwork import DeliveryMode
from domain.forms.ports import Forms
from domain.kernel.jobs import OrderShipment
from domain.kernel.ports import Clock, Jobs
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.usecases.plan_shipment import PlanDelivery


@dataclass(frozen=True, slots=True)
class SendLicence:
    forms: Forms
    plan_delivery: PlanDelivery
    ledger: Ledger
    jobs: Jobs
    now: Clock

    async def __call__(self, case: Case) -> None:
        """Inside atomic, the case held and 办结; the caller saves it.

        Who takes only the e-licence has it now. Who comes to the counter is waited for there.
        """
        form = await self.forms.of_case(case.case_id)
        match DeliveryMode(form.delivery_mode):
            case DeliveryMode.COURIER:
                await self.jobs.defer(OrderShipment(await self.plan_delivery(case, form)))
            case DeliveryMode.COUNTER:
                await self.plan_delivery(case, form)
            case DeliveryMode.ELECTRONIC_ONLY:
                before, after = case.move(CaseState.DELIVERED)
                case.delivered_at = self.now()
                facts = {"from": before.value, "to": after.value, "mode": form.delivery_mode}
                await self.ledger.append(Step("licence-delivered", case.matter, case.case_id, facts=facts))
