"""Who is let in while a process has more to do than it can: what binds somebody longest, lists first out."""

import asyncio

import pytest

from bff.http.shedding import BEAT_SECONDS, Place, Rank, Shedder


class HandWatch:
    """Seconds that go on only by hand."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def watch() -> HandWatch:
    return HandWatch()


@pytest.fixture
def shedder(watch: HandWatch) -> Shedder:
    return Shedder(10, watch)


def who_gets_in(shedder: Shedder) -> set[Rank]:
    return {rank for rank in Rank if shedder.has_room(rank)}


@pytest.mark.parametrize(
    ("in_flight", "let_in"),
    [
        (0, {Rank.LIST, Rank.READ, Rank.BIND}),
        (5, {Rank.LIST, Rank.READ, Rank.BIND}),
        (6, {Rank.READ, Rank.BIND}),
        (7, {Rank.READ, Rank.BIND}),
        (8, {Rank.BIND}),
        (9, {Rank.BIND}),
        (10, set()),
        (11, set()),
    ],
)
def test_the_fuller_the_house_the_fewer_kinds_are_let_in(
    shedder: Shedder, in_flight: int, let_in: set[Rank]
) -> None:
    shedder.in_flight = in_flight

    assert who_gets_in(shedder) == let_in


@pytest.mark.parametrize(
    ("late", "let_in"),
    [
        (0.0, {Rank.LIST, Rank.READ, Rank.BIND}),
        (0.2, {Rank.LIST, Rank.READ, Rank.BIND}),
        (0.3, {Rank.READ, Rank.BIND}),
        (0.6, {Rank.BIND}),
        (1.1, set()),
    ],
)
def test_the_later_the_loop_turns_the_fewer_kinds_are_let_in(
    shedder: Shedder, watch: HandWatch, late: float, let_in: set[Rank]
) -> None:
    shedder.in_flight = 1
    watch.at += BEAT_SECONDS + late

    shedder.beat()

    assert who_gets_in(shedder) == let_in


def test_a_loop_that_has_not_turned_at_all_is_seen_before_it_does(shedder: Shedder, watch: HandWatch) -> None:
    shedder.in_flight = 1
    shedder.beat()

    watch.at += BEAT_SECONDS + 0.3

    assert who_gets_in(shedder) == {Rank.READ, Rank.BIND}


def test_a_loop_that_turns_in_time_again_lets_everybody_in_again(shedder: Shedder, watch: HandWatch) -> None:
    shedder.in_flight = 1
    watch.at += 5
    shedder.beat()
    assert who_gets_in(shedder) == set()

    watch.at += BEAT_SECONDS
    shedder.beat()

    assert who_gets_in(shedder) == set(Rank)


def test_a_process_with_little_to_do_turns_nobody_away_however_late_its_loop_is(
    shedder: Shedder, watch: HandWatch
) -> None:
    watch.at += 60
    shedder.beat()

    assert who_gets_in(shedder) == set(Rank)


async def test_a_place_is_given_back_once_however_often_it_is_left(shedder: Shedder) -> None:
    places = [Place(shedder) for _ in range(3)]

    for _ in range(2):
        places[0].leave()

    assert shedder.in_flight == 2


async def test_who_hangs_up_in_the_middle_leaves_the_place_free(shedder: Shedder) -> None:
    async def asked() -> None:
        Place(shedder)
        await asyncio.Event().wait()

    task = asyncio.create_task(asked())
    await asyncio.sleep(0)
    taken = shedder.in_flight
    task.cancel()
    await asyncio.wait([task])
    await asyncio.sleep(0)

    assert (taken, shedder.in_flight) == (1, 0)


async def test_the_watch_beats_by_itself_and_stops(watch: HandWatch) -> None:
    beats = asyncio.Event()

    class Counted(Shedder):
        def beat(self) -> None:
            super().beat()
            beats.set()

    before = len(asyncio.all_tasks())
    async with Counted(10, watch).watching():
        await asyncio.wait_for(beats.wait(), timeout=10)

    assert len(asyncio.all_tasks()) == before
