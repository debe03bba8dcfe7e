"""The working calendar (工作日历): which days count, as far as the State Council has said so."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_DAY = timedelta(days=1)
_SATURDAY = 5
_LONGEST = 3660  # ten years of days: more is a slip of the keyboard


class Unit(StrEnum):
    """What a time limit counts. A limit keeps its own unit: thirty days are not a month."""

    WORKING = "working"  # 工作日
    NATURAL = "natural"  # 自然日
    MONTH = "month"  # 自然月


@dataclass(frozen=True, slots=True)
class Limit:
    """So many of one unit. `n` is 0 for an item decided on the spot (即办件)."""

    n: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 0 <= self.n <= _LONGEST:
            raise ValueError(f"a time limit of {self.n}")

    def __str__(self) -> str:
        word = {Unit.WORKING: "个工作日", Unit.NATURAL: "日", Unit.MONTH: "个月"}[self.unit]
        return f"{self.n}{word}"


def same_day_of_month(start: date, months: int) -> date:
    """The corresponding day `months` later, or that month's last day where there is none (民法典 202)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Weekends, and the days on which the published notices differ from them.

    `exceptions` says for a date whether it is worked (True: a make-up day 调休, False: a day off); outside
    `published_from` … `published_through`, both inclusive, nothing is known and every answer is None, which
    people read as 待节假日安排公布. `notice` names the latest notice (文号).
    """

    exceptions: Mapping[date, bool]
    published_through: date
    notice: str
    published_from: date = date.min

    def covers(self, day: date) -> bool:
        """Whether the arrangement for `day` has been published."""
        return self.published_from <= day <= self.published_through

    def is_working(self, day: date) -> bool | None:
        """Whether offices work on `day`; None where no notice says so yet."""
        if not self.covers(day):
            return None
        return self.exceptions.get(day, day.weekday() < _SATURDAY)

    def add_working_days(self, start: date, n: int) -> date | None:
        """The `n`-th working day after `start`, which is not counted (民法典 201, 行政许可法 82)."""
        day = start
        while n:
            day += _DAY
            working = self.is_working(day)
            if working is None:
                return None
            n -= working
        return day

    def working_day_from(self, day: date) -> date | None:
        """`day`, or where it is not worked the first working day after it (民法典 203)."""
        while not (working := self.is_working(day)):
            if working is None:
                return None
            day += _DAY
        return day

    def add_natural_days(self, start: date, n: int) -> date | None:
        """The `n`-th day after `start`, moved off a day of rest; None where that day is not published."""
        return self.working_day_from(start + n * _DAY)

    def add_months(self, start: date, n: int) -> date | None:
        """The corresponding day `n` months after `start`, moved off a day of rest; None if unpublished."""
        return self.working_day_from(same_day_of_month(start, n))

    def add(self, start: date, limit: Limit) -> date | None:
        """The last day of `limit` counted from `start`, by the limit's own unit."""
        match limit.unit:
            case Unit.WORKING:
                return self.add_working_days(start, limit.n)
            case Unit.NATURAL:
                return self.add_natural_days(start, limit.n)
            case Unit.MONTH:
                return self.add_months(start, limit.n)

    def working_days_between(self, after: date, through: date) -> int | None:
        """How many working days lie after `after`, up to and including `through`; 0 when it is not later."""
        count, day = 0, after
        while day < through:
            day += _DAY
            working = self.is_working(day)
            if working is None:
                return None
            count += working
        return count
