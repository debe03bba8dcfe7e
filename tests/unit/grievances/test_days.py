"""Until when a grievance is answered: working days, by the calendar as it is published today."""

from datetime import UTC, date, datetime

from domain.clock.calendar import WorkingCalendar
from domain.grievances.grievance import Contact, GrievanceKind
from domain.kernel.personal import Free
from domain.usecases.grievance_days import grievance_days, place_in_queue
from tests.unit.grievances.made import CLERK, MORNING, an_answer, raised

CALENDAR = WorkingCalendar({}, date(2026, 12, 31), "（演示）")
TODAY = date(2026, 11, 23)


def test_five_working_days_are_not_counted_from_the_day_itself_nor_over_the_weekend() -> None:
    days = grievance_days(raised(), CALENDAR, TODAY)

    assert (days.due, days.contact_due, days.light) == (date(2026, 11, 30), None, "green")


def test_a_bad_rating_is_due_for_a_word_the_next_working_day() -> None:
    rated = raised(GrievanceKind.BAD_RATING)

    first = grievance_days(rated, CALENDAR, TODAY)
    assert (first.contact_due, first.due) == (date(2026, 11, 24), date(2026, 12, 14))
    assert grievance_days(rated, CALENDAR, date(2026, 11, 24)).light == "yellow"
    assert grievance_days(rated, CALENDAR, date(2026, 11, 25)).light == "red"

    rated.contact(Contact(Free("已回访"), CLERK, MORNING))

    after = grievance_days(rated, CALENDAR, date(2026, 11, 25))
    assert (after.contact_due, after.light) == (None, "green")


def test_the_last_day_is_yellow_and_the_next_is_red() -> None:
    assert grievance_days(raised(), CALENDAR, date(2026, 11, 30)).light == "yellow"
    assert grievance_days(raised(), CALENDAR, date(2026, 12, 1)).light == "red"


def test_what_was_answered_is_late_no_more() -> None:
    grievance = raised()
    grievance.answer(an_answer())

    assert grievance_days(grievance, CALENDAR, date(2026, 12, 31)).light == "green"


def test_a_republished_calendar_moves_the_day() -> None:
    with_a_holiday = WorkingCalendar({date(2026, 11, 25): False}, date(2026, 12, 31), "（演示）")

    assert grievance_days(raised(), with_a_holiday, TODAY).due == date(2026, 12, 1)


def test_past_the_published_year_no_day_is_guessed_but_the_row_has_its_place() -> None:
    late = raised(at=datetime(2026, 12, 29, 2, tzinfo=UTC))

    days = grievance_days(late, CALENDAR, date(2026, 12, 30))

    assert (days.due, days.light) == (None, "green")
    assert place_in_queue(late, CALENDAR) > date(2027, 1, 4)
