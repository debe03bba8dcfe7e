"""How all that is asked is counted: in one place for all processes, else in each, and never left undone."""

import asyncio
from dataclasses import dataclass, field

import pytest

from bff.http.limits import LEFT_ALONE_SECONDS, LocalWindows, SharedOrLocal
from domain.kernel.limits import LimitsUnavailable, TooManyRequests
from tests.unit.test_shedding import HandWatch

LINE = "ab" * 32


@dataclass
class Counter:
    """The shared counter: there, away, or hung."""

    is_away: bool = False
    is_hung: bool = False
    asked: list[str] = field(default_factory=list)

    async def spend(self, purpose: str, subject: str, *, allowed: int, seconds: int) -> None:
        assert seconds > 0
        self.asked.append(subject)
        if self.is_hung:
            await asyncio.Event().wait()
        if self.is_away:
            raise LimitsUnavailable("ConnectionError")
        if len(self.asked) > allowed:
            raise TooManyRequests(purpose, retry_after=seconds)


@pytest.fixture
def watch() -> HandWatch:
    return HandWatch()


def spent(windows: LocalWindows, subject: str = LINE, *, times: int = 1) -> int:
    """How many of so many tries were let through."""
    through = 0
    for _ in range(times):
        try:
            windows.spend("line", subject, allowed=3, seconds=60)
        except TooManyRequests:
            continue
        through += 1
    return through


def test_a_window_lets_so_many_through_and_no_more(watch: HandWatch) -> None:
    assert spent(LocalWindows(watch), times=5) == 3


def test_a_new_window_begins_where_the_old_one_ends(watch: HandWatch) -> None:
    windows = LocalWindows(watch)
    spent(windows, times=5)
    watch.at += 59.9
    assert spent(windows) == 0

    watch.at += 0.1

    assert spent(windows, times=5) == 3


def test_who_waits_is_told_how_long(watch: HandWatch) -> None:
    windows = LocalWindows(watch)
    spent(windows, times=3)
    watch.at += 40

    with pytest.raises(TooManyRequests) as refused:
        windows.spend("line", LINE, allowed=3, seconds=60)

    assert refused.value.data["retry_after"] == 20


def test_one_line_does_not_spend_anothers_tries(watch: HandWatch) -> None:
    windows = LocalWindows(watch)
    spent(windows, times=5)

    assert spent(windows, "cd" * 32) == 1


def test_whoever_comes_from_ever_other_lines_fills_no_memory(watch: HandWatch) -> None:
    windows = LocalWindows(watch, most=100)

    for n in range(10_000):
        spent(windows, str(n))

    assert len(windows._windows) <= 100


async def test_while_the_shared_counter_answers_it_alone_counts(watch: HandWatch) -> None:
    shared = Counter()
    limits = SharedOrLocal(shared, watch)

    await limits.spend("line", LINE, allowed=1, seconds=60)

    with pytest.raises(TooManyRequests):
        await limits.spend("line", LINE, allowed=1, seconds=60)
    assert len(shared.asked) == 2


@pytest.mark.parametrize("trouble", ["is_away", "is_hung"])
async def test_while_it_is_away_or_hung_this_process_counts_and_asks_it_once_in_a_while(
    watch: HandWatch, trouble: str
) -> None:
    shared = Counter()
    setattr(shared, trouble, True)
    limits = SharedOrLocal(shared, watch)

    outcomes = []
    for _ in range(5):
        try:
            await limits.spend("line", LINE, allowed=3, seconds=60)
            outcomes.append("through")
        except TooManyRequests:
            outcomes.append("wait")

    assert outcomes == ["through"] * 3 + ["wait"] * 2
    assert len(shared.asked) == 1


async def test_when_it_is_back_it_counts_again(watch: HandWatch) -> None:
    shared = Counter(is_away=True)
    limits = SharedOrLocal(shared, watch)
    await limits.spend("line", LINE, allowed=9, seconds=60)
    shared.is_away = False

    await limits.spend("line", LINE, allowed=9, seconds=60)
    watch.at += LEFT_ALONE_SECONDS
    await limits.spend("line", LINE, allowed=9, seconds=60)
    await limits.spend("line", LINE, allowed=9, seconds=60)

    assert len(shared.asked) == 3


async def test_only_one_asks_whether_it_is_back_while_the_others_go_on(watch: HandWatch) -> None:
    shared = Counter(is_hung=True)
    limits = SharedOrLocal(shared, watch)
    await limits.spend("line", LINE, allowed=99, seconds=60)
    watch.at += LEFT_ALONE_SECONDS

    await asyncio.gather(*(limits.spend("line", LINE, allowed=99, seconds=60) for _ in range(20)))

    assert len(shared.asked) == 2
