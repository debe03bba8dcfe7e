"""What the sandbox's own tests stand on: a clock to move, a listener for callbacks, a hand on the levers."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
import pytest
from aiohttp import web

from adapters.sandbox.kit import Books, Running, serve

WAIT_SECONDS = 5.0


@dataclass
class FixedClock:
    """The wall clock of a test; `now` fits `create_app(now=…)`."""

    at: datetime = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def move(self, **span: float) -> None:
        self.at += timedelta(**span)


@dataclass
class Received:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass
class Listener:
    """Our side of the callbacks: keeps what comes and answers `status` with `answer`."""

    url: str = ""
    status: int = 200
    answer: object = field(default_factory=lambda: {"code": 0, "msg": "ok", "result": True})
    got: list[Received] = field(default_factory=list)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def hear(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        heard = Received(request.method, request.path, dict(request.query), dict(request.headers), body)
        async with self.news:
            self.got.append(heard)
            self.news.notify_all()
        return web.json_response(self.answer, status=self.status)

    async def wait_for(self, count: int, path: str = "/") -> list[Received]:
        """All that came, once `count` of them came to an address that begins with `path`."""
        async with asyncio.timeout(WAIT_SECONDS), self.news:
            await self.news.wait_for(lambda: sum(one.path.startswith(path) for one in self.got) >= count)
        return self.got


@dataclass
class Hand:
    """Starts emulators and moves their levers; what it started ends with the test."""

    http: aiohttp.ClientSession
    running: list[Running] = field(default_factory=list)

    async def start(self, app: web.Application) -> Running:
        self.running.append(await serve(app))
        return self.running[-1]

    async def control(self, vendor: Running, path: str, **body: object) -> Any:
        async with self.http.post(f"{vendor.url}{path}", json=body) as answer:
            return await answer.json()

    async def look(self, vendor: Running, path: str) -> Any:
        async with self.http.get(f"{vendor.url}{path}") as answer:
            return await answer.json()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def books() -> Iterator[Books]:
    with Books(":memory:") as empty:
        yield empty


@pytest.fixture
async def hand() -> AsyncIterator[Hand]:
    timeout = aiohttp.ClientTimeout(total=WAIT_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as http:
        hand = Hand(http)
        yield hand
        for one in hand.running:
            await one.stop()


@pytest.fixture
async def listener(hand: Hand) -> Listener:
    heard = Listener()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", heard.hear)
    heard.url = (await hand.start(app)).url
    return heard
