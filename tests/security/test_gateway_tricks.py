"""Path, header and host tricks against the gateway, as bytes on a real socket; the back-end hears none.

Each path trick is one that some server on the way has been fooled with; the emulator's own log is the judge.
"""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bff.compose.core import Core
from tests.gateway.world import World, code_of, open_world
from tests.support.house import HandClock

OPEN = b"/v1/gateway/progress/"
REFUSED = {400, 404, 405, 413}


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(core, clock, tmp_path) as made:
        yield made


def request(target: bytes, *more: bytes, method: bytes = b"GET", host: bytes = b"palm.test") -> bytes:
    head = (b"%s %s HTTP/1.1" % (method, target), b"Host: " + host, b"Authorization: Bearer face", *more)
    return b"\r\n".join((*head, b"Connection: close", b"", b""))


TARGETS = {
    "dots up": OPEN + b"../secret",
    "dots up twice": OPEN + b"../../sysapi/auth/refreshappsecret",
    "a dot alone": OPEN + b".",
    "two dots alone": OPEN + b"..",
    "encoded dots": OPEN + b"%2e%2e",
    "encoded dots and slash": OPEN + b"%2e%2e%2fsecret",
    "dots and encoded slash": OPEN + b"..%2fsecret",
    "capital escapes": OPEN + b"..%2Fsecret",
    "encoded twice": OPEN + b"%252e%252e%252fsecret",
    "encoded three times": OPEN + b"%25252e%25252e",
    "an encoded percent": OPEN + b"A%25",
    "overlong dot": OPEN + b"%c0%ae%c0%ae",
    "overlong slash": OPEN + b"A%c0%afB",
    "overlong in three bytes": OPEN + b"%e0%80%af",
    "full-width dots": OPEN + b"%ef%bc%8e%ef%bc%8e",
    "full-width slash": OPEN + b"A%ef%bc%8fB",
    "full-width letters": OPEN + b"%ef%bc%a1",
    "a backslash": OPEN + b"A\\B",
    "an encoded backslash": OPEN + b"..%5csecret",
    "a matrix parameter": OPEN + b"A;jsessionid=1",
    "dots and a matrix parameter": OPEN + b"..;/secret",
    "an encoded semicolon": OPEN + b"A%3Bx",
    "an at sign": OPEN + b"A@evil.test",
    "a host in the middle": b"/v1/gateway/progress//evil.test/A",
    "an empty part": b"/v1/gateway//progress/A",
    "an empty part at the end": OPEN + b"A//",
    "a slash at the end": OPEN + b"A/",
    "a whole address as a part": OPEN + b"http://evil.test/",
    "a whole address, encoded": OPEN + b"http%3A%2F%2Fevil.test%2F",
    "another route's path": OPEN + b"A/file",
    "a part too many": OPEN + b"A/B",
    "no part": b"/v1/gateway/progress",
    "an empty parameter": OPEN,
    "NUL": OPEN + b"A%00",
    "NUL before an ending": OPEN + b"A%00.json",
    "a line end": OPEN + b"A%0d%0aX-Evil:%201",
    "a bare line feed": OPEN + b"A%0aB",
    "a tab": OPEN + b"A%09",
    "a space": OPEN + b"A%20B",
    "a plus": OPEN + b"A+B",
    "an escape that is none": OPEN + b"A%zz",
    "half an escape": OPEN + b"A%2",
    "half a character": OPEN + b"%ff",
    "a zero-width space": OPEN + b"A%e2%80%8b",
    "right to left": OPEN + b"A%e2%80%ae",
    "small letters": OPEN + b"a1",
    "another script's letter": OPEN + b"%d0%90",
    "longer than it may be": OPEN + b"A" * 65,
    "very long": OPEN + b"A" * 4000,
    "an encoded question mark": OPEN + b"A%3Fadmin=1",
    "an encoded hash": OPEN + b"A%23x",
    "a hash": OPEN + b"A#x",
    "a query nobody declared": OPEN + b"A?admin=1",
    "a fact of ours as a query": b"/v1/gateway/registration?uscc=91370200MA00000B0Y",
    "a declared name twice": OPEN + b"A?lang=zh&lang=en",
    "a declared name, encoded": OPEN + b"A?%6cang=zh",
    "a semicolon between pairs": OPEN + b"A?lang=zh;admin=1",
    "a pair without a value": OPEN + b"A?lang",
    "an empty value": OPEN + b"A?lang=",
    "a mark and nothing": OPEN + b"A?",
    "an ampersand hidden in a value": OPEN + b"A?lang=zh%26admin=1",
    "an equals sign hidden in a value": OPEN + b"A?keyword=a%3Db",
    "a line end in a value": OPEN + b"A?lang=zh%0d%0aX:1",
    "brackets": OPEN + b"A?lang[]=zh",
    "a route that is none": b"/v1/gateway/admin/A",
    "the back-end's own path": b"/v1/gateway/restapi/prod/progress/A",
    "a route in capitals": b"/v1/gateway/Progress/A",
    "a route encoded": b"/v1/gateway/%70rogress/A",
    "a fixed part encoded": b"/v1/gateway/report/2026/%66ile",
    "our address encoded": b"/v1/%67ateway/progress/A",
    "up out of the gateway": b"/v1/gateway/progress/../../../live/A",
    "an absolute address": b"http://evil.test/v1/gateway/progress/A",
    "an absolute address of the department": b"http://127.0.0.1:9/v1/gateway/progress/A",
    "two slashes and a host": b"//evil.test/v1/gateway/progress/A",
}


