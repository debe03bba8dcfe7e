"""Watch over deferrals (容缺后补): remembered in time, late ones returned, needless ones dropped."""

from dataclasses import dataclass
from datetime import date

from domain.cases.case import Case
from domain.cases.ports import Cases
from domain.catalogue.ports import Catalogue
from domain.clock.clock import beijing_date
from domain.clock.ports import Calendars
from domain.kernel.ids import PromiseId
from domain.kernel.jobs import TellPromise
from domain.kernel.ports import Atomic, Clock, Jobs
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.promises.ports import PromiseLists, Promises
from domain.promises.promise import Promise, PromiseState, Reminder
from domain.usecases.promise_clock import promise_due, reminder_of
from domain.usecases.promise_view import has_failed
from domain.usecases.return_case import ReturnCase
from domain.usecases.take_supplement import Tell

PAGE = 100


@dataclass(frozen=True, slots=True)
class EndPromise:
    """Inside atomic, the case held."""

    promises: Promises
    return_case: ReturnCase
    tell: Tell
    catalogue: Catalogue
    ledger: Ledger
    jobs: Jobs

    async def remind(self, case: Case, promise: Promise, reminder: Reminder, due: date) -> None:
        promise.reminded = reminder
        await self.promises.save(promise)
        item = self.catalogue.of_case(case)
        await self.tell(case.matter, "promise-due", {"item": item.name, "day": due.isoformat()})

    async def late(self, case: Case, promise: Promise) -> None:
        """The back-end is told, and asked to return the case where it may still be returned; what follows for
        whoever promised, it alone decides."""
        await self._move(case, promise, PromiseState.LATE, "promise-late")
        await self.jobs.defer(TellPromise(promise.promise_id))
        await self.return_case(case, reason="promise-late")

    async def drop(self, case: Case, promise: Promise) -> None:
        await self._move(case, promise, PromiseState.WITHDRAWN, "promise-needless")

    async def _move(self, case: Case, promise: Promise, to: PromiseState, kind: str) -> None:
        promise.move(to)
        await self.promises.save(promise)
        facts = {"promise": str(promise.promise_id), "material": promise.material}
        await self.ledger.append(Step(kind, case.matter, case.case_id, facts=facts))


@dataclass(frozen=True, slots=True)
class WatchPromises:
    """A chore: safe to run twice and in two workers, each one is looked at again once its case is held."""

    cases: Cases
    promises: Promises
    lists: PromiseLists
    calendars: Calendars
    end_promise: EndPromise
    atomic: Atomic
    now: Clock

    async def __call__(self) -> int:
        """How many were remembered, late or dropped."""
        done = await self._drop_needless()
        after: PromiseId | None = None
        while page := await self.lists.running(after=after, size=PAGE):
            for one in page:
                done += await self._look(one)
            after = page[-1].promise_id
        return done

    async def _look(self, known: Promise) -> bool:
        """Whether its day, or one to remember it, has come; most are read and left."""
        if not self._is_near(known, await self.cases.by_id(known.case)):
            return False
        async with self.atomic():
            case = await self.cases.take(known.case)
            held = await self.promises.by_id(known.promise_id)
            due = promise_due(held, case, self.calendars.current())
            if held.state is not PromiseState.OPEN or due is None or has_failed(case):
                return False
            if beijing_date(self.now()) > due:
                await self.end_promise.late(case, held)
                return True
            reminder = self._reminder(held, case)
            if reminder is None:
                return False
            await self.end_promise.remind(case, held, reminder, due)
            return True

    def _is_near(self, known: Promise, case: Case) -> bool:
        due = promise_due(known, case, self.calendars.current())
        is_late = due is not None and beijing_date(self.now()) > due
        return is_late or self._reminder(known, case) is not None

    def _reminder(self, promise: Promise, case: Case) -> Reminder | None:
        """One that has not gone out yet, nor a later one."""
        order = (None, *Reminder)
        wanted = reminder_of(promise, case, self.calendars.current(), beijing_date(self.now()))
        return wanted if order.index(wanted) > order.index(promise.reminded) else None

    async def _drop_needless(self) -> int:
        done = 0
        while page := await self.lists.needless(size=PAGE):
            for one in page:
                async with self.atomic():
                    case = await self.cases.take(one.case)
                    held = await self.promises.by_id(one.promise_id)
                    if held.state in (PromiseState.OPEN, PromiseState.GIVEN):
                        await self.end_promise.drop(case, held)
                        done += 1
        return done
