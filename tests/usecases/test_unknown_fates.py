"""What hangs in the air stands in queue 8, and trying again asks instead of repeating."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from tortoise.connection import get_connection

from bff.compose.core import Core
from bff.compose.today import today_desk
from bff.desks.today import TodayDesk
from domain.kernel.ids import NoticeId, StaffId
from domain.kernel.ports import RequestKey
from domain.kernel.refusals import NotFound
from domain.staff.account import Role, StaffAccount
from domain.staff.stuck import StuckKind
from domain.staff.today import Queue, Waiting
from tests.support.catalogue import shipped
from tests.support.house import HandClock
from tests.usecases.notice_world import World, a_record, a_world, refs

HOUR = timedelta(hours=1)
MENDER = StaffAccount(StaffId(UUID(int=5)), "business-1", "业务甲", frozenset({Role.BUSINESS}))


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await a_world(core, clock, tmp_path)


@pytest.fixture
def desk(core: Core) -> TodayDesk:
    return today_desk(core, shipped(), {})


async def lost(world: World) -> NoticeId:
    """A notice whose answer never came, and whose asking gave up."""
    [notice] = await world.queued(a_record(1))
    await get_connection("default").execute_query(
        "UPDATE notices SET state = 'unknown', tried_at = %s, tries = 1", [world.clock()]
    )
    world.clock.go_on(HOUR)
    return notice


async def waiting(desk: TodayDesk) -> list[Waiting]:
    rows = (await desk.read_queue(MENDER, Queue.STUCK)).backlog.rows
    return [row for row in rows if row.kind == "notice"]


async def test_a_notice_nobody_heard_of_for_half_an_hour_is_stuck(world: World, desk: TodayDesk) -> None:
    notice = await lost(world)

    [row] = await waiting(desk)
    view = await desk.read_stuck(StuckKind.NOTICE, notice)

    assert (row.ref, view.state, view.can_retry) == (notice, "unknown", True)
    assert "先用我方编号去问" in view.note


async def test_trying_it_again_asks_after_it_and_sends_nothing(world: World, desk: TodayDesk) -> None:
    notice = await lost(world)
    request = RequestKey("staff-1", "retry_stuck", "k", bytes(32))

    told = await desk.retry_stuck(world.preparer, StuckKind.NOTICE, notice, request)

    assert told.jobs == 1
    assert await refs("ask-after-notice") == [notice]


async def test_a_notice_of_a_minute_ago_is_not_stuck(world: World, desk: TodayDesk) -> None:
    notice = await lost(world)
    await get_connection("default").execute_query("UPDATE notices SET tried_at = %s", [world.clock()])

    assert await waiting(desk) == []
    with pytest.raises(NotFound):
        await desk.read_stuck(StuckKind.NOTICE, notice)


async def test_nothing_of_another_kind_is_found_under_its_number(world: World, desk: TodayDesk) -> None:
    notice = await lost(world)

    for kind in (StuckKind.FILING, StuckKind.PROPOSAL, StuckKind.JOB):
        with pytest.raises(NotFound):
            await desk.read_stuck(kind, UUID(int=notice.int))
