"""JSON at the edge is as strict as the database behind it."""

import pytest

from bff.http.refusals import MalformedJson
from bff.http.strict_json import parse


@pytest.mark.parametrize(
    "body",
    [
        b'{"to": "\\u0000"}',
        b'{"to": "\\ud800"}',
        b'{"\\udfff": 1}',
        b'{"n": NaN}',
        b'{"n": Infinity}',
        b'{"n": 1e400}',
        b'{"n": -1e400}',
        b'{"n": ' + b"9" * 5000 + b"}",
        b'{"a": 1, "a": 2}',
        b'{"deep": ' + b"[" * 5000 + b"]" * 5000 + b"}",
        b'{"deep": ' + b"[" * 30 + b"]" * 30 + b"}",
        b'{"bad": "\xff"}',
        b"",
        b"{",
        b'{"a": 1} x',
    ],
)
def test_what_a_database_or_a_second_parser_would_read_otherwise_is_malformed(body: bytes) -> None:
    with pytest.raises(MalformedJson):
        parse(body)


def test_plain_json_is_read_as_it_stands() -> None:
    body = '{"name": "甲子安", "n": [1, 2.5, true, null], "emoji": "\\ud83d\\ude00"}'.encode()

    assert parse(body) == {"name": "甲子安", "n": [1, 2.5, True, None], "emoji": "😀"}
