"""Prepare the push lists (推送清单) of one run: who is due and who is set aside, told to nobody yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.catalogue.rule import Event
from domain.clock.clock import beijing_date
from domain.findings.push_list import Counts
from domain.kernel.ids import PushListId
from domain.kernel.ports import Atomic, Clock
from domain.staff.account import StaffAccount
from domain.usecases.back_test import BackTest
from domain.usecases.find_candidates import FindCandidates
from domain.usecases.find_questions import FindQuestions
from domain.usecases.judge_candidates import Found, JudgeCandidates
from domain.usecases.record_push_list import RecordPushList


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a run led to for these items; `push_list` None when there is nothing staff have not read."""

    items: tuple[str, ...]
    push_list: PushListId | None
    counts: Counts | None


@dataclass(frozen=True, slots=True)
class PreparePushList:
    """A list for each item that expires and one for all that look at changes, each whole or not at all.

    On it stand who is newly due and who is newly set aside; nobody stands on a second one for the same.
    """

    find_candidates: FindCandidates
    judge_candidates: JudgeCandidates
    record_push_list: RecordPushList
    back_test: BackTest
    find_questions: FindQuestions
    atomic: Atomic
    now: Clock

    async def __call__(self, staff: StaffAccount) -> tuple[Prepared, ...]:
        """`staff` answers for the lists and cannot sign them. Raises Unavailable, Refused."""
        today, prepared, changes = beijing_date(self.now()), [], []
        async for item, snapshot, candidates in self.find_candidates(today):
            found = Found.of(item, snapshot, candidates)
            if item.rule.event is Event.CHANGE:
                changes.append(found)
            else:
                prepared.append(await self._prepare([found], today, staff))
        if changes:
            prepared.append(await self._prepare(changes, today, staff))
        return tuple(prepared)

    async def _prepare(self, run: Sequence[Found], today: date, staff: StaffAccount) -> Prepared:
        items = tuple(found.item.code for found in run)
        tried = [(found.item, found.snapshot) for found in run if found.candidates]
        past = await self.back_test(tried, today) if tried else ()  # outside atomic: it takes its time
        seen = [(one.snapshot, [each.record_id for each in one.candidates]) for one in run]
        questions = await self.find_questions(seen)
        async with self.atomic():
            new = await self.judge_candidates(run, today, questions)
            if not new:
                return Prepared(items, None, None)
            made = await self.record_push_list(new, staff, back_test=past, questions=questions)
        return Prepared(items, made.push_list_id, made.counts)
