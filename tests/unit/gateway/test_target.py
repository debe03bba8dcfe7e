"""What a client wrote is matched and written anew; whatever passes is plain."""

import re
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.gateway.plan import Parameter
from domain.gateway.refusals import GatewayNotAllowed
from domain.gateway.target import PATTERN, fill, read_path, read_query, write_query

CASE = Parameter("caseNo", "[A-Z0-9-]{1,64}")
WORD = Parameter("word", "[A-Za-z0-9一-龥._:-]{1,20}")


def test_a_parameter_is_found_and_written_where_the_target_wants_it() -> None:
    values = read_path("/A-1/file", "/{caseNo}/file", [CASE])

    assert fill("/prod/{caseNo}/x", values) == "/prod/A-1/x"


def test_chinese_is_decoded_once_and_encoded_by_us() -> None:
    values = read_query("word=%E5%BB%BA%e7%ad%91", [WORD])

    assert values == {"word": "建筑"}
    assert write_query(values) == "word=%E5%BB%BA%E7%AD%91"


def test_a_query_is_sorted_as_it_is_signed() -> None:
    assert write_query({"b": "2", "a": "1"}) == "a=1&b=2"


def test_a_route_without_parameters_is_its_bare_name() -> None:
    assert read_path("", "", []) == {}
    with pytest.raises(GatewayNotAllowed):
        read_path("/", "", [])


@given(st.text(max_size=40))
@example("..")
@example("A%2FB")
def test_whatever_text_comes_in_what_goes_out_is_one_plain_part(text: str) -> None:
    for raw in (text, quote(text, safe="")):
        try:
            values = read_path(f"/{raw}", "/{word}", [WORD])
        except GatewayNotAllowed:
            continue
        written = fill("/{word}", values)
        assert re.fullmatch(r"/([A-Za-z0-9._~-]|%[0-9A-F]{2})+", written)
        assert written not in ("/.", "/..")
        assert "%2F" not in written
        assert "%5C" not in written


@given(st.text(alphabet="[]{}()*+?|\\^$.-,/;%AZaz09一龥 ", max_size=20))
def test_no_pattern_can_let_a_slash_through(pattern: str) -> None:
    if not PATTERN.fullmatch(pattern):
        return
    try:
        re.compile(pattern)
    except re.error:
        return
    for treacherous in ("A/B", "A%2FB", "..", ".", "A;B", "A\\B", "A%00"):
        with pytest.raises(GatewayNotAllowed):
            read_path(f"/{treacherous}", "/{x}", [Parameter("x", pattern)])


@pytest.mark.parametrize(
    "query", ["word", "word=", "=a", "word=a&word=b", "other=a", "word=a+b", "word=a&", "&word=a"]
)
def test_a_query_that_is_not_plainly_declared_is_refused(query: str) -> None:
    with pytest.raises(GatewayNotAllowed):
        read_query(query, [WORD])


@pytest.mark.parametrize(
    "raw", ["A%2FB", "A%5CB", "A%3BB", "A%00", "%EF%BC%8E%EF%BC%8E", "..", ".", "A%25", "A%0A"]
)
def test_a_pattern_that_is_too_wide_still_lets_no_trick_through(raw: str) -> None:
    wide = Parameter("x", "[!-\U0010ffff]{1,20}")

    with pytest.raises(GatewayNotAllowed):
        read_path(f"/{raw}", "/{x}", [wide])


def test_a_fixed_part_stands_letter_by_letter() -> None:
    with pytest.raises(GatewayNotAllowed):
        read_path("/A-1/%66ile", "/{caseNo}/file", [CASE])
