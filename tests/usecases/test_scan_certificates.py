"""Custody of the old certificate ends at our counter, piece by piece, or not at all."""

import asyncio
from uuid import UUID

import pytest

from bff.compose.core import Core
from domain.kernel.ids import ShipmentId, StaffId
from domain.kernel.ports import RequestKey
from domain.kernel.refusals import NotFound, StepNotAllowed
from domain.shipments.outside import ParcelEvent, ParcelState
from domain.shipments.piece import Custody, PiecesDoNotMatch
from domain.shipments.states import ShipmentState
from domain.staff.account import Role, StaffAccount
from domain.usecases.scan_certificates import Scan, ScannedPiece
from tests.support.house import HandClock, jobs_deferred
from tests.usecases.parcels import NUMBER, Parcels, parcels

CLERK = StaffAccount(StaffId(UUID(int=1)), "c001", "窗口甲", frozenset({Role.CLERK}))
KEY = RequestKey("staff-1", "scan_certificates", "key-1", b"d" * 32)
ALL = tuple(
    ScannedPiece(kind, serial, NUMBER) for kind, serial in (("正本", "1"), ("副本", "1"), ("副本", "2"))
)


@pytest.fixture
async def made(core: Core, clock: HandClock) -> Parcels:
    return await parcels(core, clock)


@pytest.fixture
async def arrived(made: Parcels, clock: HandClock) -> ShipmentId:
    shipment = (await made.ordered(await made.collection())).shipment_id
    await made.told(shipment, ParcelEvent(ParcelState.DELIVERED_SELF, clock(), "301", "本人签收"))
    return shipment


async def test_a_parcel_on_its_way_is_listed_with_its_pieces_and_the_name_of_the_school(
    made: Parcels, arrived: ShipmentId
) -> None:
    [one] = await made.desk.list_arriving()

    assert one.parcel.shipment_id == arrived
    assert (one.party_name, one.case_id) == ("莱西市晨光艺术培训学校（虚构）", made.case.case_id)
    assert one.item_name.startswith("民办非企业单位")
    assert (one.parcel.carrier, one.parcel.state) == ("中国邮政速递（EMS）", "delivered_self")
    assert [(piece.kind, piece.serial) for piece in one.parcel.pieces] == [
        ("original", "1"),
        ("duplicate", "1"),
        ("duplicate", "2"),
    ]


async def test_what_has_not_been_ordered_or_goes_out_is_not_listed(made: Parcels) -> None:
    await made.collection()
    await made.ordered(await made.delivery())

    assert await made.desk.list_arriving() == ()


async def test_every_piece_scanned_ends_custody_and_is_reported(made: Parcels, arrived: ShipmentId) -> None:
    scanned = await made.desk.scan_certificates(CLERK, arrived, Scan(ALL, {}), KEY)

    found = await made.shipments.by_id(arrived)
    assert (scanned.state, found.state) == ("scanned", ShipmentState.SCANNED)
    assert {piece.custody for piece in found.pieces} == {Custody.COUNTER}
    assert (await jobs_deferred())[-1] == ("report-originals", {"shipment_id": str(arrived)})
    last = (await made.core.ledger.of_case(made.case.case_id))[-1]
    assert (last.step.kind, last.step.staff) == ("certificate-scanned", "c001")
    assert await made.desk.list_arriving() == ()


async def test_a_wrong_number_is_not_reported_to_anybody(made: Parcels, arrived: ShipmentId) -> None:
    before = await made.shipments.by_id(arrived)
    wrong = (*ALL[:2], ScannedPiece("副本", "2", "演370285民证字第2022-0009号"))

    with pytest.raises(PiecesDoNotMatch):
        await made.desk.scan_certificates(CLERK, arrived, Scan(wrong, {}), KEY)

    after = await made.shipments.by_id(arrived)
    assert (after.state, after.pieces, after.scanned_at) == (before.state, before.pieces, None)
    assert "report-originals" not in [name for name, _ in await jobs_deferred()]


async def test_the_same_scan_sent_five_times_is_one_scan_with_one_answer(
    made: Parcels, arrived: ShipmentId
) -> None:
    answers = await asyncio.gather(
        *(made.desk.scan_certificates(CLERK, arrived, Scan(ALL, {}), KEY) for _ in range(5))
    )

    assert len(set(answers)) == 1
    assert (await made.kinds()).count("certificate-scanned") == 1
    assert [name for name, _ in await jobs_deferred()].count("report-originals") == 1


async def test_what_was_scanned_is_not_scanned_again(made: Parcels, arrived: ShipmentId) -> None:
    await made.desk.scan_certificates(CLERK, arrived, Scan(ALL, {}), KEY)

    with pytest.raises(StepNotAllowed):
        await made.desk.scan_certificates(
            CLERK, arrived, Scan(ALL, {}), RequestKey("staff-1", "scan_certificates", "key-2", b"d" * 32)
        )


async def test_a_parcel_of_which_the_courier_never_told_is_scanned_all_the_same(made: Parcels) -> None:
    shipment = (await made.ordered(await made.collection())).shipment_id

    scanned = await made.desk.scan_certificates(CLERK, shipment, Scan(ALL, {}), KEY)

    assert scanned.state == "scanned"


async def test_an_unknown_parcel_is_not_found(made: Parcels) -> None:
    with pytest.raises(NotFound):
        await made.desk.scan_certificates(CLERK, ShipmentId(UUID(int=9)), Scan(ALL, {}), KEY)


async def test_what_will_be_in_hand_first_is_listed_first(core: Core, clock: HandClock) -> None:
    for state in (ParcelState.PICKED_UP, ParcelState.DELIVERED_SELF, ParcelState.OUT_FOR_DELIVERY):
        made = await parcels(core, clock)
        shipment = (await made.ordered(await made.collection())).shipment_id
        await made.told(shipment, ParcelEvent(state, clock(), "code", ""))

    listed = [one.parcel.state for one in await made.desk.list_arriving()]

    assert listed == ["delivered_self", "out_for_delivery", "picked_up"]
