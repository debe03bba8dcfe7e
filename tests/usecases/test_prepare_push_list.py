"""From the register to a list of who is due and who is not, told to nobody yet."""

import asyncio
from datetime import date, timedelta
from pathlib import Path

import pytest
from tortoise.connection import get_connection

from bff.compose.core import Core
from domain.kernel.refusal import Unavailable
from domain.usecases.decide_push_list import Decision
from tests.support.house import HandClock, count
from tests.usecases.notice_world import ENDS, JIMO, LAST_DAY, World, a_record, a_world, rows


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await a_world(core, clock, tmp_path)


async def test_the_register_becomes_a_list_of_who_is_due_and_who_is_set_aside_and_why(world: World) -> None:
    world.knows(
        a_record(1),
        a_record(2),
        a_record(3, issuing_body_code=JIMO),
        a_record(4, valid_until=date(2026, 12, 10)),
        a_record(5, status="revoked"),
        a_record(6, valid_until=date(2030, 1, 1)),
    )

    view = await world.desk.read_push_list(await world.listed())

    assert (view.item_name, view.rule) == ("民办非企业单位登记证书到期换发", "minban-certificate-expiry@1")
    assert (view.state, view.prepared_by, view.due, view.set_aside) == ("prepared", "审批一科甲", 2, 2)
    assert view.by_body == (("莱西市行政审批局", 2),)
    assert (view.by_item, view.due_by_item) == (((view.item_name, 4),), ((view.item_name, 2),))
    assert set(view.by_reason) == {("不在实施范围", 1), ("已过申请期限", 1)}
    assert {one.party_name for one in view.sample} == {"莱西市虚构第1学校", "莱西市虚构第2学校"}
    assert {one.why for one in view.sample} == {"证书有效期至2027年1月20日"}
    assert {one.last_day for one in view.sample} == {LAST_DAY}


async def test_what_sensing_keeps_names_nobody(world: World) -> None:
    world.knows(a_record(1))

    await world.listed()

    [finding] = await rows("findings")
    record = a_record(1).certificate
    kept = {str(value) for value in finding.values()}
    assert not kept & {record.holder_number.reveal(), record.holder_name.reveal()}


async def test_a_second_run_finds_nobody_twice(world: World) -> None:
    world.knows(a_record(1))
    await world.listed()
    world.clock.go_on(timedelta(days=1))

    assert await world.sense() is None


async def test_who_is_new_on_a_second_run_stands_on_a_list_of_their_own(world: World) -> None:
    world.knows(a_record(1))
    first = await world.listed()
    world.knows(a_record(2))
    world.clock.go_on(timedelta(days=1))

    second = await world.listed()

    assert second != first
    assert (await world.desk.read_push_list(second)).due == 1


async def test_two_runs_at_once_pursue_each_event_once(world: World) -> None:
    world.knows(*(a_record(n) for n in range(1, 30)))
    await world.sensing.take_snapshot()

    runs = await asyncio.gather(*(world.sensing.prepare_push_list(world.preparer) for _ in range(4)))

    made = [prepared.push_list for run in runs for prepared in run if prepared.push_list]
    assert len(made) == 1
    assert await count("findings") == 29


async def test_a_list_sent_back_lets_its_events_be_found_again(world: World) -> None:
    world.knows(a_record(1))
    await world.decide(await world.listed(), Decision.SEND_BACK, note="样本中有一家已注销")
    world.clock.go_on(timedelta(days=1))

    again = await world.listed()

    assert (await world.desk.read_push_list(again)).due == 1


async def test_a_holder_with_a_matter_in_hand_is_set_aside_on_a_later_event(world: World) -> None:
    [finding] = await world.signed(a_record(1))
    await world.desk.invite_holder(finding)
    world.knows(a_record(1, valid_until=date(2027, 1, 31)), a_record(2))
    world.clock.go_on(timedelta(days=1))

    view = await world.desk.read_push_list(await world.listed())

    assert (view.due, view.by_reason) == (1, (("已有在办", 1),))


async def test_a_matter_nobody_answered_in_time_does_not_hide_a_later_event(world: World) -> None:
    [finding] = await world.signed(a_record(1))
    await world.desk.invite_holder(finding)
    world.clock.go_on(timedelta(days=60))
    world.knows(a_record(1, valid_until=ENDS + timedelta(days=60)))

    view = await world.desk.read_push_list(await world.listed())

    assert (view.due, view.by_reason) == (1, ())


@pytest.mark.parametrize(
    ("state", "due"), [("accepted", 0), ("licensed", 1), ("delivered", 1), ("denied", 1), ("closed", 1)]
)
async def test_only_a_case_that_is_not_settled_keeps_its_holder_from_being_told_again(
    world: World, state: str, due: int
) -> None:
    [finding] = await world.signed(a_record(1))
    await world.desk.invite_holder(finding)
    database = get_connection("default")
    await database.execute_query("UPDATE matters SET state = 'under_way'")
    await database.execute_query("UPDATE offers SET answer = 'yes'")
    await database.execute_query(
        "INSERT INTO cases (id, matter_id, item_code, party_id, actor_id, capacity, state, intended_at,"
        " push_seq, version) SELECT id, id, %s, holder_id, holder_id, '负责人', %s, opened_at, 0, 0"
        " FROM matters",
        ["wg-15-minban-renewal", state],
    )
    world.knows(a_record(1, valid_until=date(2027, 1, 31)), a_record(2))
    world.clock.go_on(timedelta(days=1))

    view = await world.desk.read_push_list(await world.listed())

    assert view.due == due + 1


