"""Enter a visit (窗口办理): for whom a clerk acts right now; asked of our own row at every request."""

from dataclasses import dataclass

from domain.counter.ports import Visits
from domain.counter.visit import Visit, VisitEnded, VisitKind, VisitWithoutIdentity
from domain.kernel.ids import PartyId, VisitId
from domain.kernel.party import Acting, Channel, Level
from domain.kernel.ports import Clock
from domain.kernel.refusals import NotFound
from domain.staff.account import Role, StaffAccount


@dataclass(frozen=True, slots=True)
class EnterVisit:
    visits: Visits
    now: Clock

    async def __call__(
        self, staff: StaffAccount, visit_id: VisitId, party: PartyId | None, *, binds: bool
    ) -> Acting:
        """`party`: for whom, None for themselves; `binds`: whether the step does more than read and draft.

        Raises NotFound (also for a colleague's), VisitEnded, VisitWithoutIdentity.
        """
        visit = await self.visits.by_id(visit_id)
        if visit is None or (visit.clerk != staff.staff_id and Role.AUDIT not in staff.roles):
            raise NotFound(str(visit_id))
        if visit.kind is VisitKind.PHONE and party not in (None, visit.party):
            raise NotFound(str(party))
        if Role.AUDIT in staff.roles:
            return _looking(visit, staff, party)
        if not visit.is_live(self.now()):
            raise VisitEnded(str(visit_id))
        if binds and visit.kind is VisitKind.PHONE:
            raise VisitWithoutIdentity(str(visit_id))
        return visit.acting(party)


def _looking(visit: Visit, staff: StaffAccount, party: PartyId | None) -> Acting:
    """The audit administrator reads what the clerk reads, open or over, and binds nobody."""
    whom = visit.acting(party).party
    return Acting(visit.person, whom, Level.NONE, Channel.COUNTER, clerk=staff.login)
