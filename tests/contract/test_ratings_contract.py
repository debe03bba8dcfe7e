"""What the provincial rating interface keeps to."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Protocol

import pytest

from adapters.ratings.province import ProvincialRatings
from adapters.sandbox.city import City
from adapters.sandbox.kit import Books, Running
from adapters.sandbox.rating import create_app
from domain.kernel.personal import DocumentNumber, Free, PersonName
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.ratings.outside import Evaluation, RatingInterface
from tests.contract.stand import CALLER, Stand
from tests.fakes.ratings import FakeRatings
from tests.sandbox.conftest import FixedClock


class World(Protocol):
    @property
    def ratings(self) -> RatingInterface: ...
    async def lose_the_answer(self) -> None: ...
    async def be_busy(self) -> None: ...


class FakeWorld:
    def __init__(self) -> None:
        self.ratings = FakeRatings()

    async def lose_the_answer(self) -> None:
        self.ratings.trouble.answer_lost = True

    async def be_busy(self) -> None:
        self.ratings.trouble.before.append(Unavailable("rating", "4290"))


class ProvinceWorld:
    def __init__(self, stand: Stand, vendor: Running) -> None:
        self._stand, self._vendor = stand, vendor
        self.ratings = ProvincialRatings(stand.signed(vendor, "rating"), data_source="190")

    async def lose_the_answer(self) -> None:
        await self._stand.mode(self._vendor, "reset_after")

    async def be_busy(self) -> None:
        await self._stand.mode(self._vendor, "throttle")


@pytest.fixture(params=["fake", "province"])
async def world(
    request: pytest.FixtureRequest, stand: Stand, books: Books, clock: FixedClock
) -> AsyncIterator[World]:
    if request.param == "fake":
        yield FakeWorld()
        return
    yield ProvinceWorld(stand, await stand.start(create_app(books, caller=CALLER, now=clock.now)))


@pytest.fixture
def evaluation(clock: FixedClock, town: City) -> Evaluation:
    task, person = town.tasks[0], town.people[0]
    return Evaluation(
        area_code="370285",
        department_code=task.body.uscc,
        department=task.body.name,
        task_code=task.code,
        task_name=task.name,
        project_no=f"{task.code}202601020001",
        accepted_on=date(2026, 1, 2),
        rater_name=PersonName(person.name),
        rater_number=DocumentNumber(person.id_number),
        rater_is_person=True,
        channel="2",
        satisfaction=5,
        tags=("510", "512"),
        words=Free("很方便"),
        assessed_at=clock.now(),
    )


async def test_a_rating_handed_over_twice_counts_once(world: World, evaluation: Evaluation) -> None:
    first = await world.ratings.hand_over(evaluation)
    second = await world.ratings.hand_over(evaluation)

    assert second == first
    assert await world.ratings.ask(evaluation.project_no, 1) == first


async def test_a_lost_answer_is_unknown_and_asking_finds_the_rating(
    world: World, evaluation: Evaluation
) -> None:
    await world.lose_the_answer()

    with pytest.raises(Unknown):
        await world.ratings.hand_over(evaluation)

    assert await world.ratings.ask(evaluation.project_no, 1) is not None


async def test_a_rating_never_handed_over_is_not_there(world: World) -> None:
    assert await world.ratings.ask("nothing", 1) is None


async def test_tags_of_another_level_are_refused(world: World, evaluation: Evaluation) -> None:
    with pytest.raises(Refused):
        await world.ratings.hand_over(replace(evaluation, tags=("108",)))


async def test_a_busy_interface_took_nothing(world: World, evaluation: Evaluation) -> None:
    await world.be_busy()

    with pytest.raises(Unavailable):
        await world.ratings.hand_over(evaluation)

    assert await world.ratings.ask(evaluation.project_no, 1) is None
