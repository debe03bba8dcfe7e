"""What somebody tries who wants in by another house: as somebody else, twice, from elsewhere."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.people.sign_in_page import SignInPage
from bff.compose.core import Core
from domain.identity.outside_sign_in import LicenceHolder
from domain.kernel.limits import LimitsUnavailable
from domain.kernel.personal import OrganisationName
from tests.fakes.limits import FakeLimits
from tests.fakes.people import state_in
from tests.http.caller import Answer
from tests.http.hand import Hand
from tests.http.opening import open_town
from tests.http.outside import LICENCE, UNIFIED, Browser, subject
from tests.http.test_sessions import cookies
from tests.http.town import BING, Town
from tests.support.house import HandClock, count, rows
from tests.usecases.case_world import JIA, ORGANISATION, YI


@pytest.fixture
def victim(town: Town) -> Browser:
    return Browser(town)


@pytest.fixture
def attacker(town: Town) -> Browser:
    return Browser(town)


def ended(answer: Answer) -> None:
    assert (answer.status, answer.code) == (401, "outside-sign-in-ended")
    assert "palm_refresh" not in cookies(answer)


async def sessions() -> int:
    return await count("sessions WHERE method IN ('unified-identity', 'business-licence')")


def told(answer: Answer) -> bytes:
    return answer.raw.content.replace(answer.body["instance"].encode(), b"")


# the state


async def test_a_return_sent_again_begins_nothing_and_leaves_the_first_session_alone(
    town: Town, victim: Browser
) -> None:
    url = await victim.leave()
    ticket = town.unified_identity.agree(url, subject(YI)).reveal()
    first = await victim.come_back(url, ticket)

    for _ in range(3):
        ended(await victim.come_back(url, ticket))

    assert await sessions() == 1
    hand = Hand(town.caller, first.body["session"]["accessToken"])
    assert await hand.get("/v1/citizen/home")


async def test_thirty_at_once_are_one_session(town: Town, victim: Browser) -> None:
    url = await victim.leave()
    ticket = town.unified_identity.agree(url, subject(YI)).reveal()

    answers = await asyncio.gather(*(victim.come_back(url, ticket) for _ in range(30)))

    assert sorted(one.status for one in answers) == [200] + [401] * 29
    assert (await sessions(), town.unified_identity.exchanged) == (1, 1)


async def test_login_forgery_an_attackers_return_signs_no_victim_in_as_the_attacker(
    town: Town, attacker: Browser, victim: Browser
) -> None:
    """Else whatever the victim then types would stand in the attacker's account."""
    url = await attacker.leave()
    ticket = town.unified_identity.agree(url, subject(BING)).reveal()
    await victim.leave()

    ended(await victim.come_back(url, ticket))
    ended(await Browser(town).come_back(url, ticket))  # and a browser that has no cookie at all

    assert (await sessions(), town.unified_identity.exchanged) == (0, 0)


async def test_a_victim_lured_to_agree_on_the_attackers_address_hands_over_nothing(
    town: Town, attacker: Browser, victim: Browser
) -> None:
    """The ticket comes back to the victim's browser, with a state that is the attacker's."""
    await victim.leave()
    url = await attacker.leave()
    ticket = town.unified_identity.agree(url, subject(YI)).reveal()

    ended(await victim.come_back(url, ticket))

    assert await sessions() == 0


async def test_a_stolen_ticket_with_a_state_of_the_thiefs_own_names_nobody(
    town: Town, attacker: Browser, victim: Browser
) -> None:
    stolen = town.unified_identity.agree(await victim.leave(), subject(YI)).reveal()

    ended(await attacker.come_back(await attacker.leave(), stolen))

    assert await sessions() == 0


