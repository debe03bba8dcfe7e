"""Try again what is stuck (卡住的事): by a named colleague, and never blindly.

Every use case behind a job looks at its rows first, and asks by our own number where a try may have arrived.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from domain.kernel.ids import (
    CaseId,
    NoticeId,
    PromiseId,
    RatingId,
    ResultId,
    RevocationId,
    ShipmentId,
    SupplementId,
)
from domain.kernel.jobs import (
    AnswerSupplement,
    AskAfterNotice,
    AskRevocation,
    FileCase,
    HandOverRating,
    Job,
    OrderShipment,
    ProposeDecision,
    PushResult,
    ReturnCase,
    TellPromise,
    WithdrawCase,
)
from domain.kernel.ports import Atomic, Clock, Jobs, KeptAnswers, RequestKey
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.staff.account import StaffAccount
from domain.staff.stuck import JobBoard, Stuck, StuckKind
from domain.usecases.read_stuck import OF_JOBS, FindStuck

OF_TASK: Mapping[str, Callable[[UUID], Job]] = MappingProxyType(
    {
        "ask-after-notice": lambda about: AskAfterNotice(NoticeId(about)),
        "file-case": lambda about: FileCase(CaseId(about)),
        "propose-decision": lambda about: ProposeDecision(CaseId(about)),
        "order-shipment": lambda about: OrderShipment(ShipmentId(about)),
        "withdraw-case": lambda about: WithdrawCase(CaseId(about)),
        "return-case": lambda about: ReturnCase(CaseId(about)),
        "ask-revocation": lambda about: AskRevocation(RevocationId(about)),
        "answer-supplement": lambda about: AnswerSupplement(SupplementId(about)),
        "tell-promise": lambda about: TellPromise(PromiseId(about)),
        "hand-over-rating": lambda about: HandOverRating(RatingId(about)),
        "push-result": lambda about: PushResult(ResultId(about)),
    }
)


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
        await self.jobs.defer(OF_TASK[stuck.task](stuck.about or stuck.ref))
        return 1
