"""A citizen by phone over HTTP: the code, the account, the face, and from then on the code alone."""

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.http.caller import Answer
from tests.http.hand import Hand, yes
from tests.http.test_calls import rung, settle
from tests.http.town import CONSENT, CONTACT, META, SECRET, Town
from tests.support.house import rows
from tests.usecases.case_world import JIA, YI

PHONE = "19900000161"
CODES, SESSION, CHECKS = "/v1/citizen/sign-in-codes", "/v1/citizen/session", "/v1/citizen/identity-checks"


async def ask(town: Town, phone: str = PHONE) -> str:
    """The six digits of the message."""
    told = await town.caller.send("POST", CODES, json={"phone": phone}, key="")
    assert (told.status, told.body) == (202, {"seconds": 300, "againAfter": 60})
    return str(re.findall(r"\d{6}", town.sms.sent[-1].wording)[0])


async def enter(town: Town, code: str, phone: str = PHONE, **more: str) -> Answer:
    return await town.caller.send("POST", SESSION, json={"phone": phone, "code": code, **more}, key="")


async def linked(town: Town, who: Any = JIA, phone: str = PHONE) -> Hand:
    """Their face passes on the number's account, and a minute goes by."""
    told = await enter(town, await ask(town, phone), phone)
    hand = await town.sign_in(who, accountToken=told.body["account"]["accountToken"])
    town.clock.go_on(timedelta(minutes=1))
    return hand


async def test_who_comes_with_a_notice_reads_by_the_code_and_shows_the_face_only_for_the_yes(
    town: Town,
) -> None:
    await linked(town)
    notice = await town.invited()

    told = await enter(town, await ask(town), noticeCode=notice)

    assert told.status == 200
    session = told.body["session"]
    assert session["level"] == "phone"
    hand = Hand(town.caller, session["accessToken"], told.raw.headers["set-cookie"].partition(";")[0])
    home = await hand.get("/v1/citizen/home")
    hand.party = home["parties"][1]["partyId"] if len(home["parties"]) > 1 else home["parties"][0]["partyId"]
    path = f"/v1/citizen/matters/{told.body['matterId']}"
    shown = await hand.get(path)
    refused = await hand.send("POST", f"{path}/answers", json=yes(shown))
    assert (refused.status, refused.code, refused.body["needs"]) == (401, "face-needed", "face")

    proved = await town.sign_in(JIA, token=hand.token, matterId=told.body["matterId"])
    proved.party = hand.party
    await proved.post(201, f"{path}/answers", yes(shown))


async def test_a_number_of_nobodys_gets_no_cookie_and_no_session(town: Town) -> None:
    told = await enter(town, await ask(town))

    assert told.status == 200
    assert set(told.body) == {"account"}
    assert "palm_refresh" not in told.raw.headers.get("set-cookie", "")
    token = told.body["account"]["accountToken"]
    for path in ("/v1/citizen/home", "/v1/enterprise/home"):
        assert (await town.caller.send("GET", path, token=token)).code in {"session-ended", "face-needed"}


@pytest.mark.parametrize("typed", ["000000", "12345", "abcdef", " "])
async def test_wrong_used_and_never_sent_codes_are_answered_with_the_same_bytes(
    town: Town, typed: str
) -> None:
    code = await ask(town)
    await enter(town, code)

    used = await enter(town, code)
    wrong = await enter(town, typed)
    unknown = await enter(town, typed, "19900000199")

    bodies = {one.raw.content.replace(one.body["instance"].encode(), b"") for one in (used, wrong, unknown)}
    assert len(bodies) == 1
    assert (wrong.status, wrong.code) == (401, "code-wrong")


async def test_an_account_token_that_is_none_opens_no_check(town: Town) -> None:
    hand = await town.sign_in(YI)
    for token in (hand.token, "a.b.c"):
        body = {
            "name": JIA[0].reveal(),
            "idNumber": JIA[1].reveal(),
            "consentVersion": CONSENT,
            "agreed": True,
            "metaInfo": META,
            "accountToken": token,
        }
        answer = await town.caller.send("POST", CHECKS, json=body)

        assert (answer.status, answer.code) == (401, "session-ended")


async def test_a_number_that_is_no_longer_mine_signs_me_in_no_more(town: Town) -> None:
    await linked(town)
    told = await enter(town, await ask(town))
    token = told.body["session"]["accessToken"]

    ended = await town.caller.send("DELETE", "/v1/citizen/phone-links", token=token)

    assert ended.status == 204
    assert (await town.caller.send("GET", "/v1/citizen/home", token=token)).code == "session-ended"
    town.clock.go_on(timedelta(minutes=1))
    assert set((await enter(town, await ask(town))).body) == {"account"}


async def test_the_operators_report_about_a_code_is_read_and_put_away(town: Town) -> None:
    await ask(town)
    [text] = [one for one in town.sms.sent if one.out_id.startswith("code-")]
    path = f"/v1/callbacks/aliyun-sms/{SECRET}/reports"
    item = {
        "phone_number": PHONE,
        "send_time": "2026-11-23 12:00:00",
        "report_time": "2026-11-23 12:00:02",
        "success": True,
        "err_code": "DELIVERED",
        "err_msg": "用户接收成功",
        "sms_size": "1",
        "biz_id": text.reference,
        "out_id": text.out_id,
    }

    assert (await town.caller.send("POST", path, json=[item], key="")).status == 200
    await town.work()

    [kept] = [one for one in await rows("inbox") if one["outcome"] == "no-notice"]
    assert kept["done_at"] is not None


async def test_a_clerk_who_hears_somebody_else_on_a_number_ends_its_link(town: Town) -> None:
    await linked(town, phone=CONTACT)
    entry = await rung(town)

    await settle(town, entry, "wrong_number")

    assert set((await enter(town, await ask(town, CONTACT), CONTACT)).body) == {"account"}
