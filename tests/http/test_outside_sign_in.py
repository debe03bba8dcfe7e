"""Signing in at another house over HTTP: away, back, in; and what an organisation's agent may then do."""

from dataclasses import replace
from datetime import date

import pytest

from domain.identity.outside_sign_in import LicenceHolder
from domain.kernel.authorisation import Authorisation
from domain.kernel.personal import OrganisationName
from domain.kernel.refusal import Refused, Unavailable, Unknown
from tests.http.hand import Hand, yes
from tests.http.outside import LICENCE, UNIFIED, Browser, subject
from tests.http.test_sessions import cookies
from tests.http.town import Town
from tests.usecases.case_world import JIA, ORGANISATION, YI

UNTIL = date(2027, 5, 1)


async def test_the_sign_in_page_is_told_which_houses_the_city_has_joined(town: Town) -> None:
    told = await town.caller.send("GET", "/v1/citizen/sign-ins")

    assert told.body == {"ways": ["unified-identity", "business-licence"]}


async def test_away_and_back_is_signed_in_to_read_and_shows_the_face_for_the_yes(town: Town) -> None:
    notice = await town.invited()

    told = await Browser(town).sign_in(JIA, noticeCode=notice)

    assert (told.status, told.body["session"]["level"]) == (200, "phone")
    assert set(cookies(told)) == {"palm_refresh"}
    hand = Hand(town.caller, told.body["session"]["accessToken"])
    home = await hand.get("/v1/citizen/home")
    hand.party = next(one["partyId"] for one in home["parties"] if one["partyId"] != home["actingFor"])
    path = f"/v1/citizen/matters/{told.body['matterId']}"
    shown = await hand.get(path)
    refused = await hand.send("POST", f"{path}/answers", json=yes(shown))
    assert (refused.status, refused.code, refused.body["needs"]) == (401, "face-needed", "face")

    proved = await town.sign_in(JIA, token=hand.token, matterId=told.body["matterId"])
    proved.party = hand.party
    await proved.post(201, f"{path}/answers", yes(shown))


async def test_it_stands_on_the_list_of_devices_by_its_name_and_can_be_ended_there(town: Town) -> None:
    told = await Browser(town).sign_in(YI)
    hand = Hand(town.caller, told.body["session"]["accessToken"])

    [line] = (await hand.get("/v1/citizen/sessions"))["sessions"]

    assert (line["method"], line["device"]) == ("省统一身份认证", "苹果手机 · 微信")
    gone = await hand.send("DELETE", f"/v1/citizen/sessions/{line['sessionId']}")
    assert gone.status == 204
    assert (await hand.send("GET", "/v1/citizen/home")).code == "session-ended"


async def test_the_cookie_renews_it(town: Town) -> None:
    browser = Browser(town)
    told = await browser.sign_in(YI)
    refresh = f"palm_refresh={cookies(told)['palm_refresh']}"

    renewed = await town.caller.send(
        "POST", "/v1/citizen/session/refresh", headers={"Cookie": f"{refresh}; {browser.device}"}, key=""
    )

    assert (renewed.status, renewed.body["level"]) == (200, "phone")


async def test_a_house_nobody_knows_is_not_found(town: Town) -> None:
    told = await town.caller.send("POST", "/v1/citizen/sign-ins/somewhere/begin", key="")

    assert (told.status, told.code) == (404, "not-found")


@pytest.mark.parametrize(
    ("trouble", "status", "code"),
    [
        (Unavailable("unified-identity", "http-503"), 503, "outside-unavailable"),
        (Unknown("unified-identity", "TimeoutError"), 503, "outside-unknown"),
        (Refused("unified-identity", "4030"), 502, "outside-refused"),
    ],
)
async def test_trouble_over_there_is_told_as_what_it_is(
    town: Town, trouble: Unavailable | Unknown | Refused, status: int, code: str
) -> None:
    town.unified_identity.trouble.before.append(trouble)

    told = await Browser(town).sign_in(YI)

    assert (told.status, told.code) == (status, code)
    assert "palm_refresh" not in cookies(told)


@pytest.mark.parametrize(
    ("is_person", "is_real_name", "code"),
    [(False, True, "organisation-account"), (True, False, "not-real-name")],
)
async def test_who_is_not_served_by_this_way_is_told_what_to_do_instead(
    town: Town, *, is_person: bool, is_real_name: bool, code: str
) -> None:
    browser = Browser(town)
    url = await browser.leave()
    who = replace(subject(YI), is_person=is_person, is_real_name=is_real_name)
    ticket = town.unified_identity.agree(url, who)

    told = await browser.come_back(url, ticket.reveal())

    assert (told.status, told.code) == (403, code)
    assert told.body["advice"]


