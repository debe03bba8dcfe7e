"""A chief's stop reaches a running campaign; what speaks for a list is shown before it is signed."""

from datetime import timedelta
from pathlib import Path

import pytest
from tortoise.connection import get_connection

from bff.compose.core import Core
from domain.findings.back_test import PAST_DAYS
from domain.invitations.invitation import Answer
from domain.kernel.ids import FindingId
from domain.usecases.decide_push_list import Decision
from tests.support.house import HandClock
from tests.usecases.notice_world import World, a_record, a_world, refs

MORNING = timedelta(days=1)


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await a_world(core, clock, tmp_path)


async def invite(world: World, *places: int) -> None:
    waiting = await refs("invite-holder")
    for place in places:
        await world.desk.invite_holder(FindingId(waiting[place]))


async def answered(answer: Answer) -> None:
    """By one of those who were told."""
    await get_connection("default").execute_query(
        "UPDATE offers SET answer = %s WHERE id = (SELECT min(id::text)::uuid FROM offers)", [str(answer)]
    )


async def test_after_the_stop_no_invitation_and_no_message_leaves(world: World) -> None:
    world.knows(*(a_record(n) for n in range(1, 5)))
    push_list = await world.listed()
    await world.decide(push_list)
    await invite(world, 0)
    await world.send_all()
    await invite(world, 1)

    await world.decide(push_list, Decision.STOP, note="样本有误", key="k2")
    await invite(world, 2, 3)
    await world.send_all()

    became = (await world.desk.read_push_list(push_list)).outcome
    assert became is not None
    assert len(world.sms.sent) == 1
    assert (became.due, became.invited, became.sent, became.held) == (4, 2, 1, 3)


async def test_while_it_runs_one_sees_how_many_are_out(world: World) -> None:
    world.knows(a_record(1), a_record(2))
    push_list = await world.listed()
    await world.decide(push_list)
    await invite(world, 0)
    await world.send_all()

    became = (await world.desk.read_push_list(push_list)).outcome

    assert became is not None
    assert (became.sent, became.held, became.yes) == (1, 1, 0)


async def test_before_it_is_signed_a_list_says_nothing_of_what_became_of_it(world: World) -> None:
    world.knows(a_record(1))

    assert (await world.desk.read_push_list(await world.listed())).outcome is None


async def test_a_list_is_prepared_with_the_same_rule_on_past_days(world: World) -> None:
    world.knows(a_record(1), a_record(2))

    view = await world.desk.read_push_list(await world.listed())

    assert tuple(one.days_ago for one in view.back_test) == PAST_DAYS
    assert all(one.found <= 2 for one in view.back_test)


async def test_the_next_list_shows_what_became_of_the_last(world: World) -> None:
    world.knows(a_record(1), a_record(2))
    first = await world.listed()
    await world.decide(first)
    await invite(world, 0, 1)
    await world.send_all()
    await answered(Answer.NOT_ME)
    world.clock.go_on(MORNING)
    world.knows(a_record(3))

    previous = (await world.desk.read_push_list(await world.listed())).previous

    assert previous is not None
    assert previous.push_list_id == first
    assert (previous.outcome.due, previous.outcome.sent) == (2, 2)
    assert (previous.outcome.not_me, previous.outcome.wrong, previous.outcome.yes) == (1, 1, 0)
