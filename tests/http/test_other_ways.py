"""Being known without a face over HTTP: the ways stand beside the face, and end in the same session."""

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.fakes.proofs import FakeBankElements, FakeNetworkIdentity
from tests.http.caller import Answer
from tests.http.hand import Hand, yes
from tests.http.town import CONSENT, Town
from tests.http.wechat import WechatPhone
from tests.support.house import count
from tests.usecases.case_world import JIA, YI

PHONE, CARD = "19900000191", "9900000000000010"
CHECKS = "/v1/citizen/identity-checks"
CONSENTS = {"bank": "bank-2026-11-22", "network": "network-2026-11-22"}


def bank(town: Town, who: Any = JIA) -> FakeBankElements:
    """Where this person has a card, and the phone it is known by."""
    found = town.office.other_ways.finish_other_way.bank
    assert isinstance(found, FakeBankElements)
    found.cards[CARD] = (who[0].reveal(), who[1].reveal(), PHONE)
    return found


def network(town: Town) -> FakeNetworkIdentity:
    found = town.office.other_ways.finish_other_way.network
    assert isinstance(found, FakeNetworkIdentity)
    return found


def applicant(way: str, who: Any = JIA, **more: object) -> dict[str, object]:
    name, number = who
    return {
        "way": way,
        "name": name.reveal(),
        "idNumber": number.reveal(),
        "consentVersion": CONSENTS[way],
        "agreed": True,
        **more,
    }


async def opened(town: Town, way: str, *, token: str = "", **more: Any) -> Any:
    path = f"{CHECKS}/other-ways"
    return await town.caller.expect(201, "POST", path, json=applicant(way, **more), token=token)


async def code(town: Town, check: Any, phone: str = PHONE) -> str:
    path = f"{CHECKS}/{check['identityCheckId']}/codes"
    asked = {"resumeToken": check["resumeToken"], "phone": phone}
    told = await town.caller.send("POST", path, json=asked, key="")
    assert (told.status, told.body) == (202, {"seconds": 300, "againAfter": 60})
    return str(re.findall(r"\d{6}", town.sms.sent[-1].wording)[0])


async def prove(town: Town, check: Any, **proof: Any) -> Answer:
    path = f"{CHECKS}/{check['identityCheckId']}/proof"
    body = {"resumeToken": check["resumeToken"], **proof}
    return await town.caller.send("POST", path, json=body, key="")


async def by_bank(town: Town, **more: Any) -> Answer:
    bank(town, more.get("who", JIA))
    check = await opened(town, "bank", **more)
    typed = {"cardNumber": CARD, "phone": PHONE, "code": await code(town, check)}
    return await prove(town, check, bank=typed)


def hand_of(town: Town, told: Answer, party: str = "") -> Hand:
    cookie = told.raw.headers["set-cookie"].partition(";")[0]
    return Hand(town.caller, told.body["session"]["accessToken"], cookie, party)


async def test_every_way_stands_beside_the_face_on_the_same_page(town: Town) -> None:
    told = await town.caller.expect(200, "GET", "/v1/citizen/consents/face")

    assert [one["kind"] for one in told["alternatives"]] == ["bank", "network", "counter", "call"]
    for way, version in CONSENTS.items():
        text = await town.caller.expect(200, "GET", f"/v1/citizen/consents/other-ways/{way}")
        assert text["version"] == version


async def test_who_shows_a_bank_card_says_yes_as_with_the_face(town: Town) -> None:
    jia, matter = await town.arrived()
    shown = await jia.get(f"{jia.front}/matters/{matter}")
    town.clock.go_on(timedelta(minutes=6))
    refused = await jia.send("POST", f"{jia.front}/matters/{matter}/answers", json=yes(shown))
    assert (refused.status, refused.code) == (401, "face-needed")

    told = await by_bank(town, token=jia.token, matterId=matter, purpose="apply")

    assert (told.body["state"], told.body["session"]["level"]) == ("passed", "face")
    again = hand_of(town, told, jia.party)
    shown = await again.get(f"{again.front}/matters/{matter}")
    await again.post(201, f"{again.front}/matters/{matter}/answers", yes(shown))


