"""What the courier tells moves the parcel once, and the case only when the receiver's own hand signed."""

import asyncio
from datetime import timedelta

import pytest

from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.ids import ShipmentId
from domain.kernel.jobs import ReadInbox
from domain.kernel.refusals import NotFound
from domain.shipments.outside import ParcelEvent, ParcelState
from domain.shipments.piece import Custody
from domain.shipments.states import ShipmentState
from tests.support.house import HandClock, count, jobs_deferred
from tests.usecases.parcels import Parcels, parcels

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
async def made(core: Core, clock: HandClock) -> Parcels:
    return await parcels(core, clock)


def event(clock: HandClock, state: ParcelState, minutes: int = 0) -> ParcelEvent:
    return ParcelEvent(state, clock() + timedelta(minutes=minutes), str(state), str(state))


async def test_news_is_kept_sealed_and_worked_on_by_a_job(made: Parcels, clock: HandClock) -> None:
    shipment = (await made.ordered(await made.collection())).shipment_id

    await made.post(shipment, event(clock, ParcelState.PICKED_UP))

    [message] = await made.waiting()
    name, arguments = (await jobs_deferred())[-1]
    assert name == "read-inbox"
    assert arguments == {"message_id": str(ReadInbox(message, "").message_id), "source": "kuaidi100-track"}
    assert (await made.shipments.by_id(shipment)).state is ShipmentState.ORDERED


async def test_a_token_that_is_not_ours_is_simply_not_found(made: Parcels) -> None:
    with pytest.raises(NotFound):
        await made.desk.receive_courier_news("kuaidi100-track", "made-up", b"x", FORM)

    assert await count("inbox") == 0


async def test_news_signed_for_another_shipment_is_refused_and_not_kept(
    made: Parcels, clock: HandClock
) -> None:
    one, other = await made.collection(), await made.delivery()
    theirs, ours = await made.shipments.secrets_of(other), await made.shipments.secrets_of(one)
    body = made.callbacks.write("1199000000099", (event(clock, ParcelState.LOST),), salt=theirs.salt)

    with pytest.raises(SignatureWrong):
        await made.desk.receive_courier_news("kuaidi100-track", ours.token, body, FORM)

    assert await count("inbox") == 0


async def test_the_same_body_posted_twenty_times_is_kept_once(made: Parcels, clock: HandClock) -> None:
    shipment = (await made.ordered(await made.collection())).shipment_id
    told = event(clock, ParcelState.PICKED_UP)

    await asyncio.gather(*(made.post(shipment, told) for _ in range(20)))

    assert await count("inbox") == 1
    assert [name for name, _ in await jobs_deferred()].count("read-inbox") == 1


async def test_the_ledger_tells_each_state_once_in_the_order_of_time(made: Parcels, clock: HandClock) -> None:
    shipment = (await made.ordered(await made.collection())).shipment_id
    track = [
        event(clock, ParcelState.PICKED_UP, 1),
        event(clock, ParcelState.IN_TRANSIT, 2),
        event(clock, ParcelState.IN_TRANSIT, 3),
    ]

    await made.told(shipment, *track)
    found = await made.told(shipment, *track, event(clock, ParcelState.OUT_FOR_DELIVERY, 4))

    assert (await made.kinds())[3:] == ["parcel-picked-up", "parcel-in-transit", "parcel-out-for-delivery"]
    assert found.state is ShipmentState.OUT_FOR_DELIVERY
    assert {piece.custody for piece in found.pieces} == {Custody.COURIER}
    assert len(found.events) == 4


async def test_two_messages_worked_on_at_once_both_count(made: Parcels, clock: HandClock) -> None:
    shipment = (await made.ordered(await made.collection())).shipment_id
    await made.post(shipment, event(clock, ParcelState.PICKED_UP, 1))
    await made.post(shipment, event(clock, ParcelState.IN_TRANSIT, 2))
    messages = await made.waiting()

    await asyncio.gather(*(made.desk.record_courier_news(message) for message in messages * 3))

    found = await made.shipments.by_id(shipment)
    assert found.state is ShipmentState.IN_TRANSIT
    assert len(found.events) == 2
    assert await made.waiting() == []
    assert (await made.kinds()).count("parcel-in-transit") == 1


async def test_the_new_certificate_signed_for_by_the_receiver_is_delivered(
    core: Core, clock: HandClock
) -> None:
    made = await parcels(core, clock, CaseState.LICENSED)
    shipment = (await made.ordered(await made.delivery())).shipment_id

    found = await made.told(shipment, event(clock, ParcelState.DELIVERED_SELF, 5))

    case = await made.cases.by_id(made.case.case_id)
    assert (case.state, case.delivered_at) == (CaseState.DELIVERED, clock() + timedelta(minutes=5))
    assert {piece.custody for piece in found.pieces} == {Custody.HOLDER}
    assert (await made.kinds())[-2:] == ["parcel-delivered-self", "licence-delivered"]


