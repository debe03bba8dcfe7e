"""Ask after cases nobody was heard of for long (办件状态查询): not every back-end pushes, pushes get lost."""

from dataclasses import dataclass
from datetime import timedelta

from domain.cases.case import Case
from domain.cases.ports import SilentCases
from domain.decisions.push import CaseSteps
from domain.decisions.push_letter import natural_key, write
from domain.kernel.ids import CaseId
from domain.kernel.jobs import ReadInbox
from domain.kernel.ports import Atomic, Clock, Jobs
from domain.kernel.refusal import Refused, Unavailable
from domain.ledger.entry import Step
from domain.ledger.inbox import Inbox
from domain.ledger.ports import Ledger
from domain.usecases.receive_back_end_push import SOURCE

QUIET = timedelta(hours=24)  # a working day: whoever pushes has said something by then, or nothing happened
PAGE = 100
NO_SUCH_CASE = "4040"
LOST, FOUND = "case-lost", "case-found"


@dataclass(frozen=True, slots=True)
class AskAfterCases:
    """A chore. What it hears goes the way of a push: kept once under the same natural key, read later.

    A case that has a number there and is not known there stands in the ledger, once, and is among what is
    stuck (adapters/postgres/unknown_fates.py) until it is heard of again.
    """

    silent: SilentCases
    back_end: CaseSteps
    inbox: Inbox
    ledger: Ledger
    jobs: Jobs
    atomic: Atomic
    now: Clock

    async def __call__(self) -> int:
        """How many steps were news. A back-end that is away is asked at the next round.

        Raises Refused, after the others were asked, for any other reason than that it knows no such case.
        """
        after: CaseId | None = None
        news, trouble = 0, None
        while page := await self.silent.silent(before=self.now() - QUIET, after=after, size=PAGE):
            for case in page:
                try:
                    news += await self._heard(case)
                except Unavailable:
                    return news
                except Refused as refused:
                    if refused.reason == NO_SUCH_CASE:
                        await self._note(case, LOST)
                    else:
                        trouble = refused
            after = page[-1].case_id
        if trouble is not None:
            raise trouble
        return news

    async def _heard(self, case: Case) -> int:
        if case.number is None:
            return 0
        news, steps = 0, await self.back_end.steps(case.number)
        await self._note(case, FOUND)
        for push in steps:
            async with self.atomic():
                message = await self.inbox.put(SOURCE, natural_key(push), write(push))
                if message is not None:
                    await self.jobs.defer(ReadInbox(message, SOURCE))
                    news += 1
        return news

    async def _note(self, case: Case, kind: str) -> None:
        """Once: that it is lost at the step it had come to, and that it is there after all."""
        async with self.atomic():
            told = [one.step for one in await self.ledger.of_case(case.case_id)]
            last = next((one for one in reversed(told) if one.kind in (LOST, FOUND)), None)
            was = (last.kind, last.facts["seq"]) if last else (FOUND, case.push_seq)
            if kind == was[0] and (kind == FOUND or was[1] == case.push_seq):
                return
            facts = {"seq": case.push_seq}
            await self.ledger.append(Step(kind, case.matter, case=case.case_id, facts=facts))
