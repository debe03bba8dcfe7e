"""What the mini-program's client meets: its own tokens, its own checks, and nothing it need not know."""

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from bff.compose.core import Core
from tests.http.mini_program import CONSENT, Front, open_front
from tests.support.house import HandClock
from tests.usecases.identity_world import JIA, JIA_NUMBER, YI
from tests.usecases.notice_world import TEMPLATES, World, a_world

TEMPLATE = TEMPLATES["renewal-due"].template_id


@pytest.fixture
async def notices(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await a_world(core, clock, tmp_path)


@pytest.fixture
async def front(core: Core, clock: HandClock, notices: World) -> AsyncIterator[Front]:
    async with open_front(core, clock, notices) as made:
        yield made


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def test_from_an_unknown_account_to_a_face_and_back_again(front: Front) -> None:
    first = await front.sign_in()
    token = await front.prove()

    again = await front.sign_in()

    assert (first["level"], "person" in first) == ("none", False)
    assert (again["level"], again["person"]) == ("phone", {"name": "甲**"})
    assert token != again["accessToken"]


async def test_no_answer_holds_the_session_key_or_the_openid(front: Front) -> None:
    await front.prove("o-invented-jia")
    await front.sign_in("o-invented-jia")

    spoken = b"".join(answer.raw.content for answer in front.caller.seen).decode()
    assert "o-invented-jia" not in spoken
    assert "key-" not in spoken
    assert not any("set-cookie" in answer.raw.headers for answer in front.caller.seen)


async def test_a_used_code_is_told_apart_from_an_outage(front: Front) -> None:
    answer = await front.caller.send("POST", "/v1/enterprise/session", json={"code": "used-up"}, key="")

    assert (answer.status, answer.code) == (422, "wechat-code-invalid")


async def test_a_token_of_the_phone_page_is_none_in_the_mini_program(front: Front) -> None:
    outside = (await front.world.sign_in(YI)).access_token

    answer = await front.caller.send("GET", "/v1/enterprise/subscriptions", token=outside)

    assert (answer.status, answer.code) == (401, "session-ended")


async def test_a_token_of_the_mini_program_is_none_on_the_phone_page(front: Front) -> None:
    inside, visiting = await front.prove(), (await front.sign_in("o-invented-yi"))["accessToken"]

    for token in (inside, visiting):
        answer = await front.caller.send("DELETE", "/v1/citizen/session", token=token)
        assert (answer.status, answer.code) == (401, "session-ended")
        stepping = {
            "name": JIA,
            "idNumber": JIA_NUMBER,
            "consentVersion": "face-2026-11-22",
            "agreed": True,
            "metaInfo": "{}",
            "matterId": "mtr_" + "0" * 26,
        }
        answer = await front.caller.send("POST", "/v1/citizen/identity-checks", json=stepping, token=token)
        assert (answer.status, answer.code) == (401, "session-ended")


async def test_without_a_token_nothing_of_the_mini_program_answers(front: Front) -> None:
    for method, path in (
        ("GET", "/v1/enterprise/subscriptions"),
        ("POST", "/v1/enterprise/subscriptions"),
        ("POST", "/v1/enterprise/phone-number"),
        ("POST", "/v1/enterprise/identity-checks"),
        ("DELETE", "/v1/enterprise/session"),
    ):
        answer = await front.caller.send(method, path)
        assert (answer.status, answer.code) == (401, "sign-in-needed")


async def test_another_accounts_check_is_not_found(front: Front) -> None:
    mine, theirs = await front.sign_in(), await front.sign_in("o-invented-yi")
    opened = await front.open(mine["accessToken"])
    path = f"/v1/enterprise/identity-checks/{opened['identityCheckId']}/result"

    answer = await front.caller.send(
        "POST", path, json={"resumeToken": opened["resumeToken"]}, token=theirs["accessToken"], key=""
    )

    assert (answer.status, answer.code) == (404, "not-found")


async def test_a_visitor_names_no_matter(front: Front) -> None:
    visiting = (await front.sign_in())["accessToken"]
    body = {"name": JIA, "idNumber": JIA_NUMBER, "consentVersion": CONSENT, "agreed": True}

    answer = await front.caller.send(
        "POST",
        "/v1/enterprise/identity-checks",
        json={**body, "matterId": "mtr_" + "0" * 26},
        token=visiting,
    )

    assert (answer.status, answer.code) == (401, "sign-in-needed")


async def test_no_client_names_the_account_whose_face_it_is(front: Front) -> None:
    visiting = (await front.sign_in())["accessToken"]
    body = {"name": JIA, "idNumber": JIA_NUMBER, "consentVersion": CONSENT, "agreed": True}

    answer = await front.caller.send(
        "POST",
        "/v1/enterprise/identity-checks",
        json={**body, "metaInfo": '{"openid":"o-invented-yi"}'},
        token=visiting,
    )

    assert (answer.status, answer.code) == (422, "malformed-body")


async def test_the_phone_number_comes_back_masked(front: Front) -> None:
    visiting = (await front.sign_in())["accessToken"]
    code = front.world.mini_program.share_phone("o-invented-jia", "19900000118")

    told = await front.caller.expect(
        200, "POST", "/v1/enterprise/phone-number", json={"code": code}, token=visiting, key=""
    )

    assert told == {"phone": "199****0118"}


async def test_signed_out_the_account_is_a_visitor_again(front: Front) -> None:
    token = await front.prove()

    answer = await front.caller.send("DELETE", "/v1/enterprise/session", token=token)

    assert answer.status == 204
    assert (await front.sign_in())["level"] == "none"
    after = await front.caller.send("DELETE", "/v1/enterprise/session", token=token)
    assert (after.status, after.code) == (401, "session-ended")


async def test_a_visitor_is_asked_for_a_face_where_a_person_is_needed(front: Front) -> None:
    visiting = (await front.sign_in())["accessToken"]

    answer = await front.caller.send("DELETE", "/v1/enterprise/session", token=visiting)

    assert (answer.status, answer.code) == (401, "face-needed")


async def test_the_consent_is_there_for_everybody(front: Front) -> None:
    told = await front.caller.expect(200, "GET", "/v1/enterprise/consents/face")

    assert told["version"] == CONSENT


async def test_a_tap_counts_when_the_platform_pushes_it(front: Front, notices: World) -> None:
    visiting = (await front.sign_in())["accessToken"]
    path = "/v1/enterprise/subscriptions"
    tapped = await front.caller.expect(
        200, "POST", path, json={"templateId": TEMPLATE, "accepted": True}, token=visiting, key=""
    )
    row = ["accepted", "o-invented-jia", TEMPLATE, notices.clock().isoformat(), ""]

    pushed = await front.caller.send(
        "POST", "/v1/callbacks/wechat?signed=yes", content=msgspec.json.encode([row]), key=""
    )
    await notices.read_inbox()

    after = await front.caller.expect(200, "GET", path, token=visiting)
    assert (pushed.status, pushed.raw.text) == (200, "success")
    assert [one["credits"] for one in tapped["templates"]] == [0, 0]
    assert {one["templateId"]: one["credits"] for one in after["templates"]}[TEMPLATE] == 1


async def test_the_platform_tries_our_address(front: Front) -> None:
    tried = await front.caller.send("GET", "/v1/callbacks/wechat?signed=yes&echostr=invented0echo")
    forged = await front.caller.send("GET", "/v1/callbacks/wechat?echostr=invented0echo")

    assert (tried.status, tried.raw.text) == (200, "invented0echo")
    assert (forged.status, forged.code) == (401, "signature-wrong")


async def test_a_mirrored_resource_serves_its_own_front_alone(front: Front) -> None:
    inside, outside = await front.prove(), (await front.world.sign_in(YI)).access_token

    async def ask(path: str, token: str) -> tuple[int, str]:
        answer = await front.http.get(path, headers=bearer(token))
        return answer.status_code, answer.text if answer.status_code == 200 else ""

    assert await ask("/v1/enterprise/probe", inside) == (200, "mini_program True")
    assert await ask("/v1/citizen/probe", outside) == (200, "h5 True")
    assert await ask("/v1/enterprise/probe", outside) == (401, "")
    assert await ask("/v1/citizen/probe", inside) == (401, "")
    assert (await front.http.get("/v1/enterprise/probe-guide")).status_code == 404


async def test_a_mirrored_resource_keeps_its_level_and_has_a_name_of_its_own(
    front: Front,
) -> None:
    fresh = await front.prove()
    known = (await front.sign_in())["accessToken"]
    visiting = (await front.sign_in("o-invented-yi"))["accessToken"]

    answered = await front.http.post("/v1/enterprise/probe/one", headers=bearer(fresh))

    assert answered.text == "mini-program.enterprise_citizen_probe.enterprise_change_probe one mini_program"
    for token in (known, visiting):
        refused = await front.http.post("/v1/enterprise/probe/one", headers=bearer(token))
        assert (refused.status_code, refused.json()["needs"]) == (401, "face")
