"""Limits and one-use values on a real Valkey: counted in one step, closed when it is away."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from adapters.embedded.ports import unused_port
from adapters.redis.connect import connected
from adapters.redis.limits import RedisLimits
from adapters.redis.nonces import KEPT_SECONDS, RedisNonces
from domain.kernel.limits import LimitsUnavailable, TooManyRequests
from domain.kernel.refusal import Unavailable
from domain.kernel.work import NetworkInsideWork, holding
from tests.support.valkey import address, client

__all__ = ["address", "client"]
SUBJECT = "ab" * 32


@pytest.fixture
async def nobody() -> AsyncIterator[Redis]:
    async with connected(f"redis://127.0.0.1:{unused_port()}/0") as redis:
        yield redis


async def test_the_try_beyond_the_allowed_is_refused_and_told_how_long_to_wait(client: Redis) -> None:
    limits = RedisLimits(client)
    for _ in range(3):
        await limits.spend("probe", SUBJECT, allowed=3, seconds=600)

    with pytest.raises(TooManyRequests) as refused:
        await limits.spend("probe", SUBJECT, allowed=3, seconds=600)

    assert 590 <= int(str(refused.value.data["retry_after"])) <= 600


async def test_forty_tries_at_once_let_exactly_thirty_through(client: Redis) -> None:
    limits = RedisLimits(client)

    tries = (limits.spend("probe", SUBJECT, allowed=30, seconds=600) for _ in range(40))
    outcomes = await asyncio.gather(*tries, return_exceptions=True)

    assert sum(outcome is None for outcome in outcomes) == 30
    assert sum(isinstance(outcome, TooManyRequests) for outcome in outcomes) == 10


async def test_one_subject_and_one_purpose_do_not_spend_anothers_tries(client: Redis) -> None:
    limits = RedisLimits(client)
    await limits.spend("probe", SUBJECT, allowed=1, seconds=600)

    await limits.spend("probe", "cd" * 32, allowed=1, seconds=600)
    await limits.spend("other", SUBJECT, allowed=1, seconds=600)

    assert await client.dbsize() == 3


async def test_a_counter_that_lost_its_end_gets_one_again(client: Redis) -> None:
    await client.set(f"limit:probe:{SUBJECT}", 7)

    with pytest.raises(TooManyRequests):
        await RedisLimits(client).spend("probe", SUBJECT, allowed=3, seconds=60)

    assert 0 < await client.ttl(f"limit:probe:{SUBJECT}") <= 60


async def test_without_redis_whatever_is_limited_stays_closed(nobody: Redis) -> None:
    with pytest.raises(LimitsUnavailable):
        await RedisLimits(nobody).spend("probe", SUBJECT, allowed=3, seconds=60)


async def test_a_nonce_is_fresh_once_among_twenty_at_once(client: Redis) -> None:
    nonces = RedisNonces(client)

    answers = await asyncio.gather(*(nonces.fresh("n-1") for _ in range(20)))

    assert answers.count(True) == 1
    assert await nonces.fresh("n-2")


async def test_a_nonce_is_remembered_for_ten_minutes_and_never_in_clear(client: Redis) -> None:
    await RedisNonces(client).fresh("n-1")

    [key] = await client.keys("nonce:*")

    assert b"n-1" not in key
    assert KEPT_SECONDS - 5 <= await client.ttl(key) <= KEPT_SECONDS


async def test_without_redis_no_nonce_is_fresh(nobody: Redis) -> None:
    with pytest.raises(Unavailable):
        await RedisNonces(nobody).fresh("n-1")


async def test_redis_is_never_asked_while_a_transaction_is_open(client: Redis) -> None:
    with holding():
        with pytest.raises(NetworkInsideWork):
            await RedisLimits(client).spend("probe", SUBJECT, allowed=3, seconds=60)
        with pytest.raises(NetworkInsideWork):
            await RedisNonces(client).fresh("n-1")
