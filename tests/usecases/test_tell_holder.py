"""What happened in a running matter is told once, to whom the register names, as every notice is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tortoise.connection import get_connection

from adapters.postgres.calls import PostgresBadNumbers
from bff.compose.core import Core
from bff.compose.telling import tell_holder
from domain.kernel.ids import MatterId, NoticeId
from domain.kernel.personal import OpenId, Phone
from domain.usecases.tell_holder import HAPPENED
from tests.support.house import HandClock, count
from tests.usecases.notice_world import World, a_record, a_world, refs, rows
from tests.usecases.subscribed import OPENID, asked_for_it

SAID = {"item": "民办非企业单位登记证书", "day": "2026-12-07"}


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await a_world(core, clock, tmp_path)


async def under_way(world: World) -> MatterId:
    await world.queued(a_record(1))
    await world.send_all()
    await get_connection("default").execute_query("UPDATE matters SET state = 'under_way'")
    [matter] = await rows("matters")
    return MatterId(matter["id"])


async def tell(world: World, matter: MatterId, template: str = "supplement-asked", **more: str) -> None:
    async with world.core.atomic():
        await tell_holder(world.core)(matter, template, {**SAID, **more})


@pytest.mark.parametrize("template", HAPPENED)
async def test_a_running_matter_is_told_of_with_a_code_of_its_own_and_no_link(
    world: World, template: str
) -> None:
    matter = await under_way(world)

    await tell(world, matter, template)
    for _ in range(2):
        await world.address_all()
        await world.send_all()

    first, second = world.sms.sent
    assert HAPPENED[template] in second.wording
    assert "12月7日" in second.wording
    assert "http" not in second.wording
    assert first.wording.split("办理码")[1][:11] != second.wording.split("办理码")[1][:11]


async def test_nothing_is_told_of_a_step_that_was_rolled_back(world: World) -> None:
    matter = await under_way(world)

    async def killed() -> None:
        async with world.core.atomic():
            await tell_holder(world.core)(matter, "case-returned", SAID)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await killed()

    assert (await count("notices"), await refs("address-notice")) == (1, [])


async def test_whoever_has_no_number_is_called(world: World) -> None:
    matter = await under_way(world)
    world.knows(replace(a_record(1), contact_phone=None))
    await _mark_bad(world, Phone("19900000001"))

    await tell(world, matter)
    await world.address_all()

    [entry], _ = await world.calls.list_calls()
    assert entry.reasons[0].kind == "unreachable"
    assert len(world.sms.sent) == 1


async def test_at_night_it_waits_for_the_morning(core: Core, clock: HandClock, tmp_path: Path) -> None:
    world = await a_world(core, clock, tmp_path, quiet=True)
    matter = await under_way(world)
    clock.at = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)  # 23:30 in Beijing

    await tell(world, matter)
    await world.address_all()
    await world.send_all()
    at_night = len(world.sms.sent)
    clock.go_on(timedelta(hours=9))
    await world.send_all()

    assert (at_night, len(world.sms.sent)) == (1, 2)


async def test_in_the_mini_program_where_a_credit_stands(world: World) -> None:
    matter = await under_way(world)
    await asked_for_it(world)
    world.messages.grant(OpenId(OPENID), "supplement-asked")

    await tell(world, matter)
    await world.address_all()
    await world.send_all()

    assert len(world.sms.sent) == 1
    assert [sent.openid.reveal() for sent in world.messages.sent] == [OPENID]


async def test_a_second_run_of_the_job_addresses_nothing_twice(world: World) -> None:
    matter = await under_way(world)
    await tell(world, matter)
    [drafted] = await refs("address-notice")

    for _ in range(3):
        await world.desk.address_notice(NoticeId(drafted))

    assert len(await refs("send-notice")) == 2


async def _mark_bad(world: World, phone: Phone) -> None:
    bad = PostgresBadNumbers(world.core.digests, world.core.new_id)
    await bad.mark(phone, at=world.clock(), by="clerk-1")
