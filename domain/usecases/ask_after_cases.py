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
from domain.ledger.inbox import Inbox
from domain.usecases.receive_back_end_push import SOURCE

QUIET = timedelta(hours=24)  # a working day: whoever pushes has said something by then, or nothing happened
PAGE = 100


@dataclass(frozen=True, slots=True)
class AskAfterCases:
    """A chore. What it hears goes the way of a push: kept once under the same natural key, read later."""

    silent: SilentCases
    back_end: CaseSteps
    inbox: Inbox
    jobs: Jobs
    atomic: Atomic
    now: Clock

    async def __call__(self) -> int:
        """How many steps were news. A back-end that is away is asked at the next round.

        Raises Refused, after the others were asked: a case that has a number there and is not known there is
        for a person to look at.
        """
        after: CaseId | None = None
        news, lost = 0, None
        while page := await self.silent.silent(before=self.now() - QUIET, after=after, size=PAGE):
            for case in page:
                try:
                    news += await self._heard(case)
                except Unavailable:
                    return news
                except Refused as refused:
                    lost = refused
            after = page[-1].case_id
        if lost is not None:
            raise lost
        return news

    async def _heard(self, case: Case) -> int:
        if case.number is None:
            return 0
        news = 0
        for push in await self.back_end.steps(case.number):
            async with self.atomic():
                message = await self.inbox.put(SOURCE, natural_key(push), write(push))
                if message is not None:
                    await self.jobs.defer(ReadInbox(message, SOURCE))
                    news += 1
        return news