def test_there_are_enough_tricks() -> None:
    assert len(TARGETS) + len(HEADERS) >= 90


async def test_no_path_trick_reaches_the_back_end(world: World) -> None:
    through: dict[str, bytes] = {}
    for what, target in TARGETS.items():
        heard = await world.say(request(target))
        if not heard or int(heard.split(b" ", 2)[1]) not in REFUSED:
            through[what] = heard[:60]

    assert through == {}
    assert await world.heard() == []


async def test_the_plain_request_beside_them_does_reach_it(world: World) -> None:
    heard = await world.say(request(OPEN + b"A-1"))

    assert heard.startswith(b"HTTP/1.1 200 ")
    assert [one["line"] for one in await world.heard()] == ["GET /restapi/prod/progress/A-1"]


HEADERS = {
    "a user": b"X-User-Id: 1",
    "a role": b"X-Role: admin",
    "a fact of ours": b"X-Applicant-Code: 91370200MA00000B0Y",
    "a fact of ours in small letters": b"x-applicant-code: 91370200MA00000B0Y",
    "a fact of ours with underscores": b"X_Applicant_Code: 91370200MA00000B0Y",
    "a signature": b"X-BG-HMAC-SIGNATURE: forged",
    "an access key": b"x-bg-hmac-access-key: other",
    "an exchange's requester": b"gjgxjhpt_rid: other",
    "a cookie": b"Cookie: admin=1",
    "where from": b"X-Forwarded-For: 10.0.0.1",
    "which host": b"X-Forwarded-Host: evil.test",
    "the standard's own": b"Forwarded: for=10.0.0.1;host=evil.test",
    "another address": b"X-Original-URL: /admin",
    "another address, rewritten": b"X-Rewrite-URL: /admin",
    "another method": b"X-HTTP-Method-Override: DELETE",
    "another host": b"X-Host: evil.test",
    "a proxy's word": b"Proxy-Authorization: Basic YTpi",
    "a page that led here": b"Referer: http://evil.test/",
    "a browser's name": b"User-Agent: evil",
    "where a page came from": b"Origin: http://evil.test",
    "a range": b"Range: bytes=0-1",
    "a condition": b"If-None-Match: *",
    "a trace of somebody else's": b"X-Request-Id: forged",
    "compression": b"Accept-Encoding: gzip, br",
    "hop by hop": b"Keep-Alive: timeout=99999",
    "a trailer": b"Trailer: X-User-Id",
    "an upgrade to h2c": b"Upgrade: h2c",
    "settings of HTTP/2": b"HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA",
}
ALLOWED = {
    "accept", "accept-encoding", "accept-language", "host", "user-agent", "x-applicant-code",
    "x-bg-date-time", "x-bg-hmac-access-key", "x-bg-hmac-algorithm", "x-bg-hmac-signature", "x-request-id",
}  # fmt: skip


async def test_no_header_of_a_client_reaches_the_back_end(world: World) -> None:
    for line in HEADERS.values():
        heard = await world.say(request(OPEN + b"A-1", b"Acting-For: " + world.acting_for().encode(), line))
        assert heard.startswith(b"HTTP/1.1 200 "), (line, heard[:80])

    heard_there = await world.heard()
    assert len(heard_there) == len(HEADERS)
    for one in heard_there:
        names = [name.lower() for name, _ in one["headers"]]
        told = {name.lower(): value for name, value in one["headers"]}
        assert set(names) <= ALLOWED
        assert len(names) == len(set(names))
        assert told["host"] == world.department.removeprefix("http://")
        assert told["x-applicant-code"] == "91370200MA00000A0X"
        assert told["x-bg-hmac-access-key"] == "testAk"
        assert told["user-agent"] == "palm-office"
        assert told["accept-encoding"] == "identity"
        assert "evil" not in str(told).lower()
        assert told["x-request-id"] != "forged"


async def test_a_header_made_hop_by_hop_takes_nothing_of_ours_away(world: World) -> None:
    told = request(OPEN + b"A-1").replace(
        b"Connection: close", b"Connection: close, X-Applicant-Code, X-BG-HMAC-SIGNATURE"
    )
    heard = await world.say(told)

    assert heard.startswith(b"HTTP/1.1 200 ")
    [one] = await world.heard()
    assert {"X-Applicant-Code", "X-BG-HMAC-SIGNATURE"} <= dict(one["headers"]).keys()


