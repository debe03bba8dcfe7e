"""The chores of a process end with it, also one that did not hear the first time that it is to stop."""

import asyncio
from datetime import timedelta

from bff.chores import every, going_on

SOON = timedelta(milliseconds=1)


class Chore:
    """Fails the first time, and loses the first cancellation, the way a connection pool does."""

    def __init__(self) -> None:
        self.rounds, self.lost = 0, 0
        self.again = asyncio.Event()

    async def __call__(self) -> None:
        self.rounds += 1
        if self.rounds == 1:
            raise ValueError("a bug")
        self.again.set()
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            if self.lost:
                raise
            self.lost += 1


async def test_one_that_failed_is_done_again() -> None:
    chore = Chore()

    async with asyncio.timeout(10), going_on(every(SOON, chore)):
        await chore.again.wait()

    assert chore.rounds > 1


async def test_none_outlives_the_process_though_a_cancellation_was_lost() -> None:
    before, chores = asyncio.all_tasks(), (Chore(), Chore())

    async with asyncio.timeout(10), going_on(*(every(SOON, chore) for chore in chores)):
        await asyncio.gather(*(chore.again.wait() for chore in chores))

    assert [chore.lost for chore in chores] == [1, 1]
    assert asyncio.all_tasks() == before
