"""How staff lists are paged: `limit` at a time, from behind `cursor`."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from bff.http.refusals import MalformedBody
from bff.http.request import Ask
from bff.http.slips import malformed
from domain.kernel.ids import short, unshort

MOST, USUAL = 100, 50
T = TypeVar("T")


def page_size(request: Ask) -> int:
    """1 to 100. Raises MalformedBody."""
    text = request.args.get("limit", str(USUAL))
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST)) and 1 <= int(text) <= MOST):
        raise malformed("limit", "out-of-range", "每页 1 至 100 条")
    return int(text)


def cursor_of(request: Ask) -> str | None:
    """What the page before gave, or None for the first page."""
    found: str | None = request.args.get("cursor")
    return found


def id_behind(request: Ask, prefix: str, kind: Callable[[UUID], T]) -> T | None:
    """The last id of the page before, where that is the cursor. Raises MalformedBody."""
    cursor = cursor_of(request)
    if cursor is None:
        return None
    found = unshort(prefix, cursor)
    if found is None:
        raise cursor_unknown()
    return kind(found)


def next_cursor(prefix: str, following: UUID | None) -> str | None:
    """What `id_behind` reads."""
    return short(prefix, following) if following else None


def cursor_unknown() -> MalformedBody:
    return malformed("cursor", "unknown", "请从第一页重新打开")
