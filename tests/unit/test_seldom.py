"""What everybody may ask for is counted seldom, however often and however many ask at once."""

import asyncio

import pytest

from bff.ops.health import Seldom
from domain.kernel.refusal import Unavailable


class Counting:
    """One more each time it is counted."""

    def __init__(self) -> None:
        self.times, self.is_away, self.seconds = 0, False, 0.0

    async def __call__(self) -> int:
        await asyncio.sleep(0)
        if self.is_away:
            raise Unavailable("database", "away")
        self.times += 1
        return self.times

    def seldom(self) -> Seldom:
        return Seldom(self, seconds=15.0, monotonic=lambda: self.seconds)


async def test_a_hundred_who_ask_at_once_are_told_one_count() -> None:
    counting = Counting()
    seldom = counting.seldom()

    told = await asyncio.gather(*(seldom() for _ in range(100)))

    assert (set(told), counting.times) == ({1}, 1)


async def test_a_count_is_good_for_fifteen_seconds() -> None:
    counting = Counting()
    seldom = counting.seldom()
    told = [await seldom()]

    for counting.seconds in (14.9, 15.0):
        told.append(await seldom())

    assert told == [1, 1, 2]


async def test_a_count_that_failed_is_tried_again_by_the_next() -> None:
    counting = Counting()
    seldom = counting.seldom()
    counting.is_away = True
    with pytest.raises(Unavailable):
        await seldom()
    counting.is_away = False

    assert await seldom() == 1
