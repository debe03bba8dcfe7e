"""Judge a recheck (抽查): was the grant right? Nobody judges what went through their own hands."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from domain.cases.ports import Cases
from domain.decisions.checking import Rechecks
from domain.decisions.recheck import RecheckState
from domain.kernel.ids import MatterId, RecheckId
from domain.kernel.personal import Free
from domain.kernel.ports import Atomic, Clock, KeptAnswers, RequestKey
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.staff.account import StaffAccount
from domain.usecases.hands_in import HandsIn
from domain.usecases.show_recheck import RecheckView, ShowRecheck

Tell = Callable[[MatterId, str, Mapping[str, str]], Awaitable[None]]
"""As TellHolder."""


@dataclass(frozen=True, slots=True)
class JudgeRecheck:
    """Who asked is told. «Wrong» takes nothing back: the row stays until somebody prepared a revocation."""

    rechecks: Rechecks
    cases: Cases
    hands_in: HandsIn
    show: ShowRecheck
    ledger: Ledger
    tell: Tell
    answers: KeptAnswers
    atomic: Atomic
    now: Clock

    async def __call__(
        self, staff: StaffAccount, recheck: RecheckId, to: RecheckState, reason: Free, request: RequestKey
    ) -> RecheckView:
        """`to`: RIGHT or WRONG. Raises NotFound, HandledTheCase, StepNotAllowed, IdempotencyKeyReused."""
        async with self.atomic():
            if before := await self.answers.recall(request, RecheckView):
                return before
            held = await self.rechecks.take(recheck)
            await self.hands_in.refuse(staff, held.case)
            held.judge(to, by=staff.staff_id, at=self.now(), reason=reason)
            await self.rechecks.save(held)
            case = await self.cases.by_id(held.case)
            facts = {"recheck": str(recheck), "verdict": str(to)}
            step = Step("recheck-judged", case.matter, case.case_id, staff=staff.login, facts=facts)
            await self.ledger.append(step)
            view = await self.show.view(held)
            if held.asked_at is not None:
                await self.tell(case.matter, "recheck-answered", {"item": view.case.item_name})
            await self.answers.keep(request, view)
        return view
