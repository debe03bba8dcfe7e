"""One change in the register makes one matter with every licence it touches, and one notice about it."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tortoise.connection import get_connection

from adapters.postgres.findings import PostgresFindings
from adapters.postgres.ledger import PostgresLedger
from bff.compose.core import Core
from domain.kernel.ids import FindingId
from domain.kernel.personal import Address, OrganisationName, PersonName
from domain.ledger.entry import Step
from domain.parties.records import Printed
from domain.usecases.decide_push_list import Decision
from tests.support.house import HandClock, count
from tests.usecases.change_world import (
    BUILDING,
    DESIGN,
    NEW,
    RENAMED_ROAD,
    SUPERVISION,
    a_licence,
    change,
    renamed,
    represented_by_another,
    sign_next,
)
from tests.usecases.notice_world import World, a_record, a_world, kinds, refs, rows


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    world = await a_world(core, clock, tmp_path)
    world.knows(a_licence("a1", BUILDING), a_licence("a2", DESIGN), a_licence("a4", SUPERVISION))
    change(world, renamed(), represented_by_another())
    return world


async def test_all_that_a_change_touches_stands_on_one_list_each_licence_once(world: World) -> None:
    view = await world.desk.read_push_list(await world.listed())

    assert (view.due, view.set_aside, len(view.by_item)) == (3, 0, 3)
    assert {one.why for one in view.sample} == {"名称、法定代表人（负责人）于2026年11月10日变更"}
    assert {one.party_name for one in view.sample} == {NEW}
    assert view.rule.count("@1") == 3


async def test_of_a_list_of_before_nobody_guesses_how_many_are_due_of_each_item(world: World) -> None:
    made = await world.listed()
    now = await world.desk.read_push_list(made)
    await get_connection("default").execute_query("UPDATE push_lists SET counts = counts - 'due_by_item'")

    before = await world.desk.read_push_list(made)

    assert [n for _, n in now.due_by_item] == [1, 1, 1]
    assert (before.by_item, before.due_by_item) == (now.by_item, ())


async def test_a_signed_change_is_one_job_one_matter_one_notice_and_an_offer_for_each_licence(
    world: World,
) -> None:
    [job] = await sign_next(world, "k1")

    await world.desk.invite_holder(job)

    tables = ("matters", "invitations", "offers", "address_codes", "notices")
    assert [await count(table) for table in tables] == [1, 1, 3, 1, 1]
    [matter], offers = await rows("matters"), await rows("offers")
    assert (matter["event_key"], matter["state"]) == ("change/chg1", "invited")
    assert {(one["source"], one["changed"]) for one in offers} == {("市场主体登记系统", "name,responsible")}
    assert await kinds() == ["matter-found", "invitation-issued"]


async def test_workers_at_once_and_runs_after_open_nothing_more(world: World) -> None:
    [job] = await sign_next(world, "k1")

    await asyncio.gather(*(world.desk.invite_holder(job) for _ in range(3)))
    world.clock.go_on(timedelta(days=1))
    again = await world.sense()

    assert (await count("matters"), await count("notices"), again) == (1, 1, None)


async def test_what_no_longer_stands_is_dropped_and_the_rest_is_told(world: World) -> None:
    [job] = await sign_next(world, "k1")
    gone = a_licence("a2", DESIGN)
    world.knows(replace(gone, certificate=replace(gone.certificate, status="revoked")))

    await world.desk.invite_holder(job)

    told = Counter(row["reason"] for row in await rows("findings"))
    assert (await count("offers"), told) == (2, {None: 2, "needs-clerk": 1})


async def test_a_licence_that_says_already_what_the_register_says_is_not_offered_nor_listed_again(
    world: World,
) -> None:
    [job] = await sign_next(world, "k1")
    printed = Printed(OrganisationName(NEW), PersonName("甲子安"), Address(RENAMED_ROAD[0]))
    world.knows(a_licence("a2", DESIGN, printed=printed))

    await world.desk.invite_holder(job)
    world.clock.go_on(timedelta(days=1))

    reasons = {row["item"]: row["reason"] for row in await rows("findings")}
    assert reasons["wg-02-design-change"] == "already-current"
    assert (await count("offers"), await world.sense()) == (2, None)


async def test_a_change_the_register_took_back_tells_nobody(world: World) -> None:
    [job] = await sign_next(world, "k1")
    world.register.changed.clear()

    await world.desk.invite_holder(job)

    assert (await count("matters"), await count("notices")) == (0, 0)
    assert {row["reason"] for row in await rows("findings")} == {"needs-clerk"}


async def test_killed_between_register_and_record_nothing_of_the_bundle_is_left(world: World) -> None:
    [job] = await sign_next(world, "k1")
    invite, dying = world.desk.invite_holder, Dying(bytes(32), world.clock, world.core.new_id)
    with pytest.raises(ConnectionResetError):
        await replace(invite, open_matter=replace(invite.open_matter, ledger=dying))(job)
    left = await count("matters")

    await invite(job)

    assert (left, await count("matters"), await count("offers")) == (0, 1, 3)


class Dying(PostgresLedger):
    """The process dies when the last thing is written down."""

    async def append(self, step: Step) -> None:
        raise ConnectionResetError(step.kind)


async def test_a_second_change_while_the_first_is_in_hand_is_set_aside_and_staff_see_why(
    world: World,
) -> None:
    [job] = await sign_next(world, "k1")
    await world.desk.invite_holder(job)
    change(world, renamed(), key="chg2")
    world.clock.go_on(timedelta(days=1))

    view = await world.desk.read_push_list(await world.listed())

    assert (view.due, view.by_reason) == (0, (("已有在办", 3),))


async def test_what_joins_a_change_later_gets_a_matter_of_its_own(world: World) -> None:
    [job] = await sign_next(world, "k1")
    await world.desk.invite_holder(job)
    world.knows(a_licence("b2", DESIGN))
    await get_connection("default").execute_query("UPDATE offers SET answer = 'already_done'")
    await get_connection("default").execute_query("UPDATE matters SET state = 'declined'")
    world.clock.go_on(timedelta(days=1))

    [late] = await sign_next(world, "k2")
    await world.desk.invite_holder(late)

    keys = {row["event_key"] for row in await rows("matters")}
    assert keys == {"change/chg1", "wg-02-design-change/bank:b2/chg1"}


async def test_of_two_licences_of_one_item_one_is_offered_and_the_other_waits(world: World) -> None:
    world.knows(a_licence("b2", DESIGN))
    [job] = await sign_next(world, "k1")

    await world.desk.invite_holder(job)

    reasons = Counter(row["reason"] for row in await rows("findings"))
    assert (await count("offers"), reasons) == (3, {None: 3, "open-matter": 1})


async def test_a_stopped_list_stops_the_notice_of_a_bundle_too(world: World) -> None:
    push_list = await world.listed()
    await world.decide(push_list)
    [job] = [FindingId(ref) for ref in await refs("invite-holder")]
    await world.desk.invite_holder(job)
    await world.decide(push_list, Decision.STOP, key="stop", note="规则有误")

    await world.send_all()

    assert world.sms.sent == []


async def test_a_person_s_own_licence_is_remembered_under_the_person(world: World) -> None:
    world.register.records.clear()
    world.register.changed.clear()
    person = a_record(9, holder_kind="自然人", licence_type="样例从业资格证")
    world.knows(person)
    made = await world.sense()

    if made is None:
        pytest.fail("the sample item found nobody")
    await world.decide(made)
    [job] = [FindingId(ref) for ref in await refs("invite-holder")]
    await world.desk.invite_holder(job)

    [party] = await rows("parties")
    assert (party["kind"], party["holder_kind"]) == ("person", "自然人")


async def test_an_item_that_is_not_for_this_kind_of_holder_is_set_aside_and_staff_see_why(
    world: World,
) -> None:
    world.register.records.clear()
    world.knows(a_licence("b9", BUILDING), a_licence("b8", DESIGN))
    trader = world.register.records["bank:b8"]
    world.knows(replace(trader, certificate=replace(trader.certificate, holder_kind="个体工商户")))
    change(world, renamed())

    view = await world.desk.read_push_list(await world.listed())

    assert (view.due, view.by_reason) == (1, (("不属于服务对象", 1),))


async def test_two_runs_at_once_list_a_change_once(world: World) -> None:
    await world.sensing.take_snapshot()

    runs = await asyncio.gather(*(world.sensing.prepare_push_list(world.preparer) for _ in range(4)))

    assert len([one for run in runs for one in run if one.push_list]) == 1
    assert await count("findings") == 3


async def test_who_began_by_themselves_is_sent_no_notice_and_found_by_no_later_run(world: World) -> None:
    [job] = await sign_next(world, "k1")
    looked = await world.desk.invite_holder.look_again(await PostgresFindings().of_bundle(job))
    await get_connection("default").execute_query("DELETE FROM findings")
    async with world.core.atomic():
        opened = await world.desk.invite_holder.open_matter(
            tuple(one.finding for one in looked),
            tuple(one.item for one in looked),
            tuple(one.record for one in looked if one.record),
            at=world.clock(),
            tell=False,
        )
    world.clock.go_on(timedelta(days=1))

    again = await world.sense()

    [matter] = await rows("matters")
    assert (opened, matter["state"], await count("notices"), again) == (matter["id"], "found", 0, None)
