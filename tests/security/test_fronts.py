"""Two fronts, one office: a token opens its own front only, and strangers learn the same nothing on both."""

from typing import Any

import pytest

from domain.invitations.code import AddressCode
from tests.architecture.contract_document import OPERATIONS
from tests.http.company import Company, a_company
from tests.http.hand import Hand
from tests.http.town import BING, Town
from tests.http.wechat import FRONT, OPENID, WechatPhone
from tests.security.test_silence import shape
from tests.usecases.case_world import JIA, YI

UNKNOWN = str(AddressCode.mint(lambda _: 1_234_567))
CITIZEN = "/v1/citizen"


def bare(body: dict[str, Any]) -> dict[str, Any]:
    """A problem but for the request's own number."""
    return {name: value for name, value in body.items() if name != "instance"}


def test_what_is_mirrored_keeps_its_level_and_asks_for_its_own_token() -> None:
    by_name = {one.name: one.told for one in OPERATIONS}
    mirrored = {name: told for name, told in by_name.items() if name.startswith("enterprise_")}

    assert len(mirrored) > 20
    for name, told in mirrored.items():
        outside = by_name[name.removeprefix("enterprise_")]
        assert told["x-level"] == outside["x-level"], name
        assert (outside["security"], told["security"]) == ([{"personToken": []}], [{"enterpriseToken": []}])
        assert "face-needed" in str(told["responses"]["401"]) or "FaceNeeded" in str(told["responses"]["401"])


async def test_a_check_opens_alike_in_the_mini_program_with_any_code(town: Town) -> None:
    code = await town.invited()
    phone = WechatPhone(town)
    await phone.enter()

    opened = [await phone.open_check(YI, code=one) for one in ("", code, UNKNOWN)]

    assert shape(opened[0]) == shape(opened[1]) == shape(opened[2])


async def test_a_stranger_with_the_code_learns_as_little_inside_as_outside(town: Town) -> None:
    code = await town.invited()
    told = []
    for n, one in enumerate((code, UNKNOWN)):
        phone = WechatPhone(town, f"o-invented-{n}")
        await phone.enter()
        told.append((await phone.finish(await phone.open_check(YI, code=one))).body)

    known, unknown = told
    assert shape(known) == shape(unknown)
    assert "matterId" not in known


@pytest.mark.parametrize("who", [YI, BING], ids=["a stranger", "another stranger"])
async def test_both_fronts_refuse_in_the_same_words(town: Town, who: Any) -> None:
    jia, matter, case = await town.under_way()
    outside = await town.sign_in(who)
    phone = WechatPhone(town)
    await phone.enter()
    inside: Hand = await phone.prove(who)

    for path in (
        f"matters/{matter}",
        f"matters/{matter}/forms",
        f"cases/{case}",
        f"cases/{case}/form",
        "home",
    ):
        for party in ("", jia.party):
            answers = [
                await hand.send("GET", f"{hand.front}/{path}", acting_for=party) for hand in (outside, inside)
            ]
            if path == "home" and not party:
                assert [one.body["matters"] for one in answers] == [[], []]
                continue
            assert bare(answers[0].body) == bare(answers[1].body)
            assert answers[0].status == answers[1].status == 404, path


async def test_a_face_for_another_matter_binds_nobody_inside_either(town: Town) -> None:
    company: Company = await a_company(town)
    await company.told()
    [company.hand.party] = [
        one["partyId"] for one in (await company.get("/home"))["parties"] if one["kind"] != "person"
    ]
    shown = await company.get(f"/matters/{company.matter}")

    answer = await company.hand.send(
        "POST",
        f"{FRONT}/matters/{company.matter}/answers",
        json={
            "answers": [{"itemCode": one["itemCode"], "answer": "yes"} for one in shown["items"]],
            "shownDigest": shown["shown"]["digest"],
            "promise": True,
        },
    )

    assert (answer.status, answer.code) == (401, "face-needed-for-matter")
    assert answer.body["matterId"] == company.matter


async def test_whoever_signs_in_on_the_phone_page_is_not_signed_in_by_wechat(town: Town) -> None:
    await town.sign_in(JIA)
    phone = WechatPhone(town)

    told = await phone.enter()

    assert (told["level"], "person" in told) == ("none", False)


async def test_no_answer_of_a_whole_company_journey_holds_the_account_or_its_keys(town: Town) -> None:
    company = await a_company(town)
    await company.arrived()
    await company.confirmed()

    spoken = b"".join(one.raw.content for one in town.caller.seen).decode()
    headers = "\n".join(str(one.raw.headers) for one in town.caller.seen)
    for secret in (OPENID, "key-1", "19900000777", JIA[1].reveal(), "jscode"):
        assert secret not in spoken
        assert secret not in headers
