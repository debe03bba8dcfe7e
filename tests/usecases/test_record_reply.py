"""What people text back is an entry for staff: never an intent, never a lasting suppression."""

import json
from datetime import date
from pathlib import Path

import pytest

from bff.compose.core import Core
from domain.invitations.call import ReplyKind
from tests.support.house import HandClock, count
from tests.usecases.notice_world import LAST_DAY, World, a_record, a_world, kinds, rows

AT = "2026-11-23T13:00:00+08:00"


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await a_world(core, clock, tmp_path)


def reply(text: str, *, sequence: str = "900001", phone: str = "19900000001") -> bytes:
    return json.dumps([[sequence, phone, text, AT]]).encode()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1", ReplyKind.CALL_ME),
        (" 1。", ReplyKind.CALL_ME),
        ("２", ReplyKind.NOT_THIS_TIME),
        ("3", ReplyKind.NOT_ME),
        ("继续办理", ReplyKind.OTHER),
        ("TD", ReplyKind.OTHER),
    ],
)
async def test_a_reply_is_an_entry_of_the_call_list_and_nothing_else(
    world: World, text: str, kind: ReplyKind
) -> None:
    [notice] = await world.queued(a_record(1))
    await world.desk.send_notice(notice)

    await world.desk.receive_sms_replies("aliyun", reply(text))
    await world.read_inbox()

    [entry], _ = await world.calls.list_calls()
    assert [reason.kind for reason in entry.reasons] == [kind]
    assert (entry.party_name, entry.last_day) == ("莱西市虚构第1学校", LAST_DAY)
    [matter], [offer] = await rows("matters"), await rows("offers")
    assert (matter["state"], offer["answer"]) == ("invited", None)
    assert (await kinds())[-1] == "reply-received"


async def test_the_same_reply_twice_is_one_entry(world: World) -> None:
    await world.queued(a_record(1))

    for _ in range(3):
        await world.desk.receive_sms_replies("aliyun", reply("1"))
        await world.read_inbox()

    assert await count("calls") == 1


async def test_a_reply_of_somebody_we_never_wrote_to_is_an_entry_about_no_matter(world: World) -> None:
    await world.desk.receive_sms_replies("aliyun", reply("1", phone="10690000"))

    await world.read_inbox()

    [call], [message] = await rows("calls"), await rows("inbox")
    assert call["matter_id"] is None
    assert message["done_at"] is not None
    [entry], _ = await world.calls.list_calls()
    assert (entry.matter, entry.party_name, entry.last_day) == (None, "", None)


async def test_who_must_be_called_first_stands_first_and_pages_follow_on(world: World) -> None:
    records = [a_record(n, valid_until=date(2027, 2, n)) for n in range(1, 6)]
    await world.queued(*records)
    for n in range(5, 0, -1):
        await world.desk.receive_sms_replies("aliyun", reply("1", sequence=str(n), phone=f"1990000{n:04d}"))
    await world.read_inbox()

    first, following = await world.calls.list_calls(size=3)
    second, end = await world.calls.list_calls(after=following, size=3)

    assert [entry.party_name[6] for entry in (*first, *second)] == ["1", "2", "3", "4", "5"]
    assert (len(first), end) == (3, None)
