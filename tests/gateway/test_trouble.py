"""Slow, endless and dead back-ends on real sockets: bounded, cut, and nobody else's trouble."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bff.compose.core import Core
from domain.gateway.breaker import BreakerState
from domain.identity.session import Known
from domain.kernel.ids import PartyId
from domain.kernel.party import Level
from tests.gateway.world import World, code_of, open_world
from tests.support.house import HandClock

PLAN = """
[[back_ends]]
name = "construction"
base_url = "@URL@/restapi"
scheme = "gateway-hmac"
deadline_seconds = 0.6
most_answer_bytes = 300000
at_once = 4
wait_seconds = 0.1
breaker = { window_seconds = 60.0, least_calls = 50, bad_percent = 9, slow_seconds = 1.0, rest_seconds = 1.0 }

[[back_ends]]
name = "national"
base_url = "@URL@/exchange"
scheme = "national-exchange"
sid = "s_370200000000_8001"
secret_url = "@URL@/sysapi/auth/refreshappsecret"
breaker = { window_seconds = 60.0, least_calls = 2, bad_percent = 50, slow_seconds = 3.0, rest_seconds = 1.0 }

[[routes]]
name = "progress"
back_end = "construction"
method = "GET"
path = "/{caseNo}"
target = "/prod/progress/{caseNo}"
level = "phone"
answers = ["application/json", "application/octet-stream"]
parameters = [{ name = "caseNo", pattern = "[A-Z0-9-]{1,64}" }]

[[routes]]
name = "registration"
back_end = "national"
method = "GET"
target = "/registration"
level = "phone"
answers = ["application/json"]
along = [{ fact = "party-number", place = "query", name = "uscc" }]

