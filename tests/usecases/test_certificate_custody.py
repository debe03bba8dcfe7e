"""Arrived certificates are scanned piece by piece; only then, and only after the new one, are they voided."""

from datetime import timedelta
from uuid import UUID

import pytest

from adapters.postgres.decisions import PostgresDecisions
from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.decisions.decision import Decision, Result
from domain.kernel.ids import ShipmentId, StaffId
from domain.kernel.ports import RequestKey
from domain.kernel.refusals import StepNotAllowed
from domain.shipments.outside import ParcelEvent, ParcelState
from domain.shipments.piece import Absent, Custody, PiecesDoNotMatch, PiecesUnaccounted
from domain.staff.account import Role, StaffAccount
from domain.usecases.scan_certificates import Scan, ScannedPiece
from domain.usecases.void_certificates import VoidTooEarly
from tests.support.house import HandClock, count, jobs_deferred
from tests.usecases.parcels import NUMBER, Parcels, parcels

CLERK = StaffAccount(StaffId(UUID(int=1)), "c001", "窗口甲", frozenset({Role.CLERK}))
ORIGINAL, COPY, OTHER = (
    ScannedPiece(kind, serial, NUMBER) for kind, serial in (("正本", "1"), ("副本", "1"), ("副本", "2"))
)
TWO = Scan((ORIGINAL, COPY), {("副本", "2"): Absent.NOT_HANDED_OVER})
ALL = Scan((ORIGINAL, COPY, OTHER), {})


def key(name: str) -> RequestKey:
    return RequestKey("staff-1", "op", name, b"d" * 32)


@pytest.fixture
async def made(core: Core, clock: HandClock) -> Parcels:
    return await parcels(core, clock)


@pytest.fixture
async def arrived(made: Parcels, clock: HandClock) -> ShipmentId:
    shipment = (await made.ordered(await made.collection())).shipment_id
    await made.told(shipment, ParcelEvent(ParcelState.DELIVERED_SELF, clock(), "301", "本人签收"))
    return shipment


async def issued(made: Parcels) -> None:
    """The new licence is there."""
    await made.is_now(CaseState.LICENSED)
    async with made.core.atomic():
        await PostgresDecisions(made.core.cipher, made.core.new_id).add(
            Decision(made.case.case_id, Result.GRANTED, made.clock(), (), ())
        )


async def test_two_of_three_are_taken_in_and_the_holder_is_asked_for_the_third(
    made: Parcels, arrived: ShipmentId
) -> None:
    scanned = await made.desk.scan_certificates(CLERK, arrived, TWO, key("1"))

    assert scanned.state_text == "窗口已收到3件中的2件"
    assert [(one.custody, one.reason_text) for one in scanned.pieces] == [
        ("counter", ""),
        ("counter", ""),
        ("absent", "未交"),
    ]
    assert await count("notices") == 1
    assert ("report-originals", {"shipment_id": str(arrived)}) in await jobs_deferred()


async def test_what_comes_later_is_scanned_then(made: Parcels, arrived: ShipmentId) -> None:
    await made.desk.scan_certificates(CLERK, arrived, TWO, key("1"))

    scanned = await made.desk.scan_certificates(CLERK, arrived, Scan((OTHER,), {}), key("2"))

    assert scanned.state_text == "窗口已收到并核对"
    assert [name for name, _ in await jobs_deferred()].count("report-originals") == 2


async def test_a_piece_that_nobody_speaks_of_stops_the_scan(made: Parcels, arrived: ShipmentId) -> None:
    with pytest.raises(PiecesUnaccounted):
        await made.desk.scan_certificates(CLERK, arrived, Scan((ORIGINAL, COPY), {}), key("1"))

    assert "certificate-mismatch" not in await made.kinds()


async def test_a_mismatch_takes_nothing_in_and_is_kept_without_the_number(
    made: Parcels, arrived: ShipmentId
) -> None:
    wrong = Scan((ORIGINAL, COPY, ScannedPiece("副本", "2", "演370285民证字第2022-0009号")), {})

    for _ in range(2):
        with pytest.raises(PiecesDoNotMatch) as refused:
            await made.desk.scan_certificates(CLERK, arrived, wrong, key("1"))

    assert refused.value.data == {"missing": ["副本2"]}
    entries = await made.core.ledger.of_case(made.case.case_id)
    [noted] = [entry.step for entry in entries if entry.step.kind == "certificate-mismatch"]
    assert (noted.staff, "0009" in str(noted.facts)) == ("c001", False)
    held = await made.shipments.by_id(arrived)
    assert {piece.custody for piece in held.pieces} == {Custody.COURIER}
    count_, [row] = await made.desk.list_certificates()
    assert (count_, row.cause) == (1, "mismatch")


