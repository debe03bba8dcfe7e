"""Try again what is stuck (卡住的事): by a named colleague, and never blindly.

Every use case behind a job looks at its rows first, and asks by our own number where a try may have arrived.
"""

from dataclasses import dataclass
from uuid import UUID

from domain.kernel.jobs import AskAfterNotice, FileCase, ProposeDecision
from domain.kernel.ports import Atomic, Clock, Jobs, KeptAnswers, RequestKey
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.staff.account import StaffAccount
from domain.staff.stuck import JobBoard, Stuck, StuckKind
from domain.usecases.read_stuck import OF_JOBS, FindStuck


@dataclass(frozen=True, slots=True)
class StuckRetried:
    """`jobs`: how many are on the list now."""

    kind: str
    ref: UUID
    jobs: int


@dataclass(frozen=True, slots=True)
class RetryStuck:
    """The jobs on the list again and the ledger entry, or neither."""

    find: FindStuck
    board: JobBoard
    jobs: Jobs
    ledger: Ledger
    answers: KeptAnswers
    atomic: Atomic
    now: Clock

    async def __call__(
        self, staff: StaffAccount, kind: StuckKind, ref: UUID, request: RequestKey
    ) -> StuckRetried:
        """Raises NotFound: it is not stuck (any more); IdempotencyKeyReused."""
        async with self.atomic():
            if before := await self.answers.recall(request, StuckRetried):
                return before
            stuck = await self.find(kind, ref)
            retried = StuckRetried(str(kind), ref, await self._again(stuck))
            facts: dict[str, Fact] = {"task": stuck.task, "attempts": stuck.attempts, "jobs": retried.jobs}
            facts |= {"reason": stuck.reason, "kind": str(kind)}
            await self.ledger.append(Step("stuck-retried", case=stuck.case, staff=staff.login, facts=facts))
            await self.answers.keep(request, retried)
        return retried

    async def _again(self, stuck: Stuck) -> int:
        if stuck.kind in OF_JOBS:
            return await self.board.put_back(stuck, at=self.now())
        if stuck.jobs and (put_back := await self.board.put_back(stuck, at=self.now())):
            return put_back
        if stuck.kind is StuckKind.NOTICE and stuck.notice is not None:
            await self.jobs.defer(AskAfterNotice(stuck.notice))
        elif stuck.kind is StuckKind.FILING and stuck.case is not None:
            await self.jobs.defer(FileCase(stuck.case))
        elif stuck.case is not None:
            await self.jobs.defer(ProposeDecision(stuck.case))
        return 1
