"""One tap is one message; what was taken back or used up is none."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.invitations.subscription import MOST, NOT_AGAIN, Subscription
from domain.kernel.personal import OpenId

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)


def made(taps: int = 0) -> Subscription:
    return Subscription(OpenId("o-invented"), "template-1", taps)


@given(st.lists(st.sampled_from(["accept", "spend", "give_back", "exhaust", "revoke"]), max_size=30))
def test_there_is_never_less_than_nothing_to_spend_nor_more_than_the_most(steps: list[str]) -> None:
    held, at = made(), NOW
    for step in steps:
        at += timedelta(seconds=1)
        before = held.credits
        match step:
            case "accept":
                held.accept(at)
            case "spend":
                assert held.spend() is (before > 0)
            case "give_back":
                held.give_back()
            case "exhaust":
                held.exhaust()
            case "revoke":
                held.revoke(at)
        assert 0 <= held.credits <= MOST


def test_a_tap_that_arrives_after_it_was_taken_back_counts_for_nothing() -> None:
    held = made(2)

    held.revoke(NOW)
    held.accept(NOW - timedelta(seconds=5))

    assert held.credits == 0


def test_a_tap_after_it_was_taken_back_counts_again() -> None:
    held = made(2)

    held.revoke(NOW)
    held.accept(NOW + timedelta(seconds=5))

    assert held.credits == 1


def test_who_said_no_is_asked_again_after_a_week_and_who_said_yes_when_it_is_used_up() -> None:
    held = made()
    held.declined_at = NOW

    assert not held.may_ask(NOW + NOT_AGAIN - timedelta(seconds=1))
    assert held.may_ask(NOW + NOT_AGAIN)
    held.accept(NOW)
    assert not held.may_ask(NOW + NOT_AGAIN)
    assert held.spend()
    assert held.may_ask(NOW)
