"""What every answer carries, whatever it is (HD-1), and files that are not there (HD-2)."""

import dataclasses
from typing import Any, cast

import pytest
from structlog.testing import capture_logs

from bff.office import Office
from domain.staff.account import Role
from tests.http.caller import ALWAYS, Answer
from tests.http.opening import application
from tests.http.town import Town
from tests.usecases.case_world import YI

CHECK = {"code": "482 913 609", "receivingNumber": "19900000101"}


def policy(answer: Answer) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in answer.raw.headers["content-security-policy"].split(";")]
    return {name: words for name, _, words in parts}


async def test_every_class_of_answer_carries_the_same_protection(town: Town) -> None:
    yi = await town.sign_in(YI)
    answers = [
        await town.caller.send("GET", "/"),
        await town.caller.send("GET", "/static/app.js"),
        await town.caller.send("GET", "/live"),
        await town.caller.send("GET", "/v1/citizen/home"),
        await yi.send("GET", "/v1/citizen/home"),
        await yi.send("GET", "/v1/citizen/cases/case_0"),
        await town.caller.send("PUT", "/live"),
        await town.caller.send("GET", "/nowhere"),
        await town.caller.send("POST", "/v1/sms/messages/check", content=b"x" * 100_000, key=""),
        await yi.send("DELETE", "/v1/citizen/session"),
    ]

    assert [one.status for one in answers] == [200, 200, 200, 401, 200, 404, 405, 404, 413, 204]
    for one in answers:
        assert {name: one.raw.headers.get(name) for name in ALWAYS} == ALWAYS
        told = policy(one)
        assert told["default-src"] == told["frame-ancestors"] == told["base-uri"] == "'none'"
        assert not any("unsafe" in words or "*" in words or "http" in words for words in told.values())
        assert "access-control-allow-origin" not in one.raw.headers


async def test_a_private_answer_is_kept_by_nobody_on_the_way(town: Town) -> None:
    jia, _, case = await town.done()
    document = (await jia.get(f"/v1/citizen/cases/{case}"))["documents"][0]["documentId"]
    paths = ["home", "wallet", f"cases/{case}", f"cases/{case}/form", f"cases/{case}/documents/{document}"]

    kept = {(await jia.send("GET", f"/v1/citizen/{path}")).raw.headers["cache-control"] for path in paths}

    assert kept == {"no-store"}


async def test_a_wrong_method_is_told_the_right_ones(town: Town) -> None:
    answer = await town.caller.send("DELETE", "/v1/citizen/home")

    assert (answer.status, answer.code) == (405, "method-not-allowed")
    assert answer.raw.headers["allow"] == "GET"


async def test_an_error_of_ours_tells_a_number_and_nothing_else(town: Town) -> None:
    async def fails(*_: object, **__: object) -> None:
        raise ValueError("甲子安 370285196001059983 could not be stored")

    desk = dataclasses.replace(town.office.notices, check_message=cast(Any, fails))
    broken: Office = dataclasses.replace(town.office, notices=desk)

    with capture_logs() as logged:
        async with application(broken, name="broken") as (_, caller):
            answer = await caller.send("POST", "/v1/sms/messages/check", json=CHECK, key="")

    assert (answer.status, answer.code) == (500, "internal-error")
    assert "370285" not in answer.raw.text
    [event] = [one for one in logged if one["event"] == "request-failed"]
    assert event["request_id"] == answer.body["instance"]


@pytest.mark.parametrize(
    "origin", ["null", "https://evil.test", "https://palm.test.evil.test", "http://palm.test"]
)
async def test_no_other_page_may_read_our_answers(town: Town, origin: str) -> None:
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}

    for method in ("GET", "OPTIONS"):
        answer = await town.caller.send(method, "/v1/citizen/consents/face", headers=asked)

        assert not [name for name in answer.raw.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "path",
    [
        "/static/../pyproject.toml",
        "/static/%2e%2e/pyproject.toml",
        "/static/..%2fpyproject.toml",
        "/static/%2e%2e%2fpyproject.toml",
        "/static/..%252fpyproject.toml",
        "/static/....//pyproject.toml",
        "/static/..\\pyproject.toml",
        "/static/%5c..%5cpyproject.toml",
        "/static/%c0%ae%c0%ae/pyproject.toml",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/app.js/",
        "/static/app.js%00.html",
        "/static/APP.JS",
        "/static/",
        "/static",
        "/.git/config",
        "/.env",
        "/static/.env",
        "/openapi.json",
        "/docs",
        "/swagger",
        "/server-status",
        "/test/reset",
        "/bff/settings.py",
        "/static/vendor",
        "/v1/../metrics/x",
        "/app.js",
        "/favicon.ico",
    ],
)
async def test_a_file_that_is_not_on_the_list_is_not_there(town: Town, path: str) -> None:
    answer = await town.caller.send("GET", path)

    assert (answer.status, answer.code) == (404, "not-found")
    assert "root:" not in answer.raw.text
    assert "[project]" not in answer.raw.text


async def test_every_problem_has_its_page(town: Town) -> None:
    listed = await town.caller.expect(200, "GET", "/problems")

    for one in listed:
        assert await town.caller.expect(200, "GET", f"/problems/{one['code']}") == one
    assert (await town.caller.send("GET", "/problems/no-such-problem")).status == 404


async def test_metrics_count_operations_and_name_nobody(town: Town) -> None:
    await town.invited()
    await town.caller.send("GET", "/v1/console/calls", token=town.staff[Role.CLERK])

    told = await town.caller.send("GET", "/metrics")

    text = told.raw.text
    assert 'operation="list_calls",status="200"' in text
    assert all(word not in text for word in ("list_0", "mtr_", "pty_", "19900000118"))