async def test_one_wrong_piece_is_kept_as_a_mismatch_though_the_others_were_not_scanned_yet(
    made: Parcels, arrived: ShipmentId
) -> None:
    wrong = Scan((ScannedPiece("正本", "1", "123"),), {})

    with pytest.raises(PiecesDoNotMatch) as refused:
        await made.desk.scan_certificates(CLERK, arrived, wrong, key("1"))

    assert refused.value.data == {"missing": ["正本1"]}
    assert "certificate-mismatch" in await made.kinds()


async def test_a_mismatch_turns_red_only_once_its_own_days_are_over(
    made: Parcels, arrived: ShipmentId, clock: HandClock
) -> None:
    with pytest.raises(PiecesDoNotMatch):
        await made.desk.scan_certificates(
            CLERK, arrived, Scan((ScannedPiece("正本", "1", "1"),), {}), key("1")
        )
    lights = []

    for _ in range(5):
        [row] = (await made.desk.queue_certificates(size=8)).rows
        lights.append(row.light)
        clock.go_on(timedelta(days=1))

    assert lights == ["green", "green", "yellow", "yellow", "red"]


async def test_a_good_scan_after_a_mismatch_ends_it(made: Parcels, arrived: ShipmentId) -> None:
    wrong = Scan((ORIGINAL, COPY, ScannedPiece("副本", "2", "另一本")), {})
    with pytest.raises(PiecesDoNotMatch):
        await made.desk.scan_certificates(CLERK, arrived, wrong, key("1"))

    await made.desk.scan_certificates(CLERK, arrived, ALL, key("2"))

    assert await made.desk.list_certificates() == (0, ())


async def test_nothing_is_voided_before_the_new_one_is_there(made: Parcels, arrived: ShipmentId) -> None:
    await made.desk.scan_certificates(CLERK, arrived, ALL, key("1"))

    with pytest.raises(VoidTooEarly):
        await made.desk.void_certificates(CLERK, arrived, key("2"))

    assert {piece.custody for piece in (await made.shipments.by_id(arrived)).pieces} == {Custody.COUNTER}


async def test_after_a_no_nothing_is_ever_voided(made: Parcels, arrived: ShipmentId) -> None:
    await made.desk.scan_certificates(CLERK, arrived, ALL, key("1"))
    await made.is_now(CaseState.CLOSED)

    with pytest.raises(VoidTooEarly):
        await made.desk.void_certificates(CLERK, arrived, key("2"))


async def test_every_piece_is_accounted_for_before_any_is_voided(made: Parcels, arrived: ShipmentId) -> None:
    await made.desk.scan_certificates(CLERK, arrived, TWO, key("1"))
    await issued(made)

    with pytest.raises(PiecesUnaccounted):
        await made.desk.void_certificates(CLERK, arrived, key("2"))

    await made.desk.declare_parcel_lost(CLERK, arrived, "持证人书面声明遗失", key("3"))
    voided = await made.desk.void_certificates(CLERK, arrived, key("4"))

    assert (voided.state_text, [one.custody for one in voided.pieces]) == (
        "旧证已作废",
        ["void", "void", "absent"],
    )
    last = (await made.core.ledger.of_case(made.case.case_id))[-1].step
    assert (last.kind, last.staff, last.facts["pieces"], last.facts["lost"]) == (
        "certificate-voided",
        "c001",
        2,
        1,
    )


async def test_voided_once_it_is_not_voided_again_and_stands_in_no_queue(
    made: Parcels, arrived: ShipmentId
) -> None:
    await made.desk.scan_certificates(CLERK, arrived, ALL, key("1"))
    await issued(made)
    _, [row] = await made.desk.list_certificates()
    first = await made.desk.void_certificates(CLERK, arrived, key("2"))

    again = await made.desk.void_certificates(CLERK, arrived, key("2"))
    with pytest.raises(StepNotAllowed):
        await made.desk.void_certificates(CLERK, arrived, key("3"))

    assert (row.cause, first == again) == ("to_void", True)
    assert await made.desk.list_certificates() == (0, ())
