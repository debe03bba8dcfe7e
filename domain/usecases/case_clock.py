"""The legal clock (时限) of one case, said for a screen: the light, the last day, the words."""

from dataclasses import dataclass
from datetime import date

from domain.cases.case import Case
from domain.catalogue.item import Item, Limit, LimitUnit
from domain.clock.calendar import Limit as Counted
from domain.clock.calendar import Unit, WorkingCalendar
from domain.clock.clock import LegalClock, Limits, beijing_date

_UNITS = {
    LimitUnit.WORKING_DAY: Unit.WORKING,
    LimitUnit.NATURAL_DAY: Unit.NATURAL,
    LimitUnit.MONTH: Unit.MONTH,
}
_HOURS = 24


@dataclass(frozen=True, slots=True)
class ClockView:
    """`due` None where the calendar is not published so far; `light`: green, yellow or red."""

    light: str
    due: date | None
    text: str


def clock_view(case: Case, item: Item, calendar: WorkingCalendar, today: date) -> ClockView | None:
    """None before acceptance: until then no clock runs."""
    if case.accepted_at is None:
        return None
    accepted = beijing_date(case.accepted_at)
    promised = _counted(item.timing.promised)
    clock = LegalClock(accepted, Limits(promised, _counted(item.timing.statutory)))
    due = clock.due(calendar)
    if case.decided_at is None:
        text = f"{promised}内办结" if due.day else due.text
        return ClockView(str(clock.light(today, calendar)), due.day, text)
    decided = beijing_date(case.decided_at)
    used = calendar.working_days_between(accepted, decided)
    text = f"{promised}内办结" + ("" if used is None else f"，实际用时{used}个工作日")
    return ClockView(str(clock.light(decided, calendar)), due.day, text)


def _counted(limit: Limit) -> Counted:
    if limit.unit is LimitUnit.HOUR:  # the clock counts days; a part of one is one
        return Counted(-(-limit.n // _HOURS), Unit.WORKING)
    return Counted(limit.n, _UNITS[limit.unit])
