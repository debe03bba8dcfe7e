"""List the visits (窗口办理) that are open, and read one: a clerk's own; the audit administrator sees all."""

from dataclasses import dataclass
from datetime import datetime

from domain.counter.ports import Visits
from domain.counter.visit import Visit
from domain.kernel.ids import VisitId
from domain.kernel.ports import Clock
from domain.kernel.refusals import NotFound
from domain.parties.ports import Parties
from domain.staff.account import Role, StaffAccount
from domain.staff.ports import StaffNames
from domain.usecases.visit_view import VisitView, visit_view


@dataclass(frozen=True, slots=True)
class ListVisits:
    visits: Visits
    parties: Parties
    names: StaffNames
    now: Clock

    async def __call__(self, staff: StaffAccount) -> tuple[VisitView, ...]:
        """The newest first, at most a hundred."""
        now, of = self.now(), None if Role.AUDIT in staff.roles else staff.staff_id
        found = await self.visits.live(now, clerk=of)
        return tuple([await _view(one, self.parties, self.names, now) for one in found])


@dataclass(frozen=True, slots=True)
class ReadVisit:
    visits: Visits
    parties: Parties
    names: StaffNames
    now: Clock

    async def __call__(self, staff: StaffAccount, visit_id: VisitId) -> VisitView:
        """Open or over. Raises NotFound, for a colleague's as well."""
        visit = await self.visits.by_id(visit_id)
        if visit is None or (visit.clerk != staff.staff_id and Role.AUDIT not in staff.roles):
            raise NotFound(str(visit_id))
        return await _view(visit, self.parties, self.names, self.now())


async def _view(visit: Visit, parties: Parties, names: StaffNames, now: datetime) -> VisitView:
    person = await parties.by_id(visit.person)
    return visit_view(visit, person, now, clerk=await names.called(visit.login))