async def test_the_timeline_says_by_what_way_they_were_known(town: Town) -> None:
    jia, matter = await town.arrived()
    told = await by_bank(town, token=jia.token, matterId=matter, purpose="apply")
    again = hand_of(town, told, jia.party)
    case = await town.begun(again, matter)

    timeline = await again.get(f"{again.front}/cases/{case}/timeline")

    assert "完成银行卡核验，确认是本人" in str(timeline)


async def test_the_app_of_the_person_sends_them_back_with_a_token(town: Town) -> None:
    check = await opened(town, "network")
    biz_no = check["pageUrl"].partition("?")[0].rpartition("/")[2]
    assert f"/#/other-way?check={check['identityCheckId']}" in check["pageUrl"]
    token = network(town).confirm(biz_no, JIA[0].reveal(), JIA[1].reveal())

    pending = await prove(town, check)
    told = await prove(town, check, network={"token": token})

    assert (pending.body, told.body["state"]) == ({"state": "pending"}, "passed")
    home = await hand_of(town, told).get("/v1/citizen/home")
    assert home["parties"]


async def test_the_list_of_sessions_names_the_way(town: Town) -> None:
    told = await by_bank(town)

    [line] = (await hand_of(town, told).get("/v1/citizen/sessions"))["sessions"]

    assert line["method"] == "银行卡核验"


async def test_the_same_request_sent_twice_opens_one_check(town: Town) -> None:
    path, body = f"{CHECKS}/other-ways", applicant("bank")

    first = await town.caller.send("POST", path, json=body, key="one-key-of-a-person")
    second = await town.caller.send("POST", path, json=body, key="one-key-of-a-person")
    other = await town.caller.send("POST", path, json=applicant("network"), key="one-key-of-a-person")

    assert first.body == second.body
    assert other.code == "idempotency-key-reused"
    assert await count("identity_checks") == 1


@pytest.mark.parametrize(
    ("changed", "status", "told"),
    [
        ({"consentVersion": CONSENT}, 422, "way-consent-needed"),
        ({"agreed": False}, 422, "way-consent-needed"),
        ({"way": "astrology"}, 422, "malformed-body"),
        ({"idNumber": "999999201301010026"}, 403, "counter-only"),
        ({"idNumber": "999999190001010008"}, 422, "identifier-invalid"),
        ({"metaInfo": "{}"}, 422, "malformed-body"),
    ],
)
async def test_what_is_not_fit_to_open_a_check_opens_none(
    town: Town, changed: dict[str, object], status: int, told: str
) -> None:
    body = {**applicant("bank"), **changed}

    answer = await town.caller.send("POST", f"{CHECKS}/other-ways", json=body)

    assert (answer.status, answer.code) == (status, told)
    assert await count("identity_checks") == 0


async def test_a_way_without_a_contract_is_not_offered(town: Town) -> None:
    claims = town.office.other_ways.open_other_way.claims
    kept = dict(claims)
    claims.clear()  # type: ignore[attr-defined]  # a dict, where the desk sees a mapping

    answer = await town.caller.send("POST", f"{CHECKS}/other-ways", json=applicant("bank"))
    text = await town.caller.send("GET", "/v1/citizen/consents/other-ways/bank", key="")
    claims.update(kept)  # type: ignore[attr-defined]  # likewise
    stray = await town.caller.send("GET", "/v1/citizen/consents/other-ways/astrology", key="")

    assert {(one.status, one.code) for one in (answer, text, stray)} == {(409, "way-not-offered")}


async def test_a_mistyped_card_costs_no_try_and_no_code(town: Town) -> None:
    held = bank(town)
    check = await opened(town, "bank")
    digits = await code(town, check)
    typed = {"cardNumber": "9900000000000011", "phone": PHONE, "code": digits}

    mistyped = await prove(town, check, bank=typed)
    told = await prove(town, check, bank={**typed, "cardNumber": "9900 0000 0000 0010"})

    assert (mistyped.status, mistyped.code) == (422, "card-invalid")
    assert told.body["state"] == "passed"
    assert len(held.asked) == 1


