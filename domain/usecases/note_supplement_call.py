"""Note a call about what is to be put right (补正提醒): whoever was reached is nobody's row on that day."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from domain.cases.ports import Cases
from domain.clock.clock import beijing_date
from domain.kernel.ids import SupplementId
from domain.kernel.ports import Atomic, Clock, KeptAnswers, RequestKey
from domain.kernel.refusals import StepNotAllowed
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.staff.account import StaffAccount
from domain.supplements.ports import Supplements
from domain.supplements.supplement import Supplement, SupplementState

CALLED = "supplement-called"


class Reached(StrEnum):
    """What came of the call; the person hands in by themselves, or does not."""

    REACHED = "reached"  # 打通了
    NOT_REACHED = "not_reached"  # 没有打通


@dataclass(frozen=True, slots=True)
class SupplementCalled:
    supplement_id: UUID
    outcome: str
    called_at: datetime


@dataclass(frozen=True, slots=True)
class NoteSupplementCall:
    cases: Cases
    supplements: Supplements
    ledger: Ledger
    answers: KeptAnswers
    atomic: Atomic
    now: Clock

    async def __call__(
        self, staff: StaffAccount, supplement: SupplementId, outcome: Reached, request: RequestKey
    ) -> SupplementCalled:
        """The ledger alone: it changes no day. Raises NotFound; StepNotAllowed where nobody is waited for."""
        known = await self.supplements.by_id(supplement)
        async with self.atomic():
            if before := await self.answers.recall(request, SupplementCalled):
                return before
            case = await self.cases.take(known.case)
            held = await self.supplements.by_id(supplement)
            if held.state is not SupplementState.OPEN:
                raise StepNotAllowed(f"{supplement}: {held.state}")
            facts = {"supplement": str(supplement), "outcome": str(outcome)}
            await self.ledger.append(Step(CALLED, case.matter, case.case_id, staff=staff.login, facts=facts))
            called = SupplementCalled(supplement, str(outcome), self.now())
            await self.answers.keep(request, called)
        return called


async def was_reached(ledger: Ledger, supplement: Supplement, on: date) -> bool:
    """Whether somebody spoke with the person about it on that day, Beijing."""
    told = {"supplement": str(supplement.supplement_id), "outcome": str(Reached.REACHED)}
    entries = await ledger.of_case(supplement.case)
    return any(
        one.step.kind == CALLED and one.step.facts == told and beijing_date(one.at) == on for one in entries
    )
