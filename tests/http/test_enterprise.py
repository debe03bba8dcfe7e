"""One renamed company, three licences, one person in the mini-program: what its client sends and reads."""

from datetime import timedelta

import pytest

from tests.http.company import ITEMS, PHONE, Company, a_company
from tests.http.hand import Hand, part_of, together
from tests.http.town import Town
from tests.http.wechat import CHANGED, DUE, FRONT, OPENID, WechatPhone
from tests.support.house import count
from tests.usecases.case_world import YI


@pytest.fixture
async def company(town: Town) -> Company:
    return await a_company(town)


async def test_from_the_first_session_to_the_last_rating_every_answer_keeps_the_contract(
    company: Company,
) -> None:
    await company.arrived()
    cases = await company.confirmed()
    for item, case in cases.items():
        await company.granted(item, case)
    for case in cases.values():
        await company.post(201, f"/cases/{case}/rating", {"level": 5, "tags": ["510"]})
    await company.town.work()

    views = [await company.get(f"/cases/{case}") for case in cases.values()]
    assert set(cases) == set(ITEMS)
    assert len({view["number"] for view in views}) == 3
    assert {view["decision"]["result"] for view in views} == {"granted"}
    assert len((await company.get("/wallet"))["cards"]) == 3
    assert len(company.town.ratings.taken) == 3
    assert company.town.courier.booked == []


async def test_the_notice_opens_the_matter_itself_and_no_text_message_is_sent(company: Company) -> None:
    page = await company.told()

    assert page == f"pages/matter/matter?m={company.matter}"
    assert len(company.town.wechat.messages.sent) == 1
    assert company.town.sms.sent == []


async def test_who_never_allowed_a_message_is_told_by_text(town: Town) -> None:
    await a_company(town, wants_messages=False)
    for one in await town.sensed():
        await town.sign(one)
    await town.work()

    assert town.wechat.messages.sent == []
    assert len(town.sms.sent) == 1


async def test_one_tap_allows_one_message(company: Company) -> None:
    before = await company.get("/subscriptions")

    await company.told()

    after = await company.get("/subscriptions")
    assert {one["templateId"]: one["credits"] for one in before["templates"]} == {DUE: 0, CHANGED: 1}
    assert {one["templateId"]: one["credits"] for one in after["templates"]} == {DUE: 0, CHANGED: 0}


async def test_the_invitation_names_the_change_and_every_licence_it_touches(company: Company) -> None:
    await company.arrived()

    shown = await company.get(f"/matters/{company.matter}")

    assert {one["itemCode"] for one in shown["items"]} == set(ITEMS)
    assert shown["why"] != []


async def test_one_face_is_enough_for_three_forms(company: Company) -> None:
    await company.arrived()
    checks = await count("identity_checks")

    await company.confirmed()

    assert await count("identity_checks") == checks
    assert len(company.town.approval.filings) == 3


async def test_one_confirmation_sent_twice_has_one_answer_and_files_each_case_once(company: Company) -> None:
    await company.arrived()
    await company.begun()
    body, path = together(await company.forms()), f"{FRONT}/matters/{company.matter}/confirmation"

    first = await company.hand.send("POST", path, json=body, key="one")
    again = await company.hand.send("POST", path, json=body, key="one")
    await company.town.work()

    assert (first.status, again.status) == (200, 200)
    assert first.raw.content == again.raw.content
    assert len(company.town.approval.filings) == 3


async def test_one_wrong_digest_of_three_confirms_nothing(company: Company) -> None:
    await company.arrived()
    cases = await company.begun()
    forms = await company.forms()
    forms["forms"][1]["form"]["digest"] = "0" * 64

    refused = await company.hand.send(
        "POST", f"{FRONT}/matters/{company.matter}/confirmation", json=together(forms)
    )
    await company.town.work()

    assert (refused.status, refused.code) == (409, "form-changed")
    assert {(await company.get(f"/cases/{case}"))["state"] for case in cases.values()} == {"intended"}
    assert company.town.approval.filings == {}


