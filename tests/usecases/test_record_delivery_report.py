"""Reports of the operator come twice, late, out of order and for messages we never sent."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.postgres.rows.core import LedgerEntryRow
from adapters.postgres.rows.invitations import NoticeRow
from bff.compose.core import Core
from domain.invitations.outside import SmsReceipt
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.personal import Phone
from domain.usecases.ask_after_notice import REPORTS_END
from tests.fakes.sms import FakeSms
from tests.support.house import HandClock, count
from tests.usecases.notice_world import World, a_record, a_world, by_text, kinds, rows

AT = "2026-11-23T12:00:05+08:00"


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await a_world(core, clock, tmp_path)


def report(out_id: str, *, error: str = "", phone: str = "19900000001", reference: str = "fake-1") -> bytes:
    return json.dumps([[out_id, reference, phone, error, AT]]).encode()


async def state() -> str:
    [notice] = await rows("notices")
    return str(notice["state"])


async def test_a_report_of_delivery_is_recorded_once_however_often_it_comes(world: World) -> None:
    [notice] = await world.queued(a_record(1))
    await world.desk.send_notice(notice)

    told = report(f"{notice.hex}-1")
    await asyncio.gather(*(world.desk.receive_sms_reports("aliyun", told) for _ in range(10)))
    for _ in range(2):
        await world.read_inbox()

    assert await count("inbox") == 1
    assert await state() == "delivered"
    assert (await kinds()).count("notice-delivered") == 1


async def test_a_message_that_did_not_arrive_goes_to_the_call_list(world: World) -> None:
    [notice] = await world.queued(a_record(1))
    await world.desk.send_notice(notice)

    await world.desk.receive_sms_reports("aliyun", report(f"{notice.hex}-1", error="UNDELIV"))
    await world.read_inbox()

    [entry], _ = await world.calls.list_calls()
    assert (await state(), entry.reasons[0].kind) == ("undelivered", "unreachable")
    assert (entry.party_name, entry.item_names) == (
        "莱西市虚构第1学校",
        ("民办非企业单位登记证书到期换发",),
    )


async def test_delivered_after_all_is_believed_and_failed_after_delivery_is_not(world: World) -> None:
    [notice] = await world.queued(a_record(1))
    await world.desk.send_notice(notice)
    failed, delivered = report(f"{notice.hex}-1", error="UNDELIV"), report(f"{notice.hex}-1")

    for body in (failed, delivered, failed):
        await world.desk.receive_sms_reports("aliyun", body)
        await world.read_inbox()

    assert await state() == "delivered"


@pytest.mark.parametrize(
    "said", ["a\0b", "用户 甲子安 19900000001 " + "x" * 300_000, "DELIVERED\n", "甲" * 64]
)
async def test_what_is_no_code_is_written_down_as_other_and_what_is_no_number_as_nothing(
    world: World, said: str
) -> None:
    """Reports are signed by nobody, and the ledger keeps what it was told for ever."""
    [notice] = await world.queued(a_record(1))
    await world.desk.send_notice(notice)
    await NoticeRow.filter(id=notice).update(reference="")

    told = report(f"{notice.hex}-1", error=said, reference=said)
    await world.desk.receive_sms_reports("aliyun", told)
    await world.read_inbox()

    entry = await LedgerEntryRow.get(kind="notice-undelivered")
    assert await state() == "undelivered"
    assert (entry.facts["error"], entry.facts["reference"]) == ("other", "")


@dataclass
class EarlyReport(FakeSms):
    """The report arrives before the operator's answer to the sending itself."""

    world: World | None = None

    async def send(self, to: Phone, template: str, values: Mapping[str, str], *, out_id: str) -> SmsReceipt:
        receipt = await super().send(to, template, values, out_id=out_id)
        if self.world:
            await self.world.desk.receive_sms_reports("aliyun", report(out_id))
            await self.world.read_inbox()
        return receipt


async def test_a_report_that_outruns_our_own_record_is_not_lost(world: World) -> None:
    [notice] = await world.queued(a_record(1))
    early = EarlyReport(world.clock, world.sms.templates, world=world)

    await by_text(world, early)(notice)

    [row] = await rows("notices")
    assert (row["state"], row["reference"]) == ("delivered", "fake-1")
    assert (await kinds())[-2:] == ["notice-sent", "notice-delivered"]


@pytest.mark.parametrize("out_id", ["somebody-else", "", "0193", "01938f2c7a017000800000000002a1b2-1"])
async def test_a_report_of_no_message_of_ours_stays_parked(world: World, out_id: str) -> None:
    await world.desk.receive_sms_reports("aliyun", report(out_id))

    await world.read_inbox()

    [message] = await rows("inbox")
    assert message["done_at"] is None


async def test_a_report_of_no_message_of_ours_is_done_when_none_can_come_any_more(world: World) -> None:
    await world.desk.receive_sms_reports("aliyun", report("somebody-else"))
    world.clock.go_on(REPORTS_END + timedelta(seconds=1))

    await world.read_inbox()

    [message] = await rows("inbox")
    assert (message["done_at"], message["outcome"]) == (world.clock(), "no-notice")


async def test_a_report_for_another_number_changes_nothing(world: World) -> None:
    [notice] = await world.queued(a_record(1))
    await world.desk.send_notice(notice)

    await world.desk.receive_sms_reports("aliyun", report(f"{notice.hex}-1", phone="19900000002"))
    await world.read_inbox()

    assert await state() == "sent"


async def test_one_malformed_post_keeps_nothing(world: World) -> None:
    with pytest.raises(SignatureWrong):
        await world.desk.receive_sms_reports("aliyun", b"{}")

    assert await count("inbox") == 0
