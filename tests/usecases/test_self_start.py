"""自己办: whoever asks by themselves gets the journey a notice would have begun, and nobody is told."""

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from tortoise.connection import get_connection

from bff.citizen.starts import StartScreen
from bff.compose.core import Core
from domain.kernel.ids import ItemCode, StartId
from domain.kernel.party import PartyKind
from domain.matters.matter import MatterState
from domain.starts.start import StartState
from tests.architecture.contract_document import complaints
from tests.support.house import HandClock, count, jobs_deferred
from tests.usecases.start_world import (
    BUILD,
    BUILDER,
    DESIGN,
    JIA,
    NEW_NAME,
    SAMPLE,
    SUPERVISE,
    TODAY,
    TYPES,
    World,
    a_builder,
    a_licence,
    ledger_kinds,
    renamed,
)


@pytest.fixture
async def world(core: Core, clock: HandClock) -> World:
    return await a_builder(core, clock)


async def test_one_change_of_name_opens_one_matter_with_every_licence_it_touches_and_nobody_is_told(
    world: World,
) -> None:
    world.changed(renamed())

    start = await world.came_of(BUILD)

    assert start.state is StartState.READY
    assert start.matter is not None
    matter = await world.matters.by_id(start.matter)
    assert (matter.holder, matter.state, matter.event_key) == (
        world.company.party_id,
        MatterState.FOUND,
        "change/c000001",
    )
    assert await world.offers(start.matter) == {
        (BUILD, "bank:l000001"),
        (DESIGN, "bank:l000002"),
        (SUPERVISE, "bank:l000004"),
    }
    for table in ("notices", "calls", "push_lists", "findings"):
        assert await count(table) == 0
    assert [name for name, _ in await jobs_deferred()] == ["sense-holder"]
    assert await ledger_kinds() == [
        "self-start-asked",
        "matter-found",
        "invitation-issued",
        "self-start-ended",
    ]


async def test_the_rules_that_run_are_the_items_own(world: World) -> None:
    world.changed(renamed())

    await world.came_of(BUILD)

    changes = [item.rule.sql for item in world.catalogue.live() if "FROM changes" in item.rule.sql]
    assert world.analysis.ran[0] == world.catalogue.get(BUILD).rule.sql
    assert sorted(world.analysis.ran) == sorted(changes)


async def test_asking_for_another_licence_of_the_same_change_leads_to_the_same_matter(world: World) -> None:
    world.changed(renamed())
    first = await world.came_of(BUILD)

    second = await world.came_of(SUPERVISE)

    assert second.start_id != first.start_id
    assert second.matter == first.matter
    assert await count("matters") == 1


async def test_a_licence_that_joins_the_change_later_gets_a_matter_of_its_own(world: World) -> None:
    world.changed(renamed())
    first = await world.came_of(BUILD)
    later = a_licence(3, "工程勘察资质证书")
    world.knows(later)

    second = await world.came_of(ItemCode("wg-03-survey-change"))

    assert second.matter != first.matter
    assert await world.offers(second.matter) == {("wg-03-survey-change", "bank:l000003")}


async def test_a_holder_with_two_licences_of_one_kind_gets_a_matter_for_each(world: World) -> None:
    world.knows(a_licence(5, TYPES[BUILD]))
    world.changed(renamed())

    start = await world.came_of(BUILD)

    assert await count("matters") == 2
    assert (BUILD, "bank:l000001") in await world.offers(start.matter)


async def test_without_a_telephone_on_file_one_can_still_start(world: World) -> None:
    world.knows(*(replace(one, contact_phone=None) for one in BUILDER))
    world.changed(renamed())

    start = await world.came_of(BUILD)

    assert start.state is StartState.READY
    assert await count("calls") == 0


async def test_a_person_starts_for_themselves(world: World) -> None:
    name, number = JIA
    licence = a_licence(
        7,
        TYPES[SAMPLE],
        holder_number=number,
        holder_name=name,
        holder_kind="自然人",
        valid_until=TODAY + timedelta(days=60),
    )
    world.knows(replace(licence, responsible=None, name=replace(licence.name, value=name), printed=None))

    start = await world.came_of(SAMPLE, acting=world.phone(world.jia, world.jia))

    assert start.state is StartState.READY
    assert start.matter is not None
    assert (await world.matters.by_id(start.matter)).holder == world.jia.party_id
    assert world.jia.kind is PartyKind.PERSON


async def test_what_is_kept_of_a_start_names_nobody(world: World) -> None:
    world.changed(renamed())
    await world.came_of(BUILD)

    kept = str(await get_connection("default").execute_query_dict("SELECT * FROM starts"))
    noted = str(await get_connection("default").execute_query_dict("SELECT kind, facts FROM ledger_entries"))

    secrets = {JIA[0].reveal(), JIA[1].reveal(), NEW_NAME.reveal(), world.company.number.reveal()}
    assert [one for one in secrets if one in kept + noted + str(await jobs_deferred())] == []


async def test_what_is_sent_keeps_the_contract(world: World) -> None:
    world.changed(renamed())
    acting = world.phone(world.jia, world.company)
    running = await world.ask(BUILD, acting=acting)
    await world.work()
    ready = await world.desk.read_start(acting, StartId(running.start_id))
    not_due = await world.ask(ItemCode("wg-08-cinema-change-filing"), acting=acting)
    await world.work()
    told = await world.desk.read_start(acting, StartId(not_due.start_id))

    assert (ready.state, told.state) == ("ready", "not_due")
    for view in (running, ready, told):
        sent = msgspec.json.decode(msgspec.json.encode(StartScreen.of(view)))
        assert complaints("#/components/schemas/Start", sent) == []
