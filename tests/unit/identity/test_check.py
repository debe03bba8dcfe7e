"""The identity check as a value: where it may go, what it remembers, what it forgets."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identity.advice import ADVICE, advice
from domain.identity.check import LIFE, NEXT, CheckState, IdentityCheck, is_minor
from domain.identity.session import Session
from domain.kernel.ids import IdentityCheckId, PartyId, SessionId
from domain.kernel.party import Level
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.refusals import StepNotAllowed

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def made(state: CheckState = CheckState.OPENED) -> IdentityCheck:
    return IdentityCheck(
        IdentityCheckId(UUID(int=1)),
        PersonName("甲子安"),
        DocumentNumber("999999190001010007"),
        None,
        state,
        NOW,
        NOW + LIFE,
        "face-1",
        reference="certify-1",
    )


@given(st.lists(st.sampled_from(CheckState), max_size=8))
def test_a_check_never_leaves_its_table_nor_an_end(path: list[CheckState]) -> None:
    check = made(CheckState.OPENING)
    for to in path:
        before = check.state
        if to in NEXT.get(before, ()):
            check.move(to)
        else:
            with pytest.raises(StepNotAllowed):
                check.move(to)
            assert check.state is before


def test_its_life_ends_at_the_vendors_end_when_that_is_earlier() -> None:
    check = made(CheckState.OPENING)

    check.record_opened("certify-1", "https://face.invalid/1", NOW + timedelta(minutes=10))

    assert check.is_over(NOW + timedelta(minutes=10))
    assert not check.is_over(NOW + timedelta(minutes=9, seconds=59))


def test_the_session_it_opened_is_told_for_a_minute() -> None:
    check = made()

    check.record_passed(SessionId(UUID(int=2)), "token", NOW)

    assert check.has_answer(NOW + timedelta(seconds=59))
    assert not check.has_answer(NOW + timedelta(seconds=60))


def test_the_face_was_seen_when_the_vendor_first_rang() -> None:
    check = made()

    check.ring(NOW + timedelta(minutes=1))
    check.ring(NOW + timedelta(minutes=9))

    assert check.face_at(NOW + timedelta(minutes=10)) == NOW + timedelta(minutes=1)


def test_a_forgotten_check_names_nobody() -> None:
    check = made()
    check.record_passed(SessionId(UUID(int=2)), "token", NOW)

    check.forget(NOW)

    assert (check.name.reveal(), check.number.reveal()) == ("", "")
    assert (check.reference, check.verify_url, check.refresh_token) == ("", "", "")


def test_a_check_prints_no_reference_and_no_token() -> None:
    check = made()
    check.record_passed(SessionId(UUID(int=2)), "refresh-me", NOW)

    assert not {"certify-1", "refresh-me", "甲子安"} & set(repr(check).replace("'", " ").split())


@pytest.mark.parametrize(
    ("today", "minor"), [(date(2030, 11, 22), True), (date(2030, 11, 23), False), (date(2031, 1, 1), False)]
)
def test_nobody_is_a_minor_from_their_eighteenth_birthday_on(today: date, *, minor: bool) -> None:
    born_2012_11_23 = DocumentNumber("999999201211230000")

    assert is_minor(born_2012_11_23, today) is minor


def test_born_on_a_leap_day_is_of_age_on_the_first_of_march() -> None:
    number = DocumentNumber("999999201202290000")

    assert is_minor(number, date(2030, 2, 28))
    assert not is_minor(number, date(2030, 3, 1))


@pytest.mark.parametrize("cause", sorted(ADVICE))
def test_every_cause_has_words_and_fits_a_line(cause: str) -> None:
    assert 10 < len(advice(cause, 3)) <= 200


def test_no_second_try_is_suggested_where_none_can_help() -> None:
    assert "再试" not in advice("no_photo", 4)
    assert "今天还可再试2次" in advice("liveness", 2)
    assert "次数已用完" in advice("liveness", 0)


@pytest.mark.parametrize(("seconds", "level"), [(299, Level.FACE), (300, Level.PHONE)])
def test_five_minutes_after_the_face_a_session_only_knows_who_signed_in(seconds: int, level: Level) -> None:
    person, session = PartyId(UUID(int=3)), SessionId(UUID(int=2))
    started = Session(
        session, person, NOW, NOW + timedelta(days=1), NOW, None, refresh=b"r", refresh_family=b"f"
    )

    assert started.level(NOW + timedelta(seconds=seconds)) is level
