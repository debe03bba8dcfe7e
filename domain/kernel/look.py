"""One look (一次查看): what the reads behind one answer share, a time and what they were told.

A context variable, because between the screen and whoever asks another house nobody need know of it.

It ends with the answer: the next look asks anew. What binds is asked anew within one, too.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from uuid import UUID

from domain.kernel.refusal import Refused, Unavailable


class Look:
    """`told`: what another house said, or that it did not, by what it was asked about."""

    __slots__ = ("_until", "told")

    def __init__(self) -> None:
        self.told: dict[UUID, bool | Refused | Unavailable] = {}
        self._until: float | None = None

    def until(self, patience: timedelta) -> float:
        """By the event loop's clock, when nobody is waited for any more: `patience` after the first ask."""
        if self._until is None:
            self._until = asyncio.get_running_loop().time() + patience.total_seconds()
        return self._until


_running: ContextVar[Look | None] = ContextVar("look", default=None)


def this_look() -> Look:
    """Outside of one, a look of one question."""
    return _running.get() or Look()


@contextmanager
def looking() -> Iterator[None]:
    """For the length of one screen's read. A second one inside joins the first."""
    if _running.get() is not None:
        yield
        return
    token = _running.set(Look())
    try:
        yield
    finally:
        _running.reset(token)