[[departments]]
name = "construction-bureau"
title = "住房和城乡建设局（虚构）"
"""
SLOW = {"path": "/restapi/prod/progress/A"}


@pytest.fixture
async def strict(core: Core, clock: HandClock, tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(core, clock, tmp_path, plan=PLAN) as made:
        yield made


async def test_no_answer_within_the_deadline_is_a_time_out(strict: World) -> None:
    await strict.control("/__mode", mode="hang", match=SLOW)
    started = time.monotonic()

    status, _, body = await strict.send("/v1/gateway/progress/A")

    assert (status, code_of(body)) == (504, "gateway-timeout")
    assert time.monotonic() - started < 1.6


async def test_a_dripping_answer_is_cut_at_the_deadline_and_never_looks_whole(strict: World) -> None:
    await strict.control("/__mode", mode="drip", match=SLOW, seconds=0.05)
    started = time.monotonic()

    heard = await strict.say(_raw(b"/v1/gateway/progress/A"), wait=3)

    assert heard.startswith(b"HTTP/1.1 200 ")
    assert b"transfer-encoding: chunked" in heard.lower()
    assert not heard.endswith(b"0\r\n\r\n")
    assert time.monotonic() - started < 2


async def test_an_answer_beyond_the_limit_is_cut_and_the_back_end_is_hung_up_on(strict: World) -> None:
    await strict.control("/__mode", mode="endless", times=1)

    heard = await strict.say(_raw(b"/v1/gateway/progress/A"), wait=3)

    assert 0 < len(heard) < 400_000
    assert not heard.endswith(b"0\r\n\r\n")
    await _until_closed(strict)


async def test_an_answer_that_says_it_is_too_large_is_not_begun(strict: World) -> None:
    await strict.control("/__mode", mode="huge", times=1)

    status, _, body = await strict.send("/v1/gateway/progress/A")

    assert (status, code_of(body)) == (502, "gateway-too-large")


async def test_a_client_that_goes_away_takes_the_call_to_the_back_end_with_it(
    core: Core, clock: HandClock, tmp_path: Path
) -> None:
    plan = PLAN.replace("300000", "67108864").replace("deadline_seconds = 0.6", "deadline_seconds = 30.0")
    async with open_world(core, clock, tmp_path, plan=plan) as patient:
        await patient.control("/__mode", mode="endless", times=1)
        reader, writer = await asyncio.open_connection("127.0.0.1", patient.port)
        writer.write(_raw(b"/v1/gateway/progress/A"))
        assert (await reader.read(1000)).startswith(b"HTTP/1.1 200 ")

        writer.transport.abort()

        await _until_closed(patient)


async def test_a_client_that_does_not_read_holds_back_the_back_end_and_not_our_memory(strict: World) -> None:
    await strict.control("/__mode", mode="endless", times=1)
    reader, writer = await asyncio.open_connection("127.0.0.1", strict.port, limit=1024)
    started = time.monotonic()

    writer.write(_raw(b"/v1/gateway/progress/A"))
    await _until_closed(strict)

    assert time.monotonic() - started < 5  # the deadline counts a reader's pauses, too
    writer.close()
    assert reader is not None


async def test_who_reads_slowly_on_many_connections_shuts_nobody_else_out(
    core: Core, clock: HandClock, tmp_path: Path
) -> None:
    plan = PLAN.replace("300000", "67108864").replace("deadline_seconds = 0.6", "deadline_seconds = 30.0")
    async with open_world(core, clock, tmp_path, plan=plan) as patient:
        neighbour = PartyId(core.new_id())
        patient.known["neighbour"] = Known(neighbour, patient.session.session_id, Level.FACE, None)
        patient.authority.may[neighbour, patient.company.party_id] = "法定代表人"
        await patient.control("/__mode", mode="endless", match=SLOW)
        lines = [await asyncio.open_connection("127.0.0.1", patient.port, limit=1024) for _ in range(8)]
        for _, writer in lines:
            writer.write(_raw(b"/v1/gateway/progress/A"))
        heads = [await reader.readline() for reader, _ in lines]

        status, _, _ = await patient.send("/v1/gateway/progress/B", token="neighbour")

        for _, writer in lines:
            writer.transport.abort()
    assert sum(b" 200 " in head for head in heads) == 2  # half of its places
    assert status == 200


async def test_a_slow_back_end_sheds_its_own_callers_quickly_and_starves_no_other(strict: World) -> None:
    await strict.control("/__mode", mode="slow", match=SLOW, seconds=0.3)
    await strict.send("/v1/gateway/registration")

    async def timed(path: str) -> tuple[int, str, float]:
        started = time.monotonic()
        status, _, body = await strict.send(path)
        return status, code_of(body) if status >= 400 else "", time.monotonic() - started

    slow = [asyncio.create_task(timed("/v1/gateway/progress/A")) for _ in range(12)]
    await asyncio.sleep(0)
    other = await asyncio.gather(*(timed("/v1/gateway/registration") for _ in range(6)))
    told = await asyncio.gather(*slow)

    assert [status for status, _, _ in other] == [200] * 6
    assert [status for status, _, _ in told].count(200) == 2
    assert {code for status, code, _ in told if status != 200} == {"gateway-busy"}


async def test_after_failures_a_back_end_is_left_alone_then_tried_by_one_and_taken_back(
    strict: World,
) -> None:
    national = {"path": "/exchange/registration"}
    await strict.control("/__mode", mode="500", match=national)
    failed = [await strict.send("/v1/gateway/registration") for _ in range(2)]
    shed = [await strict.send("/v1/gateway/registration") for _ in range(5)]
    arrived = [one for one in await strict.heard() if "exchange" in one["line"]]
    other, _, _ = await strict.send("/v1/gateway/progress/A")

    assert {code_of(body) for _, _, body in failed} == {"gateway-failed"}
    assert {(status, code_of(body)) for status, _, body in shed} == {(503, "gateway-unavailable")}
    assert all(headers["retry-after"] for _, headers, _ in shed)
    assert strict.back_ends.states()["national"] is BreakerState.OPEN
    assert arrived == []  # faults before the effect are not heard; none of the five came either
    assert other == 200

    await strict.control("/__mode", mode="ok")
    async with asyncio.timeout(5):
        while (await strict.send("/v1/gateway/registration"))[0] != 200:  # noqa: ASYNC110 - its rest is real
            await asyncio.sleep(0.05)
    assert strict.back_ends.states()["national"] is BreakerState.CLOSED


async def test_a_back_end_that_does_not_listen_is_unavailable(
    core: Core, clock: HandClock, tmp_path: Path
) -> None:
    plan = PLAN.replace('base_url = "@URL@/restapi"', 'base_url = "http://127.0.0.1:9"')
    async with open_world(core, clock, tmp_path, plan=plan) as lonely:
        status, headers, body = await lonely.send("/v1/gateway/progress/A")

    assert (status, code_of(body)) == (503, "gateway-unavailable")
    assert headers["retry-after"] == "1"


def _raw(target: bytes) -> bytes:
    return b"GET %s HTTP/1.1\r\nHost: palm.test\r\nAuthorization: Bearer face\r\n\r\n" % target


async def _until_closed(world: World) -> None:
    """The department noticed that we hung up."""
    async with asyncio.timeout(5):
        while not any(visit["page"] == "endless" for visit in (await world.books())["visits"]):  # noqa: ASYNC110 - over HTTP
            await asyncio.sleep(0.05)
