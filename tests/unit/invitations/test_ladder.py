"""Rungs count back from the last lawful day, and only the newest that has come counts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.invitations.ladder import is_last, rung_day, rung_due

LAST_DAY = date(2026, 12, 21)
LADDER = (60, 30, 15, 7, 3)


@pytest.mark.parametrize(
    ("days_left", "rung"),
    [
        (61, None),
        (60, 60),
        (31, 60),
        (30, 30),
        (16, 30),
        (15, 15),
        (7, 7),
        (4, 7),
        (3, 3),
        (0, 3),
        (-1, None),
    ],
)
def test_a_rung_stands_until_the_next_one_comes(days_left: int, rung: int | None) -> None:
    assert rung_due(LAST_DAY, LADDER, LAST_DAY - timedelta(days=days_left)) == rung


@given(st.integers(-10, 90), st.sets(st.integers(0, 80), min_size=1))
def test_no_rung_is_due_before_its_day_nor_after_a_newer_one(days_left: int, rungs: set[int]) -> None:
    ladder, today = tuple(sorted(rungs, reverse=True)), LAST_DAY - timedelta(days=days_left)

    due = rung_due(LAST_DAY, ladder, today)

    come = [rung for rung in ladder if rung_day(LAST_DAY, rung) <= today]
    assert due == (min(come) if come and days_left >= 0 else None)


def test_the_lowest_rung_is_the_last() -> None:
    assert [is_last(LADDER, rung) for rung in LADDER] == [False, False, False, False, True]
