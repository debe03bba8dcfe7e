"""自己办: registers away, several workers, a kill halfway: one matter in the end, or none and a reason."""

import asyncio
from dataclasses import replace

import pytest

from bff.compose.core import Core
from bff.compose.starts import NoAnalysis
from domain.kernel.ids import StartId
from domain.kernel.refusal import Refused, Unavailable
from domain.starts.start import StartState
from tests.support.house import HandClock, count
from tests.usecases.start_world import (
    BUILD,
    DESIGN,
    SUPERVISE,
    World,
    a_builder,
    ledger_kinds,
    renamed,
)


@pytest.fixture
async def world(core: Core, clock: HandClock) -> World:
    return await a_builder(core, clock)


async def test_while_a_register_is_away_the_start_runs_on_and_is_worked_out_later(world: World) -> None:
    world.changed(renamed())
    asked = await world.ask(BUILD)
    world.register.trouble.before.append(Unavailable("enterprise-register", "http-503"))

    with pytest.raises(Unavailable):
        await world.work()
    between = await world.starts.by_id(StartId(asked.start_id))
    await world.work()
    after = await world.starts.by_id(StartId(asked.start_id))

    assert (between.state, after.state) == (StartState.RUNNING, StartState.READY)


async def test_when_a_register_refuses_for_good_the_start_ends_and_staff_see_it(world: World) -> None:
    asked = await world.ask(BUILD)
    world.register.trouble.before.append(Refused("enterprise-register", "no-right"))

    with pytest.raises(Refused):
        await world.work()

    ended = await world.starts.by_id(StartId(asked.start_id))
    assert (ended.state, ended.reason) == (StartState.REFUSED, "no-answer")
    assert (await ledger_kinds())[-1] == "self-start-ended"
    assert (await world.ask(BUILD)).start_id != asked.start_id


async def test_five_workers_with_one_job_open_one_matter_and_end_it_once(world: World) -> None:
    world.changed(renamed())
    asked = StartId((await world.ask(BUILD)).start_id)

    await asyncio.gather(*(world.desk.sense_holder(asked) for _ in range(5)))

    assert await count("matters") == 1
    assert (await ledger_kinds()).count("self-start-ended") == 1


async def test_two_starts_of_one_change_at_once_share_one_matter(world: World) -> None:
    world.changed(renamed())
    asked = [StartId((await world.ask(item)).start_id) for item in (BUILD, DESIGN, SUPERVISE)]

    await asyncio.gather(*(world.desk.sense_holder(one) for one in asked))

    ended = [await world.starts.by_id(one) for one in asked]
    assert {one.state for one in ended} == {StartState.READY}
    assert len({one.matter for one in ended}) == 1


async def test_killed_between_matter_and_end_nothing_of_either_is_left(world: World) -> None:
    world.changed(renamed())
    asked = StartId((await world.ask(BUILD)).start_id)
    end_start = world.desk.sense_holder.end_start

    class Killed(Exception):
        pass

    async def save(_: object) -> None:
        raise Killed

    dying = type(
        "Dying", (), {"save": staticmethod(save), "take": world.starts.take, "by_id": world.starts.by_id}
    )()
    with pytest.raises(Killed):
        await replace(world.desk.sense_holder, end_start=replace(end_start, starts=dying))(asked)
    left = await count("matters")
    await world.desk.sense_holder(asked)

    assert left == 0
    assert (await world.starts.by_id(asked)).state is StartState.READY


async def test_in_a_process_without_the_analysis_the_job_waits_for_one_that_has_it(world: World) -> None:
    asked = StartId((await world.ask(BUILD)).start_id)
    sense = world.desk.sense_holder
    weigh = replace(sense.weigh_holder, analysis=NoAnalysis())

    with pytest.raises(Unavailable):
        await replace(sense, weigh_holder=weigh)(asked)

    assert (await world.starts.by_id(asked)).state is StartState.RUNNING