async def test_a_house_that_is_not_joined_is_not_offered_and_opens_nothing(town: Town) -> None:
    desk = town.office.sign_in.outside
    joined = desk.begin_outside_sign_in.doorways
    houses = dict(joined)
    joined.clear()  # type: ignore[attr-defined]  # a dict underneath
    try:
        ways = await town.caller.send("GET", "/v1/citizen/sign-ins")
        begun = await Browser(town).begin()
    finally:
        joined.update(houses)  # type: ignore[attr-defined]  # likewise

    assert ways.body == {"ways": []}
    assert (begun.status, begun.code) == (409, "sign-in-way-not-offered")


# for an organisation


def agent_of_the_school(*items: str) -> LicenceHolder:
    """乙, whom the register does not name for it."""
    name, number = YI
    certificate = ORGANISATION.certificate
    given = Authorisation("EA-00000001", items or None, UNTIL)
    organisation = OrganisationName(certificate.holder_name.reveal())
    return LicenceHolder(name, number, organisation, certificate.holder_number, "企业", given)


async def test_an_agent_acts_for_the_organisation_while_the_house_says_so_and_no_longer(town: Town) -> None:
    await town.invited()
    who = agent_of_the_school()
    town.e_licence.allow(who)
    told = await Browser(town).sign_in_with(who)
    hand = Hand(town.caller, told.body["session"]["accessToken"])
    home = await hand.get("/v1/citizen/home")
    hand.party = next(one["partyId"] for one in home["parties"] if one["capacity"] == "受托人")
    [matter] = (await hand.get("/v1/citizen/home"))["matters"]
    path = f"/v1/citizen/matters/{matter['matterId']}"
    shown = await hand.get(path)
    proved = await town.sign_in(YI, token=hand.token, matterId=matter["matterId"])
    proved.party = hand.party

    town.e_licence.allowed.clear()
    refused = await proved.send("POST", f"{path}/answers", json=yes(shown))

    assert (refused.status, refused.code) == (404, "not-representative")
    assert (await proved.send("GET", path)).status == 404


async def test_an_agents_yes_is_taken_while_the_house_stands_by_it(town: Town) -> None:
    await town.invited()
    who = agent_of_the_school()
    town.e_licence.allow(who)
    told = await Browser(town).sign_in_with(who)
    hand = Hand(town.caller, told.body["session"]["accessToken"])
    home = await hand.get("/v1/citizen/home")
    party = next(one["partyId"] for one in home["parties"] if one["capacity"] == "受托人")
    hand.party = party
    [matter] = (await hand.get("/v1/citizen/home"))["matters"]
    path = f"/v1/citizen/matters/{matter['matterId']}"
    shown = await hand.get(path)
    proved = await town.sign_in(YI, token=hand.token, matterId=matter["matterId"])
    proved.party = party

    town.e_licence.trouble.before.append(Unavailable("e-licence", "http-503"))
    away = await proved.send("POST", f"{path}/answers", json=yes(shown))
    taken = await proved.send("POST", f"{path}/answers", json=yes(shown))

    assert (away.status, away.code) == (503, "outside-unavailable")
    assert taken.status == 201, taken.body


async def test_what_the_house_lets_an_agent_do_less_of_is_not_read_on_by_what_it_was(town: Town) -> None:
    await town.invited()
    who = agent_of_the_school()
    town.e_licence.allow(who)
    told = await Browser(town).sign_in_with(who)
    hand = Hand(town.caller, told.body["session"]["accessToken"])
    home = await hand.get("/v1/citizen/home")
    hand.party = next(one["partyId"] for one in home["parties"] if one["capacity"] == "受托人")
    [matter] = (await hand.get("/v1/citizen/home"))["matters"]

    town.e_licence.allow(agent_of_the_school("wg-20-bookshop"))
    refused = await hand.send("GET", f"/v1/citizen/matters/{matter['matterId']}")

    assert (refused.status, refused.code) == (404, "not-representative")


async def test_both_houses_stand_under_their_own_address(town: Town) -> None:
    browser = Browser(town)
    url = await browser.leave(LICENCE)
    ticket = town.e_licence.agree(url, agent_of_the_school())

    wrong_door = await browser.come_back(url, ticket.reveal(), house=UNIFIED)

    assert (wrong_door.status, wrong_door.code) == (401, "outside-sign-in-ended")
