"""Calls through the gateway on real sockets: what is handed on, what is not, and what becomes of failures."""

import asyncio
import contextlib
import json
from urllib.parse import unquote

import pytest

from domain.identity.session import Known
from domain.kernel.ids import SessionId
from domain.kernel.party import Level
from tests.gateway.world import World, code_of


async def test_who_acts_for_a_company_reads_its_progress_and_the_back_end_learns_its_number_from_us(
    world: World,
) -> None:
    status, headers, body = await world.send("/v1/gateway/progress/A-1?lang=zh")

    assert (status, json.loads(body)["caseNo"]) == (200, "A-1")
    assert headers["content-type"] == "application/json; charset=utf-8"
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert headers["x-content-type-options"] == "nosniff"
    [heard] = await world.heard()
    assert heard["line"] == "GET /restapi/prod/progress/A-1?lang=zh"
    assert dict(heard["headers"])["X-Applicant-Code"] == "91370200MA00000A0X"


async def test_a_name_goes_along_in_a_header_percent_encoded_because_the_route_says_so(world: World) -> None:
    status, _, body = await world.send("/v1/gateway/urge/A-1", method="POST", json_body={"why": "急"})

    assert (status, json.loads(body)) == (201, {"accepted": 1})
    [heard] = await world.heard()
    told = dict(heard["headers"])
    assert unquote(told["X-Operator-Name"]) == "赵测试"
    assert told["Content-Type"] == "application/json"
    assert await world.steps() == ["back-end-told"]


async def test_who_has_no_fresh_face_is_asked_for_it_where_the_route_wants_it(world: World) -> None:
    status, headers, body = await world.send("/v1/gateway/report/2026/file", token="phone")

    assert (status, code_of(body)) == (401, "gateway-face-needed")
    missing = {name: json.loads(body)[name] for name in ("needs", "purpose", "maxAge")}
    assert missing == {"needs": "face", "purpose": "jump", "maxAge": 300}
    assert 'acr_values="face", max_age="300"' in headers["www-authenticate"]
    assert await world.heard() == []


async def test_who_may_not_act_for_the_company_sends_nothing(world: World) -> None:
    world.authority.may.clear()

    status, _, body = await world.send("/v1/gateway/progress/A-1")

    assert (status, code_of(body)) == (404, "not-representative")
    assert await world.heard() == []


async def test_what_is_told_asks_the_register_afresh_and_what_is_asked_does_not(world: World) -> None:
    await world.send("/v1/gateway/progress/A-1")
    asked = world.authority.fresh
    await world.send("/v1/gateway/urge/A-1", method="POST", json_body={})

    assert (asked, world.authority.fresh) == (0, 1)


async def test_a_file_comes_with_its_name_and_mark_and_nothing_else(world: World) -> None:
    status, headers, body = await world.send("/v1/gateway/report/2026/file")

    assert status == 200
    assert body.startswith(b"%PDF-1.7 ")
    assert headers["content-disposition"] == "attachment; filename*=UTF-8''2026%E5%B9%B4%E6%8A%A5.pdf"
    assert headers["etag"] == '"2026"'
    assert int(headers["content-length"]) == len(body)


async def test_the_same_key_is_told_once_and_answered_the_same(world: World) -> None:
    path, more = "/v1/gateway/urge/A-1", {"method": "POST", "json_body": {"n": 1}, "key": "once"}

    answers = [await world.send(path, **more) for _ in range(3)]  # type: ignore[arg-type] # one table for all

    assert {(status, body) for status, _, body in answers} == {(201, b'{"accepted": 1}')}
    assert len(await world.heard()) == 1


async def test_the_same_key_for_another_body_is_refused(world: World) -> None:
    await world.send("/v1/gateway/urge/A-1", method="POST", json_body={"n": 1}, key="once")

    status, _, body = await world.send("/v1/gateway/urge/A-1", method="POST", json_body={"n": 2}, key="once")

    assert (status, code_of(body)) == (422, "idempotency-key-reused")
    assert len(await world.heard()) == 1


