"""Documents beside the resident card: each as printed, and the real people whom usual libraries reject."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.documents import (
    NumberKind,
    Paper,
    PaperKind,
    hk_macao_permit,
    is_another_paper,
    issuing_state,
    kind_of,
    old_permanent_card,
    organisation_code,
    paper,
    passport,
    permanent_card,
    residence_permit,
    taiwan_permit,
)
from domain.kernel.identifiers import Flaw, IdentifierInvalid, resident_id, uscc
from domain.kernel.personal import DocumentNumber

DATA = Path(__file__).parent / "data"
TODAY = date(2026, 11, 21)
NEW_CARD = "911124198108030024"  # the specimen that the authority published


def vectors(name: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((DATA / f"{name}.json").read_text("utf-8"))["vectors"]
    return found


REJECTED_BY_LIBRARIES = [
    vector
    for vector in vectors("id_vectors")
    if vector["expect_valid"]
    and (vector.get("stdnum_ric_2_2") != "ok" or vector.get("id_validator_1_0_20") is not True)
]


@pytest.mark.parametrize("vector", REJECTED_BY_LIBRARIES, ids=lambda vector: str(vector["number"]))
def test_real_people_whom_the_usual_libraries_reject_are_served(vector: dict[str, object]) -> None:
    number = str(vector["number"])

    assert resident_id(number, TODAY).reveal() == number.upper()


def test_there_are_such_people() -> None:
    assert len(REJECTED_BY_LIBRARIES) >= 5


@pytest.mark.parametrize(
    "vector",
    [one for one in vectors("uscc_vectors") if one["expect_valid"]],
    ids=lambda one: str(one["code"]),
)
def test_the_organisation_code_within_a_unified_code_is_judged_as_its_own_standard_judges_it(
    vector: dict[str, object],
) -> None:
    """The unified code is good in any case: what is odd within is older than the standard."""
    code = str(vector["code"])
    assert uscc(code).reveal() == code

    if vector.get("org_check_ok"):
        assert organisation_code(code[8:17]).reveal() == code[8:17]
        return
    with pytest.raises(IdentifierInvalid):
        organisation_code(code[8:17])


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("00001333-8", "000013338"),
        ("00001333－8", "000013338"),
        ("０００013338", "000013338"),
        ("d2143569-x", "D2143569X"),  # the standard's own example
    ],
)
def test_an_organisation_code_is_read_with_its_hyphen_or_without(typed: str, read: str) -> None:
    assert organisation_code(typed).reveal() == read


@pytest.mark.parametrize(
    ("typed", "flaw"),
    [
        ("000013339", Flaw.CHECK),
        ("00001333", Flaw.LENGTH),
        ("00001333Y", Flaw.CHARACTERS),
        ("", Flaw.CHARACTERS),
    ],
)
def test_an_organisation_code_that_is_none_is_refused(typed: str, flaw: Flaw) -> None:
    with pytest.raises(IdentifierInvalid) as told:
        organisation_code(typed)

    assert told.value.flaw is flaw
    assert typed not in str(told.value) or not typed


@pytest.mark.parametrize(
    ("typed", "read"),
    [("H12345678", "H12345678"), ("m 1234 5678", "M12345678"), ("Ｈ1234567801", "H1234567801")],
)
def test_a_permit_from_hong_kong_or_macao_is_a_letter_and_eight_or_ten_digits(typed: str, read: str) -> None:
    assert hk_macao_permit(typed).reveal() == read


@pytest.mark.parametrize(
    "typed", ["T12345678", "H1234567", "H123456789", "12345678", "H12345678012", "HA2345678"]
)
def test_what_is_no_such_permit_is_refused(typed: str) -> None:
    with pytest.raises(IdentifierInvalid):
        hk_macao_permit(typed)


def test_a_permit_from_taiwan_is_eight_digits() -> None:
    assert taiwan_permit("1234 5678").reveal() == "12345678"
    for typed in ("1234567", "123456789", "A2345678", "1234567８９"):
        with pytest.raises(IdentifierInvalid):
            taiwan_permit(typed)


@pytest.mark.parametrize(
    "typed", ["E12345678", "EA1234567", "c01x00t47", "123456789", "PA1234567890", "A" * 20]
)
def test_a_passport_is_letters_and_digits_and_no_more_is_asked_of_it(typed: str) -> None:
    assert passport(typed).reveal() == typed.upper()


@pytest.mark.parametrize("typed", ["1234", "A" * 21, "E1234-5678", "E12345678é", "护照12345"])
def test_what_can_be_no_passport_is_refused(typed: str) -> None:
    with pytest.raises(IdentifierInvalid):
        passport(typed)


def test_the_state_of_a_passport_is_up_to_three_letters() -> None:
    assert [issuing_state(one) for one in ("usa", "D", "ＫＯＲ")] == ["USA", "D", "KOR"]
    for typed in ("", "USAA", "U1A", "美国"):
        with pytest.raises(IdentifierInvalid):
            issuing_state(typed)


def test_the_old_permanent_card_is_three_letters_and_twelve_digits() -> None:
    assert old_permanent_card("usa110080010112").reveal() == "USA110080010112"
    for typed in ("US1100800101123", "USA11008001011", "USA1100800101123", NEW_CARD):
        with pytest.raises(IdentifierInvalid):
            old_permanent_card(typed)


def test_the_permanent_card_of_2023_begins_with_a_nine() -> None:
    assert permanent_card(NEW_CARD, TODAY).reveal() == NEW_CARD
    with pytest.raises(IdentifierInvalid) as told:
        permanent_card("370202198808089997", TODAY)

    assert told.value.flaw is Flaw.LAYOUT


@pytest.mark.parametrize(
    "vector",
    [one for one in vectors("id_vectors") if str(one["number"])[:6] in ("810000", "820000", "830000")],
    ids=lambda one: str(one["number"]),
)
def test_a_residence_permit_has_the_form_of_a_resident_number(vector: dict[str, object]) -> None:
    number = str(vector["number"])
    if not vector["expect_valid"]:
        with pytest.raises(IdentifierInvalid):
            residence_permit(number, TODAY)
        return

    assert residence_permit(number, TODAY).reveal() == number
    with pytest.raises(IdentifierInvalid):
        residence_permit("370202198808089997", TODAY)


SHOWN = {
    PaperKind.RESIDENT_CARD: "370202198808089997",
    PaperKind.PERMANENT_CARD: NEW_CARD,
    PaperKind.OLD_PERMANENT_CARD: "USA110080010112",
    PaperKind.HK_MACAO_PERMIT: "H12345678",
    PaperKind.TAIWAN_PERMIT: "12345678",
    PaperKind.PASSPORT: "12345678",
}


def test_the_same_digits_on_another_document_are_another_persons() -> None:
    taiwan = paper(PaperKind.TAIWAN_PERMIT, "12345678", TODAY)
    passports = [paper(PaperKind.PASSPORT, "12345678", TODAY, state=one) for one in ("USA", "KOR")]

    assert len({taiwan.mark, *(one.mark for one in passports)}) == 3


@pytest.mark.parametrize(("kind", "number"), SHOWN.items())
def test_what_is_kept_beside_a_number_fits_and_tells_its_kind_again(kind: PaperKind, number: str) -> None:
    read = paper(kind, number, TODAY, state="USA" if kind is PaperKind.PASSPORT else "")

    assert len(read.mark) <= 16
    assert kind_of(read.mark, is_person=True) is read.kind


def test_nothing_kept_means_what_it_always_meant() -> None:
    assert kind_of("", is_person=True) is NumberKind.RESIDENT
    assert kind_of("", is_person=False) is NumberKind.USCC
    assert Paper(DocumentNumber("x"), NumberKind.ORGANISATION_CODE).mark == "org-code"


@given(st.text(max_size=30), st.sampled_from(PaperKind), st.text(max_size=4))
def test_whatever_is_typed_is_read_or_refused_without_repeating_it(
    typed: str, kind: PaperKind, state: str
) -> None:
    try:
        read = paper(kind, typed, TODAY, state=state)
    except IdentifierInvalid as told:
        assert len(typed) < 6 or typed not in str(told)  # noqa: PT017 - both outcomes are right
    else:
        assert read.number.reveal().isascii()
        assert read.number.reveal().isalnum()


@pytest.mark.parametrize(
    "typed", ["H12345678", "m 1234 5678", "12345678", "usa110080010112", "E12345678", "EA1234567"]
)
def test_a_number_of_another_document_is_known_for_one(typed: str) -> None:
    assert is_another_paper(typed)


@pytest.mark.parametrize(
    "typed", ["370202198808089997", "37020219880808999", "3702O2198808089997", "", "张三", NEW_CARD]
)
def test_a_slip_in_a_resident_number_is_no_other_document(typed: str) -> None:
    assert not is_another_paper(typed)
