"""Bring what was promised to come later (容缺后补): kept sealed, and on its way to the back-end at once."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.cases.case import Case
from domain.cases.ports import Cases
from domain.clock.ports import Calendars
from domain.kernel.ids import CaseId, PromiseId
from domain.kernel.jobs import TellPromise
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Clock, Jobs
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.mandates.mandate import Act
from domain.promises.ports import PromisedFiles, Promises
from domain.promises.promise import Brought, Promise, PromiseOver, PromiseState
from domain.supplements.supplement import content_type_of
from domain.usecases.find_case import FindCase
from domain.usecases.promise_view import PromiseView, may_give, promise_view

Sm3 = Callable[[bytes], str]
"""GB/T 32905 digest, lower-case hex. Adapter: adapters/envelope/signature.py."""


@dataclass(frozen=True, slots=True)
class KeepPromised:
    """Promise, file, ledger and job: all or nothing. Who may bring it was found out before."""

    cases: Cases
    promises: Promises
    files: PromisedFiles
    calendars: Calendars
    ledger: Ledger
    jobs: Jobs
    now: Clock

    async def __call__(
        self, acting: Acting, case: CaseId, promise: PromiseId, brought: Brought, content: bytes
    ) -> PromiseView:
        """Inside atomic. Raises NotFound, PromiseOver."""
        held, calendar, at = await self.cases.take(case), self.calendars.current(), self.now()
        known = await promise_of(self.promises, held, promise)
        if known.state is PromiseState.OPEN and not may_give(known, held, calendar, at):
            raise PromiseOver(str(promise))
        if known.bring(brought, at):
            await self.promises.save(known)
            await self.files.keep_file(promise, content)
            facts = {"promise": str(promise), "material": known.material, "sm3": brought.sm3}
            await self.ledger.append(Step("promise-brought", held.matter, case, acting, facts=facts))
            await self.jobs.defer(TellPromise(promise))
        return promise_view(known, held, calendar, at)


@dataclass(frozen=True, slots=True)
class BringPromised:
    find_case: FindCase
    keep_promised: KeepPromised
    sm3: Sm3
    atomic: Atomic

    async def __call__(self, acting: Acting, case: CaseId, promise: PromiseId, content: bytes) -> PromiseView:
        """Once; the same file again changes nothing. What the file is, its first bytes say.

        Raises MaterialUnreadable, NotFound, NotRepresentative, PromiseOver, Unavailable.
        """
        brought = Brought(content_type_of(content), len(content), self.sm3(content))
        acting, _ = await self.find_case.to_change(acting, case, Act.FOLLOW)
        async with self.atomic():
            return await self.keep_promised(acting, case, promise, brought, content)


async def promise_of(promises: Promises, case: Case, promise: PromiseId) -> Promise:
    """Raises NotFound, also for a promise of another case."""
    known = await promises.by_id(promise)
    if known.case != case.case_id:
        raise NotFound(str(promise))
    return known
