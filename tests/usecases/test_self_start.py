"""自己办: whoever asks by themselves gets the journey a notice would have begun, and nobody is told."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from tortoise.connection import get_connection

from bff.citizen.starts import StartScreen
from bff.compose.core import Core
from bff.compose.starts import NoAnalysis
from domain.catalogue.ports import ItemUnknown
from domain.findings.doubt import Doubt, DoubtState
from domain.kernel.ids import DoubtId, ItemCode, StaffId, StartId
from domain.kernel.limits import TooManyRequests
from domain.kernel.party import PartyKind
from domain.kernel.personal import Address, PersonName
from domain.kernel.refusal import Refused, Unavailable
from domain.kernel.refusals import NotFound
from domain.matters.matter import MatterState
from domain.parties.ports import NotRepresentative
from domain.parties.records import ChangedField, ChangedValue, Printed, Sourced
from domain.starts.start import ItemNotOffered, StartState
from tests.architecture.contract_document import complaints
from tests.support.house import NOON, HandClock, count, jobs_deferred
from tests.usecases.start_world import (
    BUILD,
    DESIGN,
    GRAIN,
    HERE,
    JIA,
    JIMO,
    NEW_NAME,
    SAMPLE,
    SUPERVISE,
    TODAY,
    TYPES,
    WATER_ADDRESS,
    WATER_RESPONSIBLE,
    World,
    a_change,
    a_licence,
    a_world,
    readdressed,
    renamed,
)

BUILDER = (a_licence(1, TYPES[BUILD]), a_licence(2, TYPES[DESIGN]), a_licence(4, TYPES[SUPERVISE]))
THERE = Address("李沧区九水东路12号")
WATERWORKS = replace(
    a_licence(9, TYPES[WATER_ADDRESS]), address=Sourced(THERE, NOON), printed=Printed(NEW_NAME, JIA[0], HERE)
)
RENAMED_ROAD = a_change(readdressed("李沧区九水路12号", "李沧区九水东路12号"))


@pytest.fixture
async def world(core: Core, clock: HandClock) -> World:
    made = await a_world(core, clock)
    made.knows(*BUILDER)
    return made


async def ledger_kinds() -> list[str]:
    found = await get_connection("default").execute_query_dict(
        "SELECT kind FROM ledger_entries ORDER BY at, number"
    )
    return [row["kind"] for row in found]


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
