"""Record a withdrawal (撤回): at once where nothing was filed, else asked of the back-end, which ends it."""

from dataclasses import dataclass

from domain.cases.case import Case, CaseState
from domain.cases.ports import CaseRequests, Cases
from domain.cases.request import CaseRequest, DecidedAlready, RequestKind, RequestState
from domain.kernel.ids import CaseId
from domain.kernel.jobs import WithdrawCase
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Clock, Jobs, KeptAnswers, RequestKey
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.usecases.case_view import CaseView
from domain.usecases.give_back_certificate import GiveBackCertificate
from domain.usecases.show_case import ShowCase

AT_ONCE = frozenset({CaseState.INTENDED, CaseState.WITH_STAFF, CaseState.CONFIRMED})
AT_THE_BACK_END = frozenset(
    {CaseState.CONFIRMED, CaseState.FILED, CaseState.SUPPLEMENTING, CaseState.ACCEPTED}
)
BY_PERSON = "by-person"


@dataclass(frozen=True, slots=True)
class RecordWithdrawal:
    cases: Cases
    requests: CaseRequests
    give_back: GiveBackCertificate
    show_case: ShowCase
    ledger: Ledger
    jobs: Jobs
    answers: KeptAnswers
    atomic: Atomic
    now: Clock

    async def __call__(self, acting: Acting, case: CaseId, request: RequestKey) -> CaseView:
        """Case, request, ledger, the courier and the job: all or nothing; asked again, it changes nothing.

        Raises NotFound, DecidedAlready.
        """
        async with self.atomic():
            if before := await self.answers.recall(request, CaseView):
                return before
            held = await self.cases.take(case)
            if held.state in AT_ONCE and held.filing_tried_at is None:
                await self._end(held, acting)
            elif held.state in AT_THE_BACK_END:
                await self._ask(held, acting)
            elif held.state is not CaseState.WITHDRAWN:
                raise DecidedAlready(str(case))
            view = await self.show_case(held)
            await self.answers.keep(request, view)
        return view

    async def _end(self, case: Case, acting: Acting) -> None:
        before, after = case.move(CaseState.WITHDRAWN)
        case.ended_at = self.now()
        await self.cases.save(case)
        facts: dict[str, Fact] = {"from": before.value, "to": after.value}
        await self.ledger.append(Step("case-withdrawn", case.matter, case.case_id, acting, facts=facts))
        await self.give_back(case)

    async def _ask(self, case: Case, acting: Acting) -> None:
        known = await self.requests.of_case(case.case_id, RequestKind.WITHDRAWAL)
        if known is not None and known.is_open:
            return
        asked = CaseRequest(case.case_id, RequestKind.WITHDRAWAL, RequestState.ASKED, BY_PERSON, self.now())
        await self.requests.put(asked)
        await self.ledger.append(Step("withdrawal-asked", case.matter, case.case_id, acting))
        await self.jobs.defer(WithdrawCase(case.case_id))
