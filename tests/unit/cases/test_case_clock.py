"""The clock of a case as the screen tells it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from adapters.files.calendar_csv import shipped
from domain.catalogue.item import Item, Limit, LimitUnit
from domain.clock.calendar import WorkingCalendar
from domain.clock.clock import LegalClock, Light, SuspensionReason
from domain.clock.record import ClockRecord, ClockStop
from domain.kernel.ids import StopId
from domain.usecases.case_clock import ClockView, clock_view, limits_of, quiet_days, stops_until_decided
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


def test_a_decision_ends_the_pause_that_still_stood(calendar: WorkingCalendar) -> None:
    case, since = a_case(), date(2026, 11, 30)
    case.accepted_at, case.decided_at = ACCEPTED, datetime(2026, 12, 2, 2, tzinfo=UTC)
    reason = SuspensionReason.EXPERT_REVIEW
    stop = ClockStop(StopId(case.case_id), case.case_id, reason, "告字1号", since, "clerk-1", ACCEPTED)

    told = clock_view(case, _item(), calendar, date(2027, 6, 1), ClockRecord((stop,)))
    [ended] = stops_until_decided(case, ClockRecord((stop,)))

    assert told is not None
    assert (told.due, told.text) == (date(2026, 12, 8), "5个工作日内办结，实际用时1个工作日")
    assert (ended.until, ended.resumed_by) == (date(2026, 12, 2), "")


def test_a_limit_in_hours_is_counted_in_whole_working_days(calendar: WorkingCalendar) -> None:
    told = _told(calendar, date(2026, 11, 27), item=_item(Limit(30, LimitUnit.HOUR)))

    assert told is not None
    assert told.due == date(2026, 12, 1)


def test_the_words_name_the_limit_that_ends_first(calendar: WorkingCalendar) -> None:
    item = _item()
    law_first = replace(item, timing=replace(item.timing, statutory=Limit(4, LimitUnit.NATURAL_DAY)))

    told = _told(calendar, date(2026, 11, 28), item=law_first)

    assert told == ClockView("green", date(2026, 12, 1), "4日内办结")


@pytest.mark.parametrize(
    "limit",
    [
        Limit(3, LimitUnit.WORKING_DAY),
        Limit(20, LimitUnit.WORKING_DAY),
        Limit(15, LimitUnit.NATURAL_DAY),
        Limit(45, LimitUnit.NATURAL_DAY),
        Limit(1, LimitUnit.MONTH),
        Limit(3, LimitUnit.MONTH),
    ],
    ids=str,
)
def test_no_light_turns_yellow_in_the_quiet_days_whatever_the_holidays(
    calendar: WorkingCalendar, limit: Limit
) -> None:
    item = an_item()
    limits = limits_of(replace(item, timing=replace(item.timing, promised=limit, statutory=limit)))
    quiet = timedelta(days=quiet_days(limits))

    accepted = [date(2024, 1, 1) + timedelta(days=n) for n in range(1095)]
    lights = {LegalClock(day, limits).light(day + quiet - timedelta(days=1), calendar) for day in accepted}

    assert lights == {Light.GREEN}
