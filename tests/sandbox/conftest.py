"""What the sandbox's own tests stand on: a clock to move, a listener for callbacks, a hand on the levers."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from adapters.conformance.listener import WAIT_SECONDS, Listener, Received, listening
from adapters.conformance.stage import MovableClock as FixedClock
from adapters.sandbox.kit import Books, Running, serve

__all__ = ["FixedClock", "Hand", "Listener", "Received", "books", "clock", "hand", "listener"]


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
async def listener() -> AsyncIterator[Listener]:
    async with listening() as heard:
        yield heard
