"""Work on one kept push of the approval back-end (审批系统): the case moves by its number, never back."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from domain.cases.case import Case, CaseState
from domain.cases.ports import Cases
from domain.decisions.decision import Decision, Result
from domain.decisions.outside import BackEndPush, PushStatus
from domain.decisions.ports import Decisions
from domain.decisions.push_letter import read
from domain.kernel.ids import CaseId, unshort
from domain.kernel.jobs import FetchDocuments, FetchLicence
from domain.kernel.ports import Atomic, Jobs
from domain.kernel.refusal import Unavailable
from domain.kernel.refusals import NotFound, StepNotAllowed
from domain.ledger.entry import Fact, Step
from domain.ledger.inbox import Inbox
from domain.ledger.ports import Ledger
from domain.usecases.give_back_certificate import GiveBackCertificate

LEADS_TO: Mapping[PushStatus, CaseState] = MappingProxyType(
    {
        PushStatus.ACCEPTED: CaseState.ACCEPTED,
        PushStatus.NOT_ACCEPTED: CaseState.NOT_ACCEPTED,
        PushStatus.GRANTED: CaseState.GRANTED,
        PushStatus.DENIED: CaseState.DENIED,
    }
)
RESULTS: Mapping[CaseState, Result] = MappingProxyType(
    {
        CaseState.NOT_ACCEPTED: Result.NOT_ACCEPTED,
        CaseState.GRANTED: Result.GRANTED,
        CaseState.DENIED: Result.DENIED,
    }
)


@dataclass(frozen=True, slots=True)
class RecordBackEndPush:
    inbox: Inbox
    cases: Cases
    decisions: Decisions
    give_back: GiveBackCertificate
    ledger: Ledger
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
            outcome = await self._apply(case, push)
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

    async def _apply(self, case: Case, push: BackEndPush) -> str:
        """What became of the push, in one word. Inside atomic, the case held."""
        if push.status is PushStatus.ACCEPTED and case.accepted_at is None:
            case.accepted_at = push.at  # also from a push that comes late: the clock counts from here
        to = LEADS_TO.get(push.status)
        if push.seq <= case.push_seq or to is None or await self._is_there(case, to):
            case.push_seq = max(case.push_seq, push.seq)
            kind = "supplement-asked" if push.status is PushStatus.SUPPLEMENT else "push-kept"
            await self._note(case, kind, push, {"status": push.status.value})
            return "history"
        case.push_seq = push.seq
        if case.state is CaseState.CONFIRMED:
            case.filed_at = push.at
            await self._move(case, CaseState.FILED, push)
        await self._move(case, to, push)
        await self._follow(case, push)
        return "applied"

    async def _is_there(self, case: Case, to: CaseState) -> bool:
        """The back-end says again what we know; the case may have gone on since."""
        decision = await self.decisions.of_case(case.case_id)
        return to is case.state or (decision is not None and RESULTS.get(to) is decision.result)

    async def _follow(self, case: Case, push: BackEndPush) -> None:
        """What a decision brings with it."""
        result = RESULTS.get(case.state)
        if result is None:
            return
        case.decided_at = push.at
        number = push.licence.number if push.licence else ""
        await self.decisions.add(
            Decision(case.case_id, result, push.at, push.reasons, push.remedies, number),
        )
        if result is Result.GRANTED:
            await self.jobs.defer(FetchLicence(case.case_id))
        else:
            await self.give_back(case)

    async def _move(self, case: Case, to: CaseState, push: BackEndPush) -> None:
        before, after = case.move(to)
        await self._note(case, f"case-{after.value}", push, {"from": before.value, "to": after.value})

    async def _note(self, case: Case, kind: str, push: BackEndPush, facts: Mapping[str, str]) -> None:
        told: dict[str, Fact] = {**facts, "number": push.number, "seq": push.seq}
        await self.ledger.append(Step(kind, case.matter, case.case_id, facts=told))
