"""What the one HTTP client holds to, whoever is at the other end."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from yarl import URL

from adapters.outbound.http import Outbound, address
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.kernel.work import NetworkInsideWork, holding
from tests.adapters.outside.closed import closed_url
from tests.sandbox.conftest import Listener


@dataclass
class RawServer:
    """Sends bytes, whatever it is asked, and then closes the connection."""

    servers: list[asyncio.Server] = field(default_factory=list)
    answering: list[asyncio.Task[None]] = field(default_factory=list)

    async def start(self, *pieces: bytes, pause: float = 0.0) -> URL:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                await reader.readuntil(b"\r\n\r\n")
                for piece in pieces:
                    writer.write(piece)
                    await writer.drain()
                    await asyncio.sleep(pause)
            except (ConnectionError, asyncio.CancelledError):
                pass
            finally:
                writer.close()

        def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self.answering.append(asyncio.create_task(answer(reader, writer)))

        self.servers.append(await asyncio.start_server(connected, "127.0.0.1", 0))
        return URL(f"http://127.0.0.1:{self.servers[-1].sockets[0].getsockname()[1]}/")


@pytest.fixture
async def raw() -> AsyncIterator[RawServer]:
    server = RawServer()
    yield server
    for one in server.servers:
        one.close()
    for task in server.answering:
        task.cancel()
    await asyncio.gather(*server.answering)
    await asyncio.sleep(0)  # closed transports say so in the next turn


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"


@pytest.mark.parametrize(
    "url",
    [
        "http://vendor.example",
        "http://127.0.0.1.vendor.example",
        "ftp://127.0.0.1",
        "https://user:word@vendor.example",
        "https://vendor.example?a=b",
    ],
)
async def test_an_outside_system_is_reached_by_https_only(http: Outbound, url: str) -> None:
    with pytest.raises(ValueError, match=r"https|base address"):
        http.base(url)


async def test_plain_http_to_this_machine_is_for_the_sandbox_only(
    http: Outbound, other_http: Outbound
) -> None:
    assert http.base("http://127.0.0.1:8080").host == "127.0.0.1"
    with pytest.raises(ValueError, match="https"):
        other_http.base("http://127.0.0.1:8080")


async def test_a_connection_never_made_is_unavailable_even_for_an_effect(http: Outbound) -> None:
    with pytest.raises(Unavailable):
        await http.send("x", "POST", URL(closed_url()), effect=True)


async def test_a_dripping_answer_ends_at_the_deadline(http: Outbound, raw: RawServer) -> None:
    url = await raw.start(HEAD, *[b" "] * 40, pause=0.1)
    started = time.monotonic()

    with pytest.raises(Unknown):
        await http.send("x", "POST", url, effect=True, deadline_seconds=0.4)

    assert time.monotonic() - started < 0.9


async def test_headers_that_drip_end_at_the_deadline(http: Outbound, raw: RawServer) -> None:
    url = await raw.start(*[HEAD[n : n + 1] for n in range(30)], pause=0.1)
    started = time.monotonic()

    with pytest.raises(Unavailable):
        await http.send("x", "GET", url, effect=False, deadline_seconds=0.4)

    assert time.monotonic() - started < 0.9


async def test_an_answer_over_a_megabyte_is_cut_off(http: Outbound, raw: RawServer) -> None:
    url = await raw.start(HEAD.replace(b"1000", b"10485760"), *[b" " * 65536] * 160)

    with pytest.raises(Unknown, match="TooLarge"):
        await http.send("x", "POST", url, effect=True)


async def test_an_answer_cut_short_is_unknown(http: Outbound, raw: RawServer) -> None:
    url = await raw.start(HEAD, b"{}")

    with pytest.raises(Unknown):
        await http.send("x", "POST", url, effect=True)


async def test_a_redirect_is_not_followed(http: Outbound, raw: RawServer, canned: Listener) -> None:
    head = f"HTTP/1.1 307 Moved\r\nLocation: {canned.url}/elsewhere\r\nContent-Length: 0\r\n\r\n"
    url = await raw.start(head.encode())

    with pytest.raises(Unavailable, match="http-307"):
        await http.send("x", "GET", url, effect=False)

    assert canned.got == []


async def test_a_proxy_of_the_environment_is_not_used(
    http: Outbound, canned: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, closed_url())

    answer = await http.send("x", "GET", URL(canned.url), effect=False)

    assert answer.status == 200


async def test_nobody_uses_the_network_inside_a_transaction(http: Outbound, canned: Listener) -> None:
    with holding(), pytest.raises(NetworkInsideWork):
        await http.send("x", "GET", URL(canned.url), effect=False)

    assert canned.got == []


@pytest.mark.parametrize(
    "segment", ["../x", "..", "a/b", "a%2fb", "a;b", "a?b", "a#b", "a@b", "", "．．", "a\r\nb", "//h"]
)
async def test_an_id_of_theirs_cannot_become_a_path_of_ours(segment: str) -> None:
    with pytest.raises(Refused, match="segment-malformed"):
        address(URL("https://vendor.example/base"), "x", "cases", segment)


async def test_a_failure_names_no_address(http: Outbound) -> None:
    with pytest.raises(Unavailable) as failure:
        await http.send("x", "GET", URL(f"{closed_url()}/p?secret=1"), effect=False)

    assert "secret" not in str(failure.value)
    assert failure.value.__cause__ is None