async def test_two_proofs_at_once_are_no_proof(town: Town) -> None:
    check = await opened(town, "bank")
    typed = {"cardNumber": CARD, "phone": PHONE, "code": "000000"}

    told = await prove(town, check, bank=typed, network={"token": "invented-token"})

    assert (told.status, told.code) == (422, "malformed-body")


async def test_who_fails_is_told_every_other_way(town: Town) -> None:
    bank(town, YI)
    check = await opened(town, "bank")
    typed = {"cardNumber": CARD, "phone": PHONE, "code": await code(town, check)}

    told = await prove(town, check, bank=typed)

    assert (told.body["state"], told.body["cause"]) == ("failed", "elements")
    assert [one["kind"] for one in told.body["alternatives"]] == ["bank", "network", "counter", "call"]
    assert "set-cookie" not in told.raw.headers


# in the mini-program


async def inside(town: Town) -> tuple[WechatPhone, Any]:
    """An account that nobody is known by, and a check by bank card on it."""
    phone = WechatPhone(town, "o-invented-by-card")
    await phone.enter()
    told = await phone.send("POST", "/identity-checks/other-ways", json=applicant("bank"))
    assert told.status == 201, told.body
    return phone, told.body


async def code_inside(town: Town, phone: WechatPhone, check: Any) -> str:
    asked = {"resumeToken": check["resumeToken"], "phone": PHONE}
    told = await phone.send("POST", f"/identity-checks/{check['identityCheckId']}/codes", json=asked)
    assert told.status == 202
    return str(re.findall(r"\d{6}", town.sms.sent[-1].wording)[0])


async def test_in_the_mini_program_a_bank_card_makes_the_account_its_persons(town: Town) -> None:
    bank(town)
    phone, check = await inside(town)
    typed = {"cardNumber": CARD, "phone": PHONE, "code": await code_inside(town, phone, check)}
    proof = {"resumeToken": check["resumeToken"], "bank": typed}

    told = await phone.send("POST", f"/identity-checks/{check['identityCheckId']}/proof", json=proof)

    assert (told.body["state"], told.body["session"]["level"]) == ("passed", "face")
    home = await town.caller.expect(
        200, "GET", "/v1/enterprise/home", token=told.body["session"]["accessToken"]
    )
    assert home["parties"]


async def test_another_account_finds_no_such_check(town: Town) -> None:
    bank(town)
    phone, check = await inside(town)
    typed = {"cardNumber": CARD, "phone": PHONE, "code": await code_inside(town, phone, check)}
    proof = {"resumeToken": check["resumeToken"], "bank": typed}
    other = WechatPhone(town, "o-invented-other")
    await other.enter()

    stolen = await other.send("POST", f"/identity-checks/{check['identityCheckId']}/proof", json=proof)
    on_the_page = await prove(town, check, bank=typed)

    assert {(one.status, one.code) for one in (stolen, on_the_page)} == {(404, "not-found")}
    assert await count("sessions") == 0


async def test_the_mini_program_offers_no_way_that_leads_back_to_a_page(town: Town) -> None:
    told = await town.caller.expect(200, "GET", "/v1/enterprise/consents/face")
    phone = WechatPhone(town, "o-invented-by-card")
    await phone.enter()

    refused = await phone.send("POST", "/identity-checks/other-ways", json=applicant("network"))

    assert [one["kind"] for one in told["alternatives"]] == ["bank", "counter", "call"]
    assert (refused.status, refused.code) == (422, "malformed-body")


async def test_the_same_request_sent_twice_in_the_mini_program_opens_one_check(town: Town) -> None:
    phone = WechatPhone(town, "o-invented-by-card")
    await phone.enter()
    path, key = "/v1/enterprise/identity-checks/other-ways", "one-key-of-an-account"

    first = await town.caller.send("POST", path, json=applicant("bank"), token=phone.token, key=key)
    second = await town.caller.send("POST", path, json=applicant("bank"), token=phone.token, key=key)

    assert first.status == 201, first.body
    assert first.body == second.body
    assert await count("identity_checks") == 1
