"""The guarded way to a back-end: few places, left alone when it fails, and a limit on second tries."""

import asyncio
from collections.abc import Mapping

import pytest
from yarl import URL

from adapters.outbound.guarded import FULL, OPEN, SPENT, Guarded, GuardPlan
from adapters.outbound.http import MEGABYTE, Answer
from domain.gateway.breaker import BreakerState
from domain.gateway.budget import BudgetPlan
from domain.gateway.plan import BreakerPlan
from domain.kernel.refusal import Outward, Unavailable, Unknown
from domain.kernel.retrying import retrying
from tests.unit.gateway.test_breaker import Hand

BREAKER = BreakerPlan(window_seconds=30, least_calls=4, bad_percent=50, slow_seconds=2, rest_seconds=5)
PLAN = GuardPlan(at_once=2, wait_seconds=0.05, breaker=BREAKER, budget=BudgetPlan(60, 10, 2))
THERE = URL("http://127.0.0.1:1/api")


class Line:
    """Stands in for the HTTP client. `trouble`: what each call ends in; `held`: till then no answer."""

    def __init__(self) -> None:
        self.sent = 0
        self.trouble: Outward | None = None
        self.held: asyncio.Event | None = None

    def base(self, url: str) -> URL:
        return URL(url)

    async def send(
        self,
        system: str,
        method: str,
        url: URL,
        *,
        effect: bool,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        deadline_seconds: float = 5.0,
        most_bytes: int = MEGABYTE,
    ) -> Answer:
        _ = system, method, url, effect, headers, body, deadline_seconds, most_bytes
        self.sent += 1
        if self.held is not None:
            await self.held.wait()
        if self.trouble is not None:
            raise self.trouble
        return Answer(200, {}, b"{}")


async def ask(way: Guarded) -> str:
    """How it ended: the reason, or nothing."""
    try:
        await way.send("approval", "GET", THERE, effect=False)
    except Outward as outcome:
        return outcome.reason
    return ""


async def test_one_that_hangs_holds_its_own_places_and_the_next_is_told_soon() -> None:
    line = Line()
    line.held = asyncio.Event()
    way = Guarded(line, PLAN, Hand())
    hanging = [asyncio.create_task(ask(way)) for _ in range(2)]
    await asyncio.sleep(0)

    assert await ask(way) == FULL

    line.held.set()
    assert await asyncio.gather(*hanging) == ["", ""]
    assert await ask(way) == ""


@pytest.mark.parametrize("trouble", [Unavailable("approval", "http-503"), Unknown("approval", "http-500")])
async def test_one_that_fails_is_left_alone_and_tried_by_one_call_after_its_rest(trouble: Outward) -> None:
    line, clock = Line(), Hand()
    line.trouble = trouble
    way = Guarded(line, PLAN, clock)
    for _ in range(4):
        await ask(way)
    assert (await ask(way), line.sent) == (OPEN, 4)

    clock.at += 6
    assert (await ask(way), line.sent) == (trouble.reason, 5)
    assert await ask(way) == OPEN
    clock.at += 6
    line.trouble = None

    assert await ask(way) == ""
    assert way.breaker.state is BreakerState.CLOSED


async def test_what_it_turns_away_was_certainly_not_sent() -> None:
    line = Line()
    line.trouble = Unavailable("approval", "http-503")
    way = Guarded(line, PLAN, Hand())
    for _ in range(4):
        await ask(way)

    with pytest.raises(Unavailable):
        await way.send("approval", "POST", THERE, effect=True)

    assert line.sent == 4


async def test_a_job_tried_again_pays_once_however_many_calls_it_makes() -> None:
    line = Line()
    way = Guarded(line, PLAN, Hand())

    ends = []
    for _ in range(3):
        with retrying():
            ends += [await ask(way), await ask(way)]

    assert ends == ["", "", "", "", SPENT, SPENT]


async def test_a_first_try_is_never_held_back_for_the_sake_of_retries() -> None:
    line = Line()
    way = Guarded(line, PLAN, Hand())
    for _ in range(4):
        with retrying():
            await ask(way)

    assert await ask(way) == ""
