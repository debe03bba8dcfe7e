"""Load shedding (过载保护): a process with more to do than it can says so at once instead of answering late.

It knows ranks and a clock, and nothing of what is asked: what binds somebody is let in longest, then one
thing by its id, then lists and pages. Whether we live is always told.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from enum import IntEnum

from bff.http.refusals import Overloaded
from bff.http.request import App, Ask

Monotonic = Callable[[], float]
BEAT_SECONDS = 0.1
ALWAYS = frozenset({"live", "ready", "metrics"})  # by these an operator sees that we shed


class Rank(IntEnum):
    """What is let in longest has the highest number."""

    LIST = 0
    READ = 1
    BIND = 2


# of the places of a process, how many a rank may find taken; and how late the loop may turn for it
SHARE = {Rank.LIST: 0.6, Rank.READ: 0.8, Rank.BIND: 1.0}
LATEST = {Rank.LIST: 0.25, Rank.READ: 0.5, Rank.BIND: 1.0}
QUIET = 0.1  # of the places: so few are let in however late it is
RETRY_AFTER = {Rank.LIST: 5, Rank.READ: 3, Rank.BIND: 2}


class Shedder:
    """How many requests are being answered now, and how late the event loop is."""

    def __init__(self, at_once: int, monotonic: Monotonic) -> None:
        self._places, self._now = at_once, monotonic
        self._beat, self._late = monotonic(), 0.0
        self.in_flight = 0

    def beat(self) -> None:
        """Called each BEAT_SECONDS; what is missing to that is how late the loop turns."""
        now = self._now()
        self._late, self._beat = max(0.0, now - self._beat - BEAT_SECONDS), now

    def lag(self) -> float:
        """Seconds: of the last beat, or of the one that is due and has not come."""
        return max(self._late, self._now() - self._beat - BEAT_SECONDS)

    def has_room(self, rank: Rank) -> bool:
        """A late loop counts only where there is much to do: else it is not requests that make it late."""
        if self.in_flight >= self._places * SHARE[rank]:
            return False
        return self.in_flight < self._places * QUIET or self.lag() < LATEST[rank]

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Beats for as long as the block runs."""
        self._beat, self._late = self._now(), 0.0
        task = asyncio.create_task(self._beats())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _beats(self) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            self.beat()


def rank_of(request: Ask) -> Rank:
    """By the method and the route; whatever has no route is as a list."""
    if request.route is None:
        return Rank.LIST
    if request.method not in ("GET", "HEAD"):
        return Rank.BIND
    return Rank.READ if request.match_info and "name" not in request.match_info else Rank.LIST


class Place:
    """One request's place; given back once, with the answer or with the end of its connection."""

    def __init__(self, shedder: Shedder) -> None:
        self._shedder, self._is_held = shedder, True
        self._task = asyncio.current_task()
        shedder.in_flight += 1
        if self._task:
            self._task.add_done_callback(self._ended)

    def leave(self) -> None:
        if self._is_held:
            self._is_held = False
            self._shedder.in_flight -= 1
            if self._task:
                self._task.remove_done_callback(self._ended)

    def _ended(self, _: object) -> None:
        self.leave()


def register(app: App, shedder: Shedder) -> None:
    async def enter(request: Ask) -> None:
        """Whose body has come: who sends slowly takes no place meanwhile. Raises Overloaded."""
        if request.route is not None and request.route.name.rpartition(".")[2] in ALWAYS:
            return
        rank = rank_of(request)
        if not shedder.has_room(rank):
            raise Overloaded(rank.name, retry_after=RETRY_AFTER[rank])
        request.ctx.place = Place(shedder)

    async def leave(request: Ask, _: object) -> None:
        place: Place | None = getattr(request.ctx, "place", None)
        if place:
            place.leave()

    app.register_middleware(enter, "request", priority=95)
    app.register_middleware(leave, "response", priority=90)
