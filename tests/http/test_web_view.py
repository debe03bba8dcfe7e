"""From the mini-program into the page by a ticket: once, for a minute, as surely known and no surer."""

import asyncio
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from adapters.postgres.rows.identity import SessionRow
from adapters.postgres.visitors import PostgresVisitors
from domain.identity.visitor import Visitor
from domain.identity.web_view import IN_WEB_VIEW
from domain.kernel.ids import VisitorId
from tests.http.caller import Answer
from tests.http.hand import Hand
from tests.http.town import Town
from tests.http.wechat import WechatPhone
from tests.usecases.case_world import JIA

ENTER = "/v1/citizen/session/ticket"
TICKETS = "/web-view-tickets"
REFUSED = (401, "ticket-refused")


async def known(town: Town) -> WechatPhone:
    """甲, whose face passed on this account."""
    phone = WechatPhone(town)
    await phone.enter()
    phone.token = (await phone.prove()).token
    return phone


async def a_ticket(phone: WechatPhone, path: str = "/wallet") -> Any:
    told = await phone.send("POST", TICKETS, json={"path": path}, key="")
    assert told.status == 201, told.body
    return told.body


async def entered(town: Town, ticket: str) -> Answer:
    return await town.caller.send("POST", ENTER, json={"ticket": ticket}, key="")


async def inside(town: Town, phone: WechatPhone) -> Hand:
    told = await entered(town, (await a_ticket(phone))["ticket"])
    return Hand(town.caller, told.body["session"]["accessToken"])


async def test_the_ticket_stands_behind_the_hash_and_leads_to_the_page_it_was_asked_for(town: Town) -> None:
    phone = await known(town)

    told = await a_ticket(phone, "/cases/case_01je7jryg2e008000000000003/form")
    came = await entered(town, told["ticket"])

    address = urlsplit(told["url"])
    assert (address.query, address.path) == ("", "/")
    assert address.fragment == f"/enter?ticket={told['ticket']}"
    assert came.status == 200
    assert came.body["path"] == "/cases/case_01je7jryg2e008000000000003/form"
    assert "palm_refresh=" in came.raw.headers["set-cookie"]


async def test_who_enters_is_the_same_person_as_surely_known_and_no_surer(town: Town) -> None:
    phone = await known(town)
    fresh = await inside(town, phone)
    town.clock.go_on(timedelta(minutes=6))
    await phone.enter()

    later = await entered(town, (await a_ticket(phone))["ticket"])

    names = [(await hand.get("/v1/citizen/home"))["person"] for hand in (fresh,)]
    assert names == [{"name": "甲**"}]
    assert later.body["session"]["level"] == "phone"
    assert later.body["session"]["person"] == {"name": "甲**"}


async def test_the_face_goes_along_for_the_one_thing_it_was_for(town: Town) -> None:
    told = await entered(town, (await a_ticket(await known(town)))["ticket"])

    assert told.body["session"]["level"] == "face"


async def test_a_ticket_lets_in_once_and_of_many_at_once_one(town: Town) -> None:
    ticket = (await a_ticket(await known(town)))["ticket"]

    told = await asyncio.gather(*(entered(town, ticket) for _ in range(8)))

    assert sorted(one.status for one in told) == [200, *[401] * 7]
    assert {(one.status, one.code) for one in told if one.status != 200} == {REFUSED}


@pytest.mark.parametrize("ticket", ["x", "A" * 43, "-" * 128])
async def test_an_invented_ticket_is_refused_as_a_used_one(town: Town, ticket: str) -> None:
    told = await entered(town, ticket)

    assert (told.status, told.code) == REFUSED
    assert "set-cookie" not in told.raw.headers or "palm_refresh" not in told.raw.headers["set-cookie"]


async def test_however_many_were_refused_in_a_halls_wifi_the_next_one_comes_in(town: Town) -> None:
    refused = [await entered(town, f"{number:043d}") for number in range(40)]

    told = await entered(town, (await a_ticket(await known(town)))["ticket"])

    assert {(one.status, one.code) for one in refused} == {REFUSED}
    assert told.status == 200


async def test_a_ticket_of_a_session_that_is_over_lets_nobody_in(town: Town) -> None:
    phone = await known(town)
    ticket = (await a_ticket(phone))["ticket"]
    assert (await phone.send("DELETE", "/session", key="")).status == 204

    told = await entered(town, ticket)

    assert (told.status, told.code) == REFUSED


async def test_signing_out_in_the_mini_program_ends_what_was_entered_from_it(town: Town) -> None:
    phone = await known(town)
    hand = await inside(town, phone)

    await phone.send("DELETE", "/session", key="")
    told = await hand.send("GET", "/v1/citizen/home")

    assert (told.status, told.code) == (401, "session-ended")


async def test_signing_out_of_the_page_leaves_the_mini_program_as_it_is(town: Town) -> None:
    phone = await known(town)
    hand = await inside(town, phone)

    assert (await hand.send("DELETE", "/v1/citizen/session", key="")).status == 204

    assert (await hand.send("GET", "/v1/citizen/home")).status == 401
    assert (await phone.send("GET", "/home")).status == 200
    assert (await phone.enter())["level"] != "none"  # the account is still known by its person


