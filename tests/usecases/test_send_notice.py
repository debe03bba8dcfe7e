"""Each person gets one message, whatever breaks; and none that is no longer wanted."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tortoise.connection import get_connection

from bff.compose.core import Core
from domain.invitations.outside import SmsReceipt
from domain.kernel.ids import EvidenceId, PushListId
from domain.kernel.personal import Phone
from domain.kernel.refusal import Refused, Unavailable
from domain.matters.matter import MatterState
from domain.usecases.decide_push_list import Decision
from tests.fakes.sms import FakeSms
from tests.support.house import HandClock, jobs_deferred
from tests.usecases.notice_world import World, a_record, a_world, by_text, kinds, rows


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await a_world(core, clock, tmp_path)


async def state() -> str:
    [notice] = await rows("notices")
    return str(notice["state"])


async def test_a_message_goes_out_with_its_wording_kept_as_evidence(world: World) -> None:
    [notice] = await world.queued(a_record(1))

    await world.desk.send_notice(notice)

    [text] = world.sms.sent
    assert (text.to, text.out_id) == (Phone("19900000001"), f"{notice.hex}-1")
    assert text.wording.startswith(
        "【掌上办】您好，莱西市虚构第1学校的民办非企业单位登记证书即将到期，可于12月21日前"
    )
    assert await state() == "sent"
    assert (await kinds())[-1] == "notice-sent"
    [evidence] = await rows("evidence")
    kept = await world.core.evidence.read(EvidenceId(evidence["id"]))
    assert kept == text.wording.encode()


async def test_a_job_run_twice_sends_once(world: World) -> None:
    [notice] = await world.queued(a_record(1))

    for _ in range(2):
        await world.desk.send_notice(notice)

    assert len(world.sms.sent) == 1


async def test_two_workers_at_once_send_once(world: World) -> None:
    [notice] = await world.queued(a_record(1))

    await asyncio.gather(*(world.desk.send_notice(notice) for _ in range(4)))
    world.clock.go_on(timedelta(minutes=3))
    await world.ask_all()

    assert len(world.sms.sent) == 1
    assert (await kinds()).count("notice-sent") == 1


async def test_an_operator_out_of_reach_is_tried_again_later(world: World) -> None:
    [notice] = await world.queued(a_record(1))
    world.sms.trouble.before.append(Unavailable("sms", "Throttling.User"))

    with pytest.raises(Unavailable):
        await world.desk.send_notice(notice)
    waiting = await state()
    await world.desk.send_notice(notice)

    assert waiting == "queued"
    assert (await state(), len(world.sms.sent)) == ("sent", 1)


async def test_an_answer_that_was_lost_is_asked_for_and_the_message_not_repeated(world: World) -> None:
    [notice] = await world.queued(a_record(1))
    world.sms.trouble.answer_lost = True
    await world.desk.send_notice(notice)
    lost = await state()

    await world.desk.send_notice(notice)
    world.clock.go_on(timedelta(minutes=3))
    await world.ask_all()

    assert lost == "unknown"
    assert "notice-unknown" in await kinds()
    assert (await state(), len(world.sms.sent)) == ("delivered", 1)
    assert (await kinds())[-2:] == ["notice-sent", "notice-delivered"]


class Killed(BaseException):
    """kill -9, as a test can raise it."""


@dataclass
class DeadlySms(FakeSms):
    """The process dies while the operator is called: `after` it has the message, or before."""

    after: bool = True

    async def send(self, to: Phone, template: str, values: Mapping[str, str], *, out_id: str) -> SmsReceipt:
        if self.after:
            await super().send(to, template, values, out_id=out_id)
        raise Killed


def deadly(world: World, *, after: bool) -> DeadlySms:
    return DeadlySms(world.clock, world.sms.templates, sent=world.sms.sent, after=after)


async def test_killed_after_the_operator_had_it_the_message_is_not_repeated(world: World) -> None:
    [notice] = await world.queued(a_record(1))
    with pytest.raises(Killed):
        await by_text(world, deadly(world, after=True))(notice)

    await world.desk.send_notice(notice)
    world.clock.go_on(timedelta(minutes=3))
    await world.ask_all()

    assert (await state(), len(world.sms.sent)) == ("delivered", 1)
    assert (await kinds()).count("notice-sent") == 1


async def test_killed_before_the_operator_had_it_the_message_goes_out_after_ten_minutes(world: World) -> None:
    [notice] = await world.queued(a_record(1))
    with pytest.raises(Killed):
        await by_text(world, deadly(world, after=False))(notice)

    await world.desk.send_notice(notice)
    world.clock.go_on(timedelta(minutes=3))
    await world.ask_all()
    early = await state()
    world.clock.go_on(timedelta(minutes=8))
    await world.ask_all()
    await world.send_all()

    assert early == "unknown"
    assert await state() == "sent"
    assert [text.out_id for text in world.sms.sent] == [f"{notice.hex}-2"]


async def test_a_refused_number_goes_to_the_call_list_and_is_not_tried_again(world: World) -> None:
    [notice] = await world.queued(a_record(1))
    world.sms.trouble.before.append(Refused("sms", "isv.MOBILE_NUMBER_ILLEGAL"))

    for _ in range(2):
        await world.desk.send_notice(notice)

    [entry], _ = await world.calls.list_calls()
    assert (await state(), world.sms.sent) == ("refused", [])
    assert (entry.reasons[0].kind, entry.phone) == ("unreachable", Phone("19900000001"))


async def test_at_night_nobody_is_woken_and_the_notice_waits_for_eight(
    core: Core, clock: HandClock, tmp_path: Path
) -> None:
    world = await a_world(core, clock, tmp_path, quiet=True)
    [notice] = await world.queued(a_record(1))
    clock.at = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)  # 23:30 in Beijing

    await world.desk.send_notice(notice)
    night = list(world.sms.sent)
    deferred = [arguments for name, arguments in await jobs_deferred() if name == "send-notice"]
    clock.go_on(timedelta(hours=8, minutes=30))
    await world.desk.send_notice(notice)

    assert night == []
    assert deferred == [{"notice_id": str(notice)}] * 2
    assert len(world.sms.sent) == 1


@pytest.mark.parametrize(
    "answered", [MatterState.UNDER_WAY, MatterState.DECLINED, MatterState.LAPSED, MatterState.CLOSED]
)
async def test_a_matter_answered_meanwhile_is_not_announced(world: World, answered: MatterState) -> None:
    [notice] = await world.queued(a_record(1))
    await get_connection("default").execute_query("UPDATE matters SET state = %s", [str(answered)])

    await world.desk.send_notice(notice)

    assert (await state(), world.sms.sent) == ("dropped", [])
    assert (await kinds())[-1] == "notice-dropped"


async def test_past_the_last_lawful_day_nothing_goes_out(world: World) -> None:
    [notice] = await world.queued(a_record(1))
    world.clock.go_on(timedelta(days=29))

    await world.desk.send_notice(notice)

    assert (await state(), world.sms.sent) == ("dropped", [])


async def test_of_a_list_that_was_stopped_nothing_more_goes_out(world: World) -> None:
    [notice] = await world.queued(a_record(1))
    [push_list] = await rows("push_lists")
    await world.decide(PushListId(push_list["id"]), Decision.STOP, key="stop", note="规则有误")

    await world.desk.send_notice(notice)

    assert (await state(), world.sms.sent) == ("dropped", [])


async def test_one_number_gets_no_more_than_twenty_notices_a_day(world: World) -> None:
    agent = Phone("19900009999")
    records = [replace(a_record(n), contact_phone=agent) for n in range(1, 23)]
    await world.queued(*records)

    await world.send_all()
    first_day = len(world.sms.sent)
    world.clock.go_on(timedelta(days=1, minutes=1))
    await world.send_all()

    assert first_day == 20
    assert len(world.sms.sent) == 22
