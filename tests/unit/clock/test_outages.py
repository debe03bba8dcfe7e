"""A system of the office's own that is away: what was promised leaves those days out, the law does not."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.files.calendar_csv import shipped
from domain.cases.waiting import Wait
from domain.clock.clock import Light, Outage
from domain.usecases.case_clock import LEFT_OUT, clock_view, outages_of
from tests.unit.cases.made import a_case
from tests.unit.catalogue.test_item import an_item
from tests.unit.clock.test_clock import CALENDAR, CLOCK, day


def at(number: int, hour: int) -> datetime:
    """Beijing is eight hours on."""
    return datetime(2026, 11, number, hour, tzinfo=UTC)


def test_a_working_day_it_was_away_is_added_to_the_promise_alone() -> None:
    clock = replace(CLOCK, outages=(Outage(day(4), day(5)),))

    assert (CLOCK.promised_due(CALENDAR), clock.promised_due(CALENDAR)) == (day(9), day(11))
    assert clock.statutory_due(CALENDAR) == CLOCK.statutory_due(CALENDAR)
    assert clock.light(day(11), CALENDAR) is Light.YELLOW


def test_a_weekend_it_was_away_changes_nothing() -> None:
    clock = replace(CLOCK, outages=(Outage(day(7), day(8)),))

    assert clock.promised_due(CALENDAR) == day(9)


def test_the_promise_never_outlives_the_law_however_long_it_was_away() -> None:
    clock = replace(CLOCK, outages=(Outage(day(4)),))

    assert clock.promised_due(CALENDAR) is None
    assert clock.due(CALENDAR).day == CLOCK.statutory_due(CALENDAR)


@pytest.mark.parametrize(
    ("since", "until", "left_out"),
    [
        (at(4, 1), at(4, 9), None),  # some hours of one day
        (at(4, 1), at(5, 9), None),  # a part of two
        (at(4, 1), at(6, 1), Outage(day(5), day(5))),  # the one between
        (at(3, 16), at(4, 16), Outage(day(4), day(4))),  # from midnight to midnight, Beijing
        (at(4, 1), None, Outage(day(5))),  # it goes on
    ],
)
def test_only_days_from_morning_to_night_are_left_out(
    since: datetime, until: datetime | None, left_out: Outage | None
) -> None:
    case, wait = a_case(), Wait("approval", since, until)
    if until is None:
        case.waits = wait
    else:
        case.waited = (wait,)

    assert outages_of(case) == (() if left_out is None else (left_out,))


def test_a_decision_ends_what_was_left_out() -> None:
    case = a_case()
    case.waits, case.decided_at = Wait("approval", at(4, 1)), at(6, 1)

    assert outages_of(case) == (Outage(day(5), day(5)),)


def test_the_person_is_told_that_days_were_left_out_and_which_were_not() -> None:
    case = a_case()
    case.accepted_at, case.waited = at(2, 1), (Wait("approval", at(4, 1), at(6, 1)),)

    told = clock_view(case, an_item(), shipped(), day(6))

    assert told is not None
    assert told.text.endswith(LEFT_OUT)