@pytest.mark.parametrize("number", [0, 4])
async def test_no_form_and_a_form_twice_are_refused_by_name(company: Company, number: int) -> None:
    await company.arrived()
    await company.begun()
    body = together(await company.forms())
    parts = [*body["forms"], body["forms"][0]] if number else []  # type: ignore[misc,index] # a JSON body

    refused = await company.hand.send(
        "POST", f"{FRONT}/matters/{company.matter}/confirmation", json={**body, "forms": parts}
    )

    assert (refused.status, refused.code) == (422, "malformed-body")
    assert [one["field"] for one in refused.body["fields"]] == ["forms"]


async def test_a_strangers_case_among_them_is_found_by_nobody_and_nothing_is_confirmed(
    company: Company,
) -> None:
    await company.arrived()
    cases = await company.begun()
    body = together(await company.forms())
    strange = {**body["forms"][0], "caseId": "case_" + "0" * 25 + "7"}  # type: ignore[index] # a JSON body
    parts = [*body["forms"][1:], strange]  # type: ignore[index] # likewise

    refused = await company.hand.send(
        "POST", f"{FRONT}/matters/{company.matter}/confirmation", json={**body, "forms": parts}
    )

    assert (refused.status, refused.code) == (404, "not-found")
    assert {(await company.get(f"/cases/{case}"))["state"] for case in cases.values()} == {"intended"}


async def test_a_case_of_another_matter_is_refused_though_it_is_ones_own(town: Town) -> None:
    jia, matter = await town.arrived()
    other = await town.begun(jia, matter)
    form = await jia.get(f"/v1/citizen/cases/{other}/form")
    town.clock.go_on(timedelta(minutes=6))  # whom the register names is remembered for five
    company = await a_company(town)
    await company.arrived()
    await company.begun()
    body = together(await company.forms())
    parts = [*body["forms"], part_of(other, form)]  # type: ignore[misc] # a JSON body

    refused = await company.hand.send(
        "POST", f"{FRONT}/matters/{company.matter}/confirmation", json={**body, "forms": parts}
    )
    await town.work()

    assert (refused.status, refused.code) == (404, "not-found")
    assert town.approval.filings == {}


async def test_what_the_phone_page_began_goes_on_in_the_mini_program(town: Town) -> None:
    jia, matter, case = await town.under_way()
    phone = WechatPhone(town)
    await phone.enter()
    inside = await phone.prove()

    there = await inside.get(f"{FRONT}/cases/{case}", acting_for=jia.party)
    listed = await inside.get(f"{FRONT}/matters/{matter}/forms", acting_for=jia.party)

    assert there == await jia.get(f"/v1/citizen/cases/{case}")
    assert listed == await jia.get(f"/v1/citizen/matters/{matter}/forms")


async def test_a_new_account_of_the_same_phone_number_is_nobody_until_its_face_passed(
    company: Company,
) -> None:
    other = WechatPhone(company.town, "o-invented-other")

    told = await other.enter()
    await other.share_phone(PHONE)

    home = await other.send("GET", "/home")
    assert told["level"] == "none"
    assert (home.status, home.code, home.body["needs"]) == (401, "face-needed", "face")


async def test_another_persons_face_on_the_same_account_takes_over_nothing(company: Company) -> None:
    await company.arrived()
    party, matter = company.hand.party, company.matter

    yi: Hand = await company.phone.prove(YI)

    home = await yi.get(f"{FRONT}/home")
    assert (home["matters"], home["cases"]) == ([], [])
    assert (await yi.send("GET", f"{FRONT}/matters/{matter}")).status == 404
    assert (await yi.send("GET", f"{FRONT}/matters/{matter}", acting_for=party)).code == "not-representative"


async def test_the_number_of_the_phone_proves_nothing_and_leaves_us_masked(company: Company) -> None:
    told = await company.phone.share_phone(PHONE)

    spoken = b"".join(one.raw.content for one in company.town.caller.seen).decode()
    assert told == {"phone": "199****0777"}
    assert PHONE not in spoken
    assert OPENID not in spoken
