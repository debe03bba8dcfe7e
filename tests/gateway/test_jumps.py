"""Exact jumps: a ticket of sixty seconds and one use, and a department that learns who came and no more."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from tortoise.connection import get_connection

from adapters.gateway.keys import KeyPair
from adapters.gateway.signing import gateway_hmac_headers
from adapters.postgres.sessions import PostgresSessions
from domain.gateway.plan import Department, GatewayPlan, Page, Sureness
from domain.gateway.refusals import GatewayFaceNeeded, GatewayNotAllowed, TicketUnusable
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.limits import TooManyRequests
from domain.kernel.party import Level
from domain.kernel.ports import RequestKey
from domain.kernel.refusals import NotFound
from domain.parties.ports import NotRepresentative
from domain.usecases.exchange_ticket import Subject
from tests.gateway.world import World, code_of
from tests.support.house import count

EXCHANGE = "/v1/gateway/sso/tickets/exchange"
PAIR = KeyPair("bureauAk", b"invented-secret-of-the-bureau")
PROGRESS, PAY = "construction-progress", "construction-pay"


def key(text: str = "once") -> RequestKey:
    return RequestKey("session", "issue_jump", text, bytes(32))


async def ticket_of(world: World, page: str = PAY, *, text: str = "once") -> str:
    parameters = {"caseNo": "A-1"} if page == PROGRESS else {}
    jump = await world.desk.issue_jump(world.acting(), page, parameters, key(text))
    return parse_qs(urlsplit(jump.url).query)["ticket"][0]


async def exchange(world: World, ticket: str, pair: KeyPair = PAIR) -> Subject:
    headers = gateway_hmac_headers(pair, "POST", EXCHANGE, world.clock())
    return await world.desk.exchange_ticket("POST", EXCHANGE, headers, ticket)


async def test_the_whole_way_from_the_phone_to_the_departments_own_page(world: World) -> None:
    status, _, body = await world.send(
        "/v1/citizen/jumps", method="POST", json_body={"page": PROGRESS, "parameters": {"caseNo": "A-1"}}
    )
    url = json.loads(body)["url"]
    async with aiohttp.ClientSession() as http, http.get(url) as page:
        seen = await page.text()

    assert status == 201
    assert url.startswith(f"{world.department}/page/progress/A-1?from=palm&ticket=")
    assert "您好，赵测试" in seen
    assert await world.steps() == ["jump-issued", "jump-exchanged"]


async def test_a_department_is_told_the_number_only_where_its_page_needs_it(world: World) -> None:
    plain = await exchange(world, await ticket_of(world, PROGRESS, text="a"))
    paying = await exchange(world, await ticket_of(world, PAY, text="b"))

    assert plain.number is None
    assert paying.number is not None
    assert [(o.name.reveal(), o.number.reveal(), o.capacity) for o in plain.organisations] == [
        ("青岛虚构建筑有限公司", "91370200MA00000A0X", "法定代表人")
    ]
    assert plain.subject == paying.subject
    assert str(world.person.party_id) not in repr(plain)


async def test_what_goes_over_the_wire_is_what_the_contract_says(world: World) -> None:
    ticket = await ticket_of(world, PROGRESS)
    headers = dict(gateway_hmac_headers(PAIR, "POST", EXCHANGE, world.clock()))
    async with (
        aiohttp.ClientSession() as http,
        http.post(
            f"http://127.0.0.1:{world.port}{EXCHANGE}", json={"ticket": ticket}, headers=headers
        ) as told,
    ):
        body = await told.json()

    assert set(body) == {"subject", "name", "certType", "level", "orgs", "asOf"}
    assert (body["certType"], body["level"]) == ("111", "face")
    assert told.headers["cache-control"] == "no-store"


async def test_two_departments_cannot_tell_that_it_is_the_same_person(world: World) -> None:
    world_plan = world.desk.issue_jump.plan
    page = Page("other-page", "other", "https://other.test/", Sureness.PHONE)
    plan = replace(
        world_plan,
        departments=(*world_plan.departments, Department("other", "（虚构）")),
        pages=(*world_plan.pages, page),
    )
    issue = replace(world.desk.issue_jump, plan=plan)
    jump = await issue(world.acting(), "other-page", {}, key("other"))
    swap = replace(world.desk.exchange_ticket, plan=plan, departments=_Always("other"))

    there = await swap("POST", EXCHANGE, {}, parse_qs(urlsplit(jump.url).query)["ticket"][0])
    here = await exchange(world, await ticket_of(world))

    assert there.subject != here.subject


class _Always:
    def __init__(self, name: str) -> None:
        self._name = name

    def who(self, _method: str, _target: str, _headers: object) -> str:
        return self._name


async def test_a_used_ticket_opens_nothing(world: World) -> None:
    ticket = await ticket_of(world)
    await exchange(world, ticket)

    with pytest.raises(TicketUnusable):
        await exchange(world, ticket)


async def test_of_twenty_at_once_one_is_let_in(world: World) -> None:
    ticket = await ticket_of(world)

    told = await asyncio.gather(*(exchange(world, ticket) for _ in range(20)), return_exceptions=True)

    assert sum(isinstance(one, Subject) for one in told) == 1
    assert sum(isinstance(one, TicketUnusable) for one in told) == 19


@pytest.mark.parametrize(("seconds", "good"), [(0, True), (59, True), (60, False), (3600, False)])
async def test_a_ticket_lives_sixty_seconds(world: World, seconds: int, good: bool) -> None:
    ticket = await ticket_of(world)
    world.clock.go_on(timedelta(seconds=seconds))

    told = (await asyncio.gather(exchange(world, ticket), return_exceptions=True))[0]

    assert isinstance(told, Subject if good else TicketUnusable)


async def test_another_departments_ticket_is_as_unknown_as_a_made_up_one_and_stays_good(world: World) -> None:
    ticket = await ticket_of(world)
    other = replace(world.desk.exchange_ticket, departments=_Always("other"))

    for code in (ticket, "made-up", "", "x" * 256):
        with pytest.raises(TicketUnusable):
            await other("POST", EXCHANGE, {}, code)

    assert isinstance(await exchange(world, ticket), Subject)


async def test_after_signing_out_a_ticket_opens_nothing(world: World) -> None:
    ticket = await ticket_of(world)
    world.session.ended_at = world.clock()
    await PostgresSessions().save(world.session)

    with pytest.raises(TicketUnusable):
        await exchange(world, ticket)


@pytest.mark.parametrize("spoilt", ["X-BG-HMAC-ACCESS-KEY", "X-BG-HMAC-ALGORITHM", "X-BG-HMAC-SIGNATURE"])
async def test_who_does_not_sign_as_the_department_learns_nothing(world: World, spoilt: str) -> None:
    ticket = await ticket_of(world)
    headers = dict(gateway_hmac_headers(PAIR, "POST", EXCHANGE, world.clock()))
    headers[spoilt] = "x" + headers[spoilt][1:]

    with pytest.raises(SignatureWrong):
        await world.desk.exchange_ticket("POST", EXCHANGE, headers, ticket)

    assert isinstance(await exchange(world, ticket), Subject)


@pytest.mark.parametrize("seconds", [-91, 91])
async def test_a_departments_clock_may_differ_by_ninety_seconds(world: World, seconds: int) -> None:
    ticket = await ticket_of(world)
    near = timedelta(seconds=90 if seconds > 0 else -90)

    with pytest.raises(SignatureWrong):
        await _at(world, ticket, timedelta(seconds=seconds))
    assert isinstance(await _at(world, ticket, near), Subject)


async def _at(world: World, ticket: str, off: timedelta) -> Subject:
    headers = gateway_hmac_headers(PAIR, "POST", EXCHANGE, world.clock() + off)
    return await world.desk.exchange_ticket("POST", EXCHANGE, headers, ticket)


@pytest.mark.parametrize("date", ["", "yesterday", "2026-11-23T04:00:00Z", "Mon, 23 Nov 2026 04:00:00 +0000"])
async def test_a_date_in_another_form_is_no_date(world: World, date: str) -> None:
    headers = dict(gateway_hmac_headers(PAIR, "POST", EXCHANGE, world.clock()))
    assert headers["X-BG-DATE-TIME"] == format_datetime(world.clock(), usegmt=True)
    headers["X-BG-DATE-TIME"] = date

    with pytest.raises(SignatureWrong):
        await world.desk.exchange_ticket("POST", EXCHANGE, headers, "any")


async def test_the_same_request_again_has_the_same_ticket(world: World) -> None:
    assert await ticket_of(world) == await ticket_of(world)
    assert await count("gateway_tickets") == 1


async def test_the_ticket_itself_is_kept_nowhere_in_clear(world: World) -> None:
    ticket = await ticket_of(world)
    await exchange(world, ticket)

    for table in ("gateway_tickets", "kept_answers", "ledger_entries"):
        rows = await get_connection("default").execute_query_dict(f"SELECT t::text AS row FROM {table} t")  # noqa: S608 - our own names
        assert rows
        assert all(ticket not in row["row"] and "赵测试" not in row["row"] for row in rows)


async def test_a_page_that_wants_a_face_is_not_opened_without(world: World) -> None:
    with pytest.raises(GatewayFaceNeeded):
        await world.desk.issue_jump(world.acting(level=Level.PHONE), PAY, {}, key())


@pytest.mark.parametrize(
    "parameters",
    [{}, {"caseNo": "../x"}, {"caseNo": "a"}, {"caseNo": "A", "next": "//evil"}, {"caseNo": "A\r\nX"}],
)
async def test_an_address_takes_its_own_parameters_and_no_others(
    world: World, parameters: dict[str, str]
) -> None:
    with pytest.raises(GatewayNotAllowed):
        await world.desk.issue_jump(world.acting(), PROGRESS, parameters, key())


async def test_a_page_that_is_none_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        await world.desk.issue_jump(world.acting(), "https://evil.test/", {}, key())


async def test_who_may_no_longer_act_for_the_company_gets_no_ticket_for_it(world: World) -> None:
    world.authority.may.clear()

    with pytest.raises(NotRepresentative):
        await world.desk.issue_jump(world.acting(), PAY, {}, key())

    assert await count("gateway_tickets") == 0


async def test_who_jumps_too_often_waits(world: World) -> None:
    for number in range(20):
        await ticket_of(world, text=f"k{number}")

    with pytest.raises(TooManyRequests):
        await ticket_of(world, text="one more")


async def test_without_a_plan_there_is_nowhere_to_go(world: World) -> None:
    with pytest.raises(NotFound):
        await replace(world.desk.issue_jump, plan=GatewayPlan())(world.acting(), PAY, {}, key())


async def test_a_jump_without_a_sign_in_is_refused(world: World) -> None:
    status, _, body = await world.send(
        "/v1/citizen/jumps", method="POST", token="nobody", json_body={"page": PAY}
    )

    assert (status, code_of(body)) == (401, "session-ended")
