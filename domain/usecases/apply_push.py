"""Apply a push of the approval back-end (审批系统) to its case: it moves by the push's number, never back."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.cases.case import Case, CaseState
from domain.decisions.decision import Decision, Result
from domain.decisions.ports import Decisions
from domain.decisions.push import BackEndPush, PushStatus
from domain.kernel.jobs import FetchLicence, WithdrawCase
from domain.kernel.ports import Jobs
from domain.kernel.refusals import StepNotAllowed
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.usecases.take_supplement import TakeSupplement

LEADS_TO: Mapping[PushStatus, CaseState] = MappingProxyType(
    {
        PushStatus.ACCEPTED: CaseState.ACCEPTED,
        PushStatus.NOT_ACCEPTED: CaseState.NOT_ACCEPTED,
        PushStatus.GRANTED: CaseState.GRANTED,
        PushStatus.DENIED: CaseState.DENIED,
        PushStatus.WITHDRAWN: CaseState.WITHDRAWN,
        PushStatus.RETURNED: CaseState.RETURNED,
        PushStatus.REVOKED: CaseState.REVOKED,
    }
)
RESULTS: Mapping[CaseState, Result] = MappingProxyType(
    {
        CaseState.NOT_ACCEPTED: Result.NOT_ACCEPTED,
        CaseState.GRANTED: Result.GRANTED,
        CaseState.DENIED: Result.DENIED,
    }
)
# the clock stands or goes on; the case stays where it is
CLOCK = frozenset({PushStatus.SUSPENDED, PushStatus.RESUMED})

# in the ledger, where the clock desk finds it
REFUSED_TOO_LATE = "refusal-too-late"

FollowPush = Callable[[Case, BackEndPush], Awaitable[None]]
"""What else a push brings with it: inside atomic, the case held and already where the push led it."""


@dataclass(frozen=True, slots=True)
class ApplyPush:
    """Inside atomic, the case held; whoever calls saves it."""

    decisions: Decisions
    take_supplement: TakeSupplement
    followers: tuple[FollowPush, ...]
    ledger: Ledger
    jobs: Jobs

    async def __call__(self, case: Case, push: BackEndPush) -> str:
        """What became of the push, in one word.

        Raises StepNotAllowed for one that contradicts what was decided: a person must look.
        """
        if push.status is PushStatus.ACCEPTED and case.accepted_at is None:
            case.accepted_at = push.at  # also from a push that comes late: the clock counts from here
        if push.adopted_proposal and push.status is not PushStatus.GRANTED:
            raise StepNotAllowed(f"{case.case_id}: a proposal of ours can only grant")
        if push.seq <= case.push_seq:
            return await self._keep(case, push)
        if push.status is PushStatus.SUPPLEMENT:
            await self._file(case, push)
            case.push_seq = push.seq
            return await self.take_supplement(case, push)
        if _is_refused_too_late(case, push):
            case.push_seq = push.seq
            await self._note(case, REFUSED_TOO_LATE, push, {})
            return "contested"
        to = LEADS_TO.get(push.status)
        if to is None or await self._is_there(case, to) or await self._is_overtaken(case, push):
            case.push_seq = push.seq
            outcome = await self._keep(case, push)
            return await self._tell_followers(case, push, outcome) if push.status in CLOCK else outcome
        case.push_seq = push.seq
        await self._file(case, push)
        await self._move(case, to, push)
        await self._decide(case, push)
        return await self._tell_followers(case, push, "applied")

    async def _is_there(self, case: Case, to: CaseState) -> bool:
        """The back-end says again what we know; the case may have gone on since."""
        decision = await self.decisions.of_case(case.case_id)
        known = decision is not None and RESULTS.get(to) is decision.result
        return to in (case.state, case.ended_as) or known

    async def _is_overtaken(self, case: Case, push: BackEndPush) -> bool:
        """Withdrawn before anything was filed, as we thought; it was. The back-end is told so."""
        is_overtaken = case.state is CaseState.WITHDRAWN and push.status is PushStatus.ACCEPTED
        if is_overtaken:
            await self.jobs.defer(WithdrawCase(case.case_id))
        return is_overtaken

    async def _keep(self, case: Case, push: BackEndPush) -> str:
        kind = "supplement-asked" if push.status is PushStatus.SUPPLEMENT else "push-kept"
        await self._note(case, kind, push, {"status": push.status.value})
        return "history"

    async def _file(self, case: Case, push: BackEndPush) -> None:
        """Their push was quicker than the answer to our filing."""
        if case.state is CaseState.CONFIRMED:
            case.filed_at = push.at
            await self._move(case, CaseState.FILED, push)

    async def _decide(self, case: Case, push: BackEndPush) -> None:
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

    async def _tell_followers(self, case: Case, push: BackEndPush, outcome: str) -> str:
        for follow in self.followers:
            await follow(case, push)
        return outcome

    async def _move(self, case: Case, to: CaseState, push: BackEndPush) -> None:
        before, after = case.move(to)
        await self._note(case, f"case-{after.value}", push, {"from": before.value, "to": after.value})

    async def _note(self, case: Case, kind: str, push: BackEndPush, facts: Mapping[str, str]) -> None:
        told: dict[str, Fact] = {**facts, "number": push.number, "seq": push.seq}
        await self.ledger.append(Step(kind, case.matter, case.case_id, facts=told))


def _is_refused_too_late(case: Case, push: BackEndPush) -> bool:
    """Deemed accepted (行政许可法 §32) it can be granted or denied, and no more refused acceptance."""
    is_deemed = case.state is CaseState.ACCEPTED and case.deemed_accepted_at is not None
    return is_deemed and push.status is PushStatus.NOT_ACCEPTED
