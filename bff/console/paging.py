"""How staff lists are paged: `limit` at a time, from behind `cursor`."""

from bff.http.refusals import MalformedBody
from bff.http.request import Ask
from bff.http.slips import malformed

MOST, USUAL = 100, 50


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


def cursor_unknown() -> MalformedBody:
    return malformed("cursor", "unknown", "请从第一页重新打开")
