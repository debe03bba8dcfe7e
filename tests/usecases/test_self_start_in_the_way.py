"""自己办: what would have stood in the way of a notice stands in the way of asking, and is said."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tortoise.connection import get_connection

from bff.compose.core import Core
from domain.findings.doubt import Doubt, DoubtState
from domain.kernel.ids import DoubtId, StaffId
from domain.kernel.personal import Address, PersonName
from domain.parties.records import ChangedField, ChangedValue, Printed, Sourced
from domain.starts.start import StartState
from tests.support.house import NOON, HandClock, count
from tests.usecases.start_world import (
    BUILD,
    BUILDER,
    HERE,
    JIA,
    JIMO,
    NEW_NAME,
    SAMPLE,
    TODAY,
    TYPES,
    WATER_ADDRESS,
    WATER_RESPONSIBLE,
    World,
    a_builder,
    a_change,
    a_licence,
    readdressed,
    renamed,
)

THERE = Address("李沧区九水东路12号")
WATERWORKS = replace(
    a_licence(9, TYPES[WATER_ADDRESS]), address=Sourced(THERE, NOON), printed=Printed(NEW_NAME, JIA[0], HERE)
)
RENAMED_ROAD = a_change(readdressed("李沧区九水路12号", "李沧区九水东路12号"))


@pytest.fixture
async def world(core: Core, clock: HandClock) -> World:
    return await a_builder(core, clock)


async def test_who_has_nothing_due_is_told_so_and_nothing_is_opened(world: World) -> None:
    start = await world.came_of(BUILD)

    assert (start.state, start.reason, start.matter) == (StartState.NOT_DUE, "nothing-due", None)
    assert await count("matters") == 0


@pytest.mark.parametrize(
    ("days_ago", "differences", "state", "reason"),
    [
        (30, {}, StartState.READY, ""),  # today is the last lawful day
        (31, {}, StartState.REFUSED, "change-overdue"),
        (10, {"issuing_body_code": JIMO}, StartState.REFUSED, "out-of-scope"),
        (10, {"holder_kind": "个体工商户"}, StartState.REFUSED, "not-for-kind"),
    ],
)
async def test_what_stands_in_the_way_is_what_would_have_stood_in_the_way_of_a_notice(
    world: World, days_ago: int, differences: dict[str, object], state: StartState, reason: str
) -> None:
    if differences:
        world.register.records.clear()
        world.knows(a_licence(1, TYPES[BUILD], **differences))
    world.changed(renamed(days_ago=days_ago))

    start = await world.came_of(BUILD)

    assert (start.state, start.reason) == (state, reason)


async def test_a_change_reported_late_is_sent_to_the_counter_and_a_renewal_asks_how_to_make_up(
    world: World,
) -> None:
    ended = a_licence(
        7, TYPES[SAMPLE], holder_number=JIA[1], holder_kind="自然人", valid_until=TODAY + timedelta(days=5)
    )
    world.knows(ended)
    world.changed(renamed(days_ago=31))

    change = await world.came_of(BUILD)
    renewal = await world.came_of(SAMPLE, acting=world.phone(world.jia, world.jia))

    assert change.words == "已过规定的办理期限，请尽快到窗口办理变更"
    assert (renewal.reason, renewal.words) == ("too-late", "已过可申请的最后期限，请到窗口咨询补办方式")


async def test_a_licence_that_says_the_new_name_already_needs_nothing(world: World) -> None:
    world.knows(replace(BUILDER[0], printed=Printed(NEW_NAME, JIA[0], HERE)))
    world.changed(renamed())

    start = await world.came_of(BUILD)

    assert (start.state, start.reason) == (StartState.NOT_DUE, "already-current")
    assert await count("matters") == 0


async def test_a_renamed_road_waits_for_a_clerk_and_is_ready_once_it_is_cleared(world: World) -> None:
    world.knows(WATERWORKS)
    world.changed(RENAMED_ROAD)

    waiting = await world.came_of(WATER_ADDRESS)

    assert (waiting.state, waiting.reason) == (StartState.REFUSED, "needs-clerk")
    assert "需工作人员核实" in waiting.words
    [doubt] = (await world.doubts.of_changes(["c000001"])).values()
    assert (doubt.state, doubt.record_id) == (DoubtState.OPEN, "bank:l000009")
    async with world.core.atomic():
        doubt.settle(DoubtState.CLEARED, by=StaffId(world.core.new_id()), at=world.clock(), reason="道路更名")
        await world.doubts.save(doubt)
    cleared = await world.came_of(WATER_ADDRESS)
    assert (cleared.state, cleared.reason) == (StartState.READY, "")


async def test_asking_again_while_the_clerk_has_not_looked_notes_no_second_doubt(world: World) -> None:
    world.knows(WATERWORKS)
    world.changed(RENAMED_ROAD)
    await world.came_of(WATER_ADDRESS)

    again = await world.came_of(WATER_ADDRESS)

    assert again.reason == "needs-clerk"
    assert await count("doubts") == 1


async def test_while_one_item_of_a_change_waits_for_a_clerk_its_others_wait_too(world: World) -> None:
    responsible = ChangedValue(ChangedField.RESPONSIBLE, PersonName("丙寅和"), JIA[0])
    world.knows(replace(WATERWORKS, printed=Printed(NEW_NAME, PersonName("丙寅和"), HERE)))
    world.changed(replace(RENAMED_ROAD, values=(*RENAMED_ROAD.values, responsible)))

    start = await world.came_of(WATER_RESPONSIBLE)

    assert (start.state, start.reason) == (StartState.REFUSED, "needs-clerk")
    assert (await count("matters"), await count("doubts")) == (0, 1)


async def test_a_doubt_that_somebody_else_noted_about_the_change_holds_it_too(world: World) -> None:
    world.changed(renamed())
    async with world.core.atomic():
        await world.doubts.add(Doubt(DoubtId(world.core.new_id()), "c000001", "bank:l000001", world.clock()))

    start = await world.came_of(BUILD)

    assert (start.state, start.reason) == (StartState.REFUSED, "needs-clerk")
    assert await count("matters") == 0


async def test_who_moved_to_another_district_is_told_that_this_item_is_not_for_them(world: World) -> None:
    world.knows(WATERWORKS)
    world.changed(a_change(readdressed("李沧区九水路12号", "城阳区正阳路1号", "370214")))

    start = await world.came_of(WATER_ADDRESS)

    assert (start.state, start.reason) == (StartState.REFUSED, "moved")
    assert await count("doubts") == 0


async def test_a_licence_that_went_to_somebody_else_meanwhile_is_nothing_of_ours(world: World) -> None:
    world.changed(renamed())
    certificate = world.register.certificate

    async def sold(record_id: str, *, purpose: str) -> object:
        record = await certificate(record_id, purpose=purpose)
        assert record is not None
        return replace(record, certificate=replace(record.certificate, holder_number=JIA[1]))

    world.register.certificate = sold  # type: ignore[method-assign, assignment]  # sold between two questions

    start = await world.came_of(BUILD)

    assert start.state is StartState.NOT_DUE
    assert await count("matters") == 0


async def test_a_matter_that_is_closed_is_not_opened_again(world: World) -> None:
    world.changed(renamed())
    await world.came_of(BUILD)
    await get_connection("default").execute_query("UPDATE matters SET state = 'closed'")

    again = await world.came_of(BUILD)

    assert (again.state, again.reason) == (StartState.NOT_DUE, "already-done")
    assert await count("matters") == 1
