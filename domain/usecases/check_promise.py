"""Check a commitment (告知承诺核查): what a named clerk found later; the back-end decides what follows."""

from dataclasses import dataclass

from domain.kernel.ids import PromiseId
from domain.kernel.jobs import TellPromise
from domain.kernel.ports import Atomic, Clock, Jobs, KeptAnswers, RequestKey
from domain.kernel.refusals import StepNotAllowed
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.promises.promise import PromiseState
from domain.staff.account import StaffAccount
from domain.usecases.promise_view import may_check
from domain.usecases.read_promise import PromiseAtDesk, ReadPromise


@dataclass(frozen=True, slots=True)
class CheckPromise:
    read_promise: ReadPromise
    ledger: Ledger
    jobs: Jobs
    answers: KeptAnswers
    atomic: Atomic
    now: Clock

    async def __call__(
        self, staff: StaffAccount, promise: PromiseId, found: PromiseState, *, note: str, request: RequestKey
    ) -> PromiseAtDesk:
        """`found`: kept or untrue. Raises NotFound, StepNotAllowed."""
        promises, cases = self.read_promise.promises, self.read_promise.cases
        known = await promises.by_id(promise)
        async with self.atomic():
            if before := await self.answers.recall(request, PromiseAtDesk):
                return before
            case = await cases.take(known.case)
            held = await promises.by_id(promise)
            if not may_check(held, case):
                raise StepNotAllowed(f"{promise}: {held.state} in {case.state}")
            held.check(found, by=staff.login, at=self.now(), note=note)
            await promises.save(held)
            facts = {"promise": str(promise), "material": held.material, "outcome": str(found)}
            step = Step("promise-checked", case.matter, case.case_id, staff=staff.login, facts=facts)
            await self.ledger.append(step)
            await self.jobs.defer(TellPromise(promise))
            view = await self.read_promise.at_desk(held, case)
            await self.answers.keep(request, view)
        return view
