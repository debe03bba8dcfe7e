"""One access token for all processes: fetched once, replaced by one, forced seldom; kept in Redis."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from redis.asyncio import Redis
from structlog.testing import capture_logs

from adapters.embedded.ports import unused_port
from adapters.redis.connect import connected
from adapters.redis.wechat_tokens import FORCE_SECONDS, RedisWechatTokens
from adapters.sandbox.kit import Books
from adapters.wechat.token import TokenStore
from domain.kernel.refusal import Refused, Unavailable
from domain.kernel.work import NetworkInsideWork, holding
from tests.contract.stand import Stand
from tests.contract.wechat_worlds import APPID, OPENID, SECRET, MemoryTokens, PlatformWorld, platform
from tests.sandbox.conftest import FixedClock
from tests.support.valkey import address, client

__all__ = ["address", "client"]
PHONE = "19900000101"


@pytest.fixture(params=["memory", "redis"])
def store(request: pytest.FixtureRequest, clock: FixedClock, client: Redis) -> TokenStore:
    return MemoryTokens(clock) if request.param == "memory" else RedisWechatTokens(client)


@pytest.fixture
async def world(stand: Stand, books: Books) -> PlatformWorld:
    return await platform(stand, books)


def process(world: PlatformWorld, store: TokenStore, *, secret: str = SECRET) -> PlatformWorld:
    """One process of ours; those with the same store are one cluster."""
    return PlatformWorld(world.stand, world.vendor, store, secret=secret)


async def ask(one: PlatformWorld, code: str) -> str:
    """A call that needs the token."""
    return (await one.mini_program.phone_number(code, openid=OPENID)).reveal()


async def codes(world: PlatformWorld, count: int) -> list[str]:
    return [await world.share_phone(OPENID, PHONE) for _ in range(count)]


async def counts(world: PlatformWorld) -> dict[str, Any]:
    return dict((await world.stand.hand.look(world.vendor, "/__books"))["tokens"])


async def fetches(world: PlatformWorld) -> int:
    log = await world.stand.hand.look(world.vendor, "/__log")
    return sum(entry["path"] == "/cgi-bin/stable_token" for entry in log)


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


async def test_a_hundred_calls_of_two_processes_fetch_one_token(
    world: PlatformWorld, store: TokenStore
) -> None:
    one, two = process(world, store), process(world, store)
    given = await codes(world, 20)

    await asyncio.gather(*(ask(one if n % 2 else two, code) for n, code in enumerate(given)))

    assert await fetches(world) == 1


async def test_the_token_is_kept_five_minutes_less_than_it_lives(
    world: PlatformWorld, clock: FixedClock
) -> None:
    memory = MemoryTokens(clock)
    [code] = await codes(world, 1)

    await ask(process(world, memory), code)

    assert memory.kept_seconds == [7200 - 300]


async def test_an_expired_token_is_replaced_and_the_call_repeated(
    world: PlatformWorld, store: TokenStore
) -> None:
    one = process(world, store)
    first, second = await codes(world, 2)
    await ask(one, first)
    await world.control("/__token", action="expire")

    assert await ask(one, second) == PHONE
    assert await counts(world) == {"issued": 2, "forced": 0}


async def test_a_token_another_machine_replaced_is_fetched_once_for_all(
    world: PlatformWorld, store: TokenStore
) -> None:
    one, two = process(world, store), process(world, store)
    first, *rest = await codes(world, 11)
    await ask(one, first)
    await world.control("/__token", action="rotate")
    before = await fetches(world)

    told = await asyncio.gather(*(ask(one if n % 2 else two, code) for n, code in enumerate(rest)))

    assert told == [PHONE] * 10
    assert await fetches(world) - before == 1


async def test_a_token_the_platform_refuses_and_hands_out_again_is_forced_once(
    world: PlatformWorld, store: TokenStore
) -> None:
    one, two = process(world, store), process(world, store)
    first, *rest = await codes(world, 7)
    await ask(one, first)
    await world.control("/__token", action="revoke")

    told = await asyncio.gather(*(ask(one if n % 2 else two, code) for n, code in enumerate(rest)))

    assert told == [PHONE] * 6
    assert await counts(world) == {"issued": 2, "forced": 1}


async def test_a_second_force_within_thirty_seconds_is_not_tried(
    world: PlatformWorld, store: TokenStore
) -> None:
    one = process(world, store)
    first, second, third = await codes(world, 3)
    await ask(one, first)
    await world.control("/__token", action="revoke")
    await ask(one, second)
    await world.control("/__token", action="revoke")

    with pytest.raises(Unavailable, match="token-stuck"):
        await ask(one, third)

    assert (await counts(world))["forced"] == 1


async def test_a_token_refused_twice_in_one_call_ends_it(world: PlatformWorld, clock: FixedClock) -> None:
    one = process(world, MemoryTokens(clock))
    [code] = await codes(world, 1)
    match = {"path": "/wxa/business/getuserphonenumber"}
    await world.control("/__mode", mode="answer", errcode=42001, match=match)
    await ask_in_vain(one, code)

    log = await world.stand.hand.look(world.vendor, "/__log")

    assert sum(entry["path"] == match["path"] for entry in log) == 2


async def ask_in_vain(one: PlatformWorld, code: str) -> None:
    with pytest.raises(Unavailable, match="token-refused-twice"):
        await ask(one, code)


@pytest.mark.parametrize(
    ("errcode", "kind"), [(40013, Refused), (40164, Refused), (89503, Refused), (45009, Unavailable)]
)
async def test_without_a_token_nothing_is_called(
    world: PlatformWorld, errcode: int, kind: type[Exception], clock: FixedClock
) -> None:
    one = process(world, MemoryTokens(clock))
    [code] = await codes(world, 1)
    await world.control("/__mode", mode="answer", errcode=errcode, times=1)

    with pytest.raises(kind, match=str(errcode)):
        await ask(one, code)


async def test_a_secret_with_one_character_changed_opens_nothing(
    world: PlatformWorld, clock: FixedClock
) -> None:
    wrong = process(world, MemoryTokens(clock), secret=SECRET[:-1] + "X")
    [code] = await codes(world, 1)

    with pytest.raises(Refused, match="40125"):
        await ask(wrong, code)
    with pytest.raises(Refused, match="40125"):
        await wrong.mini_program.sign_in(await world.login(OPENID))


async def test_no_log_line_of_ours_holds_a_secret_a_token_or_a_code(
    world: PlatformWorld, clock: FixedClock
) -> None:
    memory = MemoryTokens(clock)
    one = process(world, memory)
    [code] = await codes(world, 1)
    with capture_logs() as lines:
        await ask(one, code)
        with pytest.raises(Refused):
            await ask(one, code)
        with pytest.raises(Refused):
            await one.mini_program.sign_in(code)

    assert [line["errcode"] for line in lines] == [40029, 40029]
    assert all(line["rid"] for line in lines)
    for secret in (SECRET, memory.tokens[APPID], code, OPENID.reveal()):
        assert secret not in str(lines)


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
