"""A renamed road is not a move, and a move is not a renamed road: what is not plain waits for a clerk."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.findings.address_text import DIVISIONS, weigh_move
from domain.findings.ports import Move

LICANG, CHENGYANG, JIMO, JIMO_BEFORE_2017 = "370213", "370214", "370215", "370282"
KNOWN = st.sampled_from(sorted(DIVISIONS))
TEXTS = st.text(alphabet="九水东路号院栋室青岛市李沧区山东省0123456789#A- ", max_size=24)
FULL_WIDTH = str.maketrans("0123456789#A-", "０１２３４５６７８９＃Ａ－")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("九水路12号", "九水路12号"),
        ("九水路12号", "九水路１２号"),
        ("九水路12号", "九水路12#"),
        ("九水路12号", " 九水路 12 号 "),
        ("九水路12号3栋b座", "九水路12号3栋Ｂ座"),
        ("李沧区九水路12号", "九水路12号"),
        ("山东省青岛市李沧区九水路12号", "李沧区九水路12号"),
        ("青岛市李沧区九水路12号", "山东省李沧区 九水路12＃"),
    ],
)
def test_the_same_place_written_differently_is_no_change_of_address(before: str, after: str) -> None:
    assert weigh_move(before, after, LICANG, LICANG) is Move.NONE
    assert weigh_move(after, before, LICANG, LICANG) is Move.NONE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("李沧区九水路12号", "李沧区九水东路12号"),  # a road renamed, or another road?
        ("九水路12号", "九水路14号"),
        ("九水路12号", "九水路12号甲"),
        ("九水路1 12号", "九水路112号"),
        ("九水路小区12号", "八水路小区12号"),
        ("李沧区九水路12号", "城阳区九水路12号"),  # says one thing in words and another in its code
        ("九水路12号", ""),
    ],
)
def test_another_text_within_one_division_waits_for_a_clerk(before: str, after: str) -> None:
    assert weigh_move(before, after, LICANG, LICANG) is Move.UNCLEAR
    assert weigh_move(after, before, LICANG, LICANG) is Move.UNCLEAR


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("李沧区九水路12号", "城阳区正阳路1号"),
        ("人民路1号", "人民路1号"),
        ("李沧区人民路1号", "城阳区人民路1号"),
    ],
)
def test_another_division_is_a_move_whatever_the_road_is_called(before: str, after: str) -> None:
    assert weigh_move(before, after, LICANG, CHENGYANG) is Move.ELSEWHERE


@pytest.mark.parametrize(
    ("before_division", "after_division"),
    [(JIMO_BEFORE_2017, JIMO), ("", LICANG), (LICANG, ""), ("370102", LICANG), ("3702", "370213")],
)
def test_a_division_nobody_can_place_proves_no_move(before_division: str, after_division: str) -> None:
    assert weigh_move("人民路1号", "人民路2号", before_division, after_division) is Move.UNCLEAR
    assert weigh_move("人民路1号", "人民路1号", before_division, after_division) is Move.UNCLEAR


@pytest.mark.parametrize("divisions", [("", ""), ("", LICANG), (JIMO_BEFORE_2017, JIMO_BEFORE_2017)])
def test_a_text_that_names_its_division_needs_no_code(divisions: tuple[str, str]) -> None:
    assert weigh_move("青岛市李沧区九水路12号", "李沧区九水路１２号", *divisions) is Move.NONE


@given(TEXTS, TEXTS, KNOWN, KNOWN)
def test_it_is_the_same_there_and_back(one: str, other: str, here: str, there: str) -> None:
    assert weigh_move(one, other, here, there) is weigh_move(other, one, there, here)


@given(TEXTS, st.one_of(KNOWN, st.just("")))
def test_a_text_is_never_a_change_of_itself_however_wide_it_is_written(text: str, division: str) -> None:
    assert weigh_move(text, text.translate(FULL_WIDTH), division, division) is Move.NONE


@given(TEXTS, TEXTS, KNOWN, KNOWN)
def test_two_known_divisions_that_differ_are_always_a_move_and_the_same_never(
    one: str, other: str, here: str, there: str
) -> None:
    assert (weigh_move(one, other, here, there) is Move.ELSEWHERE) == (here != there)


@given(st.integers(1, 9999), st.integers(1, 9999), KNOWN)
def test_another_door_number_is_never_waved_through(one: int, other: int, division: str) -> None:
    assume(one != other)

    assert weigh_move(f"九水路{one}号", f"九水路{other}#", division, division) is Move.UNCLEAR
