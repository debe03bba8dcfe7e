"""Where a check plays (测试台): an emulator or a vendor's test environment, a clock, a listener, a hand."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar

import aiohttp
from aiohttp import web

from adapters.conformance.listener import Listener, listening
from adapters.outbound.http import Outbound
from adapters.outbound.watch import Exchange, Watch
from adapters.sandbox.kit import Books, Running, serve

T = TypeVar("T")
Create = Callable[[Books, Callable[[], datetime]], web.Application]

HAND_SECONDS = 5.0


class Around(Protocol):
    """What is put around an adapter before it is checked; the suite has to notice when it is a fault."""

    def __call__(self, port: T, /) -> T: ...


def as_it_is(port: T, /) -> T:
    return port


BEGINS = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)  # an emulator's day, and the published vectors'


@dataclass
class MovableClock:
    """`now` fits wherever a Clock is wanted."""

    at: datetime = BEGINS

    def now(self) -> datetime:
        return self.at

    def move(self, **span: float) -> None:
        self.at += timedelta(**span)


@dataclass(frozen=True)
class Ground:
    """On what a run stands. `base_url` None: the emulator, started for each check.

    `account`: the parts of our account there; `wrong`: the one that comes with a character changed; `at`:
    what the clock says as each check begins: a vendor's own environment wants it right.
    """

    account: Mapping[str, str]
    base_url: str | None = None
    wrong: str = ""
    around: Around = as_it_is
    at: datetime = BEGINS


@dataclass
class Stage:
    """One for each check: fresh books, nothing left of the check before."""

    ground: Ground
    clock: MovableClock
    listener: Listener
    http: Outbound
    hand: aiohttp.ClientSession
    books: Books
    closing: AsyncExitStack
    exchanges: list[Exchange] = field(default_factory=list)
    url: str = ""

    @property
    def watch(self) -> Watch:
        return self.exchanges.append

    @property
    def is_emulated(self) -> bool:
        return self.ground.base_url is None

    async def vendor(self, create: Create) -> str:
        """Where the vendor is: the emulator just started, or the address that was given."""
        self.url = self.ground.base_url or (await self.start(create(self.books, self.clock.now))).url
        return self.url

    async def start(self, app: web.Application) -> Running:
        """Something more on loopback, until the check is over."""
        running = await serve(app)
        self.closing.push_async_callback(running.stop)
        return running

    def given(self, name: str) -> str:
        """A part of our account. Raises KeyError."""
        value = self.ground.account[name]
        if name != self.ground.wrong:
            return value
        return value[:-1] + ("x" if value[-1] != "x" else "y")

    def adapter(self, port: T) -> T:
        """The port that is checked: as it is, or with a seeded fault around it."""
        return self.ground.around(port)

    async def mode(self, mode: str, times: int = 1, **more: object) -> None:
        """The next requests meet this fault."""
        await self.control("/__mode", mode=mode, times=times, **more)

    async def control(self, path: str, **body: object) -> Any:
        """Move a lever of the emulator. Raises RuntimeError at a vendor's own."""
        if not self.is_emulated:
            raise RuntimeError("a vendor's own environment has no levers")
        async with self.hand.post(f"{self.url}{path}", json=body) as answer:
            told = await answer.json()
        if answer.status >= web.HTTPBadRequest.status_code:
            raise RuntimeError(f"{path}: {told}")
        return told

    async def look(self, path: str) -> Any:
        """What the emulator's own books say."""
        async with self.hand.get(f"{self.url}{path}") as answer:
            return await answer.json()


@asynccontextmanager
async def staged(ground: Ground) -> AsyncIterator[Stage]:
    exchanges: list[Exchange] = []
    timeout = aiohttp.ClientTimeout(total=HAND_SECONDS)
    async with AsyncExitStack() as closing:
        books = closing.enter_context(Books(":memory:"))
        hand = await closing.enter_async_context(aiohttp.ClientSession(timeout=timeout, trust_env=False))
        http = await closing.enter_async_context(Outbound(loopback=True, watch=exchanges.append))
        listener = await closing.enter_async_context(listening(exchanges.append))
        # what a check starts ends first
        inner = await closing.enter_async_context(AsyncExitStack())
        yield Stage(ground, MovableClock(ground.at), listener, http, hand, books, inner, exchanges)
