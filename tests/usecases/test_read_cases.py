"""What people read: the first screen, a case on one screen, its timeline; and what an auditor replays."""

from datetime import UTC, date, datetime, timedelta

import pytest

from adapters.postgres.cases import PostgresCases
from bff.compose.core import Core
from domain.cases.case import CaseState, ReplayDiffers
from domain.invitations.invitation import Answer
from domain.kernel.ids import CaseId
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Step
from domain.parties.ports import NotRepresentative
from tests.support.house import HandClock
from tests.usecases.case_world import World, a_matter, case_world


@pytest.fixture
async def world(core: Core, clock: HandClock) -> World:
    return await case_world(core, clock)


async def _move(world: World, case: CaseId, to: CaseState, at: datetime) -> None:
    """As the approval back-end's pushes do."""
    cases = PostgresCases()
    async with world.core.atomic():
        held = await cases.take(case)
        before, after = held.move(to)
        if to is CaseState.ACCEPTED:
            held.accepted_at = at
        await cases.save(held)
        facts = {"from": before.value, "to": after.value, "number": "11370285-1"}
        await world.core.ledger.append(Step(f"case-{after.value}", held.matter, case, facts=facts))


async def test_whoever_signs_in_finds_the_matter_on_the_first_screen_without_a_code(world: World) -> None:
    home = await world.desk.read_home(await world.phone(world.jia))

    [matter] = home.matters
    assert (home.person, matter.title) == ("甲**", "民办非企业单位登记证书将于2027年1月20日到期")
    assert (matter.state, matter.last_day, matter.next.action) == ("invited", date(2026, 12, 21), "answer")
    assert [(one.kind, one.capacity) for one in home.parties] == [
        ("person", "本人"),
        ("organisation", "负责人"),
    ]


async def test_a_case_is_listed_under_the_matter_it_came_of(world: World) -> None:
    acting = await world.phone(world.jia)
    case = await world.begun(acting)

    home = await world.desk.read_home(acting)

    assert [(line.case_id, line.matter_id) for line in home.cases] == [(case, world.matter)]


async def test_for_oneself_one_sees_nothing_of_the_organisation(world: World) -> None:
    home = await world.desk.read_home(await world.phone(world.jia, world.jia))

    assert (home.matters, home.cases, home.cards) == ((), (), 0)


async def test_who_does_not_speak_for_a_party_reads_nothing_of_it(world: World) -> None:
    stranger = await world.phone(world.yi)

    with pytest.raises(NotRepresentative):
        await world.desk.read_home(stranger)
    with pytest.raises(NotRepresentative):
        await world.desk.read_invitation(stranger, world.matter)


async def test_the_invitation_says_why_until_when_and_who_decides(world: World) -> None:
    invitation = await world.desk.read_invitation(await world.phone(world.jia), world.matter)

    [why], [item] = invitation.shown.why, invitation.shown.items
    assert why.text == "贵单位的民办非企业单位登记证书有效期至2027年1月20日，最晚2026年12月21日提出申请。"
    assert (why.rule, item.office, item.days) == ("minban-certificate-expiry@1", "莱西市行政审批局", 20)
    assert (item.valid_until, item.last_day) == (date(2027, 1, 20), date(2026, 12, 21))


async def test_what_was_answered_does_not_change_what_is_shown(world: World) -> None:
    acting = await world.phone(world.jia)
    before = await world.desk.read_invitation(acting, world.matter)

    await world.answer(acting, Answer.NOT_NOW)

    after = await world.desk.read_invitation(acting, world.matter)
    assert (before.digest, set(after.answers.values())) == (after.digest, {Answer.NOT_NOW})


async def test_a_matter_past_its_last_day_reads_as_lapsed_before_anybody_wrote_that_down(
    world: World,
) -> None:
    await a_matter(world.core, world.school, date(2026, 11, 22))

    home = await world.desk.read_home(await world.phone(world.jia))

    assert sorted(matter.state for matter in home.matters) == ["invited", "lapsed"]


