"""A pick-up that is not needed any more is called off while nobody has come, and else goes back."""

import asyncio

import pytest

from adapters.postgres.shipments import PostgresShipments
from bff.compose.core import Core
from bff.compose.shipments import give_back_certificate
from domain.cases.case import CaseState
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.shipments.outside import ParcelEvent, ParcelState
from domain.shipments.states import Direction, ShipmentState, Way
from domain.usecases.scan_certificates import Scan
from tests.support.house import HandClock, jobs_deferred
from tests.usecases.parcels import DOOR, Parcels, parcels
from tests.usecases.test_certificate_custody import ALL, CLERK, COPY, ORIGINAL, OTHER, TWO, key


@pytest.fixture
async def made(core: Core, clock: HandClock) -> Parcels:
    return await parcels(core, clock)


async def ended(made: Parcels, state: CaseState = CaseState.WITHDRAWN) -> None:
    """The case ends in a no; what was collected goes back."""
    await made.is_now(state)
    async with made.core.atomic():
        await give_back_certificate(made.core, made.plans)(await made.cases.take(made.case.case_id))


async def of(made: Parcels, direction: Direction) -> list[ShipmentState]:
    return [
        one.state for one in await made.shipments.of_case(made.case.case_id) if one.direction is direction
    ]


async def test_what_was_not_sent_for_is_not_sent_for_any_more(made: Parcels) -> None:
    shipment = await made.collection()

    await ended(made)
    await made.desk.order_shipment(shipment)

    assert (await made.shipments.by_id(shipment)).state is ShipmentState.CANCELLED
    assert made.courier.booked == []


async def test_a_courier_who_has_not_come_is_called_off(made: Parcels) -> None:
    shipment = (await made.ordered(await made.collection())).shipment_id

    await ended(made)
    assert ("cancel-shipment", {"shipment_id": str(shipment)}) in await jobs_deferred()
    await made.desk.cancel_shipment(shipment)
    await made.desk.cancel_shipment(shipment)

    assert made.courier.booked[0].cancelled
    assert (await made.shipments.by_id(shipment)).state is ShipmentState.CANCELLED
    assert (await made.kinds())[-2:] == ["pickup-cancel-asked", "parcel-cancelled"]
    assert await of(made, Direction.GIVE_BACK) == []


async def test_nobody_is_called_off_unasked(made: Parcels) -> None:
    shipment = (await made.ordered(await made.collection())).shipment_id

    await made.desk.cancel_shipment(shipment)

    assert not made.courier.booked[0].cancelled


async def test_a_platform_that_is_away_is_asked_again_later(made: Parcels) -> None:
    shipment = (await made.ordered(await made.collection())).shipment_id
    await ended(made)
    made.courier.trouble.before.append(Unavailable("courier", "502"))
    with pytest.raises(Unavailable):
        await made.desk.cancel_shipment(shipment)

    await made.desk.cancel_shipment(shipment)

    assert (await made.shipments.by_id(shipment)).state is ShipmentState.CANCELLED


async def test_too_late_is_no_fault_it_comes_and_goes_back(made: Parcels, clock: HandClock) -> None:
    shipment = (await made.ordered(await made.collection())).shipment_id
    await ended(made)
    made.courier.trouble.before.append(Refused("courier", "fetched"))
    await made.desk.cancel_shipment(shipment)
    assert (await made.kinds())[-1] == "pickup-cancel-refused"

    await made.told(shipment, ParcelEvent(ParcelState.DELIVERED_SELF, clock(), "301", ""))
    await made.desk.scan_certificates(CLERK, shipment, ALL, key("1"))
    await ended(made)

    assert await of(made, Direction.GIVE_BACK) == [ShipmentState.PLANNED]


async def test_an_unknown_outcome_ends_with_the_news_that_it_was_fetched(
    made: Parcels, clock: HandClock
) -> None:
    shipment = (await made.ordered(await made.collection())).shipment_id
    await ended(made)
    made.courier.trouble.before.append(Unknown("courier", "500"))
    with pytest.raises(Unknown):
        await made.desk.cancel_shipment(shipment)
    await made.told(shipment, ParcelEvent(ParcelState.PICKED_UP, clock(), "103", ""))

    await made.desk.cancel_shipment(shipment)

    assert (await made.shipments.by_id(shipment)).state is ShipmentState.PICKED_UP


async def test_while_the_orders_own_fate_is_unknown_the_calling_off_waits_for_it(made: Parcels) -> None:
    shipment = await made.collection()
    made.courier.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await made.desk.order_shipment(shipment)
    await ended(made)
    with pytest.raises(Unavailable):
        await made.desk.cancel_shipment(shipment)

    await made.desk.order_shipment(shipment)
    await made.desk.cancel_shipment(shipment)

    assert (await made.shipments.by_id(shipment)).state is ShipmentState.CANCELLED
    assert len(made.courier.booked) == 1


