"""A case (办件) in one line of a list, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.cases.case import Case
from domain.cases.words import state_words
from domain.catalogue.item import Item
from domain.clock.calendar import WorkingCalendar
from domain.clock.clock import beijing_date
from domain.promises.promise import PromiseKind, PromiseState
from domain.usecases.case_clock import clock_view
from domain.usecases.case_view import supplement_brief, what_next
from domain.usecases.gather_case import CaseFile
from domain.usecases.next_step import Next
from domain.usecases.promise_view import promise_brief


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in a list; those of one matter (事由) belong together.

    `owed_by`: the last day for what the person owes it now (补正、容缺后补).
    """

    case_id: UUID
    matter_id: UUID
    item_name: str
    state: str
    state_text: str
    light: str | None
    due: date | None
    next: Next
    owed_by: date | None = None


def case_line(
    case: Case, file: CaseFile, *, item: Item, calendar: WorkingCalendar, now: datetime
) -> CaseLine:
    clock = clock_view(case, item, calendar, beijing_date(now), file.clock)
    following = what_next(case, file, now)
    return CaseLine(
        case.case_id,
        case.matter,
        item.name,
        str(case.state),
        state_words(case),
        clock.light if clock else None,
        clock.due if clock else None,
        following,
        _owed_by(case, file, following, calendar),
    )


def _owed_by(case: Case, file: CaseFile, following: Next, calendar: WorkingCalendar) -> date | None:
    if following.action == "supplement":
        return brief.due if (brief := supplement_brief(file.supplement, calendar)) else None
    if following.action != "give_material":
        return None
    days = [
        promise_brief(one, case, calendar).due
        for one in file.promises
        if one.kind is PromiseKind.DEFER and one.state is PromiseState.OPEN
    ]
    return min((day for day in days if day is not None), default=None)