@pytest.mark.parametrize("state", [ParcelState.PARKED, ParcelState.DELIVERED_OTHER])
async def test_in_a_locker_or_with_a_neighbour_it_is_not_delivered(
    core: Core, clock: HandClock, state: ParcelState
) -> None:
    made = await parcels(core, clock, CaseState.LICENSED)
    shipment = (await made.ordered(await made.delivery())).shipment_id

    await made.told(shipment, event(clock, state))

    assert (await made.cases.by_id(made.case.case_id)).state is CaseState.LICENSED
    assert "licence-delivered" not in await made.kinds()


async def test_delivered_once_stays_delivered_whatever_the_track_says_after(
    core: Core, clock: HandClock
) -> None:
    made = await parcels(core, clock, CaseState.LICENSED)
    shipment = (await made.ordered(await made.delivery())).shipment_id

    await made.told(shipment, event(clock, ParcelState.DELIVERED_SELF, 5))
    await made.told(shipment, event(clock, ParcelState.PROBLEM, 6))
    await made.told(shipment, event(clock, ParcelState.DELIVERED_SELF, 7))

    assert (await made.kinds()).count("licence-delivered") == 1
    assert (await made.cases.by_id(made.case.case_id)).state is CaseState.DELIVERED


async def test_a_signature_at_our_own_counter_moves_no_case(made: Parcels, clock: HandClock) -> None:
    shipment = (await made.ordered(await made.collection())).shipment_id

    await made.told(shipment, event(clock, ParcelState.DELIVERED_SELF))

    assert (await made.cases.by_id(made.case.case_id)).state is CaseState.FILED


@pytest.mark.parametrize("state", [CaseState.DENIED, CaseState.NOT_ACCEPTED])
async def test_the_old_certificate_back_at_its_holder_closes_a_case_that_was_denied(
    core: Core, clock: HandClock, state: CaseState
) -> None:
    made = await parcels(core, clock)
    back = await made.give_back(await made.collection())
    await made.is_now(state)
    await made.ordered(back)

    found = await made.told(back, event(clock, ParcelState.DELIVERED_SELF))

    assert (await made.cases.by_id(made.case.case_id)).state is CaseState.CLOSED
    assert {piece.custody for piece in found.pieces} == {Custody.HOLDER}
    assert (await made.kinds())[-1] == "certificate-given-back"


async def test_a_waybill_that_comes_by_callback_is_kept(made: Parcels, clock: HandClock) -> None:
    shipment = await made.collection()

    found = await made.told(shipment, event(clock, ParcelState.ORDERED), kind="kuaidi100-order")

    assert (found.waybill, found.courier_phone is not None) == ("1199000000099", True)


async def test_a_parcel_nobody_told_of_for_a_day_is_asked_after_and_not_again_within_half_an_hour(
    core: Core, clock: HandClock
) -> None:
    made = await parcels(core, clock, CaseState.LICENSED)
    shipment = await made.ordered(await made.delivery())
    assert await made.desk.ask_after_parcel() == 0
    clock.go_on(timedelta(days=1, minutes=1))
    assert await made.desk.ask_after_parcel() == 0
    made.courier.happen(shipment.waybill, ParcelState.DELIVERED_SELF, "301")

    soon = await made.desk.ask_after_parcel()
    clock.go_on(timedelta(minutes=31))
    later = await made.desk.ask_after_parcel()

    assert (soon, later) == (0, 1)
    assert (await made.cases.by_id(made.case.case_id)).state is CaseState.DELIVERED


async def test_whose_parcel_was_asked_after_longest_ago_comes_first(core: Core, clock: HandClock) -> None:
    older, newer = await parcels(core, clock), await parcels(core, clock)
    first = await older.ordered(await older.collection())
    clock.go_on(timedelta(minutes=1))
    second = await newer.ordered(await newer.collection())
    clock.go_on(timedelta(days=1))

    async def turn() -> list[ShipmentId]:
        now = clock()
        one = await older.shipments.quiet(heard_before=now, asked_before=now, size=1)
        return [shipment.shipment_id for shipment in one]

    before = await turn()
    async with core.atomic():
        held = await older.shipments.take(first.shipment_id)
        held.asked_at = clock() - timedelta(hours=1)
        await older.shipments.save(held)

    assert (before, await turn()) == ([first.shipment_id], [second.shipment_id])


async def test_what_waits_for_a_person_is_told_once_of_one_parcel(core: Core, clock: HandClock) -> None:
    made = await parcels(core, clock, CaseState.LICENSED)
    shipment = (await made.ordered(await made.delivery())).shipment_id

    for minutes in range(1, 7, 2):
        await made.told(shipment, event(clock, ParcelState.PARKED, minutes))
        await made.told(shipment, event(clock, ParcelState.IN_TRANSIT, minutes + 1))
    await made.told(shipment, event(clock, ParcelState.DELIVERED_OTHER, 8))

    assert await count("notices") == 2


async def test_news_dated_later_than_any_clock_goes_wrong_is_not_taken(
    made: Parcels, clock: HandClock
) -> None:
    shipment = (await made.ordered(await made.collection())).shipment_id

    await made.told(shipment, event(clock, ParcelState.LOST, 61))
    found = await made.told(shipment, event(clock, ParcelState.PICKED_UP, 60))

    assert (found.state, len(found.events)) == (ShipmentState.PICKED_UP, 1)
