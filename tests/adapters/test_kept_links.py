"""A way into the mini-program is asked for once and used by many, also at once, also without Redis."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from adapters.embedded.ports import unused_port
from adapters.redis.connect import connected
from adapters.redis.mini_program_links import AT_HAND, KeptLinks
from domain.invitations.mini_program_link import MiniProgramLink
from domain.kernel.refusal import Unavailable
from tests.fakes.wechat_account import FakeLinks
from tests.support.house import HandClock
from tests.support.valkey import address, client

__all__ = ["address", "client"]
MONTH, PAGE = timedelta(days=30), "pages/start/start"
Again = Callable[[KeptLinks], KeptLinks]


@pytest.fixture
async def nobody() -> AsyncIterator[Redis]:
    async with connected(f"redis://127.0.0.1:{unused_port()}/0") as redis:
        yield redis


@pytest.fixture
def platform(clock: HandClock) -> FakeLinks:
    return FakeLinks(clock)


@pytest.fixture(params=[False, True], ids=["in this process", "in another"])
def again_by(request: pytest.FixtureRequest, platform: FakeLinks, client: Redis, clock: HandClock) -> Again:
    """Who asks for a way that was asked for before."""
    return lambda links: KeptLinks(platform, client, clock=clock) if request.param else links


async def test_a_link_is_asked_for_once_while_it_has_a_week_to_live(
    platform: FakeLinks, client: Redis, clock: HandClock, again_by: Again
) -> None:
    links = KeptLinks(platform, client, clock=clock)
    first = await links.link(PAGE, "", lasts=MONTH)
    clock.go_on(timedelta(days=23))
    again = await again_by(links).link(PAGE, "", lasts=MONTH)
    clock.go_on(timedelta(seconds=1))

    last = await again_by(links).link(PAGE, "", lasts=MONTH)

    assert (again.url, platform.made) == (first.url, 2)
    assert last.expires_at - clock() == MONTH


async def test_each_page_has_a_way_of_its_own(platform: FakeLinks, client: Redis, clock: HandClock) -> None:
    links = KeptLinks(platform, client, clock=clock)

    ways = {(await links.link(PAGE, query, lasts=MONTH)).url for query in ("", "m=1", "m=2")}

    assert len(ways) == 3


async def test_a_picture_is_asked_for_once_and_kept_byte_for_byte(
    platform: FakeLinks, client: Redis, clock: HandClock, again_by: Again
) -> None:
    links = KeptLinks(platform, client, clock=clock)
    first = await links.code(PAGE, "start")

    again = await again_by(links).code(PAGE, "start")

    assert (again, platform.made) == (first, 1)
    assert again.content.startswith(b"\xff\xd8\xff")


async def test_nothing_of_what_it_leads_to_stands_in_a_key(
    platform: FakeLinks, client: Redis, clock: HandClock
) -> None:
    links = KeptLinks(platform, client, clock=clock)
    await links.link(PAGE, "m=mtr_invented", lasts=MONTH)
    await links.code(PAGE, "mtr_invented")

    keys = await client.keys("wechat:*")

    assert len(keys) == 2
    assert "mtr" not in str(keys)
    assert all([0 < await client.ttl(key) <= MONTH.total_seconds() for key in keys])


async def test_without_redis_there_is_a_way_all_the_same_and_each_is_asked_for_once(
    platform: FakeLinks, nobody: Redis, clock: HandClock
) -> None:
    links = KeptLinks(platform, nobody, clock=clock)

    for _ in range(2):
        assert (await links.link(PAGE, "", lasts=MONTH)).url
        assert (await links.code(PAGE, "start")).content

    assert platform.made == 2


class SlowLinks(FakeLinks):
    """Answers once everybody who asks has asked."""

    async def link(self, page: str, query: str, *, lasts: timedelta) -> MiniProgramLink:
        for _ in range(3):
            await asyncio.sleep(0)
        return await super().link(page, query, lasts=lasts)


async def test_two_hundred_who_ask_at_once_without_redis_cost_one_call(
    nobody: Redis, clock: HandClock
) -> None:
    platform = SlowLinks(clock)
    links = KeptLinks(platform, nobody, clock=clock)

    ways = await asyncio.gather(*(links.link(PAGE, "", lasts=MONTH) for _ in range(200)))

    assert (len({way.url for way in ways}), platform.made) == (1, 1)


async def test_who_goes_away_takes_the_answer_from_nobody(nobody: Redis, clock: HandClock) -> None:
    links = KeptLinks(SlowLinks(clock), nobody, clock=clock)
    first = asyncio.create_task(links.link(PAGE, "", lasts=MONTH))
    second = asyncio.create_task(links.link(PAGE, "", lasts=MONTH))
    await asyncio.sleep(0)

    first.cancel()

    assert (await second).url
    assert first.cancelled()


async def test_a_refusal_is_told_to_all_who_waited_and_the_next_asks_anew(
    nobody: Redis, clock: HandClock
) -> None:
    platform = SlowLinks(clock)
    platform.trouble.before.append(Unavailable("wechat", "45009"))
    links = KeptLinks(platform, nobody, clock=clock)

    told = await asyncio.gather(
        *(links.link(PAGE, "", lasts=MONTH) for _ in range(3)), return_exceptions=True
    )

    assert [type(one) for one in told] == [Unavailable] * 3
    assert (await links.link(PAGE, "", lasts=MONTH)).url


async def test_a_process_holds_the_ways_asked_for_last_and_no_more(
    platform: FakeLinks, nobody: Redis, clock: HandClock
) -> None:
    links = KeptLinks(platform, nobody, clock=clock)
    for number in range(AT_HAND + 1):
        await links.link(PAGE, f"m={number}", lasts=MONTH)

    for query in (f"m={AT_HAND}", "m=0"):
        await links.link(PAGE, query, lasts=MONTH)

    assert platform.made == AT_HAND + 2


async def test_what_is_kept_and_cannot_be_read_is_asked_for_anew(
    platform: FakeLinks, client: Redis, clock: HandClock
) -> None:
    await KeptLinks(platform, client, clock=clock).link(PAGE, "", lasts=MONTH)
    [key] = await client.keys("wechat:*")
    await client.set(key, b"spoilt")

    assert (await KeptLinks(platform, client, clock=clock).link(PAGE, "", lasts=MONTH)).url
    assert platform.made == 2
