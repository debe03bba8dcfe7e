"""The office's people get into the console: activation, password and code, a token or a cookie."""

from datetime import timedelta
from typing import Any

import pytest

from adapters.keys.totp import digits
from domain.staff.account import Role
from tests.http.town import Town
from tests.support.staff import PASSWORD, Colleague, enrolled, secret_of

HERE = "/v1/console"
HEADER = {"Palm-Console": "1"}


async def enrol(town: Town) -> tuple[Any, str, str]:
    """Over HTTP: what was answered last, the cookie, the authenticator's key."""
    account, key = await town.office.staff.add_staff("clerk-9", "窗口壬", frozenset({Role.CLERK}))
    first = {"login": account.login, "activationKey": key, "password": PASSWORD}
    told = await town.caller.expect(201, "POST", f"{HERE}/activations", json=first, key="")
    code = digits(secret_of(told["secret"]), town.clock())
    second = {"login": account.login, "activationKey": key, "code": code}
    answer = await town.caller.send("POST", f"{HERE}/activations/confirmation", json=second, key="")
    assert answer.status == 201
    return answer.body, answer.raw.headers["set-cookie"], told["secret"]


async def a_colleague(town: Town, *roles: Role, login: str = "one-1") -> Colleague:
    return await enrolled(town.office.staff, town.clock, login, "同事", *roles, address=login)


async def test_who_has_an_activation_key_gets_in_by_themselves(town: Town) -> None:
    told, _, _ = await enrol(town)

    me = await town.caller.expect(200, "GET", f"{HERE}/me", token=told["token"])

    assert (me["login"], me["roles"], me["idleMinutes"]) == ("clerk-9", ["clerk"], 30)


async def test_the_cookie_is_the_consoles_alone_and_no_script_reads_it(town: Town) -> None:
    _, cookie, _ = await enrol(town)

    assert set(cookie.split("; ")[1:]) == {
        "HttpOnly",
        "Secure",
        "SameSite=Strict",
        "Path=/v1/console",
        "Max-Age=32400",
    }


async def test_the_next_morning_password_and_code_are_enough(town: Town) -> None:
    _, _, secret = await enrol(town)
    town.clock.go_on(timedelta(hours=20))
    said = {"login": "clerk-9", "password": PASSWORD, "code": digits(secret_of(secret), town.clock())}

    told = await town.caller.expect(201, "POST", f"{HERE}/session", json=said, key="")

    await town.caller.expect(200, "GET", f"{HERE}/today", token=told["token"])


async def test_a_cookie_alone_reads_but_changes_nothing(town: Town) -> None:
    _, cookie, _ = await enrol(town)
    sent = {"Cookie": cookie.partition(";")[0]}

    read = await town.caller.send("GET", f"{HERE}/me", headers=sent)
    bare = await town.caller.send("DELETE", f"{HERE}/sessions", headers=sent)
    whole = await town.caller.send("DELETE", f"{HERE}/sessions", headers={**sent, **HEADER})

    assert [one.status for one in (read, bare, whole)] == [200, 403, 204]
    assert bare.code == "console-header-needed"


async def test_who_signs_out_is_out_and_the_cookie_is_taken_back(town: Town) -> None:
    told, _, _ = await enrol(town)

    answer = await town.caller.send("DELETE", f"{HERE}/session", token=told["token"])

    assert "Max-Age=0" in answer.raw.headers["set-cookie"]
    assert (await town.caller.send("GET", f"{HERE}/me", token=told["token"])).code == "key-unknown"


async def test_one_sees_ones_own_sessions_and_ends_one(town: Town) -> None:
    one = await a_colleague(town, Role.CLERK)
    town.clock.go_on(timedelta(minutes=1))
    other = one.token
    token = await one.sign_in()
    listed = (await town.caller.expect(200, "GET", f"{HERE}/sessions", token=token))["sessions"]
    [old] = [each["sessionId"] for each in listed if not each["isThis"]]

    ended = await town.caller.send("DELETE", f"{HERE}/sessions/{old}", token=token)

    assert ended.status == 204
    assert (await town.caller.send("GET", f"{HERE}/me", token=other)).status == 401
    assert (await town.caller.send("GET", f"{HERE}/me", token=token)).status == 200


async def test_wrong_words_get_one_answer(town: Town) -> None:
    said = {"login": "clerk-1", "password": PASSWORD, "code": "000000"}

    answers = [
        await town.caller.send("POST", f"{HERE}/session", json={**said, **wrong}, key="")
        for wrong in ({}, {"login": "nobody-1"}, {"password": "x"})
    ]

    assert {(one.status, one.code) for one in answers} == {(401, "sign-in-failed")}


async def test_the_eleventh_try_is_told_to_wait(town: Town) -> None:
    said = {"login": "nobody-1", "password": "x", "code": "000000"}
    for _ in range(10):
        await town.caller.send("POST", f"{HERE}/session", json=said, key="")

    answer = await town.caller.send("POST", f"{HERE}/session", json=said, key="")

    assert (answer.status, answer.raw.headers["retry-after"]) == (429, "900")


async def test_a_weak_password_is_refused_with_every_reason(town: Town) -> None:
    account, key = await town.office.staff.add_staff("clerk-9", "窗口壬", frozenset({Role.CLERK}))
    first = {"login": account.login, "activationKey": key, "password": "clerk-9"}

    answer = await town.caller.send("POST", f"{HERE}/activations", json=first, key="")

    assert (answer.status, answer.code) == (422, "password-weak")
    assert [one["code"] for one in answer.body["fields"]] == ["too-short", "holds-login"]


async def test_two_security_administrators_recover_a_colleague(town: Town) -> None:
    first, second = town.staff[Role.SECURITY], (await a_colleague(town, Role.SECURITY)).token
    wish = {"kind": "recover", "login": "clerk-1", "reason": "手机丢失，本人到场核对工作证"}
    path = f"{HERE}/account-changes"
    asked = await town.caller.expect(201, "POST", path, json=wish, token=first)
    decide = f"{path}/{asked['changeId']}/decision"

    alone = await town.caller.send("POST", decide, json={"decision": "confirm"}, token=first)
    told = await town.caller.expect(200, "POST", decide, json={"decision": "confirm"}, token=second)
    listed = await town.caller.expect(200, "GET", path, token=town.staff[Role.AUDIT])

    assert (alone.status, alone.code) == (403, "asker-is-confirmer")
    assert len(told["activationKey"]) > 20
    assert "activationKey" not in listed["changes"][0]
    assert (await town.caller.send("GET", f"{HERE}/me", token=town.staff[Role.CLERK])).status == 401


@pytest.mark.parametrize(
    ("wish", "status", "code"),
    [
        ({"kind": "add", "login": "new-1", "reason": "新到岗"}, 422, "malformed-body"),
        ({"kind": "end", "login": "nobody-1", "reason": "调离"}, 404, "not-found"),
        (
            {"kind": "add", "login": "new-1", "name": "新", "roles": ["audit", "clerk"], "reason": "新到岗"},
            422,
            "roles-incompatible",
        ),
        (
            {"kind": "add", "login": "clerk-1", "name": "新", "roles": ["clerk"], "reason": "新到岗"},
            409,
            "login-taken",
        ),
    ],
)
async def test_a_change_that_cannot_be_is_refused_when_it_is_asked(
    town: Town, wish: dict[str, object], status: int, code: str
) -> None:
    answer = await town.caller.send(
        "POST", f"{HERE}/account-changes", json=wish, token=town.staff[Role.SECURITY]
    )

    assert (answer.status, answer.code) == (status, code)
