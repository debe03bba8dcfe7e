"""Code and full receiving number together, or nothing; whatever is asked looks alike."""

from pathlib import Path

import pytest

from bff.compose.core import Core
from domain.invitations.code import AddressCode, AddressCodeMistyped
from domain.kernel.identifiers import IdentifierInvalid
from domain.kernel.limits import TooManyRequests
from domain.usecases.check_message import NOTE, MessageChecked
from tests.support.house import NOON, HandClock
from tests.usecases.notice_world import World, a_record, a_world, rows

HERE = "203.0.113.7"
OTHER_CODE = str(AddressCode.mint(lambda _: 1_234_567))


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    world = await a_world(core, clock, tmp_path)
    await world.queued(a_record(1))
    return world


async def sent_code(world: World) -> str:
    await world.send_all()
    return world.sms.sent[-1].wording.split("办理码")[1][:11]


async def test_a_message_of_ours_is_told_with_its_wording(world: World) -> None:
    code = await sent_code(world)

    checked = await world.desk.check_message(code, "+86 199-0000-0001", origin=HERE)

    assert checked == MessageChecked(sent=True, sent_at=NOON, wording=world.sms.sent[0].wording)
    assert "从不带链接" in checked.note


async def test_the_whole_message_may_be_pasted(world: World) -> None:
    await sent_code(world)

    checked = await world.desk.check_message(world.sms.sent[0].wording, "19900000001", origin=HERE)

    assert checked.sent


async def test_a_genuine_code_with_another_number_and_an_unknown_code_answer_alike(world: World) -> None:
    code = await sent_code(world)

    stolen = await world.desk.check_message(code, "19900000002", origin=HERE)
    made_up = await world.desk.check_message(OTHER_CODE, "19900000001", origin=HERE)

    assert stolen == made_up == MessageChecked(sent=False, sent_at=None, wording=None, note=NOTE)


async def test_a_code_nobody_was_sent_yet_is_not_told(world: World) -> None:
    code = await _queued_code(world)

    queued = await world.desk.check_message(code, "19900000001", origin=HERE)
    await world.send_all()
    sent = await world.desk.check_message(code, "19900000001", origin=HERE)

    assert (queued.sent, sent.sent) == (False, True)


async def _queued_code(world: World) -> str:
    [row] = await rows("notices")
    async with world.core.atomic():
        notice = await world.desk.send_notice.notices.take(row["id"])
    return notice.values["code"]


async def test_one_address_asks_twenty_times_and_no_more(world: World) -> None:
    one, other = OTHER_CODE, str(AddressCode.mint(lambda _: 2_345_678))
    for n in range(20):
        await world.desk.check_message(one if n < 10 else other, f"199000001{n:02d}", origin=HERE)
    third = str(AddressCode.mint(lambda _: 3_456_789))

    with pytest.raises(TooManyRequests):
        await world.desk.check_message(third, "19900000199", origin=HERE)


async def test_one_code_is_asked_ten_times_from_wherever(world: World) -> None:
    for n in range(10):
        await world.desk.check_message(OTHER_CODE, f"199000001{n:02d}", origin=f"203.0.113.{n}")

    with pytest.raises(TooManyRequests):
        await world.desk.check_message(OTHER_CODE, "19900000199", origin="203.0.113.99")


async def test_limits_hold_digests_and_no_number(world: World) -> None:
    await world.desk.check_message(OTHER_CODE, "19900000001", origin=HERE)

    subjects = {subject for _, subject in world.limits.tries}
    assert subjects.isdisjoint({"19900000001", HERE, OTHER_CODE, OTHER_CODE.replace(" ", "")})
    assert all(len(subject) == 64 for subject in subjects)


async def test_slips_of_the_keyboard_are_told_from_the_digits_alone(world: World) -> None:
    with pytest.raises(AddressCodeMistyped):
        await world.desk.check_message("123", "19900000001", origin=HERE)
    with pytest.raises(IdentifierInvalid):
        await world.desk.check_message(OTHER_CODE, "0532-00000017", origin=HERE)
