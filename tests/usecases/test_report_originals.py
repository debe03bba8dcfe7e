"""The back-end learns that the old certificate is at our counter: every piece, by whom, once in the story."""

import asyncio

import pytest

from bff.compose.core import Core
from domain.kernel.refusal import Unavailable, Unknown
from domain.shipments.states import ShipmentState
from tests.support.house import HandClock
from tests.usecases.decided import Decided, confirmed


@pytest.fixture
async def world(core: Core, clock: HandClock) -> Decided:
    return await confirmed(core, clock)


@pytest.fixture
async def filed(world: Decided) -> Decided:
    await world.desk.file_case(world.case)
    return world


async def test_every_piece_scanned_is_reported(filed: Decided) -> None:
    scanned = await filed.collection(ShipmentState.SCANNED)

    await filed.desk.report_originals(scanned)

    [pieces] = filed.back_end.originals.values()
    assert sorted((piece.kind, piece.serial) for piece in pieces) == [("副本", 1), ("副本", 2), ("正本", 1)]
    assert (await filed.told())[-1] == "originals-reported"


async def test_reporting_again_tells_nobody_anything_new(filed: Decided) -> None:
    scanned = await filed.collection(ShipmentState.SCANNED)
    await filed.desk.report_originals(scanned)
    filed.back_end.trouble.before.append(Unavailable("approval", "503"))

    await filed.desk.report_originals(scanned)

    assert (await filed.told()).count("originals-reported") == 1


async def test_two_workers_at_once_leave_one_line_in_the_story(filed: Decided) -> None:
    scanned = await filed.collection(ShipmentState.SCANNED)

    await asyncio.gather(*(filed.desk.report_originals(scanned) for _ in range(3)))

    assert (await filed.told()).count("originals-reported") == 1


async def test_a_lost_answer_is_simply_reported_again(filed: Decided) -> None:
    scanned = await filed.collection(ShipmentState.SCANNED)
    filed.back_end.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await filed.desk.report_originals(scanned)

    await filed.desk.report_originals(scanned)

    assert (await filed.told()).count("originals-reported") == 1


async def test_a_certificate_that_came_before_the_number_waits_for_it(world: Decided) -> None:
    scanned = await world.collection(ShipmentState.SCANNED)
    with pytest.raises(Unavailable):
        await world.desk.report_originals(scanned)
    await world.desk.file_case(world.case)

    await world.desk.report_originals(scanned)

    assert len(world.back_end.originals) == 1


async def test_what_our_counter_has_not_scanned_is_not_reported(filed: Decided) -> None:
    under_way = await filed.collection(ShipmentState.PICKED_UP)

    await filed.desk.report_originals(under_way)

    assert filed.back_end.originals == {}
