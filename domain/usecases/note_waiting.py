"""Note that a case waits for a back-end that is away (等待审批系统), and that it no longer does."""

from dataclasses import dataclass
from datetime import datetime

from domain.cases.case import SETTLED
from domain.cases.ports import Cases
from domain.cases.waiting import AWAITED
from domain.kernel.ids import CaseId
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusal import Outward, Unavailable, Unknown
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.staff.stuck import StuckSubjects, Tries

BEGAN, ENDED = "waiting-began", "waiting-ended"
TWICE = 2  # once is a hiccup, over before anybody would have read of it
HELD_BACK = "retry-budget"  # by ourselves: it tells nothing of them
# the jobs that end in a call to the back-end
ASKING = frozenset(
    {
        "file-case",
        "report-originals",
        "answer-supplement",
        "withdraw-case",
        "return-case",
        "tell-promise",
        "fetch-documents",
        "ask-revocation",
        "withdraw-proposal",
        "propose-decision",
    }
)
# it answered, and something else is missing
ANSWERED = frozenset(
    {
        "case-not-filed-yet",
        "case-unknown",
        "decision-document-missing",
        "revocation-document-missing",
    }
)


@dataclass(frozen=True, slots=True)
class NoteWaiting:
    """By a job that failed twice or went well in the end: whose case it is about, is found by the job."""

    subjects: StuckSubjects
    cases: Cases
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self, job: int, trouble: BaseException, tries: Tries) -> None:
        """The row and its ledger entry, or neither. An answer, a refusal too, ends a wait."""
        if not isinstance(trouble, Outward) or trouble.system not in AWAITED or trouble.reason == HELD_BACK:
            return
        if not is_away(trouble):
            await self._end(job)
        elif tries.count >= TWICE and (case := (await self.subjects.of_job(job)).case) is not None:
            await self._begin(case, trouble.system, tries.since)

    async def over(self, job: int, task: str) -> None:
        """A job went well after it had failed; one that never asks the back-end tells nothing of it."""
        if task in ASKING:
            await self._end(job)

    async def _end(self, job: int) -> None:
        case = (await self.subjects.of_job(job)).case
        if case is None or (await self.cases.by_id(case)).waits is None:
            return
        async with self.atomic():
            held = await self.cases.take(case)
            waited = held.waits
            if waited is None or not held.end_wait(self.now()):
                return
            await self.cases.save(held)
            facts = {"system": waited.system, "since": waited.since.isoformat()}
            await self.ledger.append(Step(ENDED, held.matter, case, facts=facts))

    async def _begin(self, case: CaseId, system: str, since: datetime) -> None:
        if (await self.cases.by_id(case)).waits is not None:
            return
        async with self.atomic():
            held = await self.cases.take(case)
            if held.state in SETTLED or not held.begin_wait(system, since):
                return
            await self.cases.save(held)
            facts = {"system": system, "since": since.isoformat()}
            await self.ledger.append(Step(BEGAN, held.matter, case, facts=facts))


def is_away(trouble: BaseException) -> bool:
    """Whether it could not be reached, or not be understood."""
    return isinstance(trouble, Unavailable | Unknown) and trouble.reason not in ANSWERED
