"""End a visit (窗口办理): the person has left the desk."""

from dataclasses import dataclass

from domain.counter.ports import Visits
from domain.kernel.ids import VisitId
from domain.kernel.ports import Atomic, Clock, KeptAnswers, RequestKey
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.parties.ports import Parties
from domain.staff.account import StaffAccount
from domain.usecases.visit_view import VisitView, visit_view


@dataclass(frozen=True, slots=True)
class EndVisit:
    visits: Visits
    parties: Parties
    ledger: Ledger
    answers: KeptAnswers
    atomic: Atomic
    now: Clock

    async def __call__(self, staff: StaffAccount, visit_id: VisitId, request: RequestKey) -> VisitView:
        """Over before, it stays as it was. Raises NotFound, for a colleague's as well."""
        async with self.atomic():
            if before := await self.answers.recall(request, VisitView):
                return before
            visit = await self.visits.by_id(visit_id)
            if visit is None or visit.clerk != staff.staff_id:
                raise NotFound(str(visit_id))
            now = self.now()
            if visit.end(now):
                await self.visits.save(visit)
                facts = {"visit": str(visit_id), "why": "clerk"}
                await self.ledger.append(Step("visit-ended", visit.matter, staff=staff.login, facts=facts))
            person = await self.parties.by_id(visit.person)
            view = visit_view(visit, person, now, clerk=staff.name)
            await self.answers.keep(request, view)
        return view
