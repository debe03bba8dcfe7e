"""More than a process can answer (OV-1, OV-2): it says so, keeps doing the rest, and steps starve no more.

`palm serve` in a process of its own, callers on an open loop from this one: they do not wait for each other,
as people do not. Ratios are held, times are not: how fast the machine is, is its own affair. -s prints both.
"""

import asyncio
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import aiohttp
import pytest

from bff.cli.demo.client import PROXY_SECRET
from bff.cli.demo.stage import Ports, Stage
from bff.http.limits import OF_A_LINE
from domain.invitations.code import AddressCode

pytestmark = pytest.mark.wide
OK = 200
AT_ONCE = 40
STEPS = 0.2  # of all that is asked; the rest are lists
FEW, PEAK_SECONDS, STORM_SECONDS = 8, 3.0, 6.0
CHECK, LIST = "/v1/sms/messages/check", "/v1/citizen/items?q=%E8%AF%81"


class Small(Stage):
    def environment(self, name: str) -> dict[str, str]:
        return super().environment(name) | ({"PALM_AT_ONCE": str(AT_ONCE)} if name == "serve" else {})


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    made = Small(tmp_path_factory.mktemp("overload"), Ports.free(), tempo_seconds=0.05)
    try:
        made.open()
        made.start("serve")
        yield made
    finally:
        made.close()


@dataclass
class Told:
    """What was answered to steps and to lists; `silent`: turned away without a time to come back."""

    steps: Counter[int] = field(default_factory=Counter)
    lists: Counter[int] = field(default_factory=Counter)
    silent: int = 0
    slowest_no: float = 0.0

    @property
    def good(self) -> int:
        return self.steps[OK] + self.lists[OK]

    def share(self, counted: Counter[int]) -> float:
        return counted[OK] / max(counted.total(), 1)


class Crowd:
    """Everybody on a line of their own."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self._url, self._http, self._dice = url, http, random.Random(7)  # noqa: S311 - not for secrets

    async def ask(self, told: Told) -> None:
        is_step = self._dice.random() < STEPS
        line = ".".join(str(self._dice.randrange(1, 255)) for _ in range(3))
        headers = {"Forwarded": f"for=10.{line};secret={PROXY_SECRET}"}
        body = {
            "code": str(AddressCode.mint(self._dice.randrange)),
            "receivingNumber": f"139{self._dice.randrange(10**8):08d}",
        }
        begun, counted = time.monotonic(), told.steps if is_step else told.lists
        request = (
            self._http.post(self._url + CHECK, json=body, headers=headers)
            if is_step
            else self._http.get(self._url + LIST, headers=headers)
        )
        try:
            async with request as answer:
                await answer.read()
        except (aiohttp.ClientError, TimeoutError):
            counted[0] += 1
            return
        counted[answer.status] += 1
        if answer.status != OK:
            told.silent += not int(answer.headers.get("Retry-After", "0"))
            told.slowest_no = max(told.slowest_no, time.monotonic() - begun)

    async def peak(self) -> float:
        """Good answers a second to a few who wait for each before they ask again."""
        told, ends = Told(), time.monotonic() + PEAK_SECONDS

        async def one() -> None:
            while time.monotonic() < ends:
                await self.ask(told)

        await asyncio.gather(*(one() for _ in range(FEW)))
        return told.good / PEAK_SECONDS

    async def storm(self, rate: float) -> Told:
        """So many a second, whatever comes of those before."""
        told, asked = Told(), set[asyncio.Task[None]]()
        begun = time.monotonic()
        for n in range(int(rate * STORM_SECONDS)):
            await asyncio.sleep(begun + n / rate - time.monotonic())
            asked.add(asyncio.create_task(self.ask(told)))
        await asyncio.gather(*asked)
        return told


async def test_under_five_times_its_peak_a_process_turns_lists_away_and_keeps_taking_steps(
    stage: Stage,
) -> None:
    patience = aiohttp.ClientTimeout(total=30)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=300), timeout=patience) as http:
        crowd = Crowd(stage.ports.url, http)
        await crowd.peak()  # it warms up
        peak = await crowd.peak()
        storms = {times: await crowd.storm(times * peak) for times in (2, 5)}
        after = await crowd.peak()

    for times, told in storms.items():
        sys.stdout.write(
            f"\n{times}x of {peak:.0f}/s: steps {told.share(told.steps):.1%},"
            f" lists {told.share(told.lists):.1%}, good {told.good / STORM_SECONDS:.0f}/s,"
            f" slowest no {told.slowest_no:.3f} s"
            f" {dict(told.steps)} {dict(told.lists)}"
        )
    sys.stdout.write(f"\nafterwards {after:.0f}/s\n")
    for told in storms.values():
        assert set(told.steps) | set(told.lists) <= {OK, 429, 503}
        assert told.silent == 0
        assert told.share(told.steps) > told.share(told.lists)
    assert storms[5].lists[503] > 0
    assert storms[5].share(storms[5].steps) > 2 * storms[5].share(storms[5].lists)
    assert after > peak / 2


async def test_one_line_that_asks_without_end_is_told_to_wait_and_another_is_not(stage: Stage) -> None:
    """A hundred a second is what a line may ask; ten times as many are asked here on two cores."""
    async with aiohttp.ClientSession() as http:

        async def ask(line: str) -> int:
            headers = {"Forwarded": f"for={line};secret={PROXY_SECRET}"}
            async with http.get(f"{stage.ports.url}/v1/citizen/nothing-here", headers=headers) as answer:
                return answer.status

        async def one() -> list[int]:
            return [await ask("203.0.113.7") for _ in range((OF_A_LINE + 200) // FEW)]

        told = Counter(
            status for each in await asyncio.gather(*(one() for _ in range(FEW))) for status in each
        )
        another = await ask("203.0.113.8")

    assert told[404] <= OF_A_LINE
    assert told[429] > 0
    assert another == 404
