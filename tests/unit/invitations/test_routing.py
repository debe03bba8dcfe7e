"""Whose turn a text is: shares that move away from trouble and come back slowly."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.invitations.routing import BACK, ERRORS, SET_UP, SLOW, order, resting, trouble, weighed
from domain.invitations.tries import Measured, Shares

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
REST = {"a": 70, "b": 30}


def shares(a: int, *, ago: timedelta = timedelta(minutes=2)) -> Shares:
    return Shares({"a": a, "b": 100 - a}, NOW - ago, "")


def failing(vendor: str) -> Measured:
    return Measured(vendor, tries=10, failed=3, accepted=0, slow=0)


def after(before: Shares, *measured: Measured) -> tuple[dict[str, int], str] | None:
    told = weighed(before, REST, measured, now=NOW)
    return None if told is None else (dict(told.of), told.why)


def test_one_operator_rests_with_everything_and_two_keep_each_other_warm() -> None:
    assert resting(["a"]) == {"a": 100}
    assert resting(["a", "b"]) == REST
    assert sum(resting(["a", "b", "c"]).values()) == 100


def test_the_same_number_has_the_same_turn_and_the_turns_follow_the_shares() -> None:
    turns = [order(REST, f"n-{number}") for number in range(1000)]

    assert turns == [order(REST, f"n-{number}") for number in range(1000)]
    assert 650 < sum(turn[0] == "a" for turn in turns) < 750
    assert all(set(turn) == {"a", "b"} for turn in turns)


def test_an_operator_without_a_share_is_only_the_last_resort() -> None:
    assert {order({"a": 0, "b": 100}, f"n-{number}") for number in range(50)} == {("b", "a")}


@pytest.mark.parametrize(
    ("measured", "why"),
    [
        (Measured("a", 9, 9, 9, 9), ""),  # too few to conclude anything
        (Measured("a", 10, 2, 10, 2), ""),
        (Measured("a", 10, 3, 10, 0), ERRORS),
        (Measured("a", 10, 0, 10, 3), SLOW),
    ],
)
def test_three_of_ten_are_too_many(measured: Measured, why: str) -> None:
    assert trouble(measured) == why


def test_ten_points_move_away_from_errors_and_from_slowness() -> None:
    assert after(shares(70), failing("a")) == ({"a": 60, "b": 40}, ERRORS)
    assert after(shares(70), Measured("b", 0, 0, 10, 9)) == ({"a": 80, "b": 20}, SLOW)


def test_they_move_once_a_minute_at_most() -> None:
    assert after(shares(70, ago=timedelta(seconds=59)), failing("a")) is None


def test_nobody_has_less_than_nothing() -> None:
    assert after(shares(5), failing("a")) == ({"a": 0, "b": 100}, ERRORS)
    assert after(shares(0), failing("a")) is None


def test_when_all_are_in_trouble_nobody_gains() -> None:
    assert after(shares(70), failing("a"), failing("b")) is None


def test_they_come_back_ten_points_an_hour_and_stop_where_they_rest() -> None:
    assert after(shares(20, ago=timedelta(minutes=59))) is None
    assert after(shares(20, ago=timedelta(hours=1))) == ({"a": 30, "b": 70}, BACK)
    assert after(shares(66, ago=timedelta(hours=1))) == ({"a": 70, "b": 30}, BACK)
    assert after(shares(95, ago=timedelta(hours=1))) == ({"a": 85, "b": 15}, BACK)
    assert after(shares(70, ago=timedelta(hours=1))) is None


def test_nothing_comes_back_to_who_is_in_trouble_still() -> None:
    assert after(shares(0, ago=timedelta(hours=2)), failing("a")) is None


def test_other_operators_in_the_settings_are_a_fresh_start() -> None:
    told = weighed(Shares({"a": 100}, NOW, ""), REST, (), now=NOW)

    assert told is not None
    assert (dict(told.of), told.why) == (REST, SET_UP)
