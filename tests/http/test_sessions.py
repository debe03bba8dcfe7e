"""Devices and sessions over HTTP: a device's cookie, a lost answer, the list, warnings, published keys."""

from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

import jwt
import pytest

from tests.http.caller import Answer
from tests.http.hand import Hand
from tests.http.town import Town
from tests.http.wechat import WechatPhone
from tests.usecases.case_world import JIA, YI

REFRESH = "/v1/citizen/session/refresh"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.40"
THIEF = f"palm_device={'t' * 43}"


def cookies(answer: Answer) -> dict[str, str]:
    """Name to value, of each cookie an answer sets."""
    found: dict[str, str] = {}
    for line in answer.raw.headers.get_list("set-cookie"):
        found |= {name: one.value for name, one in SimpleCookie(line).items()}
    return found


async def on_a_device(town: Town, *, agent: str = PHONE) -> tuple[Hand, str]:
    """乙 signed in by face in a browser that keeps its cookies: the hand, and the device's cookie."""
    path = "/v1/citizen/identity-checks"
    opened = await town.caller.send("POST", path, json=town.applicant(YI), headers={"User-Agent": agent})
    device = f"palm_device={cookies(opened)['palm_device']}"
    town.face.finish(next(reversed(town.face.checks)))
    check = opened.body["identityCheckId"]
    found = {"resumeToken": opened.body["resumeToken"], "ticket": town.face.sent_back()[check]}
    told = await town.caller.send(
        "POST",
        f"{path}/{check}/result",
        json=found,
        headers={"Cookie": device, "User-Agent": agent},
        key="",
    )
    token = told.body["session"]["accessToken"]
    return Hand(town.caller, token, f"palm_refresh={cookies(told)['palm_refresh']}"), device


async def renew(town: Town, *sent: str) -> Answer:
    return await town.caller.send("POST", REFRESH, headers={"Cookie": "; ".join(sent)}, key="")


async def test_a_device_without_a_cookie_is_given_one_that_no_script_reads(town: Town) -> None:
    first = await town.caller.send("POST", "/v1/citizen/identity-checks", json=town.applicant(YI))
    [given] = first.raw.headers.get_list("set-cookie")
    device = given.partition(";")[0]

    again = await town.caller.send(
        "POST", "/v1/citizen/identity-checks", json=town.applicant(YI), headers={"Cookie": device}
    )
    spoilt = await town.caller.send(
        "POST",
        "/v1/citizen/identity-checks",
        json=town.applicant(YI),
        headers={"Cookie": "palm_device=short"},
    )

    assert set(given.split("; ")[1:]) == {
        "HttpOnly",
        "Secure",
        "SameSite=Strict",
        "Path=/v1/citizen",
        "Max-Age=34560000",
    }
    assert len(device.partition("=")[2]) == 43
    assert "set-cookie" not in again.raw.headers
    assert cookies(spoilt)["palm_device"] != "short"


async def test_a_lost_answer_is_given_again_to_the_same_browser(town: Town) -> None:
    yi, device = await on_a_device(town)
    lost = await renew(town, yi.cookie, device)

    again = await renew(town, yi.cookie, device)

    assert (lost.status, again.status) == (200, 200)
    assert cookies(again) == cookies(lost)
    follows = f"palm_refresh={cookies(again)['palm_refresh']}"
    assert (await renew(town, follows, device)).status == 200


@pytest.mark.parametrize("elsewhere", [THIEF, "palm_device=short", ""])
async def test_a_cookie_carried_off_ends_the_session_and_its_person_is_warned(
    town: Town, elsewhere: str
) -> None:
    yi, device = await on_a_device(town)

    stolen = await renew(town, yi.cookie, *([elsewhere] if elsewhere else []))
    owner = await renew(town, yi.cookie, device)

    assert {(one.status, one.code) for one in (stolen, owner)} == {(401, "session-ended")}
    back, _ = await on_a_device(town)
    assert (await back.get("/v1/citizen/home"))["alerts"] == 1
    [alert] = (await back.get("/v1/citizen/alerts"))["alerts"]
    assert (alert["kind"], alert["unread"]) == ("other-device", True)
    assert (await back.send("PUT", "/v1/citizen/alerts/read")).status == 204
    assert (await back.get("/v1/citizen/home"))["alerts"] == 0
    [alert] = (await back.get("/v1/citizen/alerts"))["alerts"]
    assert "unread" not in alert


async def test_the_list_names_devices_in_words_and_keeps_nothing_else_of_the_browser(town: Town) -> None:
    await on_a_device(town, agent="curl/8.5 (something nobody knows)")
    yi, _ = await on_a_device(town)

    shown = await yi.send("GET", "/v1/citizen/sessions")

    assert [one["device"] for one in shown.body["sessions"]] == ["苹果手机 · 微信", "未能识别的设备"]
    assert [one.get("thisOne", False) for one in shown.body["sessions"]] == [True, False]
    assert "Mozilla" not in shown.raw.text
    assert "curl" not in shown.raw.text


async def test_another_device_is_signed_out_and_then_everything(town: Town) -> None:
    tablet, _ = await on_a_device(town)
    yi, device = await on_a_device(town)
    path = "/v1/citizen/sessions"
    [other] = [one for one in (await yi.get(path))["sessions"] if not one.get("thisOne")]

    assert (await yi.send("DELETE", f"{path}/{other['sessionId']}")).status == 204
    assert (await tablet.send("GET", path)).code == "session-ended"
    assert (await yi.send("DELETE", f"{path}/{other['sessionId']}")).status == 404
    gone = await yi.send("DELETE", path)

    assert gone.status == 204
    assert "Max-Age=0" in gone.raw.headers["set-cookie"]
    assert gone.raw.headers["clear-site-data"] == '"cache", "storage"'
    assert (await yi.send("GET", path)).code == "session-ended"
    assert (await renew(town, yi.cookie, device)).code == "session-ended"


async def test_in_the_mini_program_the_account_is_the_device_and_no_cookie_is_set(town: Town) -> None:
    phone = WechatPhone(town, "o-invented-jia")
    await phone.enter()
    await phone.prove(JIA)
    town.clock.go_on(timedelta(minutes=20))
    await phone.enter()

    shown = await phone.send("GET", "/sessions", key="")
    left = await phone.send("DELETE", "/sessions", key="")

    [line] = shown.body["sessions"]
    assert (line["front"], line["method"], line["thisOne"]) == ("微信小程序", "微信账号", True)
    assert left.status == 204
    assert not any("set-cookie" in answer.raw.headers for answer in town.caller.seen[-2:])
    assert (await phone.send("GET", "/sessions", key="")).code == "session-ended"


async def test_the_published_keys_prove_the_token_in_ones_hand(town: Town) -> None:
    yi = await town.sign_in(YI)

    answer = await town.caller.send("GET", "/.well-known/jwks.json")

    keys: Any = jwt.PyJWKSet.from_dict(answer.body)
    kid = jwt.get_unverified_header(yi.token)["kid"]
    told = jwt.decode(
        yi.token,
        keys[kid],
        algorithms=["ES256"],
        audience="palm-citizen",
        options={"verify_exp": False, "verify_iat": False},
    )
    assert told["iss"] == "palm"
    assert set(answer.body["keys"][0]) == {"kty", "crv", "use", "alg", "kid", "x", "y"}