async def test_a_stolen_ticket_and_state_serve_no_other_device(
    town: Town, attacker: Browser, victim: Browser
) -> None:
    url = await victim.leave()
    ticket = town.unified_identity.agree(url, subject(YI)).reveal()
    await attacker.leave()

    ended(await attacker.come_back(url, ticket))

    assert (await victim.come_back(url, ticket)).status == 200  # and the owner's way in is not used up by it


async def test_foreign_used_late_and_invented_returns_are_answered_with_the_same_bytes(
    town: Town, victim: Browser, attacker: Browser
) -> None:
    used = await victim.leave()
    ticket = town.unified_identity.agree(used, subject(YI)).reveal()
    await victim.come_back(used, ticket)
    foreign, late = await attacker.leave(), await victim.leave()
    fresh = await victim.leave()

    answers = [
        await victim.come_back(used, ticket),
        await victim.come_back(foreign, ticket),
        await victim.show({"ticket": ticket, "state": "invented"}),
        await victim.come_back(fresh, "TK-invented"),
    ]
    town.clock.go_on(timedelta(minutes=10))
    answers.append(await victim.come_back(late, "TK-invented"))

    assert len({told(one) for one in answers}) == 1
    assert {one.status for one in answers} == {401}


async def test_a_state_tried_at_the_other_houses_door_opens_neither(town: Town, victim: Browser) -> None:
    url = await victim.leave(LICENCE)
    ticket = town.unified_identity.agree(url, subject(YI)).reveal()

    ended(await victim.come_back(url, ticket, house=UNIFIED))

    assert town.unified_identity.exchanged == 0


# who it is


@pytest.mark.parametrize(
    "more",
    [
        {"name": "甲子安", "idNumber": "370285196001059983"},
        {"subject": "S-370285196001059983"},
        {"level": "face"},
        {"person": "甲子安"},
        {"redirectUri": "https://evil.test/"},
    ],
    ids=lambda one: next(iter(one)),
)
async def test_nobody_says_themselves_who_they_are(
    town: Town, victim: Browser, more: Mapping[str, str]
) -> None:
    url = await victim.leave()
    ticket = town.unified_identity.agree(url, subject(YI)).reveal()

    answer = await victim.come_back(url, ticket, **more)

    assert (answer.status, answer.code) == (422, "malformed-body")
    assert await sessions() == 0


async def test_whoever_the_house_names_is_signed_in_and_nobody_who_was_there_before(
    town: Town, victim: Browser
) -> None:
    """Two people at one browser: the second is not the first, and the first is out."""
    first = await victim.sign_in(JIA)
    second = await victim.sign_in(YI)

    before = Hand(town.caller, first.body["session"]["accessToken"])
    assert (await before.send("GET", "/v1/citizen/home")).code == "session-ended"
    name = second.body["session"]["person"]["name"]
    assert name == YI[0].masked()
    assert name != JIA[0].masked()


async def test_an_office_that_the_licence_tells_of_gives_no_right(town: Town, victim: Browser) -> None:
    """A licence on a phone may be older than the change of the representative."""
    name, number = YI
    certificate = ORGANISATION.certificate
    organisation = OrganisationName(certificate.holder_name.reveal())
    jia = await town.sign_in(JIA)
    home = await jia.get("/v1/citizen/home")
    school = next(one["partyId"] for one in home["parties"] if one["partyId"] != home["actingFor"])

    answer = await victim.sign_in_with(
        LicenceHolder(name, number, organisation, certificate.holder_number, "企业", None)
    )

    hand = Hand(town.caller, answer.body["session"]["accessToken"], party=school)
    for path in ("/v1/citizen/home", "/v1/citizen/wallet"):
        refused = await hand.send("GET", path)
        assert (refused.status, refused.code) == (404, "not-representative")


# where it leads


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.test"},
        {"X-Forwarded-Host": "evil.test"},
        {"Forwarded": "host=evil.test;proto=http"},
        {"Origin": "https://evil.test"},
        {"Referer": "https://evil.test/"},
    ],
    ids=lambda one: next(iter(one)),
)
async def test_no_header_of_a_request_turns_the_address(victim: Browser, headers: dict[str, str]) -> None:
    plain = await victim.leave()

    url = await victim.leave(**headers)

    assert "evil" not in url
    assert url.replace(state_in(url), "") == plain.replace(state_in(plain), "")


