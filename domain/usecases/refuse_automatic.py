"""Refuse what rules alone came to (个人信息保护法 §24): people decide instead, or look at it again.

What was granted stands meanwhile: refusing costs nobody what they have.
"""

from dataclasses import dataclass

from domain.cases.case import Case
from domain.cases.ports import Cases
from domain.clock.ports import Calendars
from domain.decisions.checking import Rechecks
from domain.decisions.ports import Proposals
from domain.decisions.proposal import Proposal, ProposalState
from domain.decisions.recheck import Recheck
from domain.forms.handling import INSTANT
from domain.forms.ports import Forms
from domain.kernel.ids import CaseId, RecheckId
from domain.kernel.jobs import WithdrawProposal
from domain.kernel.party import Acting
from domain.kernel.personal import Free
from domain.kernel.ports import Atomic, Clock, Jobs, KeptAnswers, NewId, RequestKey
from domain.kernel.refusals import StepNotAllowed
from domain.ledger.entry import Step
from domain.usecases.find_case import FindCase
from domain.usecases.record_proposal import REFUSED
from domain.usecases.record_steps import RecordSteps
from domain.usecases.refusal_view import RefusalView, refusal_view


@dataclass(frozen=True, slots=True)
class RefuseAutomatic:
    find_case: FindCase
    cases: Cases
    forms: Forms
    proposals: Proposals
    rechecks: Rechecks
    calendars: Calendars
    record_steps: RecordSteps
    answers: KeptAnswers
    jobs: Jobs
    atomic: Atomic
    now: Clock
    new_id: NewId

    async def __call__(
        self, acting: Acting, case: CaseId, words: Free | None, request: RequestKey
    ) -> RefusalView:
        """`words`: why, if they like to say. Raises NotFound, NotRepresentative, StepNotAllowed (people have
        it already, or it was refused before), IdempotencyKeyReused, Unavailable."""
        await self.find_case.by_office(acting, case)
        async with self.atomic():
            if before := await self.answers.recall(request, RefusalView):
                return before
            held, proposal = await self.cases.take(case), await self.proposals.of_case(case)
            if not await self._is_automatic(held, proposal):
                raise StepNotAllowed(f"{case}: {proposal.state if proposal else held.state}")
            recheck = await self._ask(case, words)
            await self._stop(recheck, proposal)
            await self.rechecks.save(recheck)
            step = Step(
                "automatic-refused", held.matter, case, acting, facts={"recheck": str(recheck.recheck_id)}
            )
            await self.record_steps("refusal", (words.reveal() if words else "").encode(), step)
            view = refusal_view(recheck, self.calendars.current())
            if view is None:
                raise StepNotAllowed(str(case))
            await self.answers.keep(request, view)
        return view

    async def _is_automatic(self, case: Case, proposal: Proposal | None) -> bool:
        """Whether rules spoke for it, or still may."""
        if proposal is not None:
            return proposal.is_open or proposal.state is ProposalState.ADOPTED
        return case.decided_at is None and (await self.forms.of_case(case.case_id)).handling == INSTANT

    async def _ask(self, case: CaseId, words: Free | None) -> Recheck:
        """Its own, or the one the lot had drawn."""
        recheck, at = await self.rechecks.of_case(case), self.now()
        if recheck is None:
            recheck = Recheck(RecheckId(self.new_id()), case, at)
            await self.rechecks.add(recheck)
        recheck.ask(words, at=at)
        return recheck

    async def _stop(self, recheck: Recheck, proposal: Proposal | None) -> None:
        """Nothing is proposed any more; what may be at the back-end already is taken back by a job."""
        if proposal is None:
            recheck.leave_to_people()
        elif proposal.state is ProposalState.MADE and proposal.tried_at is None:
            proposal.move(ProposalState.BY_HAND)
            proposal.reason = REFUSED
            await self.proposals.save(proposal)
            recheck.leave_to_people()
        elif proposal.is_open:
            await self.jobs.defer(WithdrawProposal(recheck.case))