async def test_a_case_shows_its_clock_from_acceptance_on(world: World) -> None:
    acting = await world.phone(world.jia)
    case = await world.begun(acting)
    await world.confirm(acting, case)
    before = await world.desk.read_case(acting, case)

    accepted = datetime(2026, 11, 27, 2, tzinfo=UTC)
    await _move(world, case, CaseState.FILED, accepted)
    await _move(world, case, CaseState.ACCEPTED, accepted)

    after = await world.desk.read_case(acting, case)
    assert before.clock is None
    assert after.clock is not None
    assert (after.clock.light, after.clock.due, after.clock.text) == (
        "green",
        date(2026, 12, 25),
        "20个工作日内办结",
    )
    assert [line.due for line in (await world.desk.read_home(acting)).cases] == [date(2026, 12, 25)]


async def test_nothing_reads_done_before_the_licence_is_in_the_bank(world: World) -> None:
    acting = await world.phone(world.jia)
    case = await world.begun(acting)
    await world.confirm(acting, case)
    told = []
    for state in (CaseState.FILED, CaseState.ACCEPTED, CaseState.GRANTED, CaseState.LICENSED):
        await _move(world, case, state, world.clock())
        told.append((await world.desk.read_case(acting, case)).state_text)

    assert [("办结" in text) for text in told] == [False, False, False, True]


async def test_a_strangers_case_and_timeline_are_not_there(world: World) -> None:
    case = await world.begun(await world.phone(world.jia))
    stranger = await world.phone(world.yi, world.yi)

    with pytest.raises(NotFound):
        await world.desk.read_case(stranger, case)
    with pytest.raises(NotFound):
        await world.desk.read_timeline(stranger, case)
    with pytest.raises(NotFound):
        await world.desk.read_case(stranger, CaseId(world.core.new_id()))


async def test_the_timeline_says_what_happened_by_whom_and_for_whom(world: World) -> None:
    acting = await world.phone(world.jia)
    async with world.core.atomic():
        await world.core.ledger.append(Step("matter-found", world.matter, facts={"rule": "minban@1"}))
    case = await world.begun(acting)
    await world.confirm(acting, case)
    await _move(world, case, CaseState.FILED, world.clock())
    await _move(world, case, CaseState.ACCEPTED, world.clock())

    entries = await world.desk.read_timeline(acting, case)

    told = [(one.step, one.title, one.who, one.channel) for one in entries if one.step != 6]
    person = ("甲**（负责人）", "h5")
    assert told == [
        (1, "发现证照需要办理", "系统", "system"),
        (4, "已确认办理意向", *person),
        (5, "表单已自动填写", "系统", "system"),
        (5, "已确认申报信息", *person),
        (7, "已提交审批系统", "系统", "system"),
        (7, "已受理", "审批系统", "outside"),
    ]
    assert {one.for_whom for one in entries} == {"", "莱西市晨光艺术培训学校（虚构）"}
    assert [one.detail for one in entries if one.detail] == [
        "登记信息截至2026年11月23日",
        "办件编号 11370285-1",
    ]


async def test_a_case_replayed_from_the_ledger_stands_where_its_row_stands(world: World) -> None:
    acting = await world.phone(world.jia)
    case = await world.begun(acting)
    await world.confirm(acting, case)
    await _move(world, case, CaseState.FILED, world.clock())

    replayed = await world.desk.replay_case(case)

    assert (replayed.moves, replayed.state) == (2, CaseState.FILED)


async def test_a_row_changed_behind_the_ledger_is_found_out(world: World) -> None:
    acting = await world.phone(world.jia)
    case = await world.begun(acting)
    cases = PostgresCases()
    async with world.core.atomic():
        held = await cases.take(case)
        held.state = CaseState.GRANTED
        await cases.save(held)

    with pytest.raises(ReplayDiffers):
        await world.desk.replay_case(case)


async def test_an_unconfirmed_morning_of_the_courier_asks_for_another(world: World) -> None:
    acting = await world.phone(world.jia)
    case = await world.begun(acting)
    world.clock.go_on(timedelta(days=2))

    assert (await world.desk.read_case(acting, case)).next.action == "fill_form"
