"""However the province fails and we die: one rating there for one given here, or a person is told."""

import asyncio
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import example, given, settings

from adapters.conformance.kits import KITS
from adapters.conformance.stage import Ground, staged
from adapters.postgres.unknown_fates import PostgresUnknownFates
from domain.cases.case import CaseState
from domain.kernel.ids import RatingId
from domain.ratings.outside import AssessNumber, Evaluation
from domain.ratings.rating import RatingState
from domain.staff.stuck import StuckKind
from tests.properties.weather import EVENTS, Event, Fate, Mortal, Storm, Worker
from tests.support.house import HandClock, house
from tests.support.server import TestServer
from tests.usecases.test_rate_case import rate, state
from tests.usecases.wallet_world import wallet_world

[KIT] = KITS["rating"]


@dataclass
class OfThatProvince:
    """It knows its own town's items and people: ours is told as one of theirs, under our case's number."""

    port: Any
    evaluation: Evaluation

    async def hand_over(self, evaluation: Evaluation) -> str:
        del evaluation
        number: str = await self.port.hand_over(self.evaluation)
        return number

    async def ask(self, project_no: str, assess_number: AssessNumber) -> str | None:
        del project_no
        number: str | None = await self.port.ask(self.evaluation.project_no, assess_number)
        return number


async def play(events: list[Event], runtime_url: str, folder: Path) -> None:
    clock, fate = HandClock(), Fate()
    async with (
        house(runtime_url, clock) as core,
        staged(Ground(KIT.account)) as stage,
        KIT.open(stage) as province,
    ):
        stage.clock.at = clock()
        world = await wallet_world(core, clock, folder)
        rating = await rate(world, await world.case(CaseState.DELIVERED))
        theirs = OfThatProvince(Mortal(province.ratings, fate), province.evaluation)
        hand_over = replace(world.desk.hand_over_rating, interface=theirs)
        runs: Mapping[str, Any] = {
            "hand-over-rating": lambda args: hand_over(RatingId(UUID(args["rating_id"])))
        }

        async def hear(how: str) -> None:
            del how  # the province calls nobody

        storm = Storm((stage,), clock, Worker(clock, runs), fate, hear)

        await storm.befall(events)
        await storm.clear_up(hours=3)

        there = (await stage.look("/__books"))["evaluations"]
        assert len(there) <= 1, f"{len(there)} ratings for one"
        ours = await state(world, rating)
        hanging = await PostgresUnknownFates().stuck(before=clock() + timedelta(minutes=1))
        on_the_list = {one.ref for one in hanging if one.kind is StuckKind.RATING}
        if events and ours is RatingState.HANDING:
            assert rating in on_the_list, "handed over or not, and nobody is told"
        else:
            assert (ours, len(there)) == (RatingState.HANDED, 1)


def test_one_rating_arrives_whatever_befalls(server: TestServer) -> None:
    ended = []

    @settings(max_examples=10)
    @given(EVENTS)
    @example([])
    def run(events: list[Event]) -> None:
        with server.database() as urls, tempfile.TemporaryDirectory() as folder:
            asyncio.run(play(events, urls.runtime, Path(folder)))
        ended.append(len(events))

    run()
    assert ended
