"""A message nobody reported is asked after, by our own number of the very try."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tortoise.connection import get_connection

from bff.compose.core import Core
from domain.invitations.outside import SmsFate
from domain.kernel.personal import Phone
from tests.fakes.sms import FakeSms
from tests.support.house import HandClock
from tests.usecases.notice_world import World, a_record, a_world, rows


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await a_world(core, clock, tmp_path)


async def state() -> str:
    [notice] = await rows("notices")
    return str(notice["state"])


async def test_a_message_without_a_report_is_asked_after_until_reports_end(world: World) -> None:
    [notice] = await world.queued(a_record(1))
    await world.desk.send_notice(notice)
    [text] = world.sms.sent
    world.sms.waiting.add(text.out_id)
    world.clock.go_on(timedelta(hours=1))
    await world.desk.ask_after_notice(notice)
    waiting = await state()
    world.sms.waiting.clear()

    await world.desk.ask_after_notice(notice)

    assert waiting == "sent"
    assert await state() == "delivered"


@dataclass
class SlowAnswer(FakeSms):
    """While the operator is asked about one try, the notice is out on its next."""

    async def ask(self, to: Phone, *, out_id: str, sent_on: date, reference: str = "") -> SmsFate | None:
        await get_connection("default").execute_query("UPDATE notices SET tries = 2, out_id = 'second-2'")
        return await super().ask(to, out_id=out_id, sent_on=sent_on, reference=reference)


async def test_an_answer_about_an_earlier_try_says_nothing_about_the_running_one(world: World) -> None:
    [notice] = await world.queued(a_record(1))
    world.sms.trouble.answer_lost = True
    await world.desk.send_notice(notice)
    world.clock.go_on(timedelta(minutes=20))
    slow = SlowAnswer(world.clock, world.sms.templates)

    await replace(world.desk.ask_after_notice, sms=slow)(notice)

    assert await state() == "unknown"
