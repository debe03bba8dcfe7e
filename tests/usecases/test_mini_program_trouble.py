"""A message whose answer was lost, that failed after all, or that two workers had: one notice arrives."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bff.compose.core import Core
from domain.invitations.notice import NoticeState
from domain.invitations.outside import MessageReceipt, SubscribeMessages
from domain.kernel.personal import OpenId, Phone
from domain.kernel.refusal import Unavailable
from domain.usecases.hand_over_notice import Ways
from domain.usecases.record_notice import News
from domain.usecases.send_notice import SendNotice
from domain.usecases.tell_by_mini_program import TellByMiniProgram
from tests.fakes.wechat import FakeMessages
from tests.support.house import HandClock, count
from tests.usecases.notice_world import TEMPLATES, World, a_record, a_world, kinds
from tests.usecases.subscribed import (
    OPENID,
    asked_for_it,
    credit,
    pushed,
    states,
)


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await a_world(core, clock, tmp_path)


async def test_a_platform_out_of_reach_costs_no_credit_and_is_tried_again(world: World) -> None:
    await asked_for_it(world)
    [notice] = await world.queued(a_record(1))
    world.messages.trouble.before.append(Unavailable("wechat-message", "-1"))

    with pytest.raises(Unavailable):
        await world.desk.send_notice(notice)
    waiting = await states(), await credit()
    await world.desk.send_notice(notice)

    assert waiting == ([("mini_program", "queued")], 1)
    assert (await states(), await credit(), world.sms.sent) == ([("mini_program", "sent")], 0, [])


async def test_a_lost_answer_is_neither_repeated_nor_followed_by_a_text(world: World) -> None:
    await asked_for_it(world)
    [notice] = await world.queued(a_record(1))
    world.messages.trouble.answer_lost = True
    await world.desk.send_notice(notice)

    for hours in (1, 22):
        world.clock.go_on(timedelta(hours=hours))
        await world.desk.send_notice(notice)
        await world.ask_all()

    assert (len(world.messages.sent), world.sms.sent) == (1, [])
    assert await states() == [("mini_program", "unknown")]


async def test_a_lost_answer_is_settled_by_what_the_platform_pushes(world: World) -> None:
    await asked_for_it(world)
    [notice] = await world.queued(a_record(1))
    world.messages.trouble.answer_lost = True
    await world.desk.send_notice(notice)

    await pushed(world, "delivered", reference="3000000000000000001")
    world.clock.go_on(timedelta(days=2))
    await world.ask_all()

    assert await states() == [("mini_program", "delivered")]
    assert (world.sms.sent, await count("calls")) == ([], 0)


async def test_a_lost_answer_that_turns_out_a_failure_is_followed_by_a_text(world: World) -> None:
    await asked_for_it(world)
    [notice] = await world.queued(a_record(1))
    world.messages.trouble.answer_lost = True
    await world.desk.send_notice(notice)

    await pushed(world, "failed", reference="3000000000000000001", error="20001")
    await world.send_all()

    assert sorted(await states()) == [("mini_program", "undelivered"), ("sms", "sent")]


async def test_what_nobody_ever_settles_is_a_clerks_call_a_day_later(world: World) -> None:
    await asked_for_it(world)
    [notice] = await world.queued(a_record(1))
    world.messages.trouble.answer_lost = True
    await world.desk.send_notice(notice)

    world.clock.go_on(timedelta(days=1))
    for _ in range(2):
        await world.ask_all()
    await world.send_all()

    assert (len(world.messages.sent), world.sms.sent, await count("calls")) == (1, [], 1)


async def test_a_message_that_failed_after_all_is_followed_by_one_text(world: World) -> None:
    await asked_for_it(world)
    [notice] = await world.queued(a_record(1))
    await world.desk.send_notice(notice)
    [sent] = world.messages.sent

    for _ in range(2):
        await pushed(world, "failed", reference=sent.reference, error="20001")
    await world.send_all()

    assert [text.to for text in world.sms.sent] == [Phone("19900000001")]
    assert (await kinds()).count("notice-undelivered") == 1


async def test_a_message_that_arrived_is_never_followed_by_a_text(world: World) -> None:
    await asked_for_it(world)
    [notice] = await world.queued(a_record(1))
    await world.desk.send_notice(notice)
    [sent] = world.messages.sent

    await pushed(world, "delivered", reference=sent.reference)
    await pushed(world, "failed", reference=sent.reference, error="20001")
    await world.send_all()

    assert (world.sms.sent, await states()) == ([], [("mini_program", "delivered")])


async def test_an_event_that_overtakes_our_own_record_waits_for_it(world: World) -> None:
    await asked_for_it(world)
    [notice] = await world.queued(a_record(1))
    claimed = await world.desk.send_notice._claim(notice)
    assert claimed is not None
    taken, ready = claimed
    receipt = await world.messages.send(OpenId(OPENID), "renewal-due", taken.values, page=taken.page)

    await pushed(world, "delivered", reference=receipt.reference)
    early = await states()
    await world.desk.send_notice._became(taken, ready, News(NoticeState.SENT, receipt.reference))
    await world.read_inbox()

    assert early == [("mini_program", "sending")]
    assert await states() == [("mini_program", "delivered")]


class Killed(BaseException):
    """kill -9, as a test can raise it."""


@dataclass
class DeadlyMessages(FakeMessages):
    """The process dies once the platform has the message."""

    async def send(
        self, openid: OpenId, template: str, values: Mapping[str, str], *, page: str
    ) -> MessageReceipt:
        await super().send(openid, template, values, page=page)
        raise Killed


async def test_killed_after_the_platform_had_it_the_message_is_not_repeated(world: World) -> None:
    await asked_for_it(world)
    [notice] = await world.queued(a_record(1))
    deadly = DeadlyMessages(TEMPLATES, world.messages.credits, world.messages.sent)
    with pytest.raises(Killed):
        await by(world, deadly)(notice)

    await world.desk.send_notice(notice)
    await pushed(world, "delivered", reference="3000000000000000001")
    await world.send_all()

    assert (len(world.messages.sent), world.sms.sent) == (1, [])
    assert await states() == [("mini_program", "delivered")]


def by(world: World, messages: SubscribeMessages) -> SendNotice:
    """Sends in the mini-program through this platform."""
    ways = world.desk.send_notice.ways
    found = (replace(way, messages=messages) if isinstance(way, TellByMiniProgram) else way for way in ways)
    return replace(world.desk.send_notice, ways=Ways(tuple(found), ways.offered))


async def test_two_workers_at_once_spend_one_credit_on_one_message(world: World) -> None:
    await asked_for_it(world, times=3)
    [notice] = await world.queued(a_record(1))

    await asyncio.gather(*(world.desk.send_notice(notice) for _ in range(4)))

    assert (len(world.messages.sent), await credit()) == (1, 2)


async def test_one_credit_and_two_notices_make_one_message_and_one_text(world: World) -> None:
    await asked_for_it(world)
    notices = await world.queued(a_record(1), a_record(2))

    await asyncio.gather(*(world.desk.send_notice(notice) for notice in notices))
    await world.send_all()

    assert (len(world.messages.sent), len(world.sms.sent), await credit()) == (1, 1, 0)