async def test_the_list_of_devices_shows_both_and_ends_each(town: Town) -> None:
    phone = await known(town)
    hand = await inside(town, phone)
    listed = (await hand.get("/v1/citizen/sessions"))["sessions"]

    fronts = {one["front"]: one["sessionId"] for one in listed}
    assert set(fronts) == {"微信小程序", "微信小程序里的网页"}
    path = f"/v1/citizen/sessions/{fronts['微信小程序']}"
    assert (await hand.send("DELETE", path, key="")).status == 204
    assert (await hand.send("GET", "/v1/citizen/home")).status == 401


async def test_signed_out_everywhere_is_out_of_the_web_view_too(town: Town) -> None:
    phone = await known(town)
    hand = await inside(town, phone)

    assert (await phone.send("DELETE", "/sessions", key="")).status == 204

    assert (await hand.send("GET", "/v1/citizen/home")).status == 401


async def test_what_was_entered_ends_by_itself_and_does_not_stay_on_the_list(town: Town) -> None:
    phone = await known(town)
    await inside(town, phone)
    town.clock.go_on(IN_WEB_VIEW + timedelta(seconds=1))
    await phone.enter()

    listed = (await phone.send("GET", "/sessions")).body["sessions"]

    assert [one["front"] for one in listed] == ["微信小程序"]


async def test_an_account_nobody_is_known_by_is_given_no_ticket(town: Town) -> None:
    phone = WechatPhone(town, "o-invented-nobody")
    await phone.enter()

    told = await phone.send("POST", TICKETS, json={"path": "/wallet"}, key="")

    assert (told.status, told.code) == (401, "face-needed")


@pytest.mark.parametrize(
    "path",
    [
        *("//evil.example", "https://evil.example/", "/enter", "/sign-in", "/consent", "/verify", "/wallet/"),
        *("/wallet?next=//evil.example", "/cases/../wallet", "/cases/case_1", "wallet", "/Wallet", "/%2f"),
    ],
)
async def test_a_ticket_leads_to_pages_of_ours_alone(town: Town, path: str) -> None:
    told = await (await known(town)).send("POST", TICKETS, json={"path": path}, key="")

    assert (told.status, told.code) == (422, "malformed-body")
    assert [one["field"] for one in told.body["fields"]] == ["path"]


async def test_entering_stands_in_the_ledger_and_names_the_session_it_came_from(town: Town) -> None:
    phone = await known(town)
    await inside(town, phone)

    listed = (await phone.send("GET", "/sessions")).body["sessions"]
    person = (await SessionRow.first().values("person_id"))["person_id"]
    steps = await town.core.ledger.of_chain(person)

    [entry] = [one for one in steps if one.step.kind == "signed-in"]
    assert set(entry.step.facts) == {"method", "within"}
    assert len(listed) == 2


async def test_a_face_asked_for_inside_begins_nothing_after_the_account_was_signed_out(town: Town) -> None:
    phone = await known(town)
    hand = await inside(town, phone)
    opened = await town.open_check(JIA, token=hand.token, purpose="data")
    await phone.send("DELETE", "/session", key="")
    town.face.finish(next(reversed(town.face.checks)))

    told = await town.finish(opened)

    assert (told.status, told.code) == (401, "session-ended")
    assert await SessionRow.filter(ended_at=None).count() == 0
    assert "palm_refresh=" not in told.raw.headers.get("set-cookie", "")


@pytest.mark.parametrize("matter", [False, True])
async def test_signed_out_while_the_verdict_is_written_nobody_is_signed_in(
    town: Town, monkeypatch: pytest.MonkeyPatch, *, matter: bool
) -> None:
    more = {}
    if matter:
        jia, found = await town.arrived()
        more = {"matterId": found, "purpose": "apply"}
        assert jia.party
    phone = await known(town)
    hand = await inside(town, phone)
    opened = await town.open_check(JIA, token=hand.token, **(more or {"purpose": "data"}))
    town.face.finish(next(reversed(town.face.checks)))

    async def gone(self: PostgresVisitors, visitor: VisitorId) -> Visitor | None:
        """Whoever signs out was first at the account."""
        await self.unlink(visitor)
        return await self.by_id(visitor)

    monkeypatch.setattr(PostgresVisitors, "take", gone)
    before = await SessionRow.all().count()
    told = await town.finish(opened)

    assert (told.status, told.code) == (401, "session-ended")
    assert await SessionRow.all().count() == before


async def test_a_face_shown_inside_stays_inside_and_ends_with_the_account(town: Town) -> None:
    phone = await known(town)
    hand = await town.sign_in(JIA, token=(await inside(town, phone)).token, purpose="data")
    assert (await hand.send("GET", "/v1/citizen/home")).status == 200

    await phone.send("DELETE", "/session", key="")

    assert (await hand.send("GET", "/v1/citizen/home")).status == 401
