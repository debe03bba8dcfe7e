"""List the promises (承诺) of one's own case."""

from dataclasses import dataclass

from domain.clock.ports import Calendars
from domain.kernel.ids import CaseId
from domain.kernel.party import Acting
from domain.kernel.ports import Clock
from domain.promises.ports import Promises
from domain.usecases.find_case import FindCase
from domain.usecases.promise_view import PromiseView, promise_view


@dataclass(frozen=True, slots=True)
class ListPromises:
    find_case: FindCase
    promises: Promises
    calendars: Calendars
    now: Clock

    async def __call__(self, acting: Acting, case: CaseId) -> tuple[PromiseView, ...]:
        """Raises NotFound, NotRepresentative, Unavailable."""
        found = await self.find_case(acting, case)
        calendar, now = self.calendars.current(), self.now()
        return tuple(
            promise_view(one, found, calendar, now) for one in await self.promises.of_case(found.case_id)
        )
