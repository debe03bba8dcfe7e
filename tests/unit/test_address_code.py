"""The address code: slips are caught, pasted messages are read, nothing prints it by accident."""

import pickle
import secrets

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.invitations.code import AddressCode, AddressCodeMistyped, Slip

PAYLOADS = 90_000_000
codes = st.integers(0, PAYLOADS - 1).map(lambda drawn: AddressCode.mint(lambda _: drawn))


def refused(text: str) -> Slip:
    with pytest.raises(AddressCodeMistyped) as refusal:
        AddressCode.parse(text)
    return refusal.value.slip


@given(codes)
def test_a_code_is_read_back_as_it_was_printed(code: AddressCode) -> None:
    assert AddressCode.parse(str(code)) == code


@given(codes)
@settings(deadline=None)
def test_every_single_digit_slip_is_caught(code: AddressCode) -> None:
    for place, digit in enumerate(code.digits):
        for other in set("0123456789") - {digit}:
            assert refused(code.digits[:place] + other + code.digits[place + 1 :]) is Slip.WRONG_DIGIT


@given(codes)
@settings(deadline=None)
def test_every_swap_of_two_neighbours_is_caught(code: AddressCode) -> None:
    for place in range(8):
        one, other = code.digits[place], code.digits[place + 1]
        if one != other:
            assert refused(code.digits[:place] + other + one + code.digits[place + 2 :]) is Slip.WRONG_DIGIT


def test_a_number_with_a_good_check_digit_but_an_unnoticed_swap_is_no_code() -> None:
    # both satisfy MOD 11,10; neither is ever given out
    assert refused("560000002") is Slip.WRONG_DIGIT
    assert refused("650000002") is Slip.WRONG_DIGIT


def test_a_number_that_begins_with_a_zero_is_no_code() -> None:
    # its check digit is right and no swap of it goes unnoticed
    assert refused("025000003") is Slip.WRONG_DIGIT


@given(st.integers(0, PAYLOADS - 1))
def test_a_code_never_begins_with_a_zero_that_a_reader_might_drop(drawn: int) -> None:
    code = AddressCode.mint(lambda _: drawn)

    assert code.digits[0] != "0"
    assert len(code.digits) == 9


def test_the_highest_draw_still_gives_a_code() -> None:
    assert AddressCode.parse(str(AddressCode.mint(lambda below: below - 1)))


def test_codes_are_drawn_from_all_the_room_there_is() -> None:
    asked: list[int] = []

    def draw(below: int) -> int:
        asked.append(below)
        return 7

    AddressCode.mint(draw)

    assert asked == [PAYLOADS]
    assert AddressCode.mint(secrets.randbelow) != AddressCode.mint(secrets.randbelow)


@pytest.mark.parametrize(
    "around",
    [
        "{0} {1} {2}",
        "{0}{1}{2}",
        "{0}-{1}-{2}",
        "办理码 {0} {1} {2}",
        "办理码：{0}{1}{2}。",
        "  {0}\u3000{1}\u00a0{2}\n",
        "【青岛政务】您的道路运输证将于2026年12月31日到期，办理码 {0} {1} {2}，详询12345。",
        "办理码 {0} {1} {2} 2026年12月31日前有效",
        "{0}\u2013{1}\u2014{2}",
    ],
)
def test_a_code_is_found_in_what_was_pasted(around: str) -> None:
    code = AddressCode.mint(lambda _: 41_234_567)

    assert AddressCode.parse(around.format(code.digits[:3], code.digits[3:6], code.digits[6:])) == code


def test_full_width_digits_are_digits() -> None:
    code = AddressCode.mint(lambda _: 41_234_567)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code.digits)

    assert AddressCode.parse(wide) == code


@pytest.mark.parametrize(
    ("typed", "slip"),
    [
        ("", Slip.NO_DIGITS),
        ("办理码", Slip.NO_DIGITS),
        ("123 456 78", Slip.TOO_FEW),
        ("1234567890", Slip.TOO_MANY),
        ("٣٤٥ ٣٤٥ ٣٤٥", Slip.NO_DIGITS),
    ],
)
def test_a_slip_is_named_so_the_person_knows_where_to_look(typed: str, slip: Slip) -> None:
    assert refused(typed) is slip


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader_and_no_refusal_repeats_it(text: str) -> None:
    try:
        AddressCode.parse(text)
    except AddressCodeMistyped as refusal:
        said = f"{refusal} {refusal.data['slip']}"
    else:
        return

    assert said in {f"{slip} {slip}" for slip in Slip}


def test_a_code_is_not_looked_for_beyond_the_length_of_a_message() -> None:
    code = AddressCode.mint(lambda _: 41_234_567)

    assert AddressCode.parse("字" * 1_900 + str(code)) == code
    assert refused("字" * 2_000 + str(code)) is Slip.NO_DIGITS


def test_a_code_shows_in_the_message_only() -> None:
    code = AddressCode.mint(lambda _: 41_234_567)

    assert str(code).replace(" ", "") == code.digits
    assert not set(repr(code)) & set("0123456789")
    with pytest.raises(TypeError):
        pickle.dumps(code)
