"""Deem a case accepted (逾期不告知视为受理): nobody said in time what is missing (行政许可法 §32)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.cases.case import Case, CaseState
from domain.cases.ports import CaseLists, Cases
from domain.clock.ports import Calendars
from domain.kernel.ids import CaseId
from domain.kernel.ports import Atomic, Clock
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.supplements.ports import Supplements
from domain.usecases.supplement_clock import TO_TELL, is_told_too_late, received_at

PAGE = 100


async def deem(case: Case, received: datetime, *, at: datetime, ledger: Ledger) -> None:
    """Inside atomic, the case held and filed; who calls saves it. The clock counts from receipt."""
    before, after = case.move(CaseState.ACCEPTED)
    case.accepted_at, case.deemed_accepted_at = received, at
    facts: dict[str, Fact] = {"from": before.value, "to": after.value, "received": received.isoformat()}
    await ledger.append(Step("case-deemed-accepted", case.matter, case.case_id, facts=facts))


@dataclass(frozen=True, slots=True)
class DeemAccepted:
    """A chore: safe to run twice and in two workers, each case is looked at again once it is held."""

    cases: Cases
    lists: CaseLists
    supplements: Supplements
    calendars: Calendars
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self) -> int:
        """How many were deemed accepted."""
        before, after, done = self.now() - timedelta(days=TO_TELL), None, 0
        while page := await self.lists.unanswered(before=before, after=after, size=PAGE):
            for known in page:
                done += await self._look(known.case_id)
            after = page[-1].case_id
        return done

    async def _look(self, case: CaseId) -> bool:
        async with self.atomic():
            held = await self.cases.take(case)
            received = received_at(held, await self.supplements.of_case(case))
            if held.state is not CaseState.FILED or received is None:
                return False
            if not is_told_too_late(received, self.now(), self.calendars.current()):
                return False
            await deem(held, received, at=self.now(), ledger=self.ledger)
            await self.cases.save(held)
        return True
