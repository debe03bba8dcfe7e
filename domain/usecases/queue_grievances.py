"""Queue 7 (差评、错证与投诉): what waits for an answer, the earliest day first."""

from dataclasses import dataclass

from domain.cases.ports import Cases
from domain.catalogue.ports import Catalogue
from domain.clock.clock import beijing_date
from domain.clock.ports import Calendars
from domain.grievances.grievance import Grievance, GrievanceKind
from domain.grievances.ports import GrievanceQueue
from domain.grievances.words import KIND_WORDS, STATE_WORDS
from domain.kernel.ports import Clock
from domain.kernel.remit import EVERY_BODY, Remit
from domain.parties.ports import Parties
from domain.staff.account import Role
from domain.staff.today import Backlog, Waiting
from domain.usecases.compose_shown import called
from domain.usecases.grievance_days import grievance_days


@dataclass(frozen=True, slots=True)
class QueueGrievances:
    """Implements QueueReader. A bad rating names nobody here: whoever handled the case reads this, too."""

    queue: GrievanceQueue
    cases: Cases
    parties: Parties
    catalogue: Catalogue
    calendars: Calendars
    now: Clock

    async def __call__(self, *, size: int, remit: Remit = EVERY_BODY) -> Backlog:
        count, found = await self.queue.waiting(size=size, remit=remit)
        return Backlog(count, tuple([await self._row(one) for one in found]))

    async def _row(self, grievance: Grievance) -> Waiting:
        days = grievance_days(grievance, self.calendars.current(), beijing_date(self.now()))
        owed = days.contact_due or days.due
        return Waiting(
            kind="grievance",
            ref=grievance.grievance_id,
            title=KIND_WORDS[grievance.kind],
            detail=await self._detail(grievance),
            since=grievance.counted_from,
            action="回访" if grievance.wants_contact else "答复",
            due=owed,
            light=days.light,
            role=Role.CHIEF if grievance.for_chiefs else None,
        )

    async def _detail(self, grievance: Grievance) -> str:
        told = [] if grievance.about.case is None else [await self._item(grievance)]
        if grievance.kind is not GrievanceKind.BAD_RATING:
            told.insert(0, called(await self.parties.by_id(grievance.party)))
        told.append(STATE_WORDS[grievance.state])
        if grievance.for_chiefs:
            told.append("由科长答复")
        return " · ".join(told)

    async def _item(self, grievance: Grievance) -> str:
        assert grievance.about.case is not None  # noqa: S101 - whoever asks has looked
        return self.catalogue.of_case(await self.cases.by_id(grievance.about.case)).name
