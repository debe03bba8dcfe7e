"""Why a case was returned (退件), as plain values: what did not come, and by which day it was owed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.cases.case import Case, CaseState
from domain.clock.calendar import WorkingCalendar
from domain.promises.promise import Promise, PromiseState
from domain.supplements.supplement import Supplement, SupplementState
from domain.usecases.promise_clock import promise_due
from domain.usecases.supplement_clock import supplement_due


@dataclass(frozen=True, slots=True)
class ReturnReason:
    """`kind` «other»: the back-end's own, which its sealed document says. `due` None where the calendar is
    not published that far."""

    kind: Literal["supplement_late", "promise_late", "other"]
    text: str
    materials: tuple[str, ...] = ()
    due: date | None = None


OTHER = ReturnReason("other", "理由写在退件通知书里，在“文书”中可以打开。")


def return_reasons(
    case: Case, supplement: Supplement | None, promises: Iterable[Promise], calendar: WorkingCalendar
) -> tuple[ReturnReason, ...]:
    """None for a case that was not returned; archived, it was all the same."""
    if CaseState.RETURNED not in (case.state, case.ended_as):
        return ()
    found = []
    if supplement is not None and supplement.state is SupplementState.LATE:
        wanted = tuple(one.name for one in supplement.wanted)
        due = supplement_due(supplement, calendar)
        found.append(ReturnReason("supplement_late", f"{_by(due)}没有收到要补正的材料。", wanted, due))
    for promise in promises:
        if promise.state is PromiseState.LATE:
            due = promise_due(promise, case, calendar)
            said = f"{_by(due)}没有补交承诺后补的材料。"
            found.append(ReturnReason("promise_late", said, (promise.material_name,), due))
    return tuple(found) or (OTHER,)


def _by(day: date | None) -> str:
    return "期限内" if day is None else f"到{day.year}年{day.month}月{day.day}日期限届满，"
