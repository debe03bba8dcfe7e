"""Apply a push of the approval back-end (审批系统) to its case: it moves by the push's number, never back."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.cases.case import Case, CaseState
from domain.decisions.decision import Decision, Result
from domain.decisions.outside import BackEndPush, PushStatus
from domain.decisions.ports import Decisions
from domain.kernel.jobs import FetchLicence
from domain.kernel.ports import Jobs
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.usecases.give_back_certificate import GiveBackCertificate
from domain.usecases.record_adoption import RecordAdoption

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
class ApplyPush:
    """Inside atomic, the case held; whoever calls saves it."""

    decisions: Decisions
    give_back: GiveBackCertificate
    record_adoption: RecordAdoption
    ledger: Ledger
    jobs: Jobs

    async def __call__(self, case: Case, push: BackEndPush) -> str:
        """What became of the push, in one word.

        Raises StepNotAllowed for one that contradicts what was decided: a person must look.
        """
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
        await self.record_adoption(case, push)
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
        licence = push.licence
        await self.decisions.add(
            Decision(
                case.case_id,
                result,
                push.at,
                push.reasons,
                push.remedies,
                licence_number=licence.number if licence else "",
                licence_identifier=licence.identifier if licence else "",
            ),
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