@pytest.mark.parametrize(
    "line",
    [
        b"Accept: application/json\r\nAccept: text/html",
        b"Accept-Language: zh\r\nAccept-Language: en",
        b"Content-Length: 2\r\nContent-Length: 0",
        b"Content-Length: 0\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: chunked, identity",
        b"X-A : 1",
        b"X-A: a\0b",
    ],
)
async def test_a_request_that_two_servers_would_read_differently_is_read_by_none(
    world: World, line: bytes
) -> None:
    heard = await world.say(request(OPEN + b"A-1", line))

    assert heard == b"" or int(heard.split(b" ", 2)[1]) == 400
    assert await world.heard() == []


@pytest.mark.parametrize("value", [b"<script>", b"a" * 300, "中文".encode(), b"${jndi:ldap://evil.test}"])
async def test_an_accept_header_that_is_none_is_replaced_by_ours(world: World, value: bytes) -> None:
    await world.say(request(OPEN + b"A-1", b"Accept: " + value, b"Accept-Language: " + value))

    [one] = await world.heard()
    told = dict(one["headers"])
    assert told["Accept"] == "application/json"
    assert "Accept-Language" not in told


async def test_a_second_request_hidden_in_a_body_is_not_sent_on(world: World) -> None:
    hidden = b"GET /restapi/admin HTTP/1.1\r\nHost: a\r\n\r\n"
    told = request(OPEN + b"A-1", b"Content-Length: %d" % len(hidden)) + hidden

    heard = await world.say(told)

    assert heard.startswith(b"HTTP/1.1 400 ")
    assert heard.count(b"HTTP/1.1 ") == 1
    assert await world.heard() == []


@pytest.mark.parametrize(
    "body", [b"{", b'{"a": NaN}', b'{"a": 1, "a": 2}', b'{"a": "\\u0000"}', b'{"a": "\xff"}', b"[" * 5000]
)
async def test_json_that_two_parsers_would_read_differently_does_not_reach_a_back_end(
    world: World, body: bytes
) -> None:
    """It might answer 500, and a few of these would shut it to everybody."""
    told = request(
        b"/v1/gateway/urge/A-1",
        b"Content-Type: application/json; charset=utf-8",
        b"Idempotency-Key: one",
        b"Content-Length: %d" % len(body),
        method=b"POST",
    )

    heard = await world.say(told + body)

    assert heard.startswith(b"HTTP/1.1 400 ")
    assert b"malformed-json" in heard
    assert await world.heard() == []


@pytest.mark.parametrize(
    "method", [b"PUT", b"DELETE", b"PATCH", b"TRACE", b"CONNECT", b"OPTIONS", b"PROPFIND", b"HEAD"]
)
async def test_another_method_reaches_nothing(world: World, method: bytes) -> None:
    heard = await world.say(request(OPEN + b"A-1", method=method))

    assert heard.split(b" ", 2)[1] in (b"400", b"405", b"501")
    assert await world.heard() == []


async def test_a_get_route_is_not_there_for_a_post_nor_the_other_way(world: World) -> None:
    posted, _, body = await world.send("/v1/gateway/progress/A-1", method="POST", json_body={})
    got, _, _ = await world.send("/v1/gateway/urge/A-1")

    assert (posted, got) == (404, 404)
    assert code_of(body) == "not-found"
    assert await world.heard() == []


async def test_nobody_listens_on_another_port_because_of_a_client(world: World) -> None:
    """A canary: whatever a Host header or address says, it is not called."""
    calls: list[bytes] = []

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        calls.append(await reader.read(100))
        writer.close()

    canary = await asyncio.start_server(hear, "127.0.0.1", 0)
    port = canary.sockets[0].getsockname()[1]
    here = b"127.0.0.1:%d" % port
    for target in (
        b"http://%s/v1/gateway/progress/A" % here,
        OPEN + b"A@%s" % here,
        b"//%s/A" % here,
        OPEN + b"A",
    ):
        await world.say(request(target, b"X-Forwarded-Host: " + here, host=here))
    canary.close()
    await canary.wait_closed()

    assert calls == []
    assert [one["line"] for one in await world.heard()] == ["GET /restapi/prod/progress/A"]


async def test_what_a_back_end_says_beside_its_answer_stays_there(world: World) -> None:
    await world.control("/__mode", mode="cookies")

    status, headers, _ = await world.send("/v1/gateway/progress/A-1")

    assert status == 200
    assert headers.keys() & {
        "set-cookie", "access-control-allow-origin", "x-powered-by", "link", "refresh",
        "clear-site-data", "etag", "server", "date",
    } <= {"date"}  # fmt: skip
    assert headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert headers["content-disposition"] == "attachment; filename*=UTF-8''pass_wd_.html"


@pytest.mark.parametrize(
    ("mode", "code"), [("liar", "gateway-failed"), ("redirect", "gateway-failed"), ("html", "gateway-failed")]
)
async def test_an_answer_of_another_kind_or_elsewhere_is_not_handed_on(
    world: World, mode: str, code: str
) -> None:
    await world.control("/__mode", mode=mode)

    status, headers, body = await world.send("/v1/gateway/progress/A-1")

    assert (status, code_of(body)) == (502, code)
    assert "location" not in headers
