"""Work on one kept push of the approval back-end (审批系统): found its case, applied, done in the inbox."""

from dataclasses import dataclass
from uuid import UUID

from domain.cases.case import Case
from domain.cases.ports import Cases
from domain.decisions.push import BackEndPush
from domain.decisions.push_letter import read
from domain.kernel.ids import CaseId, unshort
from domain.kernel.jobs import FetchDocuments
from domain.kernel.ports import Atomic, Jobs
from domain.kernel.refusal import Unavailable
from domain.kernel.refusals import NotFound, StepNotAllowed
from domain.ledger.inbox import Inbox
from domain.usecases.apply_push import ApplyPush


@dataclass(frozen=True, slots=True)
class RecordBackEndPush:
    inbox: Inbox
    cases: Cases
    apply_push: ApplyPush
    jobs: Jobs
    atomic: Atomic

    async def __call__(self, message: UUID) -> None:
        """The case, its decision, what follows and «done» in the inbox: all or nothing; once.

        Raises Unavailable while no case of ours is known by either number: the push waits in the inbox.
        Raises StepNotAllowed for a push that contradicts what was decided: a person must look.
        """
        async with self.atomic():
            letter = await self.inbox.take(message)
            if letter is None:
                return
            push = read(letter.body)
            case = await self._case_of(push)
            outcome = await self.apply_push(case, push)
            await self.cases.save(case)
            await self.jobs.defer(FetchDocuments(case.case_id))
            await self.inbox.done(message, outcome)

    async def _case_of(self, push: BackEndPush) -> Case:
        """By their number, or by ours when the push was quicker than the answer to our filing."""
        known = await self.cases.by_number(push.number)
        ours = known.case_id if known else unshort("case", push.biz_no)
        if ours is None:
            raise Unavailable("approval", "case-unknown")
        try:
            case = await self.cases.take(CaseId(ours))
        except NotFound:
            raise Unavailable("approval", "case-unknown") from None
        if case.number not in (None, push.number):
            raise StepNotAllowed(f"{case.case_id}: a push under another number")
        case.number = push.number
        return case
