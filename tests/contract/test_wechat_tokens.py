"""The access token in Redis: the same for all processes as it is in memory, and what Redis alone can do."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from redis.asyncio import Redis

from adapters.conformance.stage import Ground, MovableClock, staged
from adapters.conformance.suite import Check
from adapters.conformance.wechat.memory import MemoryTokens
from adapters.conformance.wechat.process import ACCOUNT, OPENID, emulated
from adapters.conformance.wechat.tokens import TOKENS
from adapters.conformance.wechat.wechat import WechatWorld
from adapters.embedded.ports import unused_port
from adapters.redis.connect import connected
from adapters.redis.wechat_tokens import FORCE_SECONDS, RedisWechatTokens
from adapters.wechat.token import TokenStore
from domain.kernel.refusal import Unavailable
from domain.kernel.work import NetworkInsideWork, holding
from tests.support.valkey import address, client

__all__ = ["address", "client"]
APPID = ACCOUNT["appid"]


@pytest.fixture(params=["memory", "redis"])
def store(request: pytest.FixtureRequest, client: Redis) -> TokenStore:
    return MemoryTokens(MovableClock().now) if request.param == "memory" else RedisWechatTokens(client)


@pytest.mark.parametrize("check", TOKENS.checks, ids=lambda check: check.name)
async def test_processes_that_share_redis_share_one_token(check: Check[Any], client: Redis) -> None:
    ended = False

    async with staged(Ground(ACCOUNT)) as stage:
        world = WechatWorld(stage, await stage.vendor(emulated()), RedisWechatTokens(client))
        await world.one.keep_user(OPENID)
        await check.run(world)
        ended = True

    assert ended


async def test_a_kept_token_is_read_and_dropped_only_while_it_is_that_one(store: TokenStore) -> None:
    await store.keep(APPID, "a" * 600, seconds=60)
    await store.drop(APPID, "b" * 600)
    assert await store.read(APPID) == "a" * 600

    await store.drop(APPID, "a" * 600)

    assert await store.read(APPID) is None
    assert await store.read("another") is None


async def test_one_forced_refresh_in_thirty_seconds(store: TokenStore) -> None:
    tries = await asyncio.gather(*(store.may_force(APPID) for _ in range(8)))

    assert tries.count(True) == 1


async def test_one_at_a_time_has_the_turn(store: TokenStore) -> None:
    inside, most = 0, 0

    async def take_turn() -> None:
        nonlocal inside, most
        async with store.alone(APPID):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.01)
            inside -= 1

    await asyncio.gather(*(take_turn() for _ in range(6)))

    assert most == 1


async def test_two_apps_of_one_owner_have_a_token_each(store: TokenStore) -> None:
    await store.keep(APPID, "a", seconds=60)
    await store.keep("wx0000000000000002", "b", seconds=60)
    await store.drop(APPID, "a")

    assert await store.read("wx0000000000000002") == "b"


async def test_redis_forgets_the_token_in_time_and_a_force_after_thirty_seconds(client: Redis) -> None:
    store = RedisWechatTokens(client)

    await store.keep(APPID, "a", seconds=6900)
    await store.may_force(APPID)

    assert 6895 <= await client.ttl(f"wechat:token:{APPID}") <= 6900
    assert 0 < await client.ttl(f"wechat:token:{APPID}:forced") <= FORCE_SECONDS


async def test_a_turn_whose_holder_died_passes_on_by_itself(client: Redis) -> None:
    store = RedisWechatTokens(client)

    async with store.alone(APPID):
        left = await client.pttl(f"wechat:token:{APPID}:turn")

    assert timedelta() < timedelta(milliseconds=left) <= timedelta(seconds=15)
    assert await client.exists(f"wechat:token:{APPID}:turn") == 0


async def test_without_redis_the_platform_is_unavailable() -> None:
    async with connected(f"redis://127.0.0.1:{unused_port()}/0") as nobody:
        store = RedisWechatTokens(nobody)

        with pytest.raises(Unavailable):
            await store.read(APPID)
        with pytest.raises(Unavailable):
            await store.may_force(APPID)
        with pytest.raises(Unavailable):
            async with store.alone(APPID):
                pytest.fail("nobody gave us the turn")


async def test_redis_is_not_asked_while_a_transaction_is_open(client: Redis) -> None:
    with holding(), pytest.raises(NetworkInsideWork):
        await RedisWechatTokens(client).read(APPID)
