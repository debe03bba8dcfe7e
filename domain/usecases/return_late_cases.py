"""Return what was not put right in time (逾期未补正退件): the day has passed, and nobody answered."""

from dataclasses import dataclass

from domain.cases.ports import Cases
from domain.clock.clock import beijing_date
from domain.clock.ports import Calendars
from domain.kernel.ids import SupplementId
from domain.kernel.ports import Atomic, Clock
from domain.supplements.ports import SupplementLists, Supplements
from domain.supplements.supplement import Supplement, SupplementState
from domain.usecases.return_case import ReturnCase
from domain.usecases.supplement_clock import supplement_due

PAGE = 100


@dataclass(frozen=True, slots=True)
class ReturnLateCases:
    """A chore: safe to run twice and in two workers, each one is looked at again once its case is held."""

    cases: Cases
    supplements: Supplements
    lists: SupplementLists
    calendars: Calendars
    return_case: ReturnCase
    atomic: Atomic
    now: Clock

    async def __call__(self) -> int:
        """How many were late."""
        after: SupplementId | None = None
        done = 0
        while page := await self.lists.told_before(self.now(), after=after, size=PAGE):
            for one in page:
                if self._is_late(one):
                    done += await self._return(one)
            after = page[-1].supplement_id
        return done

    def _is_late(self, supplement: Supplement) -> bool:
        due = supplement_due(supplement, self.calendars.current())
        return due is not None and beijing_date(self.now()) > due

    async def _return(self, known: Supplement) -> bool:
        async with self.atomic():
            case = await self.cases.take(known.case)
            held = await self.supplements.by_id(known.supplement_id)
            if held.state is not SupplementState.OPEN:
                return False
            held.move(SupplementState.LATE)
            await self.supplements.save(held)
            return await self.return_case(case, reason="supplement-late")
