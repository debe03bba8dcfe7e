"""Withdraw a commitment (撤回告知承诺) before the decision: the back-end is told and may ask for it."""

from dataclasses import dataclass

from domain.cases.ports import Cases
from domain.clock.ports import Calendars
from domain.identity.check import Purpose
from domain.kernel.ids import CaseId, PromiseId
from domain.kernel.jobs import TellPromise
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Clock, Jobs, KeptAnswers, RequestKey
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.mandates.mandate import Act
from domain.promises.ports import Promises
from domain.promises.promise import PromiseOver
from domain.usecases.bring_promised import promise_of
from domain.usecases.find_case import FindCase
from domain.usecases.promise_view import PromiseView, may_withdraw, promise_view
from domain.usecases.require_face import RequireFace


@dataclass(frozen=True, slots=True)
class TakePromiseBack:
    """Promise, ledger, job and answer: all or nothing."""

    cases: Cases
    promises: Promises
    calendars: Calendars
    ledger: Ledger
    jobs: Jobs
    answers: KeptAnswers
    now: Clock

    async def __call__(
        self, acting: Acting, case: CaseId, promise: PromiseId, request: RequestKey
    ) -> PromiseView:
        """Inside atomic. Raises NotFound, PromiseOver."""
        if before := await self.answers.recall(request, PromiseView):
            return before
        held = await self.cases.take(case)
        known = await promise_of(self.promises, held, promise)
        if not may_withdraw(known, held):
            raise PromiseOver(str(promise))
        known.take_back()
        await self.promises.save(known)
        facts = {"promise": str(promise), "material": known.material}
        await self.ledger.append(Step("promise-withdrawn", held.matter, case, acting, facts=facts))
        await self.jobs.defer(TellPromise(promise))
        view = promise_view(known, held, self.calendars.current(), self.now())
        await self.answers.keep(request, view)
        return view


@dataclass(frozen=True, slots=True)
class WithdrawPromise:
    """Who may is settled here, outside the transaction: whom the register names now, and the face."""

    find_case: FindCase
    require_face: RequireFace
    take_back: TakePromiseBack
    atomic: Atomic

    async def __call__(
        self, acting: Acting, case: CaseId, promise: PromiseId, request: RequestKey
    ) -> PromiseView:
        """Raises NotFound, NotRepresentative, FaceForThisMatter, PromiseOver, Unavailable."""
        acting, found = await self.find_case.to_change(acting, case, Act.APPLY)
        await self.require_face(acting, found.matter, Purpose.CASE)
        async with self.atomic():
            return await self.take_back(acting, case, promise, request)
