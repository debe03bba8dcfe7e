"""自己办: who may ask for what, how often, and which askings are one."""

import asyncio
from datetime import timedelta

import pytest

from bff.compose.core import Core
from domain.catalogue.ports import ItemUnknown
from domain.kernel.ids import ItemCode, StartId
from domain.kernel.limits import TooManyRequests
from domain.kernel.refusals import NotFound
from domain.parties.ports import NotRepresentative
from domain.starts.start import ItemNotOffered, StartState
from tests.support.house import HandClock, count, jobs_deferred
from tests.usecases.start_world import (
    BUILD,
    BUILDER,
    DESIGN,
    GRAIN,
    SAMPLE,
    World,
    a_builder,
    a_world,
)


@pytest.fixture
async def world(core: Core, clock: HandClock) -> World:
    return await a_builder(core, clock)


async def test_who_asks_too_often_waits_and_the_registers_are_left_alone(world: World) -> None:
    for _ in range(30):
        await world.ask(BUILD)

    with pytest.raises(TooManyRequests):
        await world.ask(DESIGN)

    assert await count("starts") == 1
    somebody_else = world.phone(world.yi, world.yi)
    assert (await world.ask(SAMPLE, acting=somebody_else)).state == StartState.RUNNING


async def test_an_asking_whose_work_was_given_up_is_worked_on_again_when_asked_again(
    world: World, clock: HandClock
) -> None:
    first = await world.ask(BUILD)
    soon = await world.ask(BUILD)
    clock.go_on(timedelta(hours=2))

    later = await world.ask(BUILD)

    assert first.start_id == soon.start_id == later.start_id
    assert [name for name, _ in await jobs_deferred()] == ["sense-holder"] * 2


async def test_while_one_start_runs_asking_again_is_the_same_start(world: World) -> None:
    acting = world.phone(world.jia, world.company)

    asked = await asyncio.gather(*(world.ask(BUILD, acting=acting) for _ in range(8)))

    assert len({one.start_id for one in asked}) == 1
    assert (await count("starts"), len(await jobs_deferred())) == (1, 1)


async def test_another_item_is_another_start_and_so_is_one_after_the_end(world: World) -> None:
    first, other = await world.ask(BUILD), await world.ask(DESIGN)
    await world.work()
    after = await world.ask(BUILD)

    assert len({first.start_id, other.start_id, after.start_id}) == 3


async def test_the_same_request_again_has_the_same_answer_even_after_the_end(world: World) -> None:
    first = await world.ask(BUILD, key="one")
    await world.work()

    assert await world.ask(BUILD, key="one") == first
    assert await count("starts") == 1


async def test_who_does_not_represent_the_party_starts_nothing_for_it(world: World) -> None:
    with pytest.raises(NotRepresentative):
        await world.ask(BUILD, acting=world.phone(world.yi, world.company))

    assert (await count("starts"), await jobs_deferred()) == (0, [])


async def test_who_no_longer_represents_the_party_is_found_out_at_once(world: World) -> None:
    await world.ask(BUILD)
    world.register.records.clear()

    with pytest.raises(NotRepresentative):
        await world.ask(DESIGN)


async def test_a_start_of_another_party_is_not_there(world: World) -> None:
    asked = await world.ask(BUILD)

    with pytest.raises(NotFound):
        await world.desk.read_start(world.phone(world.jia, world.jia), StartId(asked.start_id))
    with pytest.raises(NotRepresentative):
        await world.desk.read_start(world.phone(world.yi, world.company), StartId(asked.start_id))


async def test_a_cancelled_item_cannot_be_started(world: World) -> None:
    with pytest.raises(ItemNotOffered):
        await world.ask(GRAIN)
    with pytest.raises(ItemUnknown):
        await world.ask(ItemCode("no-such-item"))

    assert await count("starts") == 0


async def test_outside_the_sandbox_what_the_city_has_not_confirmed_cannot_be_started(
    core: Core, clock: HandClock
) -> None:
    world = await a_world(core, clock, in_sandbox=False)
    world.knows(*BUILDER)

    for item in (BUILD, SAMPLE):
        with pytest.raises(ItemNotOffered):
            await world.ask(item)

    assert await count("starts") == 0
