"""The invented city: numbers well formed and nobody's, and somebody due whatever the day."""

from datetime import date, timedelta

import pytest

from adapters.sandbox.city import JIMO, LAIXI, city
from adapters.sandbox.public_codes import (
    identifier_check,
    is_id_number,
    is_task_code,
    is_uscc,
    make_identifier,
)
from tests.sandbox.public_bodies import the_city


@pytest.mark.parametrize(
    ("code", "valid"),
    [
        ("11100000000013338W", True),
        ("11370800MB28559184", True),
        ("N2370211MF1234567H", True),
        ("52370200MJ0000018D", True),
        ("111000000000133381", False),
    ],
)
def test_a_credit_code_stands_or_falls_with_its_check_character(code: str, valid: bool) -> None:
    assert is_uscc(code) is valid


def test_a_licence_identifier_ends_in_the_letter_of_the_standard() -> None:
    made = make_identifier("11100000000013338W009", "11330105002500287C", "2025052201", 2)

    assert made == "1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0"
    assert identifier_check("11100000000013338W01111370200MB0000000C20260000FC02001") == "F"


@pytest.mark.parametrize("day", [date(2026, 11, 21), date(2028, 2, 29), date(2030, 12, 31)])
def test_somebody_is_due_whatever_the_day(day: date) -> None:
    told = city(day)
    journey = told.of("journey")

    assert journey.certificate.valid_until == day + timedelta(days=60)
    assert (journey.kind, journey.certificate.issuing_body.division) == ("民办非企业单位", LAIXI)
    assert (journey.certificate.originals, journey.certificate.duplicates) == (1, 2)
    assert told == city(day)


def test_every_number_of_the_city_is_well_formed_and_nobodys() -> None:
    told = the_city()

    assert all(is_uscc(o.uscc) and is_uscc(o.certificate.issuing_body.uscc) for o in told.organisations)
    assert all(is_id_number(p.id_number) and p.id_number[14:17] in {"998", "999"} for p in told.people)
    assert all(p.phone is None or p.phone.startswith("1990000") for p in told.people)
    assert all(is_task_code(t.code) for t in told.tasks)
    assert all(o.name.endswith("（虚构）") for o in told.organisations)
    for numbers in (
        [o.uscc for o in told.organisations],
        [o.certificate.number for o in told.organisations],
        [o.certificate.record_id for o in told.organisations],
        [p.id_number for p in told.people],
        [p.name for p in told.people],
    ):
        assert len(set(numbers)) == len(numbers)


def test_the_city_has_somebody_for_each_reason_not_to_be_told() -> None:
    told = the_city()

    stories = {o.story for o in told.organisations}
    crossing = [
        o
        for o in told.organisations
        if o.certificate.issuing_body.division == JIMO and "莱西市虚" in o.address
    ]
    former = told.of("journey").former_responsible
    assert former is not None
    on_file = {o.contact_phone for o in told.organisations}
    assert stories >= {"out-of-scope", "not-yet-due", "expired", "revoked", "other-kind", "due-but-denied"}
    assert crossing
    assert former.phone not in on_file
    assert not told.of("no-usable-contact").contact_phone
    assert told.of("no-usable-contact").responsible.phone is None
    assert told.of("due-but-denied").uscc in told.denials
