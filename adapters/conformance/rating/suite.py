"""What every province's rating interface (省好差评接口) keeps to."""

from dataclasses import replace
from datetime import date
from typing import Literal, Protocol

from adapters.conformance.expectation import holds, refused, same, unavailable, unknown
from adapters.conformance.stage import Stage
from adapters.conformance.suite import Needs, Part, Suite
from adapters.sandbox.city import city
from domain.kernel.personal import DocumentNumber, Free, PersonName
from domain.ratings.outside import Evaluation, RatingInterface

Level = Literal[1, 2, 3, 4, 5]
LEVELS: tuple[tuple[Level, str], ...] = ((5, "517"), (4, "413"), (3, "314"), (2, "214"), (1, "115"))
"""Each level with the last of its tags."""


class World(Protocol):
    """`evaluation`: one nobody has handed over yet."""

    @property
    def ratings(self) -> RatingInterface: ...
    @property
    def evaluation(self) -> Evaluation: ...
    async def lose_the_answer(self) -> None: ...
    async def be_busy(self) -> None: ...


def evaluation_for(stage: Stage) -> Evaluation:
    now = stage.clock.now()
    town = city(now.date())
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
        assessed_at=now,
    )


def numbered(evaluation: Evaluation, number: int, level: Level, *tags: str) -> Evaluation:
    project = f"{evaluation.project_no[:-4]}{number:04d}"
    return replace(evaluation, project_no=project, satisfaction=level, tags=tags, words=None)


SUITE: Suite[World] = Suite(
    "rating", without={Part.CALLBACKS: "the province calls nobody: what arrived is asked for"}
)


@SUITE.check(Part.HAPPY)
async def a_rating_handed_over_is_found_by_its_case(world: World) -> None:
    number = await world.ratings.hand_over(world.evaluation)

    same(await world.ratings.ask(world.evaluation.project_no, 1), number, "the province's number")


@SUITE.check(Part.HAPPY)
async def every_level_is_taken_with_its_own_tags(world: World) -> None:
    numbers = {
        await world.ratings.hand_over(numbered(world.evaluation, place + 100, level, tag))
        for place, (level, tag) in enumerate(LEVELS)
    }

    same(len(numbers), len(LEVELS), "how many ratings")


@SUITE.check(Part.HAPPY)
async def a_bad_rating_is_followed_by_one_more_after_rectification(world: World) -> None:
    bad = numbered(world.evaluation, 200, 1, "108")
    first = await world.ratings.hand_over(bad)

    second = await world.ratings.hand_over(replace(bad, assess_number=2, satisfaction=4, tags=("413",)))

    same(await world.ratings.ask(bad.project_no, 1), first, "the first")
    same(await world.ratings.ask(bad.project_no, 2), second, "the second")
    holds(first != second, "they are two")


@SUITE.check(Part.REFUSALS)
async def tags_of_another_level_are_refused(world: World) -> None:
    best, worst = numbered(world.evaluation, 300, 5, "108"), numbered(world.evaluation, 301, 1, "510")

    for mistaken in (best, worst):
        with refused("4001"):
            await world.ratings.hand_over(mistaken)


@SUITE.check(Part.REFUSALS)
async def a_rating_never_handed_over_is_not_there(world: World) -> None:
    same(await world.ratings.ask("nothing", 1), None, "the rating")


@SUITE.check(Part.IDEMPOTENCY)
async def a_rating_handed_over_twice_counts_once(world: World) -> None:
    first = await world.ratings.hand_over(world.evaluation)

    same(await world.ratings.hand_over(world.evaluation), first, "the number")
    same(await world.ratings.ask(world.evaluation.project_no, 1), first, "what is there")


@SUITE.check(Part.UNKNOWN, Needs.HAND)
async def a_lost_answer_is_unknown_and_asking_finds_the_rating(world: World) -> None:
    await world.lose_the_answer()

    with unknown():
        await world.ratings.hand_over(world.evaluation)

    found = await world.ratings.ask(world.evaluation.project_no, 1)
    holds(found is not None, "it is there")
    same(await world.ratings.hand_over(world.evaluation), found, "handed over again")


@SUITE.check(Part.FAULTS, Needs.HAND)
async def a_busy_interface_took_nothing(world: World) -> None:
    await world.be_busy()

    with unavailable():
        await world.ratings.hand_over(world.evaluation)

    same(await world.ratings.ask(world.evaluation.project_no, 1), None, "what is there")