async def test_when_the_answer_was_lost_nothing_is_sent_again_under_the_key(world: World) -> None:
    await world.control("/__mode", mode="reset_after", times=1)

    first = await world.send("/v1/gateway/urge/A-1", method="POST", json_body={}, key="once")
    second = await world.send("/v1/gateway/urge/A-1", method="POST", json_body={}, key="once")

    assert [(status, code_of(body)) for status, _, body in (first, second)] == [(502, "gateway-failed")] * 2
    assert len((await world.books())["urges"]) == 1


async def test_ten_at_once_under_one_key_are_told_once(world: World) -> None:
    answers = await asyncio.gather(
        *(world.send("/v1/gateway/urge/A-1", method="POST", json_body={}, key="once") for _ in range(10))
    )

    assert {status for status, _, _ in answers} <= {201, 409}
    assert len((await world.books())["urges"]) == 1


async def test_who_signed_in_again_meanwhile_tells_it_once_all_the_same(world: World) -> None:
    again = SessionId(world.core.new_id())
    world.known["again"] = Known(world.person.party_id, again, Level.FACE, None)

    for token in ("face", "again"):
        status, _, body = await world.send(
            "/v1/gateway/urge/A-1", method="POST", token=token, json_body={}, key="once"
        )
        assert (status, body) == (201, b'{"accepted": 1}')

    assert len((await world.books())["urges"]) == 1


async def test_a_client_that_went_away_hears_how_it_ended_when_it_comes_back(world: World) -> None:
    await world.control("/__mode", mode="slow", seconds=0.5, times=1)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.2):
            await world.send("/v1/gateway/urge/A-1", method="POST", json_body={}, key="once")

    async with asyncio.timeout(5):
        while True:
            status, _, body = await world.send(
                "/v1/gateway/urge/A-1", method="POST", json_body={}, key="once"
            )
            if status != 409:
                break
            assert code_of(body) == "gateway-unsettled"
            await asyncio.sleep(0.05)

    assert (status, body) == (201, b'{"accepted": 1}')
    assert len((await world.books())["urges"]) == 1


async def test_who_tells_too_often_waits_and_leaves_no_more_behind(world: World) -> None:
    for _ in range(20):
        await world.send("/v1/gateway/urge/A-1", method="POST", json_body={})

    status, headers, body = await world.send("/v1/gateway/urge/A-1", method="POST", json_body={})

    assert (status, code_of(body)) == (429, "too-many-requests")
    assert headers["retry-after"]
    assert len(await world.heard()) == 20
    assert len(await world.steps()) == 20


async def test_a_body_beyond_the_routes_limit_or_of_another_kind_is_refused(world: World) -> None:
    large, _, body = await world.send("/v1/gateway/urge/A-1", method="POST", json_body={"a": "x" * 5000})
    form, _, other = await world.send(
        "/v1/gateway/urge/A-1", method="POST", json_body={}, headers={"Content-Type": "text/html"}
    )

    assert (large, code_of(body)) == (413, "gateway-body-too-large")
    assert (form, code_of(other)) == (400, "gateway-not-allowed")
    assert await world.heard() == []


@pytest.mark.parametrize(
    ("mode", "status", "code"),
    [
        ("500", 502, "gateway-failed"),
        ("503", 502, "gateway-failed"),
        ("reset_before", 502, "gateway-failed"),
        ("throttle", 503, "gateway-busy"),
        ("wrong_content_type", 502, "gateway-failed"),
        ("redirect", 502, "gateway-failed"),
    ],
)
async def test_a_back_end_in_trouble_is_told_by_name(world: World, mode: str, status: int, code: str) -> None:
    await world.control("/__mode", mode=mode)

    told, headers, body = await world.send("/v1/gateway/progress/A-1")

    assert (told, code_of(body)) == (status, code)
    assert headers["content-type"] == "application/problem+json"
    assert ("retry-after" in headers) == (status == 503)
    assert b"127.0.0.1" not in body


async def test_the_fact_a_route_declares_goes_along_as_a_query_the_client_never_wrote(world: World) -> None:
    await world.send("/v1/gateway/registration")

    lines = [one["line"] for one in await world.heard()]
    assert lines[-1] == "GET /exchange/registration?uscc=91370200MA00000A0X"
