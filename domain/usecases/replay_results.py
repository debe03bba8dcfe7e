"""Send results again (补报): exactly the numbers a regulator's signed call or a named colleague wants."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.kernel.jobs import PushResult
from domain.kernel.ports import Atomic, Jobs, KeptAnswers, RequestKey
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.staff.account import StaffAccount
from domain.supervision.outside import GapAsked, RegulatorCalls
from domain.supervision.ports import Results
from domain.supervision.result import IN_DOUBT, ResultState, check_range


@dataclass(frozen=True, slots=True)
class Replayed:
    count: int


@dataclass(frozen=True, slots=True)
class ReplayResults:
    results: Results
    calls: RegulatorCalls
    ledger: Ledger
    jobs: Jobs
    answers: KeptAnswers
    atomic: Atomic

    async def __call__(self, asked: GapAsked, staff: StaffAccount, request: RequestKey) -> Replayed:
        """Raises ResultRangeWrong."""
        check_range(asked.first, asked.last)
        async with self.atomic():
            if before := await self.answers.recall(request, Replayed):
                return before
            answer = Replayed(await self._again(asked, staff.login))
            await self.answers.keep(request, answer)
        return answer

    async def hear(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Replayed:
        """Their call. Asked twice, it is done twice: they keep each number once. Raises SignatureWrong,
        ResultRangeWrong."""
        asked = await self.calls.parse(method, target, headers, body)
        check_range(asked.first, asked.last)
        async with self.atomic():
            return Replayed(await self._again(asked, None))

    async def _again(self, asked: GapAsked, staff: str | None) -> int:
        numbers = await self.results.between(asked.body, asked.first, asked.last)
        for result in numbers:
            held = await self.results.take(result)
            if held.state not in IN_DOUBT and held.state is not ResultState.QUEUED:
                held.move(ResultState.QUEUED)
                held.replays += 1
                await self.results.save(held)
            await self.jobs.defer(PushResult(result))
        facts: dict[str, Fact] = {"body": asked.body, "first": asked.first, "last": asked.last}
        facts["count"] = len(numbers)
        kind = "results-replayed" if staff else "results-wanted"
        await self.ledger.append(Step(kind, staff=staff, facts=facts))
        return len(numbers)
