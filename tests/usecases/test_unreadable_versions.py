"""A version that a new program can no longer read does not stop the office: the last good one serves."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from tortoise.connection import get_connection

from bff.compose.core import Core
from bff.compose.fresh import kept_fresh
from domain.catalogue.store import VersionLookup
from domain.usecases.unreadable_versions import unreadable_versions
from tests.support.house import HandClock
from tests.usecases.item_version_world import ITEM, World, item_version_world, process

PHONE = ('phone = "12345"', 'phone = "0532-12345678"')


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await item_version_world(core, clock, tmp_path)


async def of_another_program(old: str, new: str) -> None:
    """The second version's text, as a program with another catalogue wrote it."""
    await get_connection("default").execute_query(
        "UPDATE item_versions SET text = replace(text, %s, %s), digest = md5(random()::text),"
        " version = version + 1 WHERE number = 2",
        [old, new],
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('payer = "government"', 'payer = "nobody"'),
        ("[timing]", "[[timing]]"),
        ("face_needed = true", "face_needed = false"),  # an item, but not one to serve people by
    ],
)
async def test_the_last_good_one_serves_and_the_bad_one_is_named(world: World, old: str, new: str) -> None:
    await world.signed(PHONE)
    await of_another_program(old, new)
    started = process(world.core, world.clock)

    refreshed = await started.desk.refresh_catalogue()

    lookup: VersionLookup = started.desk.lookup
    [marked] = await lookup.unreadable()
    assert started.item().version == 1
    assert [head.number for head in refreshed.unreadable] == [2]
    assert (marked.item, marked.number, marked.since) == (ITEM, 2, world.clock())
    assert marked.what
    [row] = await unreadable_versions(lookup)
    assert (row.ref, row.since, row.action) == (marked.version_id, world.clock(), "查看版本")


async def test_readable_again_it_serves_and_leaves_the_list(world: World) -> None:
    await world.signed(PHONE)
    await of_another_program('payer = "government"', 'payer = "nobody"')
    await process(world.core, world.clock).desk.refresh_catalogue()
    await of_another_program('payer = "nobody"', 'payer = "government"')

    await world.working.desk.refresh_catalogue()

    assert world.working.item().version == 2
    assert await world.working.desk.lookup.unreadable() == ()


async def test_a_running_process_follows_within_seconds(world: World) -> None:
    started = process(world.core, world.clock)

    async with kept_fresh(started.desk, pause=timedelta(milliseconds=20)):
        await world.signed(PHONE)
        stamp = await started.desk.refresh_catalogue.published.stamp()
        for _ in range(500):
            if started.catalogue.stamp == stamp:
                break
            await asyncio.sleep(0.01)

    assert started.item().version == 2
