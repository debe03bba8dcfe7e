"""The province's rating interface (省好差评接口), counting either way, and what is asked of it alone.

Source: docs/vendors/rating-interface.md; adapters/files/evaluation_levels.csv for the vectors.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import count
from typing import Literal

from adapters.conformance.envelope import (
    ACCOUNT,
    CALLER,
    IMPATIENT,
    each_fault_is_unavailable,
    each_fault_is_unknown,
    signed,
)
from adapters.conformance.expectation import never, refused, same, unavailable, unknown
from adapters.conformance.rating.suite import LEVELS, SUITE, evaluation_for, numbered
from adapters.conformance.stage import Stage
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.vendor import VendorKit
from adapters.ratings.province import ProvincialRatings
from adapters.sandbox.kit import Books
from adapters.sandbox.rating import create_app
from domain.ratings.outside import Evaluation, Scale

ACCOUNTED = {**ACCOUNT, "data_source": "190"}
BEST: dict[Scale, Literal["5", "1"]] = {"exchange": "5", "gbt39046": "1"}


class Province:
    def __init__(self, stage: Stage, url: str) -> None:
        self.stage, self.url, self.evaluation = stage, url, evaluation_for(stage)
        self.ratings = stage.adapter(self.asking())
        self._numbers = count(1000)

    def asking(self, *, deadline_seconds: float = 5.0, scale: Scale = "exchange") -> ProvincialRatings:
        window = signed(self.stage, self.url, "rating", deadline_seconds=deadline_seconds)
        return ProvincialRatings(window, data_source=self.stage.given("data_source"), scale=scale)

    def another(self) -> Evaluation:
        return numbered(self.evaluation, next(self._numbers), 5, "510")

    async def lose_the_answer(self) -> None:
        await self.stage.mode("reset_after")

    async def be_busy(self) -> None:
        await self.stage.mode("throttle")


@asynccontextmanager
async def opened(stage: Stage) -> AsyncIterator[Province]:
    url = await stage.vendor(lambda books, now: create_app(books, caller=CALLER, now=now))
    yield Province(stage, url)


OWN: Suite[Province] = Suite("rating")


@OWN.check(Part.VECTORS, Needs.WIRE)
async def each_level_arrives_as_itself_whichever_way_the_province_counts(world: Province) -> None:
    for scale, best in BEST.items():
        with Books(":memory:") as books:
            app = create_app(books, caller=CALLER, now=world.stage.clock.now, best=best)
            running = await world.stage.start(app)
            world.url = running.url
            ratings = world.asking(scale=scale)
            for place, (level, tag) in enumerate(LEVELS):
                await ratings.hand_over(numbered(world.evaluation, place, level, tag))
            told = books.rows("SELECT satisfaction FROM evaluations ORDER BY project_no")
            same([row["satisfaction"] for row in told], [str(level) for level, _ in LEVELS], scale)
            await running.stop()


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def without_a_word_and_without_a_tag_nobody_is_called_bad(world: Province) -> None:
    bare = replace(world.evaluation, satisfaction=1, tags=(), words=None)

    with refused("4001"):
        await world.ratings.hand_over(bare)


@OWN.check(Part.FAULTS, Needs.WIRE)
async def whatever_happens_on_the_way_it_may_have_arrived(world: Province) -> None:
    hurried = world.asking(deadline_seconds=IMPATIENT)

    await each_fault_is_unknown(
        world.stage,
        lambda: world.ratings.hand_over(world.another()),
        lambda: hurried.hand_over(world.another()),
    )


@OWN.check(Part.FAULTS, Needs.WIRE)
async def a_question_that_is_not_answered_changes_nothing(world: Province) -> None:
    project, hurried = world.evaluation.project_no, world.asking(deadline_seconds=IMPATIENT)

    await each_fault_is_unavailable(
        world.stage, lambda: world.ratings.ask(project, 1), lambda: hurried.ask(project, 1)
    )


@OWN.check(Part.UNKNOWN, Needs.WIRE)
async def a_call_that_never_arrived_is_not_there_when_asked_about(world: Province) -> None:
    await world.stage.mode("reset_before")
    with unknown():
        await world.ratings.hand_over(world.evaluation)

    same(await world.ratings.ask(world.evaluation.project_no, 1), None, "what is there")


@OWN.check(Part.FAULTS, Needs.WIRE)
async def the_rater_stands_in_no_address(world: Province) -> None:
    await world.ratings.hand_over(world.evaluation)
    await world.stage.mode("503", times=2)
    with unavailable():
        await world.ratings.ask(world.evaluation.project_no, 1)

    number = world.evaluation.rater_number.reveal()
    never(any(number in one.what for one in world.stage.exchanges), "a number in an address")


KIT = VendorKit("province", SUITE, opened, ACCOUNTED, "secret", OWN)
