"""The clock of a case: what counts, what does not, and what nobody may do to it."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from adapters.files.calendar_csv import shipped
from domain.clock.calendar import Limit, Unit, WorkingCalendar
from domain.clock.clock import (
    ClockStepNotAllowed,
    ExtensionUnfounded,
    LegalClock,
    Light,
    Limits,
    SuspensionReason,
    SuspensionUnfounded,
    beijing_date,
)

CALENDAR = shipped()
ACCEPTED = date(2026, 11, 2)  # a Monday
FIVE = Limit(5, Unit.WORKING)
TWENTY = Limit(20, Unit.WORKING)
LIMITS = Limits(promised=FIVE, statutory=TWENTY)
CLOCK = LegalClock(ACCEPTED, LIMITS)
HEARING = SuspensionReason.HEARING


def day(number: int) -> date:
    return date(2026, 11, number)


def test_the_day_of_acceptance_is_not_counted() -> None:
    due = CLOCK.due(CALENDAR)

    assert due.day == day(9)
    assert due.text == "2026年11月9日（含当日）前办结"
    assert CLOCK.statutory_due(CALENDAR) == day(30)


def test_an_item_decided_on_the_spot_is_due_the_same_day() -> None:
    clock = LegalClock(day(7), Limits(promised=Limit(0, Unit.WORKING), statutory=TWENTY))

    assert clock.due(CALENDAR).day == day(7)


def test_a_promise_never_outlives_the_law() -> None:
    clock = LegalClock(ACCEPTED, Limits(promised=TWENTY, statutory=Limit(7, Unit.NATURAL)))

    assert clock.due(CALENDAR).day == day(9)


def test_a_suspended_clock_has_no_last_day_and_says_why() -> None:
    clock = CLOCK.suspend(day(4), HEARING, "青审听〔2026〕8号")

    due = clock.due(CALENDAR)

    assert (due.day, due.text) == (None, "因听证暂停计时，恢复后继续计算")
    assert clock.statutory_due(CALENDAR) is None
    assert clock.light(day(30), CALENDAR) is Light.GREEN


def test_suspended_days_do_not_count() -> None:
    # counted: 3, 4 (the day it stopped), then from the day after the result 12, 13, 16
    clock = CLOCK.suspend(day(4), HEARING, "8号").resume(day(11))

    assert clock.due(CALENDAR).day == day(16)


def test_where_the_item_says_so_the_day_it_stopped_does_not_count_either() -> None:
    limits = Limits(promised=FIVE, statutory=TWENTY, first_suspended_day_counts=False)

    clock = LegalClock(ACCEPTED, limits).suspend(day(4), HEARING, "8号").resume(day(11))

    assert clock.due(CALENDAR).day == day(17)


def test_a_suspension_moves_a_natural_limit_and_then_off_a_day_of_rest() -> None:
    clock = LegalClock(ACCEPTED, Limits(promised=Limit(10, Unit.NATURAL), statutory=TWENTY))

    moved = clock.suspend(day(4), HEARING, "8号").resume(day(13))

    assert clock.due(CALENDAR).day == day(12)
    assert moved.due(CALENDAR).day == day(23)  # the 21st is a Saturday


def test_a_last_day_moved_off_a_weekend_is_no_day_on_which_the_clock_stood() -> None:
    clock = LegalClock(day(6), Limits(promised=Limit(15, Unit.NATURAL), statutory=TWENTY))

    stopped = clock.suspend(day(21), HEARING, "8号").resume(day(24))  # the 21st is a Saturday

    assert clock.due(CALENDAR).day == day(23)
    assert stopped.due(CALENDAR).day == day(25)


def test_a_suspension_moves_a_month_by_its_own_days() -> None:
    limits = Limits(promised=Limit(1, Unit.MONTH), statutory=Limit(2, Unit.MONTH))
    clock = LegalClock(date(2026, 3, 2), limits)

    moved = clock.suspend(date(2026, 3, 10), HEARING, "8号").resume(date(2026, 3, 24))

    assert clock.due(CALENDAR).day == date(2026, 4, 2)
    assert moved.due(CALENDAR).day == date(2026, 4, 16)


@pytest.mark.parametrize(("reason", "number"), [(None, "8号"), (HEARING, ""), (HEARING, "  ")])
def test_no_clock_stops_without_a_reason_and_a_document(reason: SuspensionReason | None, number: str) -> None:
    with pytest.raises(SuspensionUnfounded):
        CLOCK.suspend(day(4), reason, number)


@pytest.mark.parametrize(
    ("reason", "words"),
    list(
        zip(
            SuspensionReason,
            ["听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审"],
            strict=True,
        )
    ),
)
def test_the_reasons_are_the_laws_own(reason: SuspensionReason, words: str) -> None:
    assert CLOCK.suspend(day(4), reason, "8号").due(CALENDAR).text.startswith(f"因{words}暂停")


def test_a_clock_stops_once_and_resumes_once() -> None:
    stopped = CLOCK.suspend(day(4), HEARING, "8号")
    running = stopped.resume(day(6))

    with pytest.raises(ClockStepNotAllowed):
        stopped.suspend(day(5), HEARING, "9号")
    with pytest.raises(ClockStepNotAllowed):
        stopped.resume(day(3))
    with pytest.raises(ClockStepNotAllowed):
        running.resume(day(9))
    with pytest.raises(ClockStepNotAllowed):
        running.suspend(day(5), HEARING, "9号")
    assert stopped.suspended is not None
    assert running.suspended is None


def test_a_clock_not_stopped_cannot_resume_and_none_stops_before_acceptance() -> None:
    with pytest.raises(ClockStepNotAllowed):
        CLOCK.resume(day(9))
    with pytest.raises(ClockStepNotAllowed):
        CLOCK.suspend(day(1), HEARING, "9号")


def test_an_extension_lengthens_promise_and_law_alike() -> None:
    clock = CLOCK.extend(Limit(10, Unit.WORKING), "周某", "青审延〔2026〕3号", day(6))

    assert clock.due(CALENDAR).day == day(23)
    assert clock.statutory_due(CALENDAR) == date(2026, 12, 14)


def test_an_extension_in_working_days_follows_a_limit_in_months() -> None:
    limits = Limits(promised=Limit(1, Unit.MONTH), statutory=Limit(1, Unit.MONTH))

    clock = LegalClock(date(2026, 3, 2), limits).extend(FIVE, "周某", "3号", date(2026, 3, 30))

    assert clock.due(CALENDAR).day == date(2026, 4, 10)  # after 2 April: 3, 7, 8, 9, 10


@pytest.mark.parametrize(
    ("by", "approver", "number"),
    [
        (FIVE, "", "3号"),
        (FIVE, "周某", " "),
        (Limit(0, Unit.WORKING), "周某", "3号"),
        (Limit(11, Unit.WORKING), "周某", "3号"),
        (Limit(5, Unit.MONTH), "周某", "3号"),
    ],
)
def test_an_unfounded_extension_is_refused(by: Limit, approver: str, number: str) -> None:
    with pytest.raises(ExtensionUnfounded):
        CLOCK.extend(by, approver, number, day(6))


def test_a_case_is_extended_once() -> None:
    with pytest.raises(ExtensionUnfounded):
        CLOCK.extend(FIVE, "周某", "3号", day(6)).extend(FIVE, "周某", "4号", day(7))


def test_no_extension_is_older_than_its_case() -> None:
    with pytest.raises(ClockStepNotAllowed):
        CLOCK.extend(FIVE, "周某", "3号", day(1))


@pytest.mark.parametrize(
    ("today", "light"),
    [
        (day(2), Light.GREEN),
        (day(6), Light.GREEN),
        (day(7), Light.YELLOW),
        (day(9), Light.YELLOW),
        (day(10), Light.RED),
    ],
)
def test_the_light_turns_yellow_on_the_last_working_day_and_red_after_it(today: date, light: Light) -> None:
    assert CLOCK.light(today, CALENDAR) is light


def test_a_limit_that_runs_into_an_unpublished_year_waits_for_the_notice_and_blames_nobody() -> None:
    clock = LegalClock(date(2026, 12, 25), Limits(promised=FIVE, statutory=TWENTY))

    assert clock.due(CALENDAR).day is None
    assert clock.due(CALENDAR).text == "待节假日安排公布"
    assert clock.light(date(2027, 3, 1), CALENDAR) is Light.GREEN


def test_a_promise_that_ends_before_the_unpublished_year_is_known_all_the_same() -> None:
    clock = LegalClock(date(2026, 12, 21), LIMITS)

    assert clock.statutory_due(CALENDAR) is None
    assert clock.due(CALENDAR).day == date(2026, 12, 28)


def test_a_calendar_published_later_answers_what_was_open() -> None:
    clock = LegalClock(date(2026, 12, 25), LIMITS)
    republished = WorkingCalendar(
        {**CALENDAR.exceptions, date(2027, 1, 1): False},
        date(2027, 12, 31),
        "次年通知",
        CALENDAR.published_from,
    )

    assert clock.due(republished).day == date(2027, 1, 4)


def test_a_calendar_changed_later_moves_the_last_day() -> None:
    changed = WorkingCalendar(
        {**CALENDAR.exceptions, day(6): False},
        CALENDAR.published_through,
        "临时通知",
        CALENDAR.published_from,
    )

    assert CLOCK.due(changed).day == day(10)


starts = st.dates(date(2024, 1, 1), date(2026, 6, 30))
units = st.sampled_from(Unit)


@given(starts, st.integers(1, 40), units, st.tuples(st.integers(0, 30), st.integers(0, 60)), st.booleans())
@settings(deadline=None)
def test_a_suspension_never_brings_the_last_day_forward(
    start: date, n: int, unit: Unit, stop: tuple[int, int], counts: bool
) -> None:
    limit = Limit(min(n, 3) if unit is Unit.MONTH else n, unit)
    limits = Limits(promised=limit, statutory=limit, first_suspended_day_counts=counts)
    clock = LegalClock(start, limits)
    since = start + timedelta(days=stop[0])
    plain, moved = (
        one.due(CALENDAR).day
        for one in (clock, clock.suspend(since, HEARING, "8号").resume(since + timedelta(days=stop[1])))
    )
    assume(plain is not None and moved is not None)
    assert plain is not None
    assert moved is not None

    assert plain <= moved
    if since > plain:
        assert plain == moved
    assert CALENDAR.is_working(moved)


@given(starts, st.integers(1, 30), st.integers(0, 20), st.integers(0, 40))
@settings(deadline=None)
def test_exactly_the_promised_number_of_unsuspended_working_days_passes(
    start: date, n: int, after: int, length: int
) -> None:
    since = start + timedelta(days=after)
    until = since + timedelta(days=length)
    limit = Limit(n, Unit.WORKING)
    clock = LegalClock(start, Limits(limit, limit)).suspend(since, HEARING, "8号").resume(until)

    due = clock.due(CALENDAR).day

    assume(due is not None)
    assert due is not None
    lived = [start + timedelta(days=d) for d in range(1, (due - start).days + 1)]
    assert sum(CALENDAR.is_working(one) is True and not since < one <= until for one in lived) == n


@given(starts, units, st.integers(1, 20))
@settings(deadline=None)
def test_a_clock_without_events_says_what_the_calendar_says(start: date, unit: Unit, n: int) -> None:
    limit = Limit(min(n, 3) if unit is Unit.MONTH else n, unit)

    assert LegalClock(start, Limits(limit, limit)).due(CALENDAR).day == CALENDAR.add(start, limit)


def test_a_day_begins_at_midnight_in_beijing() -> None:
    assert beijing_date(datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC)) == day(20)
    assert beijing_date(datetime(2026, 11, 20, 16, 0, tzinfo=UTC)) == day(21)
    assert beijing_date(datetime(2026, 11, 21, 0, 0, tzinfo=timezone(timedelta(hours=8)))) == day(21)


def test_an_instant_without_its_zone_has_no_date() -> None:
    with pytest.raises(ValueError, match="time zone"):
        beijing_date(datetime(2026, 11, 21, 0, 0))  # noqa: DTZ001 - the naive instant is the point
