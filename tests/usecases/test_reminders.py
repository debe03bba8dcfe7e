"""The ladder: each rung once, never two a day, missed ones not made up for, and a clerk's call at its end."""

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from tortoise.connection import get_connection

from bff.compose.core import Core
from domain.invitations.call import ReplyKind
from domain.kernel.personal import Phone
from domain.usecases.decide_push_list import Decision
from tests.support.house import HandClock, count
from tests.usecases.notice_world import ENDS, LAST_DAY, World, a_record, a_world, kinds, refs, rows

DAY = timedelta(days=1)


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await a_world(core, clock, tmp_path)


async def told(world: World) -> None:
    """Invited on 23 November: 28 days before the last lawful day, so the rung of 30 is taken."""
    await world.queued(a_record(1))
    await world.send_all()


async def on(world: World, days_left: int) -> None:
    """The round of that day, and all that follows from it."""
    day = LAST_DAY - days_left * DAY
    world.clock.at = datetime(day.year, day.month, day.day, 2, tzinfo=world.clock.at.tzinfo)
    await world.calls.remind_holders()
    await world.address_all()
    await world.send_all()


async def answered(answer: str, *, state: str) -> None:
    run = get_connection("default").execute_query
    await run("UPDATE offers SET answer = %s", [answer])
    await run("UPDATE matters SET state = %s", [state])


async def test_each_rung_is_sent_once_on_its_day(world: World) -> None:
    await told(world)

    for days_left in (27, 16, 15, 15, 14, 8, 7, 3):
        await on(world, days_left)

    assert [row["rung"] for row in await rows("notices")] == [None, 15, 7, 3]
    assert len(world.sms.sent) == 4
    assert len({row["code_digest"] for row in await rows("notices")}) == 4


async def test_a_rung_that_was_missed_is_not_made_up_for(world: World) -> None:
    await told(world)

    await on(world, 5)
    await on(world, 5)

    assert [row["rung"] for row in await rows("notices")] == [None, 7]


async def test_two_workers_send_one_reminder(world: World) -> None:
    await told(world)
    world.clock.at += 13 * DAY

    await asyncio.gather(*(world.calls.remind_holders() for _ in range(3)))

    assert len(await refs("address-notice")) == 1


async def test_the_last_rung_ends_in_the_call_list_a_day_later(world: World) -> None:
    await told(world)

    await on(world, 3)
    at_once, _ = await world.calls.list_calls()
    for days_left in (2, 1, 0):
        await on(world, days_left)
    [entry], _ = await world.calls.list_calls()

    assert at_once == ()
    assert [reason.kind for reason in entry.reasons] == [ReplyKind.LAST_RUNG]
    assert (entry.reasons[0].times, entry.phone) == (1, Phone("19900000001"))


async def test_not_this_time_keeps_no_later_rung_back(world: World) -> None:
    await told(world)
    await answered("not_now", state="declined")

    await on(world, 15)

    assert len(world.sms.sent) == 2


@pytest.mark.parametrize(
    ("answer", "state"),
    [("never", "declined"), ("not_me", "declined"), ("already_done", "declined"), ("yes", "under_way")],
)
async def test_who_answered_after_signing_in_is_left_alone(world: World, answer: str, state: str) -> None:
    await told(world)
    await answered(answer, state=state)

    for days_left in (15, 7, 3, 2):
        await on(world, days_left)

    assert (len(world.sms.sent), await count("calls")) == (1, 0)


async def test_what_was_seen_to_elsewhere_is_not_reminded_of(world: World) -> None:
    await told(world)
    world.knows(a_record(1, valid_until=date(2031, 1, 20)))

    await on(world, 15)

    assert len(world.sms.sent) == 1
    assert (await kinds())[-1] == "notice-dropped"


async def test_the_number_the_register_has_today_is_written_to(world: World) -> None:
    await told(world)
    world.knows(replace(a_record(1), contact_phone=Phone("19900000777")))

    await on(world, 15)

    assert world.sms.sent[-1].to == Phone("19900000777")


async def test_a_stopped_list_reminds_nobody_and_has_nobody_called(world: World) -> None:
    await told(world)
    [listed] = await rows("push_lists")
    await world.decide(listed["id"], Decision.STOP, key="k2", note="规则有误")

    for days_left in (15, 3, 2):
        await on(world, days_left)

    assert (len(world.sms.sent), await count("calls")) == (1, 0)


async def test_past_the_last_lawful_day_the_matter_lapses_and_so_does_its_call(world: World) -> None:
    await told(world)
    for days_left in (3, 2):
        await on(world, days_left)

    world.clock.at += 3 * DAY
    lapsed = [await world.calls.lapse_matters(), await world.calls.lapse_matters()]

    [matter], [attempt] = await rows("matters"), await rows("call_attempts")
    assert (lapsed, matter["state"], attempt["outcome"]) == ([1, 0], "lapsed", "lapsed")
    assert (await world.calls.list_calls())[0] == ()
    assert (await kinds())[-2:] == ["matter-lapsed", "call-closed"]


async def test_on_the_last_lawful_day_nothing_lapses_yet(world: World) -> None:
    await told(world)
    await on(world, 0)

    assert await world.calls.lapse_matters() == 0
    assert (await rows("matters"))[0]["state"] == "invited"


async def test_a_bundle_goes_by_its_earliest_day(world: World) -> None:
    await told(world)
    assert (await rows("offers"))[0]["last_day"] == LAST_DAY < ENDS

    await on(world, 15)

    assert "12月21日" in world.sms.sent[-1].wording