def test_the_address_comes_from_the_configuration_and_holds_nothing_else() -> None:
    page = SignInPage(
        "https://house.example/", "/sso/authorize", "palm", "https://palm.example/?way=x#/signed-in"
    )

    parts = urlsplit(page.address("a&redirectUri=https://evil.test#"))

    assert (parts.scheme, parts.netloc, parts.path) == ("https", "house.example", "/sso/authorize")
    assert parse_qs(parts.query) == {
        "appId": ["palm"],
        "redirectUri": ["https://palm.example/?way=x#/signed-in"],
        "state": ["a&redirectUri=https://evil.test#"],
    }


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", [f"{UNIFIED}/begin", UNIFIED, LICENCE])
async def test_looking_at_an_address_begins_nothing(town: Town, method: str, path: str) -> None:
    before = await count("outside_sign_ins")

    answer = await town.caller.http.request(method, path)

    assert answer.status_code in {404, 405}
    assert await count("outside_sign_ins") == before


async def test_another_site_cannot_send_the_return(town: Town, victim: Browser) -> None:
    """A form of another site is no JSON, and its scripts are let read nothing."""
    url = await victim.leave()
    ticket = town.unified_identity.agree(url, subject(YI)).reveal()
    body = f"ticket={ticket}&state={state_in(url)}"

    for kind in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"):
        answer = await town.caller.http.post(
            UNIFIED, content=body, headers={"Content-Type": kind, "Cookie": victim.device}
        )
        assert answer.status_code == 415
        assert "access-control-allow-origin" not in answer.headers
    assert await sessions() == 0


async def test_the_devices_cookie_is_sent_to_nobodys_page_but_ours(victim: Browser) -> None:
    begun = await victim.begin()

    [line] = begun.raw.headers.get_list("set-cookie")
    assert {"HttpOnly", "Secure", "SameSite=Strict"} <= {part.strip() for part in line.split(";")}


# what stays of it


async def test_no_ticket_no_state_and_nobody_stands_in_what_we_keep_or_log(
    town: Town, victim: Browser, capfd: pytest.CaptureFixture[str]
) -> None:
    url = await victim.leave()
    ticket = town.unified_identity.agree(url, subject(YI)).reveal()
    await victim.come_back(url, ticket)
    await victim.come_back(url, ticket)

    secrets = (ticket, state_in(url), YI[0].reveal(), YI[1].reveal())
    tables = ("outside_sign_ins", "sessions", "ledger_entries", "parties")
    places = [*capfd.readouterr(), *[str(await rows(table)) for table in tables]]
    assert [one for one in secrets if any(one in place for place in places)] == []


@dataclass
class Counting(FakeLimits):
    """`away`: as Redis is when it is."""

    away: bool = False

    async def spend(self, purpose: str, subject: str, *, allowed: int, seconds: int) -> None:
        if self.away:
            raise LimitsUnavailable
        await super().spend(purpose, subject, allowed=allowed, seconds=seconds)


async def test_without_its_limits_nobody_begins_or_comes_back_and_nothing_is_used_up(
    core: Core, clock: HandClock, tmp_path: Path
) -> None:
    limits = Counting()
    async with open_town(core, clock, tmp_path, limits=limits) as town:
        browser = Browser(town)
        url = await browser.leave()
        ticket = town.unified_identity.agree(url, subject(YI)).reveal()
        limits.away = True

        begun, back = await browser.begin(), await browser.come_back(url, ticket)

        assert [(one.status, one.code) for one in (begun, back)] == [(503, "limits-unavailable")] * 2
        limits.away = False
        assert (await browser.come_back(url, ticket)).status == 200
