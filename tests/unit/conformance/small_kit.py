"""A port of one question, its emulator and its suite: small enough to see the kit itself at work."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

import msgspec
from aiohttp import web

from adapters.conformance.expectation import same, unknown
from adapters.conformance.stage import Stage
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.vendor import VendorKit
from adapters.outbound.http import Outbound, address
from adapters.sandbox.kit import Books, Desk, answer_json


class Adder:
    """Asks a vendor for the next number; `secret` opens its door."""

    def __init__(self, http: Outbound, url: str, secret: str) -> None:
        self._http, self._url, self._secret = http, http.base(url), secret

    async def next(self) -> int:
        answer = await self._http.send(
            "adder",
            "POST",
            address(self._url, "adder", "next"),
            effect=True,
            headers={"X-Secret": self._secret},
            deadline_seconds=0.3,
        )
        told: dict[str, int] = msgspec.json.decode(answer.body)
        return told["number"]


class World:
    def __init__(self, stage: Stage, url: str) -> None:
        self.stage = stage
        self.adder: Adder = stage.adapter(Adder(stage.http, url, stage.given("secret")))


def vendor(books: Books, now: Callable[[], datetime]) -> web.Application:
    given = 0

    async def answer(request: web.Request) -> web.StreamResponse:
        nonlocal given
        if request.headers.get("X-Secret") != "invented-secret":
            return answer_json({"error": "secret"}, 403)
        given += 1
        return answer_json({"number": given})

    desk = Desk(books, now=now, throttled=lambda: answer_json({}, 429), dump=lambda: {"given": given})
    desk.business("POST", "/next", answer)
    return desk.app


SUITE: Suite[World] = Suite("adder", without={Part.VECTORS: "it signs nothing"})


@SUITE.check(Part.HAPPY)
async def the_first_number_is_one(world: World) -> None:
    same(await world.adder.next(), 1)


@SUITE.check(Part.UNKNOWN, Needs.HAND)
async def a_lost_answer_is_unknown_and_the_number_is_spent(world: World) -> None:
    await world.stage.mode("reset_after")
    with unknown():
        await world.adder.next()
    same((await world.stage.look("/__books"))["given"], 1, "numbers given")


@asynccontextmanager
async def opened(stage: Stage) -> AsyncIterator[World]:
    yield World(stage, await stage.vendor(vendor))


KIT = VendorKit("small", SUITE, opened, {"secret": "invented-secret"}, "secret")
