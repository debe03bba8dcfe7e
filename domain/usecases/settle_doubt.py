"""Settle a doubt (疑点), or correct it: a named clerk says whether it moved, with a reason that stays."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.findings.doubt import Doubt, DoubtState
from domain.findings.finding import change_key
from domain.findings.store import Doubts
from domain.kernel.ids import DoubtId
from domain.kernel.ports import Atomic, Clock, KeptAnswers, RequestKey
from domain.kernel.refusals import StepNotAllowed
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.matters.ports import Matters
from domain.staff.account import StaffAccount


@dataclass(frozen=True, slots=True)
class DoubtSettled:
    doubt_id: UUID
    state: str
    settled_at: datetime


@dataclass(frozen=True, slots=True)
class SettleDoubt:
    """The doubt and its ledger entry, or neither. The next run puts on a list what it held back.

    Settled by mistake, it may be said otherwise once: by another clerk, while the change led to no matter.
    """

    doubts: Doubts
    matters: Matters
    ledger: Ledger
    answers: KeptAnswers
    atomic: Atomic
    now: Clock

    async def __call__(
        self, staff: StaffAccount, doubt_id: DoubtId, to: DoubtState, *, reason: str, request: RequestKey
    ) -> DoubtSettled:
        """`to`: CLEARED, else MOVED of an address, SET_ASIDE of anything else.

        `reason`: 2 to 200 characters. The same again changes nothing.

        Raises NotFound, StepNotAllowed (settled the other way, and not theirs to correct or too late for it),
        IdempotencyKeyReused.
        """
        async with self.atomic():
            if before := await self.answers.recall(request, DoubtSettled):
                return before
            doubt = await self.doubts.take(doubt_id)
            if doubt.state not in (DoubtState.OPEN, to):
                await self._correct(doubt, to, staff, reason)
            elif doubt.settle(to, by=staff.staff_id, at=self.now(), reason=reason):
                await self.doubts.save(doubt)
                await self.ledger.append(Step("doubt-settled", staff=staff.login, facts=_facts(doubt)))
            settled = DoubtSettled(doubt_id, str(doubt.state), doubt.settled_at or self.now())
            await self.answers.keep(request, settled)
        return settled

    async def _correct(self, doubt: Doubt, to: DoubtState, staff: StaffAccount, reason: str) -> None:
        if await self.matters.of_event(doubt.event or change_key(doubt.change_id)):
            raise StepNotAllowed(f"{doubt.doubt_id}: a matter was opened on {doubt.state}")
        doubt.correct(to, by=staff.staff_id, at=self.now(), reason=reason)
        await self.doubts.save(doubt)
        await self.ledger.append(Step("doubt-corrected", staff=staff.login, facts=_facts(doubt)))


def _facts(doubt: Doubt) -> dict[str, Fact]:
    return {"doubt": str(doubt.doubt_id), "change": doubt.change_id, "settled": str(doubt.state)}
