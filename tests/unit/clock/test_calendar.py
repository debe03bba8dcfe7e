"""The working calendar against the golden vectors, and its silence beyond the published year."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.files.calendar_csv import CalendarFile, CalendarUnreadable, load, publish, shipped
from domain.clock.calendar import Limit, Unit, WorkingCalendar

DATA = Path(__file__).parents[1] / "data"
VECTORS = json.loads((DATA / "workday_vectors.json").read_text("utf-8"))["vectors"]
CALENDAR = shipped()
published_days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
HEADER = "date,kind,festival,source\n"


@pytest.mark.parametrize(
    "vector", VECTORS, ids=lambda vector: f"{vector['accepted']}+{vector['working_days']}"
)
def test_working_days_are_counted_as_the_vectors_count_them(vector: dict[str, str]) -> None:
    due = CALENDAR.add_working_days(date.fromisoformat(vector["accepted"]), int(vector["working_days"]))

    assert due == (None if vector["due"].startswith("ERROR") else date.fromisoformat(vector["due"]))


@pytest.mark.parametrize(("year", "days"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_as_many_working_days_as_the_oracles_say(year: int, days: int) -> None:
    first, last = date(year, 1, 1), date(year, 12, 31)

    count = sum(
        CALENDAR.is_working(first + timedelta(days=n)) is True for n in range((last - first).days + 1)
    )

    assert count == days


@pytest.mark.parametrize("day", [date(2023, 12, 28), date(2027, 1, 1), date(2027, 1, 4)])
def test_a_day_no_notice_arranges_is_not_guessed(day: date) -> None:
    assert CALENDAR.is_working(day) is None
    assert CALENDAR.add_working_days(day, 1) is None
    assert CALENDAR.working_day_from(day) is None
    assert CALENDAR.working_days_between(day - timedelta(days=1), day) is None


def test_no_limit_at_all_needs_no_calendar() -> None:
    assert CALENDAR.add_working_days(date(2027, 1, 1), 0) == date(2027, 1, 1)


@given(published_days, st.integers(1, 60))
@settings(deadline=None)
def test_the_last_day_is_worked_and_so_many_worked_days_lead_to_it(start: date, n: int) -> None:
    due = CALENDAR.add_working_days(start, n)

    if due is not None:
        assert CALENDAR.is_working(due)
        assert CALENDAR.working_days_between(start, due) == n


@given(published_days, published_days, st.integers(0, 60))
@settings(deadline=None)
def test_who_is_accepted_later_is_not_due_earlier(one: date, other: date, n: int) -> None:
    first, second = (CALENDAR.add_working_days(day, n) for day in sorted([one, other]))

    assert first is not None or second is None
    assert first is None or second is None or first <= second


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        (date(2026, 11, 2), Limit(15, Unit.NATURAL), date(2026, 11, 17)),
        (date(2026, 11, 6), Limit(15, Unit.NATURAL), date(2026, 11, 23)),  # the 21st is a Saturday
        (date(2026, 9, 21), Limit(10, Unit.NATURAL), date(2026, 10, 8)),  # 1 October, then the holidays
        (date(2026, 4, 29), Limit(10, Unit.NATURAL), date(2026, 5, 9)),  # a Saturday that is worked
        (date(2026, 3, 31), Limit(1, Unit.MONTH), date(2026, 4, 30)),  # no 31 April
        (date(2024, 1, 31), Limit(1, Unit.MONTH), date(2024, 2, 29)),
        (date(2026, 1, 31), Limit(1, Unit.MONTH), date(2026, 2, 28)),  # a worked Saturday
        (date(2025, 12, 15), Limit(2, Unit.MONTH), date(2026, 2, 24)),  # in the Spring Festival
        (date(2026, 6, 30), Limit(12, Unit.MONTH), None),
        (date(2026, 12, 20), Limit(15, Unit.NATURAL), None),
    ],
)
def test_natural_limits_end_on_their_day_or_on_the_next_worked_one(
    start: date, limit: Limit, due: date | None
) -> None:
    assert CALENDAR.add(start, limit) == due


@pytest.mark.parametrize("n", [-1, 100_000])
def test_a_limit_nobody_can_mean_is_a_mistake(n: int) -> None:
    with pytest.raises(ValueError, match="time limit"):
        Limit(n, Unit.NATURAL)


def test_the_shipped_table_names_its_latest_notice() -> None:
    assert CALENDAR.notice == "国办发明电〔2025〕7号"
    assert CALENDAR.published_through == date(2026, 12, 31)
    assert CALENDAR.published_from == date(2024, 1, 1)


def table(tmp_path: Path, body: str) -> Path:
    path = tmp_path / "holidays.csv"
    path.write_text(HEADER + body, "utf-8")
    return path


def test_a_table_is_told_all_its_problems_at_once(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "2026-13-01,holiday,,甲\n"
        "2026-10-01,holyday,,\n"
        "2026-10-02,holiday,,甲\n"
        "2026-10-02,holiday,,甲\n"
        "2026-10-05,makeup_workday,,甲\n"
        "2026-10-06\n"
        "2026-11-30,published_through,,甲\n"
        "2024-12-31,published_through,,甲\n",
    )

    with pytest.raises(CalendarUnreadable) as error:
        load(path)

    assert error.value.problems == (
        "line 2: «2026-13-01» is not a date",
        "line 3: «holyday» is not a kind",
        "line 3: the notice's number is missing",
        "line 6: 2026-10-05 is a weekday and needs no make-up",
        "line 7: not 4 columns",
        "line 8: a notice arranges a whole year, not up to 2026-11-30",
        "2026-10-02 is given more than once",
        "2024 has no day off and no make-up day",
        "2025 has no day off and no make-up day",
    )


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("", "no line says published_through"),
        ("2026-10-01,holiday,国庆节,甲\n", "no line says published_through"),
        (
            "2025-10-01,holiday,国庆节,甲\n2026-10-01,holiday,国庆节,乙\n2025-12-31,published_through,,甲\n",
            "2026 has days but no line that says published_through",
        ),
    ],
)
def test_a_year_counts_as_published_only_when_the_table_says_so(
    tmp_path: Path, body: str, problem: str
) -> None:
    with pytest.raises(CalendarUnreadable) as error:
        load(table(tmp_path, body))

    assert problem in error.value.problems


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "holidays.csv"
    path.write_bytes(b"\xff\xfe\x00")

    for unreadable in (path, tmp_path / "missing.csv", tmp_path):
        with pytest.raises(CalendarUnreadable):
            load(unreadable)


def test_a_spreadsheets_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "holidays.csv"
    body = "2027-10-01,holiday,国庆节,甲\n2027-12-31,published_through,,甲\n"
    path.write_text(HEADER + body, "utf-8-sig")

    assert load(path) == WorkingCalendar(
        {date(2027, 10, 1): False}, date(2027, 12, 31), "甲", date(2027, 1, 1)
    )


def test_a_broken_new_table_leaves_the_old_one_in_force(tmp_path: Path) -> None:
    path = table(tmp_path, "2027-10-01,holiday,国庆节,甲\n2027-12-31,published_through,,甲\n")
    calendars = CalendarFile(path)
    before = calendars.current()
    path.write_text("nonsense", "utf-8")

    with pytest.raises(CalendarUnreadable):
        calendars.reload()

    assert calendars.current() is before


def test_a_whole_new_table_takes_over(tmp_path: Path) -> None:
    path = table(tmp_path, "2027-10-01,holiday,国庆节,甲\n2027-12-31,published_through,,甲\n")
    calendars = CalendarFile(path)
    path.write_text(HEADER + "2027-10-04,holiday,国庆节,乙\n2027-12-31,published_through,,乙\n", "utf-8")

    calendars.reload()

    assert calendars.current().notice == "乙"
    assert CalendarFile().current() == CALENDAR


def test_a_running_process_takes_a_published_table_without_being_started_anew(tmp_path: Path) -> None:
    calendars = CalendarFile(tmp_path / "calendar.csv", pause=0)
    assert calendars.current() == CALENDAR
    offered = table(tmp_path, "2027-10-01,holiday,国庆节,甲\n2027-12-31,published_through,,甲\n")

    publish(offered, tmp_path / "calendar.csv")

    assert calendars.current().notice == "甲"


def test_a_table_broken_in_its_place_leaves_the_old_one_in_force(tmp_path: Path) -> None:
    calendars = CalendarFile(tmp_path / "calendar.csv", pause=0)
    (tmp_path / "calendar.csv").write_text("nonsense", "utf-8")

    assert calendars.current() == CALENDAR
    assert calendars.current() == CALENDAR


def test_between_two_looks_nothing_is_read(tmp_path: Path) -> None:
    calendars = CalendarFile(tmp_path / "calendar.csv")
    publish(
        table(tmp_path, "2027-10-01,holiday,国庆节,甲\n2027-12-31,published_through,,甲\n"),
        tmp_path / "calendar.csv",
    )

    assert calendars.current() == CALENDAR


def test_what_knows_less_of_the_future_is_not_published(tmp_path: Path) -> None:
    older = table(tmp_path, "2025-10-01,holiday,国庆节,甲\n2025-12-31,published_through,,甲\n")

    with pytest.raises(CalendarUnreadable) as refused:
        publish(older, tmp_path / "calendar.csv")

    assert "the one in force on" in refused.value.problems[0]
    assert not (tmp_path / "calendar.csv").exists()
