"""Set a contested notice aside (补正告知不予采纳): a named clerk says why; only the back-end decides."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.cases.ports import Cases
from domain.kernel.ids import SupplementId
from domain.kernel.ports import Atomic, Clock, KeptAnswers, RequestKey
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.staff.account import StaffAccount
from domain.supplements.ports import Supplements
from domain.supplements.supplement import SupplementState


@dataclass(frozen=True, slots=True)
class SupplementSettled:
    supplement_id: UUID
    state: str
    settled_at: datetime


@dataclass(frozen=True, slots=True)
class SettleSupplement:
    cases: Cases
    supplements: Supplements
    ledger: Ledger
    answers: KeptAnswers
    atomic: Atomic
    now: Clock

    async def __call__(
        self, staff: StaffAccount, supplement: SupplementId, *, reason: str, request: RequestKey
    ) -> SupplementSettled:
        """Raises NotFound, StepNotAllowed."""
        known = await self.supplements.by_id(supplement)
        async with self.atomic():
            if before := await self.answers.recall(request, SupplementSettled):
                return before
            case = await self.cases.take(known.case)
            held = await self.supplements.by_id(supplement)
            held.move(SupplementState.SET_ASIDE)
            at = self.now()
            held.settled_by, held.settled_at, held.settled_why = staff.login, at, reason
            await self.supplements.save(held)
            facts = {"supplement": str(supplement)}
            step = Step("supplement-set-aside", case.matter, case.case_id, staff=staff.login, facts=facts)
            await self.ledger.append(step)
            settled = SupplementSettled(supplement, str(held.state), at)
            await self.answers.keep(request, settled)
        return settled