async def test_an_order_that_did_not_arrive_is_not_sent_again_once_called_off(made: Parcels) -> None:
    shipment = await made.collection()

    made.courier.meanwhile = lambda: ended(made)
    with pytest.raises(Unavailable):
        await made.desk.order_shipment(shipment)

    await made.desk.order_shipment(shipment)

    assert (await made.shipments.by_id(shipment)).state is ShipmentState.CANCELLED


async def test_two_of_three_go_back_under_one_waybill(made: Parcels, clock: HandClock) -> None:
    shipment = (await made.ordered(await made.collection())).shipment_id
    await made.told(shipment, ParcelEvent(ParcelState.DELIVERED_SELF, clock(), "301", ""))
    await made.desk.scan_certificates(CLERK, shipment, TWO, key("1"))

    await asyncio.gather(ended(made, CaseState.DENIED), ended(made, CaseState.DENIED))

    [back] = [
        one for one in await made.shipments.of_case(made.case.case_id) if one.direction is Direction.GIVE_BACK
    ]
    assert [piece.name for piece in back.pieces] == ["正本1", "副本1"]
    await made.ordered(back.shipment_id)
    await made.told(back.shipment_id, ParcelEvent(ParcelState.DELIVERED_SELF, clock(), "301", ""))
    assert (await made.cases.by_id(made.case.case_id)).state is CaseState.CLOSED
    assert [piece.custody for piece in (await made.shipments.by_id(shipment)).pieces] == [
        "holder",
        "holder",
        "absent",
    ]


async def test_a_third_that_comes_after_the_two_went_back_follows_them(
    made: Parcels, clock: HandClock
) -> None:
    shipment = (await made.ordered(await made.collection())).shipment_id
    await made.told(shipment, ParcelEvent(ParcelState.DELIVERED_SELF, clock(), "301", ""))
    await made.desk.scan_certificates(CLERK, shipment, TWO, key("1"))
    await ended(made, CaseState.DENIED)
    [first] = [one for one in await made.shipments.of_case(made.case.case_id) if one.attempt == 1][1:]
    await made.ordered(first.shipment_id)

    await made.desk.scan_certificates(CLERK, shipment, Scan((OTHER,), {}), key("2"))
    await ended(made, CaseState.DENIED)

    backs = [
        one for one in await made.shipments.of_case(made.case.case_id) if one.direction is Direction.GIVE_BACK
    ]
    assert [[piece.name for piece in one.pieces] for one in backs] == [["正本1", "副本1"], ["副本2"]]


async def test_a_courier_is_called_off_when_the_holder_brings_it_to_the_counter(made: Parcels) -> None:
    shipment = (await made.ordered(await made.collection())).shipment_id

    await made.desk.scan_certificates(CLERK, shipment, ALL, key("1"))
    await made.desk.cancel_shipment(shipment)
    await made.desk.cancel_shipment(shipment)

    assert made.courier.booked[0].cancelled
    assert (await made.shipments.by_id(shipment)).state is ShipmentState.SCANNED
    assert (await made.kinds()).count("pickup-called-off") == 1


async def test_a_pick_up_that_failed_once_is_called_off_too(made: Parcels, clock: HandClock) -> None:
    shipment = (await made.ordered(await made.collection())).shipment_id
    await made.told(shipment, ParcelEvent(ParcelState.PROBLEM, clock(), "order:11", ""))

    await ended(made)
    await made.desk.cancel_shipment(shipment)

    assert (await made.shipments.by_id(shipment)).state is ShipmentState.CANCELLED


@pytest.mark.parametrize(
    ("delivery", "way"), [("courier", Way.COURIER), ("counter", Way.COUNTER)], ids=["courier", "counter"]
)
async def test_what_was_brought_to_the_counter_goes_where_the_new_one_was_to_go(
    core: Core, clock: HandClock, delivery: str, way: Way
) -> None:
    made = await parcels(core, clock, return_mode="counter", delivery_mode=delivery)
    shipment = await made.collection()
    await made.desk.scan_certificates(CLERK, shipment, Scan((ORIGINAL, COPY, OTHER), {}), key("1"))

    await ended(made, CaseState.DENIED)

    [back] = [
        one
        for one in await PostgresShipments(core.cipher).of_case(made.case.case_id)
        if one.direction is Direction.GIVE_BACK
    ]
    assert back.way is way
    assert back.receiver.phone == DOOR.phone
