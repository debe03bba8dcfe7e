"""Who sends slowly, or opens one connection after another, keeps nobody else waiting (OV-3)."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from sanic import Sanic

from bff.app import OURS_ALONE, Door, create_app
from bff.http.answers import Meters
from bff.http.connection import PatientProtocol
from bff.http.request import App
from bff.http.shedding import Shedder
from bff.http.turning_away import TurningAway
from tests.http.caller import ALWAYS
from tests.unit.test_shedding import HandWatch

ROOT = Path(__file__).parents[2]
HEAD = b"GET /live HTTP/1.1\r\nHost: palm.test\r\n"
POST = b"POST /v1/sms/messages/check HTTP/1.1\r\nHost: palm.test\r\nContent-Type: application/json\r\n"
BYTES = 400  # one each twentieth of a second: twenty seconds, were nobody to end it


async def until(is_so: Callable[[], bool]) -> None:
    for _ in range(2000):
        if is_so():
            return
        await asyncio.sleep(0.005)
    pytest.fail("it never came about")


async def _hear(reader: asyncio.StreamReader, heard: bytearray) -> None:
    """Until the server hangs up, politely or not."""
    with suppress(ConnectionError):
        while part := await reader.read(65536):
            heard += part


class Serving:
    """The application on loopback, with little patience."""

    def __init__(self, app: App, port: int) -> None:
        self.app, self._port = app, port

    async def connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self._port)

    async def trickled(self, begun: bytes) -> tuple[int, bytes]:
        """How many single bytes could be sent after `begun` until the server hung up, and what it said."""
        reader, writer = await self.connected()
        heard = bytearray()
        hearing = asyncio.create_task(_hear(reader, heard))
        writer.write(begun)
        sent = 0
        while sent < BYTES and not hearing.done():
            writer.write(b"a")
            sent += 1
            await asyncio.wait([hearing], timeout=0.05)
        writer.close()
        await asyncio.wait_for(hearing, timeout=5)
        return sent, bytes(heard)

    async def is_alive(self) -> bool:
        reader, writer = await self.connected()
        try:
            writer.write(HEAD + b"Connection: close\r\n\r\n")
            return (await asyncio.wait_for(reader.read(), timeout=5)).startswith(b"HTTP/1.1 200")
        except ConnectionError:
            return False
        finally:
            writer.close()


@pytest.fixture
async def serving() -> AsyncIterator[Serving]:
    async with served(OURS_ALONE) as made:
        yield made


@asynccontextmanager
async def served(door: Door) -> AsyncIterator[Serving]:
    app = create_app(static=ROOT / "static", meters=Meters(), door=door, name="slow-clients")
    app.config.TOUCHUP = False
    app.config.REQUEST_TIMEOUT = 1
    app.config.BODY_SECONDS = 0.5
    app.config.CONNECTIONS_OF_AN_ADDRESS = 20
    listening = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=listening, protocol=PatientProtocol, return_asyncio_server=True)
    assert server is not None
    await server.startup()  # type: ignore[no-untyped-call] # Sanic's own
    await server.before_start()  # type: ignore[no-untyped-call] # Sanic's own
    await server.start_serving()  # type: ignore[no-untyped-call] # Sanic's own
    try:
        yield Serving(app, listening.getsockname()[1])
    finally:
        server.close()  # type: ignore[no-untyped-call] # Sanic's own
        await server.before_stop()  # type: ignore[no-untyped-call] # Sanic's own
        await server.after_stop()  # type: ignore[no-untyped-call] # Sanic's own
        Sanic.unregister_app(app)


async def test_a_head_that_never_ends_is_hung_up_on(serving: Serving) -> None:
    sent, heard = await serving.trickled(HEAD + b"X-Slow: ")

    assert sent < BYTES
    assert heard.startswith(b"HTTP/1.1 400 ")
    assert await serving.is_alive()


async def test_a_body_that_never_ends_is_hung_up_on(serving: Serving) -> None:
    sent, heard = await serving.trickled(POST + b"Content-Length: 60000\r\n\r\n")

    assert sent < BYTES
    assert heard.startswith(b"HTTP/1.1 400 ")
    assert await serving.is_alive()


async def test_the_rest_of_a_refused_body_is_not_waited_for(serving: Serving) -> None:
    refused = POST.replace(b"/v1/sms/messages/check", b"/nowhere") + b"Content-Length: 60000\r\n\r\n"

    sent, heard = await serving.trickled(refused)

    assert sent < BYTES
    assert heard.startswith(b"HTTP/1.1 404 ")
    assert await serving.is_alive()


async def test_a_hundred_slow_heads_keep_nobody_else_waiting(serving: Serving) -> None:
    serving.app.config.CONNECTIONS_OF_AN_ADDRESS = 200
    slow = [await serving.connected() for _ in range(100)]
    for _, writer in slow:
        writer.write(HEAD + b"X-Slow: a")

    alive = [await serving.is_alive() for _ in range(20)]

    for _, writer in slow:
        writer.close()
    assert all(alive)


async def test_one_address_has_so_many_connections_and_gets_them_back(serving: Serving) -> None:
    kept = [await serving.connected() for _ in range(20)]
    await until(lambda: serving.app.ctx.open_now["127.0.0.1"] == 20)

    one_more = await serving.is_alive()
    for _, writer in kept:
        writer.close()
    await until(lambda: not serving.app.ctx.open_now["127.0.0.1"])

    assert not one_more
    assert await serving.is_alive()


async def test_connections_of_a_proxy_that_is_believed_are_its_own_affair(serving: Serving) -> None:
    serving.app.config.FORWARDED_SECRET = "invented-proxy-secret"
    kept = [await serving.connected() for _ in range(25)]

    alive = await serving.is_alive()

    for _, writer in kept:
        writer.close()
    assert alive


@pytest.fixture
async def full() -> AsyncIterator[tuple[Serving, Shedder]]:
    """Eight of its ten places are taken: steps alone are let in."""
    shedder = Shedder(10, HandWatch())
    shedder.in_flight = 8
    async with served(Door(shedder=shedder)) as serving:
        yield serving, shedder


async def answers_to(serving: Serving, *sent: bytes) -> list[tuple[int, dict[str, str], dict[str, Any]]]:
    """Status, headers and body of each answer on one connection, asked one after the other."""
    reader, writer = await serving.connected()
    told = []
    try:
        for one in sent:
            writer.write(one)
            head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), timeout=5)).decode()
            line, *rest = head.strip().split("\r\n")
            headers = {name.lower(): value for name, value in (each.split(": ", 1) for each in rest)}
            body = await asyncio.wait_for(reader.readexactly(int(headers["content-length"])), timeout=5)
            told.append((int(line.split(" ")[1]), headers, json.loads(body)))
    finally:
        writer.close()
    return told


def a_read(path: bytes, more: bytes = b"") -> bytes:
    return b"GET " + path + b" HTTP/1.1\r\nHost: palm.test\r\n" + more + b"\r\n"


async def test_the_quick_no_says_all_that_the_long_one_does(full: tuple[Serving, Shedder]) -> None:
    serving, _ = full
    quick = a_read(b"/v1/citizen/counters")
    at_length = a_read(b"/v1/citizen/counters", b"Content-Length: 0\r\n")

    [one, two] = await answers_to(serving, quick, at_length)

    assert one[0] == two[0] == 503
    for status, headers, body in (one, two):
        assert status == body["status"]
        assert headers["x-request-id"] == body["instance"]
        assert int(headers["retry-after"]) == body["retry_after"] > 0
        assert headers["cache-control"] == "no-store"
        assert {name: headers[name] for name in ALWAYS} == ALWAYS
    own = {"instance", "retry_after"}
    assert {k: v for k, v in one[2].items() if k not in own} == {
        k: v for k, v in two[2].items() if k not in own
    }
    assert set(one[1]) - {"connection"} >= set(two[1]) - {"connection", "keep-alive", "alt-svc"}


async def test_whoever_was_told_no_quickly_is_answered_on_the_same_connection_later(
    full: tuple[Serving, Shedder],
) -> None:
    serving, shedder = full
    reader, writer = await serving.connected()
    writer.write(a_read(b"/v1/citizen/nowhere"))
    no = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), timeout=5)
    await reader.read(65536)
    shedder.in_flight = 0

    writer.write(a_read(b"/v1/citizen/nowhere"))
    found = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), timeout=5)

    writer.close()
    assert no.startswith(b"HTTP/1.1 503 ")
    assert found.startswith(b"HTTP/1.1 404 ")


async def test_life_is_told_and_steps_are_taken_while_reads_are_turned_away(
    full: tuple[Serving, Shedder],
) -> None:
    serving, _ = full
    step = POST + b"Content-Length: 2\r\n\r\n[]"

    told = [status for status, _, _ in await answers_to(serving, a_read(b"/live"), step, a_read(b"/v1/x"))]

    assert told == [200, 422, 503]


@pytest.mark.parametrize(
    "sent",
    [
        a_read(b"/v1/x") + a_read(b"/v1/x"),
        a_read(b"/v1/x")[:-2],
        b"GET /v1/x HTTP/1.1\r\nHost: a\r\nContent-Length: 40\r\n\r\nGET /v1/x HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /v1/x HTTP/1.1\r\nHost: a\r\ntransfer-encoding : chunked\r\n\r\n",
        b"POST /v1/x HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /v1/x HTTP/1.0\r\nHost: a\r\n\r\n",
        b"GET /v1/x HTTP/1.1\r\nHost: a\r\nconnection: close\r\n\r\n",
        b"",
    ],
    ids=["two", "half", "a body", "chunks", "a step", "HTTP/1.0", "the last one", "nothing"],
)
def test_what_is_not_certainly_one_whole_plain_read_gets_no_quick_answer(sent: bytes) -> None:
    shedder = Shedder(10, HandWatch())
    shedder.in_flight = 10

    assert TurningAway(shedder, {}, Meters().answers).answer(sent) is None
    assert TurningAway(shedder, {}, Meters().answers).answer(a_read(b"/v1/x")) is not None
