"""One name under two numbers, a row nobody touched for years: a named clerk looks before anybody is told."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bff.compose.core import Core
from domain.findings.doubt import DoubtState
from domain.kernel.ids import DoubtId
from domain.kernel.personal import DocumentNumber
from domain.kernel.ports import RequestKey
from domain.kernel.refusals import StepNotAllowed
from domain.parties.records import HolderRecord
from domain.usecases.list_doubts import DoubtLine
from domain.usecases.name_records import NameRecords
from tests.fakes.holder_register import FakeHolderRegister
from tests.support.house import NOON, HandClock, rows
from tests.usecases.notice_world import World, a_record, a_world

LONG_AGO = NOON - timedelta(days=7 * 365)
NEXT_DAY = timedelta(days=1)


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await a_world(core, clock, tmp_path)


def of_the_same_name(record: HolderRecord) -> HolderRecord:
    """Another number, the same name; its own certificate is not due."""
    certificate = replace(
        record.certificate,
        record_id="r000099",
        holder_number=DocumentNumber("52370285MJ9900990X"),
        licence_number="演370285民证字第2015-0099号",
        valid_until=record.certificate.valid_until.replace(year=2031),  # type: ignore[union-attr]  # it ends
    )
    return replace(record, certificate=certificate)


async def the_doubt(world: World) -> DoubtLine:
    [line], _ = await world.desk.list_doubts()
    return line


async def settle(world: World, to: DoubtState) -> None:
    line = await the_doubt(world)
    request = RequestKey("chief-1", "settle_doubt", str(to), bytes(32))
    await world.desk.settle_doubt(
        world.signer, DoubtId(line.doubt_id), to, reason="电话核实", request=request
    )


async def test_one_name_under_two_numbers_waits_and_both_rows_stand_side_by_side(world: World) -> None:
    world.knows(a_record(1), of_the_same_name(a_record(1)), a_record(2))

    view = await world.desk.read_push_list(await world.listed())

    line = await the_doubt(world)
    assert (view.due, view.by_reason) == (1, (("需人工核实", 1),))
    assert line.kind == "same-name"
    assert [entry.licence_number_tail for entry in line.entries] == ["0001号", "0099号"]
    assert {entry.party_name for entry in line.entries} == {"莱西市虚构第1学校"}


async def test_a_row_the_register_has_not_touched_for_years_waits(world: World) -> None:
    world.knows(a_record(1, updated_at=LONG_AGO))

    view = await world.desk.read_push_list(await world.listed())

    line = await the_doubt(world)
    assert (view.due, line.kind, len(line.entries)) == (0, "stale", 1)
    assert line.entries[0].updated_on == LONG_AGO.date()


async def test_once_cleared_the_holder_stands_on_the_next_list(world: World) -> None:
    world.knows(a_record(1, updated_at=LONG_AGO))
    await world.listed()
    await settle(world, DoubtState.CLEARED)
    world.clock.go_on(NEXT_DAY)

    assert (await world.desk.read_push_list(await world.listed())).due == 1


async def test_set_aside_staff_read_why_and_nobody_is_told(world: World) -> None:
    world.knows(a_record(1), of_the_same_name(a_record(1)))
    await world.listed()
    await settle(world, DoubtState.SET_ASIDE)
    world.clock.go_on(NEXT_DAY)

    view = await world.desk.read_push_list(await world.listed())

    assert (view.due, view.by_reason) == (0, (("经核实不予推送", 1),))


async def test_what_is_no_address_cannot_have_moved(world: World) -> None:
    world.knows(a_record(1, updated_at=LONG_AGO))
    await world.listed()

    with pytest.raises(StepNotAllowed):
        await settle(world, DoubtState.MOVED)


async def test_a_doubt_that_waits_is_noted_once_however_often_the_rules_run(world: World) -> None:
    world.knows(a_record(1, updated_at=LONG_AGO))
    await world.listed()
    world.clock.go_on(NEXT_DAY)

    await world.sense()

    assert len(await rows("doubts")) == 1


async def test_the_name_itself_lies_in_no_row_of_ours(world: World) -> None:
    world.knows(a_record(1), of_the_same_name(a_record(1)))

    await world.listed()

    kept = [*await rows("doubts"), *await rows("findings"), *await rows("push_lists")]
    assert not any("虚构第1学校" in str(value) for row in kept for value in row.values())


class HangingRegister(FakeHolderRegister):
    async def certificate(self, record_id: str, *, purpose: str) -> HolderRecord | None:
        await asyncio.Event().wait()
        return await super().certificate(record_id, purpose=purpose)


async def test_nobody_waits_for_the_names_of_a_register_that_hangs() -> None:
    name_records = NameRecords(HangingRegister({}, NOON), timedelta(milliseconds=10))

    assert await name_records(["r1", "r2"]) == {}
