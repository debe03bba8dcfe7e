"""The clock of a case as the screen tells it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from adapters.files.calendar_csv import shipped
from domain.catalogue.item import Item, Limit, LimitUnit
from domain.clock.calendar import WorkingCalendar
from domain.usecases.case_clock import ClockView, clock_view
from tests.unit.cases.made import a_case
from tests.unit.catalogue.test_item import an_item

ACCEPTED = datetime(2026, 11, 26, 16, 30, tzinfo=UTC)  # a Friday in Beijing already
FIVE = Limit(5, LimitUnit.WORKING_DAY)


@pytest.fixture(scope="module")
def calendar() -> WorkingCalendar:
    return shipped()


def _item(promised: Limit = FIVE) -> Item:
    item = an_item()
    return replace(item, timing=replace(item.timing, promised=promised))


def _told(
    calendar: WorkingCalendar, today: date, *, item: Item | None = None, decided: datetime | None = None
) -> ClockView | None:
    case = a_case()
    case.accepted_at, case.decided_at = ACCEPTED, decided
    return clock_view(case, item or _item(), calendar, today)


def test_no_clock_runs_before_acceptance(calendar: WorkingCalendar) -> None:
    assert clock_view(a_case(), _item(), calendar, date(2026, 11, 27)) is None


@pytest.mark.parametrize(
    ("today", "light"),
    [
        (date(2026, 11, 27), "green"),
        (date(2026, 12, 4), "yellow"),
        (date(2026, 12, 5), "red"),
    ],
)
def test_the_light_turns_with_the_days(calendar: WorkingCalendar, today: date, light: str) -> None:
    assert _told(calendar, today) == ClockView(light, date(2026, 12, 4), "5个工作日内办结")


def test_a_decided_case_says_how_long_it_took_and_stays_as_it_was(calendar: WorkingCalendar) -> None:
    decided = datetime(2026, 12, 2, 2, tzinfo=UTC)

    told = _told(calendar, date(2027, 6, 1), decided=decided)

    assert told == ClockView("green", date(2026, 12, 4), "5个工作日内办结，实际用时3个工作日")


def test_a_limit_in_hours_is_counted_in_whole_working_days(calendar: WorkingCalendar) -> None:
    told = _told(calendar, date(2026, 11, 27), item=_item(Limit(30, LimitUnit.HOUR)))

    assert told is not None
    assert told.due == date(2026, 12, 1)
