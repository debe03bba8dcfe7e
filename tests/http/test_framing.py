"""Bytes on a real socket: what RFC 9112 forbids, and what a server must not let through (HD-1, BI-2)."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sanic import Sanic

from bff.app import create_app
from bff.http.answers import Meters

ROOT = Path(__file__).parents[2]
HOST = b"Host: palm.test\r\n"
POST = b"POST /v1/sms/messages/check HTTP/1.1\r\n" + HOST


class Line:
    """One connection at a time to the application on loopback."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def say(self, *sent: bytes) -> bytes:
        """Everything that comes back until the server closes, or falls silent."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            for part in sent:
                writer.write(part)
                await writer.drain()
            heard = b""
            while part := await asyncio.wait_for(reader.read(65536), timeout=0.5):
                heard += part
        except (TimeoutError, ConnectionError):
            pass
        finally:
            writer.close()
        return heard

    async def status(self, *sent: bytes) -> int:
        heard = await self.say(*sent)
        return int(heard.split(b" ", 2)[1]) if heard else 0


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    app = create_app(static=ROOT / "static", meters=Meters(), name="framing")
    app.config.TOUCHUP = False
    listening = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=listening, return_asyncio_server=True)
    assert server is not None
    await server.startup()  # type: ignore[no-untyped-call] # Sanic's own
    await server.before_start()  # type: ignore[no-untyped-call] # Sanic's own
    await server.start_serving()  # type: ignore[no-untyped-call] # Sanic's own
    try:
        yield Line(listening.getsockname()[1])
    finally:
        server.close()  # type: ignore[no-untyped-call] # Sanic's own
        await server.before_stop()  # type: ignore[no-untyped-call] # Sanic's own
        await server.after_stop()  # type: ignore[no-untyped-call] # Sanic's own
        Sanic.unregister_app(app)


def problem_of(heard: bytes) -> dict[str, object]:
    told: dict[str, object] = json.loads(heard.partition(b"\r\n\r\n")[2])
    return told


async def test_a_whole_request_is_answered_without_a_word_about_the_server(line: Line) -> None:
    heard = await line.say(b"GET /live HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")

    head = heard.partition(b"\r\n\r\n")[0].lower()
    assert heard.startswith(b"HTTP/1.1 200")
    assert b"\r\nserver:" not in head
    assert b"sanic" not in heard.lower()


FORBIDDEN = {
    "no Host": b"GET /live HTTP/1.1\r\n\r\n",
    "two Hosts": b"GET /live HTTP/1.1\r\n" + HOST + HOST + b"\r\n",
    "a space before the colon": b"GET /live HTTP/1.1\r\n" + HOST + b"X-A : 1\r\n\r\n",
    "a space in a name": b"GET /live HTTP/1.1\r\n" + HOST + b"X A: 1\r\n\r\n",
    "a folded line": b"GET /live HTTP/1.1\r\n" + HOST + b"X-A: 1\r\n 2: 3\r\n\r\n",
    "NUL in a value": b"GET /live HTTP/1.1\r\n" + HOST + b"X-A: a\0b\r\n\r\n",
    "NUL in a name": b"GET /live HTTP/1.1\r\n" + HOST + b"X\0A: 1\r\n\r\n",
    "a bare newline": b"GET /live HTTP/1.1\r\n" + HOST + b"X-A: 1\nX-B: 2\r\n\r\n",
    "no name": b"GET /live HTTP/1.1\r\n" + HOST + b": 1\r\n\r\n",
    "no colon": b"GET /live HTTP/1.1\r\n" + HOST + b"nothing\r\n\r\n",
    "bytes that are no text": b"GET /live HTTP/1.1\r\n" + HOST + b"Authorization: Bearer \xff\xfe\r\n\r\n",
    "two lengths": POST + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "a length and chunks": POST + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
    "a length below nothing": POST + b"Content-Length: -1\r\n\r\n",
    "a length in full-width digits": POST + "Content-Length: ２\r\n\r\n{}".encode(),
    "another protocol": b"GET /live HTTP/9.9\r\n" + HOST + b"\r\n",
    "half a request line": b"GET /live\r\n" + HOST + b"\r\n",
    "an address that is no ASCII": "GET /证照 HTTP/1.1\r\nHost: a\r\n\r\n".encode(),
    "broken chunks": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
}


@pytest.mark.parametrize("what", FORBIDDEN)
async def test_what_is_no_http_is_refused_as_such_and_the_connection_ends(line: Line, what: str) -> None:
    again = b"GET /live HTTP/1.1\r\n" + HOST + b"\r\n"

    heard = await line.say(FORBIDDEN[what], again)

    assert heard.startswith(b"HTTP/1.1 400 "), heard[:200]
    assert heard.count(b"HTTP/1.1 ") == 1
    assert problem_of(heard)["type"] == "/problems/malformed-request"
    assert len(str(problem_of(heard)["instance"])) == 32
    for header in (b"content-security-policy:", b"x-content-type-options: nosniff", b"x-request-id:"):
        assert header in heard.lower()


async def test_what_comes_behind_a_spoilt_length_is_no_second_request(line: Line) -> None:
    hidden = b"GET /problems HTTP/1.1\r\n" + HOST + b"\r\n"
    spoilt = b"POST /live HTTP/1.1\r\n" + HOST + b"Content-Length : %d\r\n\r\n" % len(hidden)

    heard = await line.say(spoilt + hidden)

    assert heard.count(b"HTTP/1.1 ") == 1
    assert heard.startswith(b"HTTP/1.1 400 ")


async def test_a_body_beyond_all_limits_is_refused_before_it_is_read(line: Line) -> None:
    kind = b"Content-Type: application/json\r\n"

    told = await line.say(POST + kind + b"Content-Length: 999999999\r\n\r\n")
    chunked = await line.say(
        POST + kind + b"Transfer-Encoding: chunked\r\n\r\n", *([b"8000\r\n" + b"x" * 0x8000 + b"\r\n"] * 3)
    )

    assert told.startswith(b"HTTP/1.1 413 ")
    assert chunked.startswith(b"HTTP/1.1 413 ")
    assert problem_of(told)["type"] == "/problems/body-too-large"
    assert b"content-security-policy:" in told.lower()


async def test_a_head_without_end_is_refused(line: Line) -> None:
    assert await line.status(b"GET /live HTTP/1.1\r\n" + HOST + b"X-A: " + b"a" * 20_000 + b"\r\n\r\n") in (
        400,
        413,
    )


@pytest.mark.parametrize(
    "target",
    [
        b"http://evil.test/live",
        b"*",
        b"//evil.test/live",
        b"/%00",
        b"/%ff",
        b"/live%0d%0aX-A:1",
        b"/..",
        b"/?%",
    ],
)
async def test_a_strange_address_is_found_or_not_and_never_an_error_of_ours(
    line: Line, target: bytes
) -> None:
    assert await line.status(b"GET " + target + b" HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n") in (
        200,
        400,
        404,
    )


async def test_an_address_without_a_slash_is_hung_up_on_and_the_next_caller_is_served(line: Line) -> None:
    assert await line.say(b"GET live HTTP/1.1\r\n" + HOST + b"\r\n") == b""
    assert await line.status(b"GET /live HTTP/1.1\r\n" + HOST + b"\r\n") == 200


@pytest.mark.parametrize("method", [b"TRACE", b"TRACK", b"CONNECT", b"DEBUG", b"OPTIONS", b"HEAD", b"get"])
async def test_a_method_the_address_does_not_have_does_nothing(line: Line, method: bytes) -> None:
    heard = await line.say(method + b" /live HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")

    assert heard.split(b" ", 2)[1] in (b"400", b"405")
    assert b"X-A" not in heard
