"""A bad rating (差评) opens its own rectification; who handled the case neither sees nor answers it."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.grievances.grievance import Remedy
from domain.kernel.ids import CaseId, GrievanceId
from domain.kernel.personal import Free
from domain.kernel.refusals import StepNotAllowed
from domain.ratings.rating import Opinion, Satisfaction
from domain.usecases.hands_in import HandledTheCase
from tests.support.house import HandClock, count
from tests.usecases.grievance_world import People, people, request_key
from tests.usecases.wallet_world import World, wallet_world

BAD = Opinion(Satisfaction.VERY_BAD, ("108",), Free("等了三个小时。"))
SORRY = Free("已增开窗口并向您致歉。")


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await wallet_world(core, clock, tmp_path)


@pytest.fixture
async def office(core: Core) -> People:
    return await people(core)


@pytest.fixture
async def case(world: World) -> CaseId:
    return await world.case(CaseState.DELIVERED)


async def rated(world: World, case: CaseId, opinion: Opinion = BAD) -> None:
    await world.desk.rate_case(world.acting, case, opinion, world.key())


async def test_a_bad_rating_waits_in_the_queue_for_a_word_by_the_next_working_day(
    world: World, office: People, case: CaseId
) -> None:
    await rated(world, case)

    backlog = await office.desk.queue_grievances(size=20)
    [row] = backlog.rows
    assert (backlog.count, row.title, row.action, row.due) == (1, "差评整改", "回访", date(2026, 11, 24))
    assert "学校" not in row.detail


async def test_whoever_is_content_opens_nothing(world: World, office: People, case: CaseId) -> None:
    await rated(world, case, Opinion(Satisfaction.FAIR, (), None))

    assert await office.waiting() == []


async def test_a_colleague_reads_level_and_words_and_answers(
    world: World, office: People, case: CaseId
) -> None:
    await rated(world, case)
    [grievance] = await office.waiting()

    shown = await office.desk.show_grievance(office.clerk, grievance)
    assert (shown.about.level, shown.about.case_id, shown.may_answer) == (1, case, True)
    assert "等了三个小时。" in shown.said[0].words
    assert shown.said[0].words != "等了三个小时。"  # and what was ticked

    await office.desk.note_contact(office.clerk, grievance, Free("已电话回访。"), request_key())
    answered = await office.desk.answer_grievance(
        office.clerk, grievance, SORRY, Remedy.MENDED, request_key()
    )

    assert (answered.state, answered.answers[0].by) == ("answered", office.clerk.name)
    assert await office.waiting() == []
    [told] = await office.desk.list_grievances(world.acting)
    assert (told.answers[0].text, told.answers[0].by) == (SORRY.reveal(), "")


async def test_who_handled_the_case_learns_nothing_and_answers_nothing(
    world: World, office: People, case: CaseId
) -> None:
    await office.handles(office.clerk, case)
    await rated(world, case)
    [grievance] = await office.waiting()

    shown = await office.desk.show_grievance(office.clerk, grievance)
    assert (shown.about.level, shown.about.party_name, shown.about.case_id, shown.said) == (
        None,
        "",
        None,
        (),
    )
    assert not shown.may_answer
    with pytest.raises(HandledTheCase):
        await office.desk.answer_grievance(office.clerk, grievance, SORRY, Remedy.MENDED, request_key())
    with pytest.raises(HandledTheCase):
        await office.desk.note_contact(office.clerk, grievance, Free("已回访"), request_key())


async def test_the_ledger_of_the_case_does_not_tell_that_it_was_rated_badly(
    world: World, office: People, case: CaseId
) -> None:
    await rated(world, case)
    [grievance] = await office.waiting()
    await office.desk.answer_grievance(office.clerk, grievance, SORRY, Remedy.MENDED, request_key())

    kinds = [entry.step.kind for entry in await world.core.ledger.of_case(case)]
    assert kinds == ["rating-given", "case-closed"]
    assert [kind for kind in await world.steps() if kind.startswith("grievance-")] == [
        "grievance-raised",
        "grievance-answered",
    ]


async def test_it_is_handed_to_a_colleague_who_had_no_hand_in_it_or_to_the_chiefs(
    world: World, office: People, case: CaseId
) -> None:
    await office.handles(office.other, case)
    await rated(world, case)
    [grievance] = await office.waiting()
    why = Free("本人经手")

    with pytest.raises(HandledTheCase):
        await office.desk.hand_grievance_over(office.clerk, grievance, "clerk-2", why, request_key())
    await office.desk.hand_grievance_over(office.clerk, grievance, "", why, request_key())

    with pytest.raises(HandledTheCase):
        await office.desk.answer_grievance(office.clerk, grievance, SORRY, Remedy.MENDED, request_key())
    answered = await office.desk.answer_grievance(
        office.chief, grievance, SORRY, Remedy.MENDED, request_key()
    )
    assert answered.state == "answered"


async def test_a_malicious_one_is_noted_and_the_rating_stays(
    world: World, office: People, case: CaseId
) -> None:
    await rated(world, case)
    [grievance] = await office.waiting()

    found = await office.desk.find_malice(office.chief, grievance, Free("与办理无关"), request_key())

    assert found.malice is not None
    assert (found.malice.by, found.state) == (office.chief.name, "open")
    kept = await world.ratings.of_case(case)
    assert kept is not None
    assert kept.satisfaction is Satisfaction.VERY_BAD
    with pytest.raises(StepNotAllowed):
        await office.desk.find_malice(office.chief, grievance, Free("再次"), request_key())


async def test_overdue_reads_red(world: World, office: People, case: CaseId, clock: HandClock) -> None:
    await rated(world, case)

    clock.go_on(timedelta(days=2))

    [row] = (await office.desk.queue_grievances(size=20)).rows
    assert row.light == "red"


async def test_the_same_key_answers_the_same_and_tells_once(
    world: World, office: People, case: CaseId
) -> None:
    await rated(world, case)
    [grievance] = await office.waiting()

    first, second = [
        await office.desk.answer_grievance(
            office.clerk, GrievanceId(grievance), SORRY, Remedy.MENDED, request_key("same")
        )
        for _ in range(2)
    ]

    assert first == second
    assert await count("notices") == 1
