"""Redis killed, hung or wiped (DR-3): codes stay closed, reads go on, nobody is let in who was not."""

import os
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from redis.asyncio import Redis

from adapters.embedded.valkey import EmbeddedValkey
from adapters.redis.connect import connected
from adapters.redis.limits import RedisLimits
from bff.compose.core import Core
from bff.compose.traffic import traffic
from tests.http.opening import open_town
from tests.http.town import Town
from tests.security.test_silence import a_code, ask
from tests.support.house import HandClock
from tests.usecases.case_world import YI

HOME = "/v1/citizen/home"


@dataclass
class Counted:
    """The town with limits and traffic counted as `palm serve` does."""

    town: Town
    valkey: EmbeddedValkey
    redis: Redis

    def kill(self) -> None:
        self._signal(signal.SIGKILL)

    def hang(self) -> None:
        self._signal(signal.SIGSTOP)

    def wake(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        pid = self.valkey.pid()
        assert pid is not None
        os.kill(pid, number)


@pytest.fixture
async def counted(core: Core, clock: HandClock, tmp_path: Path) -> AsyncIterator[Counted]:
    valkey = EmbeddedValkey(tmp_path / "valkey")
    url = valkey.start()
    try:
        async with (
            connected(url) as redis,
            open_town(core, clock, tmp_path, limits=RedisLimits(redis)) as town,
        ):
            town.app.ctx.traffic = traffic(RedisLimits(redis), core)
            yield Counted(town, valkey, redis)
    finally:
        if pid := valkey.pid():
            os.kill(pid, signal.SIGCONT)
        valkey.stop()


@pytest.mark.parametrize("trouble", ["kill", "hang"])
async def test_while_redis_is_killed_or_hung_codes_are_closed_and_reads_go_on(
    counted: Counted, trouble: str
) -> None:
    yi = await counted.town.sign_in(YI)
    assert (await ask(counted.town.caller, a_code(1))).status == 200

    getattr(counted, trouble)()
    homes = [(await yi.send("GET", HOME)).status for _ in range(10)]
    closed = await ask(counted.town.caller, a_code(2))

    assert homes == [200] * 10
    assert (closed.status, closed.code) == (503, "limits-unavailable")


async def test_a_redis_that_wakes_up_counts_again(counted: Counted) -> None:
    counted.hang()
    assert (await ask(counted.town.caller, a_code(1))).status == 503

    counted.wake()

    assert (await ask(counted.town.caller, a_code(2))).status == 200


async def test_a_wiped_redis_lets_nobody_in_and_shuts_nobody_out(counted: Counted) -> None:
    stays, left = await counted.town.sign_in(YI), await counted.town.sign_in(YI)
    assert (await left.send("DELETE", "/v1/citizen/session")).status == 204

    await counted.redis.flushdb()

    assert (await stays.send("GET", HOME)).status == 200
    assert (await left.send("GET", HOME)).status == 401
    again = await counted.town.caller.send(
        "POST",
        "/v1/citizen/session/refresh",
        headers={"Cookie": left.cookie, "Origin": "https://palm.test"},
        key="",
    )
    assert again.status == 401
