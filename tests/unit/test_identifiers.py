"""Numbers as people type them, and every golden vector of the standards."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.identifiers import (
    Flaw,
    IdentifierInvalid,
    IdentifierKind,
    Oddity,
    is_resident,
    licence_identifier,
    mobile,
    resident_id,
    uscc,
    uscc_oddities,
)
from domain.kernel.personal import DocumentNumber

DATA = Path(__file__).parent / "data"
TODAY = date(2026, 11, 21)
ID = "37021119950312000X"


def vectors(name: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((DATA / f"{name}.json").read_text("utf-8"))["vectors"]
    return found


@pytest.mark.parametrize("vector", vectors("id_vectors"), ids=lambda vector: vector["note"][:40])
def test_an_identity_number_is_judged_as_the_standard_judges_it(vector: dict[str, object]) -> None:
    number = str(vector["number"])

    if not vector["expect_valid"]:
        with pytest.raises(IdentifierInvalid):
            resident_id(number, TODAY)
        return

    assert resident_id(number, TODAY).reveal() == number.upper()


@pytest.mark.parametrize(
    "typed",
    [
        "37021119950312000x",
        " 370211 19950312 000X ",
        "３７０２１１１９９５０３１２０００ｘ",
        f"\u200b{ID}\u3000",
    ],
)
def test_an_identity_number_is_read_however_it_was_typed(typed: str) -> None:
    assert resident_id(typed, TODAY).reveal() == ID


@pytest.mark.parametrize(
    ("number", "flaw"),
    [
        ("", Flaw.CHARACTERS),
        ("370202880808999", Flaw.LENGTH),
        ("37020219880808999零", Flaw.CHARACTERS),
        ("3702O2198808089997", Flaw.CHARACTERS),
        ("370202198808089990", Flaw.CHECK),
        ("370282199002299991", Flaw.DATE),
        ("٣70202198808089997", Flaw.CHARACTERS),
    ],
)
def test_a_refused_identity_number_is_told_why(number: str, flaw: Flaw) -> None:
    with pytest.raises(IdentifierInvalid) as refusal:
        resident_id(number, TODAY)

    assert (refusal.value.kind, refusal.value.flaw) == (IdentifierKind.RESIDENT_ID, flaw)
    assert refusal.value.data == {"kind": "resident-id", "why": flaw.value}


def test_nobody_was_born_tomorrow() -> None:
    born = date(1995, 3, 12)

    assert resident_id(ID, born).reveal() == ID
    with pytest.raises(IdentifierInvalid):
        resident_id(ID, date(1995, 3, 11))


def test_nobody_alive_was_born_before_1900() -> None:
    with pytest.raises(IdentifierInvalid) as refusal:
        resident_id("370202189912319997", TODAY)

    assert refusal.value.flaw is Flaw.DATE


@pytest.mark.parametrize(
    ("number", "is_one"),
    [(ID, True), ("37020219620530998X", True), ("91370213MAYY000696", False), ("52370200MJ0000018D", False)],
)
def test_a_holders_number_is_a_persons_or_an_organisations(number: str, *, is_one: bool) -> None:
    assert is_resident(DocumentNumber(number)) is is_one


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_in_an_identity_number_is_always_caught(place: int, shift: int) -> None:
    number = "370202198808089997"
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]

    with pytest.raises(IdentifierInvalid):
        resident_id(wrong, TODAY)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader_and_no_refusal_repeats_it(text: str) -> None:
    said = set()
    for read in (lambda: resident_id(text, TODAY), lambda: uscc(text), lambda: mobile(text)):
        try:
            read()
        except IdentifierInvalid as refusal:
            said.add(str(refusal))

    assert said <= {f"{kind}: {flaw}" for kind in IdentifierKind for flaw in Flaw}


@pytest.mark.parametrize("vector", vectors("uscc_vectors"), ids=lambda vector: vector["note"][:40])
def test_a_credit_code_is_judged_as_the_standard_judges_it(vector: dict[str, object]) -> None:
    code = str(vector["code"])

    if not vector["expect_valid"]:
        with pytest.raises(IdentifierInvalid):
            uscc(code)
        return

    assert uscc(code.lower()).reveal() == code
    assert uscc_oddities(uscc(code)) == ()


def test_an_old_organisation_code_is_odd_and_not_refused() -> None:
    # the organisation digit of 91110000600037341L is 1; with 2 the last character becomes P
    code = uscc("91110000600037342P")

    assert uscc_oddities(code) == (Oddity.ORGANISATION_CHECK,)


@pytest.mark.parametrize("code", ["91110000600037341", "91110000I00037341L", "91110000600037341K"])
def test_a_mistyped_credit_code_is_refused(code: str) -> None:
    with pytest.raises(IdentifierInvalid):
        uscc(code)


@pytest.mark.parametrize("vector", vectors("licence_id_vectors"), ids=lambda vector: vector["kind"])
def test_a_licence_identifier_is_never_rewritten_and_its_oddities_are_named(
    vector: dict[str, object],
) -> None:
    written = str(vector["identifier"])

    text, odd = licence_identifier(written)

    assert text == written
    assert (Oddity.LICENCE_CHECK not in odd) == vector["valid"]
    assert (Oddity.ISSUER in odd) == (vector["issuer_code"] == "370200")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "370202198808089997",
        "1.2.156.3005.2.11100000000013338W009.11370200MB0000000C.2026112101.001",
        "1.2.156.3005.2.11100000000013338W009.11370200MB0000000C.2026112101.01.G",
        "1.2.156.3005.2.11100000000013338W009.11370200MB0000000C.2026112101.001.G\n",
    ],
)
def test_what_is_no_licence_identifier_at_all_is_refused(text: str) -> None:
    with pytest.raises(IdentifierInvalid):
        licence_identifier(text)


@pytest.mark.parametrize(
    "typed",
    [
        "13800003210",
        "138 0000 3210",
        "138-0000-3210",
        "+86 13800003210",
        "8613800003210",
        "008613800003210",
        "１３８００００３２１０",
    ],
)
def test_a_mobile_number_is_read_however_it_was_typed(typed: str) -> None:
    assert mobile(typed).reveal() == "13800003210"


@pytest.mark.parametrize(
    "typed", ["", "1380000321", "138000032100", "12800003210", "0532-12345678", "138000O3210"]
)
def test_what_no_mobile_number_looks_like_is_refused(typed: str) -> None:
    with pytest.raises(IdentifierInvalid):
        mobile(typed)


def test_a_number_read_prints_as_its_mask() -> None:
    assert ID not in repr(resident_id(ID, TODAY))
    assert "91110000600037341L" not in f"{uscc('91110000600037341L')}"
    assert f"{mobile('13800003210')}" == "138****3210"
