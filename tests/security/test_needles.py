"""The one pass finds what asking for one string after another finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.security.needles import BLANK, CHUNK, Needles

LETTERS = st.text("abc", max_size=40).map(str.encode)
NEEDLES = st.sets(LETTERS.filter(bool), max_size=30)


@given(NEEDLES, st.lists(LETTERS, max_size=8), st.integers(0, 40))
def test_one_pass_finds_what_one_search_after_another_finds(
    wanted: set[bytes], parts: list[bytes], shift: int
) -> None:
    chosen = [one for pair in zip(parts, wanted, strict=False) for one in pair]
    blob = BLANK[:shift] + b"".join(chosen) + BLANK + b"".join(parts)

    assert Needles(wanted).within(blob) == {one for one in wanted if one in blob}


def test_a_string_across_two_chunks_and_one_at_the_very_end_are_found() -> None:
    wanted = {b"x" * 3 + b"yz" * size for size in (1, 2, 5, 10, 20)}

    for one in wanted:
        for before in range(CHUNK - 30, CHUNK + 2, 7):
            assert Needles(wanted).within(b"." * before + one) == {few for few in wanted if few in one}


def test_a_string_with_a_zero_byte_is_refused() -> None:
    with pytest.raises(ValueError, match="zero byte"):
        Needles([b"a\0"])
