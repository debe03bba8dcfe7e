"""Start what follows a confirmed form: filing with the back-end, and the courier for the old certificate."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from domain.cases.case import Case
from domain.clock.clock import BEIJING
from domain.forms.form import Form, Handover
from domain.forms.words import PICKUP
from domain.kernel.jobs import FileCase, OrderShipment
from domain.kernel.ports import Jobs
from domain.usecases.plan_shipment import BACK, PlanCollection

AHEAD = timedelta(days=2)  # couriers take orders for the day after tomorrow at the latest


@dataclass(frozen=True, slots=True)
class StartFiling:
    plan_collection: PlanCollection
    jobs: Jobs

    async def __call__(self, case: Case, form: Form, *, at: datetime) -> None:
        """Inside atomic."""
        await self.jobs.defer(FileCase(case.case_id))
        if form.return_mode not in BACK:
            return
        planned = await self.plan_collection(case, form)
        if form.return_mode == PICKUP and form.pickup is not None:
            await self.jobs.defer(OrderShipment(planned), after=_until(form.pickup, at))


def _until(pickup: Handover, at: datetime) -> timedelta:
    if pickup.day is None:
        return timedelta()
    opens = datetime.combine(pickup.day - AHEAD, time(), BEIJING)
    return max(opens - at, timedelta())
