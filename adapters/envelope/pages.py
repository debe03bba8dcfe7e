"""What a register tells page by page (分页): asked for from behind the last page, until there is none."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Protocol, TypeVar

from domain.kernel.refusal import Unavailable

ROWS = 1000


class Page(Protocol):
    @property
    def next_cursor(self) -> str | None: ...


P = TypeVar("P", bound=Page)


async def page_by_page(system: str, read: Callable[[dict[str, str]], Awaitable[P]]) -> AsyncIterator[P]:
    """`read` gets `limit` and, behind the first page, `cursor`. Raises Unavailable, and what it raises."""
    place, seen = {"limit": str(ROWS)}, {""}
    while True:
        page = await read(place)
        yield page
        cursor = page.next_cursor
        if cursor is None:
            return
        if cursor in seen:  # who runs in circles would never let us go
            raise Unavailable(system, "cursor-repeats")
        seen.add(cursor)
        place = {"limit": str(ROWS), "cursor": cursor}
