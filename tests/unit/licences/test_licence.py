"""What people see of a licence, by its date, its standing at the bank, and what is under way."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.ids import LicenceId, PartyId
from domain.licences.licence import IN_FORCE, WORDS, Licence, LicenceStatus
from domain.licences.outside import BankStatus
from domain.licences.standing import CANONICAL, is_later_version, standing

TODAY = date(2026, 11, 23)
STEM = "1.2.156.3005.2.11100000MB999900X901.11370285MB9990012C.20220001"
LICENCE = Licence(
    LicenceId(UUID(int=1)),
    PartyId(UUID(int=2)),
    f"{STEM}.001.K",
    "演370285民证字第2022-0001号",
    "民办非企业单位登记证书",
    "11100000MB999900X901",
    "莱西市行政审批局",
    date(2022, 3, 1),
    date(2027, 2, 28),
    LicenceStatus.VALID,
    datetime(2026, 11, 23, 4, 0, tzinfo=UTC),
)
DAYS = st.dates(date(2020, 1, 1), date(2035, 1, 1))


def shown(until: date | None, today: date, *, is_renewing: bool = False) -> LicenceStatus:
    return replace(LICENCE, valid_until=until).shown_as(today=today, is_renewing=is_renewing)


def stands(said: BankStatus, *others: str, licence: Licence = LICENCE, today: date = TODAY) -> LicenceStatus:
    return standing(licence, said, identifiers=others, today=today)


@given(DAYS, DAYS, st.booleans())
def test_a_licence_past_its_day_is_expired_whatever_is_pending(
    until: date, today: date, is_renewing: bool
) -> None:
    assert (shown(until, today, is_renewing=is_renewing) is LicenceStatus.EXPIRED) == (today > until)


@given(DAYS, st.integers(0, 400))
def test_a_licence_is_expiring_in_its_last_sixty_days(until: date, days: int) -> None:
    status = shown(until, until - timedelta(days=days))

    assert status is (LicenceStatus.EXPIRING if days <= 60 else LicenceStatus.VALID)


@given(DAYS)
def test_a_licence_without_an_end_never_expires(today: date) -> None:
    assert shown(None, today) is LicenceStatus.VALID


def test_while_it_is_renewed_it_says_so_until_its_last_day() -> None:
    until = LICENCE.valid_until or date.max

    assert shown(until, until, is_renewing=True) is LicenceStatus.RENEWING


@pytest.mark.parametrize(
    "status",
    [one for one in CANONICAL.values() if one is not LicenceStatus.VALID] + [LicenceStatus.SUPERSEDED],
)
def test_what_the_authority_took_away_stays_taken_away_while_it_is_renewed(status: LicenceStatus) -> None:
    assert replace(LICENCE, status=status).shown_as(today=TODAY, is_renewing=True) is status
    assert status not in IN_FORCE


def test_every_status_has_a_word_and_every_answer_of_the_bank_a_status() -> None:
    assert set(WORDS) == set(LicenceStatus)
    assert set(CANONICAL) == set(BankStatus)


def test_an_ended_licence_with_a_later_version_is_replaced_not_cancelled() -> None:
    assert stands(BankStatus.ENDED, f"{STEM}.002.M") is LicenceStatus.SUPERSEDED


@pytest.mark.parametrize("other", [f"{STEM}.001.K", f"{STEM}0.002.M", "E-2026-0001", "一.二.三"])
def test_an_ended_licence_without_a_later_version_is_cancelled(other: str) -> None:
    assert stands(BankStatus.ENDED, other) is LicenceStatus.CANCELLED


def test_once_replaced_it_stays_replaced() -> None:
    licence = replace(LICENCE, status=LicenceStatus.SUPERSEDED)

    assert stands(BankStatus.ENDED, licence=licence) is LicenceStatus.SUPERSEDED


def test_what_the_bank_calls_expired_is_expired_by_its_date() -> None:
    assert stands(BankStatus.EXPIRED, today=date(2027, 3, 1)) is LicenceStatus.VALID
    assert shown(LICENCE.valid_until, date(2027, 3, 1)) is LicenceStatus.EXPIRED


def test_expired_at_the_bank_but_not_by_its_date_waits_to_be_checked() -> None:
    assert stands(BankStatus.EXPIRED, today=date(2027, 2, 28)) is LicenceStatus.UNKNOWN


@given(st.text(max_size=40), st.text(max_size=40))
def test_identifiers_written_in_any_way_can_be_compared(one: str, other: str) -> None:
    assert not (is_later_version(one, other) and is_later_version(other, one))


def test_the_tail_of_a_number_is_five_characters_or_all_of_a_short_one() -> None:
    assert LICENCE.number_tail == "0001号"
    assert replace(LICENCE, number="A1").number_tail == "A1"
