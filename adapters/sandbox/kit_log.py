"""The request log (请求日志): which calls came in; phones, identity numbers, names and secrets masked."""

import json
import re
from collections.abc import Collection
from urllib.parse import parse_qsl

from aiohttp import web

from adapters.sandbox.kit_books import Books, Clock

PHONE = re.compile(r"(?<!\d)(?:\+?86)?(1\d{2})\d{4}(\d{4})(?!\d)")
ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])(\d)\d{16}([0-9Xx])(?![0-9A-Za-z])")
KEEP_ROWS = 5000
FORM = "application/x-www-form-urlencoded"
TABLE = """
CREATE TABLE IF NOT EXISTS kit_log (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL, mode TEXT NOT NULL,
    fields TEXT NOT NULL, answer INTEGER
);
"""


def mask(text: str) -> str:
    """Phones and identity numbers inside any text, masked."""
    return ID_NUMBER.sub(r"\1****************\2", PHONE.sub(r"\1****\2", text))


def read_fields(request: web.Request, body: bytes) -> dict[str, object]:
    """Query, form and JSON object of a request as one mapping; JSON inside a form value is opened."""
    fields: dict[str, object] = dict(parse_qsl(request.rel_url.raw_query_string, keep_blank_values=True))
    if request.content_type == FORM:
        fields |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    elif body[:1] == b"{":
        opened = _opened(body.decode("utf-8", "replace"))
        fields |= opened if isinstance(opened, dict) else {}
    return {
        name: _opened(value) if isinstance(value, str) and value[:1] in "{[" else value
        for name, value in fields.items()
    }


def flat(value: object, name: str = "") -> dict[str, str]:
    """Every leaf by its own key, for `match`; the outermost of two equal keys wins."""
    if isinstance(value, dict):
        found: dict[str, str] = {}
        for key, inner in value.items():
            leaves = flat(inner, str(key))
            found = leaves | found if isinstance(inner, dict | list) else found | leaves
        return found
    if isinstance(value, list):
        found = {}
        for inner in value:
            found = flat(inner, name) | found
        return found
    return {name: str(value)} if value is not None else {}


class Log:
    """`names`: keys whose value is a person's name; `hidden`: keys never shown. Both in lower case."""

    def __init__(self, books: Books, clock: Clock, names: Collection[str], hidden: Collection[str]) -> None:
        self._books, self._clock = books, clock
        self._names, self._hidden = frozenset(names), frozenset(hidden)
        books.create(TABLE)

    def add(self, request: web.Request, fields: dict[str, object], mode: str) -> int:
        """Note a call before it is answered: one that is reset was received all the same."""
        number = self._books.insert(
            "kit_log",
            at=self._clock.now().isoformat(),
            method=request.method,
            path=mask(request.path),
            mode=mode,
            fields=json.dumps(self.redacted(fields), ensure_ascii=False),
        )
        self._books.write("DELETE FROM kit_log WHERE id <= ?", number - KEEP_ROWS)
        return number

    def answered(self, number: int, status: int) -> None:
        self._books.write("UPDATE kit_log SET answer = ? WHERE id = ?", status, number)

    def listing(self) -> list[dict[str, object]]:
        rows = self._books.rows("SELECT * FROM kit_log ORDER BY id")
        return [dict(row) | {"fields": json.loads(row["fields"])} for row in rows]

    def redacted(self, value: object, name: str = "") -> object:
        key = name.lower()
        if key in self._hidden:
            return "***"
        if isinstance(value, dict):
            return {inner: self.redacted(value[inner], str(inner)) for inner in value}
        if isinstance(value, list):
            return [self.redacted(inner, name) for inner in value]
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self.redacted(str(value), name) if mask(str(value)) != str(value) else value
        if isinstance(value, str):
            return value[:1] + "**" if key in self._names else mask(value)
        return value


def _opened(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text
