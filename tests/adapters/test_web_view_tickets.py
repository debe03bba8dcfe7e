"""Tickets into the web-view, on a real Valkey and on the tests' fake: given out once, closed without it."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from redis.asyncio import Redis

from adapters.embedded.ports import unused_port
from adapters.redis.connect import connected
from adapters.redis.web_view_tickets import RedisWebViewTickets
from domain.identity.web_view import GOOD_FOR, WebViewTicket, WebViewTickets
from domain.kernel.ids import SessionId, short
from domain.kernel.refusal import Unavailable
from domain.kernel.work import NetworkInsideWork, holding
from tests.fakes.web_view import FakeWebViewTickets
from tests.support.valkey import address, client

__all__ = ["address", "client"]
KEY = b"\x01" * 32
TICKET = WebViewTicket(SessionId(UUID("01938f2c-7a01-7000-8000-0000000000aa")), "/wallet")


@pytest.fixture(params=["redis", "fake"])
def tickets(request: pytest.FixtureRequest, client: Redis) -> WebViewTickets:
    return RedisWebViewTickets(client) if request.param == "redis" else FakeWebViewTickets()


async def test_a_ticket_is_given_out_as_it_was_kept_and_once(tickets: WebViewTickets) -> None:
    await tickets.keep(KEY, TICKET, lasts=GOOD_FOR)

    told = [await tickets.take(KEY), await tickets.take(KEY), await tickets.take(b"\x02" * 32)]

    assert told == [TICKET, None, None]


async def test_of_many_at_once_one_is_given_it(tickets: WebViewTickets) -> None:
    await tickets.keep(KEY, TICKET, lasts=GOOD_FOR)

    told = await asyncio.gather(*(tickets.take(KEY) for _ in range(20)))

    assert [one for one in told if one] == [TICKET]


async def test_nothing_goes_out_while_a_transaction_is_open(tickets: WebViewTickets) -> None:
    with holding(), pytest.raises(NetworkInsideWork):
        await tickets.take(KEY)


async def test_it_runs_out_by_itself_and_names_nobody_while_it_lies_there(client: Redis) -> None:
    await RedisWebViewTickets(client).keep(KEY, TICKET, lasts=timedelta(seconds=60))

    [name] = await client.keys("*")
    assert 50 < await client.ttl(name) <= 60
    assert (
        await client.get(name) == f'{{"session":"{short("ses", TICKET.session)}","path":"/wallet"}}'.encode()
    )


async def test_without_redis_nobody_is_given_one_and_nobody_enters() -> None:
    async with connected(f"redis://127.0.0.1:{unused_port()}/0") as redis:
        away = RedisWebViewTickets(redis)

        with pytest.raises(Unavailable):
            await away.keep(KEY, TICKET, lasts=GOOD_FOR)
        with pytest.raises(Unavailable):
            await away.take(KEY)
