"""The days of a supplement (补正): by when the office must have told, and by when the person must answer."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType

from domain.cases.case import Case
from domain.catalogue.item import LimitUnit
from domain.clock.calendar import Limit, Unit, WorkingCalendar
from domain.clock.clock import beijing_date
from domain.supplements.supplement import Supplement

TO_TELL = 5  # working days: told once and whole, else accepted from receipt (行政许可法 §32)
_UNITS: Mapping[str, Unit] = MappingProxyType(
    {
        LimitUnit.WORKING_DAY: Unit.WORKING,
        LimitUnit.NATURAL_DAY: Unit.NATURAL,
        LimitUnit.MONTH: Unit.MONTH,
    }
)


def supplement_due(supplement: Supplement, calendar: WorkingCalendar) -> date | None:
    """The last day to answer, itself included; None while the calendar is not published that far."""
    limit = Limit(supplement.days, _UNITS.get(supplement.unit, Unit.WORKING))
    return calendar.add(beijing_date(supplement.told_at), limit)


def due_words(day: date | None) -> str:
    if day is None:
        return "待节假日安排公布"
    return f"{day.year}年{day.month}月{day.day}日（含当日）前补正"


def received_at(case: Case, supplements: Iterable[Supplement]) -> datetime | None:
    """When the office had the whole application: as filed, or as last put right."""
    handed_in = [one.handed_in_at for one in supplements if one.handed_in_at is not None]
    return max(handed_in, default=case.filed_at)


def is_told_too_late(received: datetime, told: datetime, calendar: WorkingCalendar) -> bool:
    """Whether the fifth working day after receipt was over; never by a calendar nobody published."""
    last = calendar.add_working_days(beijing_date(received), TO_TELL)
    return last is not None and beijing_date(told) > last
