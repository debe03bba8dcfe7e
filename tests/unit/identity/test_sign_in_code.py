"""How often a number may be sent a code, and what one code takes."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identity.account import PhoneAccount
from domain.identity.sign_in_code import ALLOWED, LIFE, SignInCode, SmsCode, wait
from domain.kernel.ids import AccountId, PartyId, SignInCodeId
from domain.kernel.personal import Phone

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
RIGHT, WRONG = b"right", b"wrong"


def a_code() -> SignInCode:
    return SignInCode(SignInCodeId(UUID(int=7)), RIGHT, NOW, NOW + LIFE)


@given(st.lists(st.integers(0, 3 * 86_400), max_size=120))
def test_whoever_asks_whenever_no_window_ever_holds_more_than_it_may(seconds: list[int]) -> None:
    sent: list[datetime] = []
    for second in sorted(seconds):
        now = NOW + timedelta(seconds=second)
        if wait(sent, now) is None:
            sent.append(now)

    for window, most in ALLOWED:
        assert all(sum(one <= other < one + window for other in sent) <= most for one in sent)


@given(st.lists(st.integers(0, 86_400), max_size=40))
def test_who_waits_as_long_as_they_are_told_is_sent_one(seconds: list[int]) -> None:
    asked = [NOW - timedelta(seconds=second) for second in seconds]

    told = wait(asked, NOW)

    assert told is None or wait(asked, NOW + told) is None


@pytest.mark.parametrize(
    ("tries", "opens"), [([RIGHT], True), ([WRONG] * 4 + [RIGHT], True), ([WRONG] * 5 + [RIGHT], False)]
)
def test_five_tries_are_all_a_code_takes(tries: list[bytes], *, opens: bool) -> None:
    code = a_code()

    assert [code.take(one, NOW) for one in tries][-1] is opens
    assert code.tries <= 5


def test_a_right_code_is_used_up() -> None:
    code = a_code()

    assert (code.take(RIGHT, NOW), code.take(RIGHT, NOW)) == (True, False)


def test_a_code_ends_with_its_fifth_minute() -> None:
    assert not a_code().take(RIGHT, NOW + LIFE)


def test_the_digits_show_nothing_of_themselves() -> None:
    digits = SmsCode("048213")

    assert "048213" not in f"{digits} {digits!r}"


@pytest.mark.parametrize(("days", "idle"), [(179, False), (180, True)])
def test_a_link_lies_idle_after_half_a_year(days: int, *, idle: bool) -> None:
    account = PhoneAccount(AccountId(UUID(int=1)), Phone("19900000101"), PartyId(UUID(int=2)), NOW)

    assert account.lay_idle(NOW + timedelta(days=days)) is idle
