"""A call to the outside as an onlooker sees it (线上交互): whom, where, what came of it. Nobody's data."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Exchange:
    """`told`: the status of the answer, or why there was none; `path` without its query.

    `inward`: they called us.
    """

    system: str
    what: str
    told: str
    inward: bool = False


Watch: TypeAlias = Callable[[Exchange], None]


def unwatched(exchange: Exchange) -> None:
    """In the office nobody draws them."""
    del exchange