async def test_who_said_never_is_not_told_of_a_later_event(world: World) -> None:
    [finding] = await world.signed(a_record(1))
    await world.desk.invite_holder(finding)
    database = get_connection("default")
    await database.execute_query("UPDATE offers SET answer = 'never'")
    await database.execute_query("UPDATE matters SET state = 'declined'")
    world.knows(a_record(1, valid_until=date(2027, 1, 31)), a_record(2))
    world.clock.go_on(timedelta(days=1))

    view = await world.desk.read_push_list(await world.listed())

    assert (view.due, view.by_reason) == (1, (("本人不再提醒", 1),))


async def test_an_item_the_city_has_not_confirmed_leads_to_nobody_real(
    core: Core, clock: HandClock, tmp_path: Path
) -> None:
    world = await a_world(core, clock, tmp_path, in_sandbox=False)
    world.knows(a_record(1))

    view = await world.desk.read_push_list(await world.listed())

    assert (view.due, view.by_reason) == (0, (("待城市确认", 1),))


async def test_who_is_only_set_aside_stands_on_a_list_once_with_the_reason(world: World) -> None:
    world.knows(a_record(1, issuing_body_code=JIMO))
    push_list = await world.listed()
    world.clock.go_on(timedelta(days=1))

    again = await world.sense()

    view = await world.desk.read_push_list(push_list)
    assert (view.due, view.by_reason, again) == (0, (("不在实施范围", 1),), None)


async def test_who_is_set_aside_for_another_reason_than_before_is_listed_with_it(world: World) -> None:
    world.knows(a_record(1, issuing_body_code=JIMO))
    await world.listed()
    world.knows(a_record(1))
    world.clock.go_on(timedelta(days=29))

    view = await world.desk.read_push_list(await world.listed())

    assert (view.due, view.by_reason) == (0, (("已过申请期限", 1),))


async def test_what_a_list_sent_back_said_is_said_again_by_the_next(world: World) -> None:
    world.knows(a_record(1), a_record(2, issuing_body_code=JIMO))
    await world.decide(await world.listed(), Decision.SEND_BACK, note="样本中有一家已注销")
    world.clock.go_on(timedelta(days=1))

    view = await world.desk.read_push_list(await world.listed())

    assert (view.due, view.by_reason) == (1, (("不在实施范围", 1),))


async def test_without_a_snapshot_no_rule_runs(world: World) -> None:
    with pytest.raises(Unavailable):
        await world.sensing.prepare_push_list(world.preparer)


async def test_a_register_that_breaks_off_leaves_no_half_snapshot(world: World) -> None:
    world.knows(a_record(1))
    world.register.trouble.before.append(Unavailable("social-register", "down"))

    with pytest.raises(Unavailable):
        await world.sensing.take_snapshot()
    with pytest.raises(Unavailable):
        await world.sensing.prepare_push_list(world.preparer)


async def test_a_list_to_sign_is_not_shown_without_its_sample(world: World) -> None:
    world.knows(a_record(1))
    push_list = await world.listed()
    world.register.trouble.before.append(Unavailable("social-register", "down"))

    with pytest.raises(Unavailable):
        await world.desk.read_push_list(push_list)


async def test_lists_are_paged_newest_first(world: World) -> None:
    made = []
    for n in range(1, 4):
        world.knows(a_record(n))
        made.append(await world.listed())
        world.clock.go_on(timedelta(days=1))

    first, following = await world.desk.list_push_lists(size=2)
    second, end = await world.desk.list_push_lists(before=following, size=2)

    assert [view.push_list_id for view in (*first, *second)] == made[::-1]
    assert end is None


async def test_a_certificate_gone_from_the_register_is_no_part_of_the_sample(world: World) -> None:
    world.knows(a_record(1), a_record(2))
    push_list = await world.listed()
    del world.register.records["r000002"]

    view = await world.desk.read_push_list(push_list)

    assert [one.licence_number_tail for one in view.sample] == ["-0001号"[-5:]]


async def test_a_society_and_a_school_due_on_one_day_stand_on_a_list_each(world: World) -> None:
    world.knows(a_record(1, holder_kind="社会团体"), a_record(2))

    await world.sensing.take_snapshot()
    prepared = await world.sensing.prepare_push_list(world.preparer)

    lists = [await world.desk.read_push_list(one.push_list) for one in prepared if one.push_list]
    assert sorted(view.item_name for view in lists) == [
        "民办非企业单位登记证书到期换发",
        "社会团体登记证书到期换发",
    ]
    assert [view.due for view in lists] == [1, 1]
