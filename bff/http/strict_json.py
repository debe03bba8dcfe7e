"""JSON as strict as the database: what PostgreSQL or a second parser would read otherwise is refused.

NUL, lone surrogates, NaN, numbers beyond a double, duplicate keys, bad UTF-8 and deep nesting are malformed.
"""

import json
import math

from bff.http.refusals import MalformedJson

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
DEPTH = 20


def parse(body: bytes) -> Json:
    """Raises MalformedJson, naming what is wrong and never quoting the body."""
    try:
        value: Json = json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_float=_number,
            parse_int=_whole,
        )
    except UnicodeDecodeError:
        raise MalformedJson("not UTF-8") from None
    except RecursionError:
        raise MalformedJson("nested too deep") from None
    except json.JSONDecodeError as error:
        raise MalformedJson(error.msg) from None
    _walk(value, DEPTH)
    return value


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise MalformedJson("a key stands twice")
    return found


def _constant(_: str) -> Json:
    raise MalformedJson("not a JSON number")


def _number(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise MalformedJson("number out of range")
    return number


def _whole(text: str) -> int:
    if len(text) > len(str(-(2**63))):
        raise MalformedJson("number out of range")
    return int(text)


def _walk(value: Json, depth: int) -> None:
    if depth == 0:
        raise MalformedJson("nested too deep")
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= char <= "\udfff" for char in value):
            raise MalformedJson("text holds a NUL or half a character")
    elif isinstance(value, list):
        for part in value:
            _walk(part, depth - 1)
    elif isinstance(value, dict):
        for key, part in value.items():
            _walk(key, depth)
            _walk(part, depth - 1)
