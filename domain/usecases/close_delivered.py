"""Close what was delivered and nobody rated (办结归档): to rate is voluntary, and no case waits for ever."""

from dataclasses import dataclass
from datetime import timedelta

from domain.cases.case import CaseState
from domain.cases.ports import Cases, DeliveredCases
from domain.kernel.ids import CaseId
from domain.kernel.ports import Atomic, Clock
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.usecases.close_matter import CloseMatter

WAIT_FOR_A_RATING = timedelta(days=15)
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class CloseDelivered:
    """A chore: safe to run twice and in two workers. A closed case may still be rated."""

    delivered: DeliveredCases
    cases: Cases
    close_matter: CloseMatter
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self) -> int:
        """How many were closed."""
        due = await self.delivered.delivered_before(self.now() - WAIT_FOR_A_RATING, size=AT_ONCE)
        return sum([await self._close(case) for case in due])

    async def _close(self, case: CaseId) -> bool:
        async with self.atomic():
            held = await self.cases.take(case)
            if held.state is not CaseState.DELIVERED:
                return False
            before, after = held.move(CaseState.CLOSED)
            await self.cases.save(held)
            moved = {"from": before.value, "to": after.value, "reason": "not-rated"}
            await self.ledger.append(Step("case-closed", held.matter, case, facts=moved))
            await self.close_matter(held.matter)
            return True
