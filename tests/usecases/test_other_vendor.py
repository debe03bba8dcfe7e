"""Several vendors order one carrier: who was tried stands on the row, and nobody else is asked about it."""

import asyncio
from datetime import timedelta

import pytest

from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.shipments.outside import ParcelEvent, ParcelState
from domain.shipments.states import ShipmentState
from domain.usecases.order_shipment import AWAY_LONG
from tests.fakes.courier import FakeCourier
from tests.support.house import HandClock, count
from tests.usecases.parcels import Parcels, parcels
from tests.usecases.test_courier_news import FORM


@pytest.fixture
async def made(core: Core, clock: HandClock) -> Parcels:
    return await parcels(core, clock)


@pytest.fixture
def other(made: Parcels, clock: HandClock) -> FakeCourier:
    """A second vendor, of the same carrier."""
    second = FakeCourier(clock)
    made.couriers.vendors = {"fake": made.courier, "second": second}
    return second


async def test_the_vendor_stands_on_the_row_before_it_is_called(made: Parcels) -> None:
    shipment = await made.collection()
    made.courier.killed_after_order = True

    with pytest.raises(asyncio.CancelledError):
        await made.desk.order_shipment(shipment)

    found = await made.shipments.by_id(shipment)
    assert (found.state, found.vendor) == (ShipmentState.ORDERING, "fake")


async def test_a_vendor_away_for_a_moment_is_tried_again(
    made: Parcels, other: FakeCourier, clock: HandClock
) -> None:
    shipment = await made.collection()
    made.courier.trouble.before = [Unavailable("courier", "503")]
    with pytest.raises(Unavailable):
        await made.desk.order_shipment(shipment)
    clock.go_on(AWAY_LONG - timedelta(seconds=1))

    found = await made.ordered(shipment)

    assert (found.state, found.vendor) == (ShipmentState.ORDERED, "fake")
    assert not other.booked


async def test_a_vendor_away_for_long_hands_its_order_to_the_next(
    made: Parcels, other: FakeCourier, clock: HandClock
) -> None:
    shipment = await made.collection()
    made.courier.trouble.before = [Unavailable("courier", "503")] * 2
    for _ in range(2):
        with pytest.raises(Unavailable):
            await made.desk.order_shipment(shipment)
        clock.go_on(AWAY_LONG / 2)

    found = await made.ordered(shipment)

    assert (found.state, found.vendor) == (ShipmentState.ORDERED, "second")
    assert (len(made.courier.booked), len(other.booked)) == (0, 1)
    assert "parcel-other-vendor" in await made.kinds()


async def test_when_all_are_away_the_first_is_tried_again_after_the_last(
    made: Parcels, other: FakeCourier, clock: HandClock
) -> None:
    shipment = await made.collection()
    for one in (made.courier, other):
        one.trouble.before = [Unavailable("courier", "503")] * 2
        for _ in range(2):
            with pytest.raises(Unavailable):
                await made.desk.order_shipment(shipment)
            clock.go_on(AWAY_LONG / 2)

    found = await made.ordered(shipment)

    assert found.vendor == "fake"


async def test_an_order_of_unknown_fate_is_never_handed_to_another(
    made: Parcels, other: FakeCourier, clock: HandClock
) -> None:
    shipment = await made.collection()
    made.courier.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await made.desk.order_shipment(shipment)
    made.courier.trouble.before = [Unavailable("courier", "503")] * 3
    for _ in range(3):
        clock.go_on(AWAY_LONG)
        with pytest.raises(Unavailable):
            await made.desk.order_shipment(shipment)

    found = await made.ordered(shipment)

    assert (found.state, found.vendor) == (ShipmentState.ORDERED, "fake")
    assert not other.booked


async def test_a_refused_order_is_handed_to_nobody(
    made: Parcels, other: FakeCourier, clock: HandClock
) -> None:
    shipment = await made.collection()
    made.courier.trouble.before = [Refused("courier", "400")]
    with pytest.raises(Refused):
        await made.desk.order_shipment(shipment)
    clock.go_on(AWAY_LONG)

    found = await made.ordered(shipment)

    assert found.state is ShipmentState.WITH_STAFF
    assert not other.booked


async def test_who_has_the_order_is_called_off_and_asked_after(
    made: Parcels, other: FakeCourier, clock: HandClock
) -> None:
    made.couriers.vendors = {"second": other, "fake": made.courier}
    shipment = await made.ordered(await made.collection())
    made.couriers.vendors = {"fake": made.courier, "second": other}
    clock.go_on(timedelta(days=2))
    other.happen(shipment.waybill, ParcelState.PICKED_UP, "203")

    moved = await made.desk.ask_after_parcel()

    assert shipment.vendor == "second"
    assert (moved, (await made.shipments.by_id(shipment.shipment_id)).state) == (1, ShipmentState.PICKED_UP)


async def test_an_order_at_a_vendor_no_longer_contracted_is_a_persons(
    made: Parcels, clock: HandClock
) -> None:
    shipment = await made.collection()
    made.courier.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await made.desk.order_shipment(shipment)
    made.couriers.vendors = {"second": FakeCourier(clock)}

    with pytest.raises(Refused):
        await made.desk.order_shipment(shipment)

    found = await made.shipments.by_id(shipment)
    assert (found.state, found.vendor) == (ShipmentState.WITH_STAFF, "fake")


async def test_where_nobody_can_order_a_person_is_told(made: Parcels) -> None:
    shipment = await made.collection()
    made.couriers.vendors = {}

    with pytest.raises(Refused, match="no-vendor"):
        await made.desk.order_shipment(shipment)

    assert (await made.shipments.by_id(shipment)).state is ShipmentState.WITH_STAFF
    assert await count("shipments") == 1


async def test_an_order_taken_a_day_ago_without_a_waybill_is_asked_after(
    made: Parcels, clock: HandClock
) -> None:
    made.courier.names_late = True
    shipment = await made.ordered(await made.collection())
    assert shipment.waybill == ""
    made.courier.names_late = False
    clock.go_on(timedelta(days=1, minutes=1))

    first, again = await made.desk.ask_after_booking(), await made.desk.ask_after_booking()

    found = await made.shipments.by_id(shipment.shipment_id)
    assert (first, again) == (1, 0)
    assert found.waybill == made.courier.booked[0].booking.waybill
    assert len(made.courier.booked) == 1


async def test_an_order_without_a_waybill_that_cannot_be_asked_after_waits(
    made: Parcels, clock: HandClock
) -> None:
    made.courier.names_late = True
    shipment = await made.ordered(await made.collection())
    clock.go_on(timedelta(days=3))  # too late to ask

    assert await made.desk.ask_after_booking() == 0
    assert (await made.shipments.by_id(shipment.shipment_id)).state is ShipmentState.ORDERED


async def test_a_vendor_that_lost_the_order_has_no_more_to_say_of_it(core: Core, clock: HandClock) -> None:
    made = await parcels(core, clock, CaseState.LICENSED)
    made.couriers.vendors = {"fake": made.courier, "second": FakeCourier(clock)}
    delivery = await made.delivery()
    made.courier.trouble.before = [Unavailable("courier", "503")] * 2
    for _ in range(2):
        with pytest.raises(Unavailable):
            await made.desk.order_shipment(delivery)
        clock.go_on(AWAY_LONG / 2)
    held = await made.ordered(delivery)

    for state in (ParcelState.DELIVERED_SELF, ParcelState.CANCELLED):
        found = await made.told(delivery, ParcelEvent(state, clock(), str(state), ""))

        assert (found.vendor, found.state, found.events) == ("second", ShipmentState.ORDERED, [])
    assert found.waybill == held.waybill
    assert (await made.cases.by_id(made.case.case_id)).state is CaseState.LICENSED


async def test_news_of_another_waybill_than_ours_is_nobodys(made: Parcels, clock: HandClock) -> None:
    shipment = await made.ordered(await made.collection())
    secrets = await made.shipments.secrets_of(shipment.shipment_id)
    lost = ParcelEvent(ParcelState.LOST, clock(), "lost", "")
    body = made.callbacks.write("1199000000098", (lost,), salt=secrets.salt)

    await made.desk.receive_courier_news("kuaidi100-track", secrets.token, body, FORM)
    for message in await made.waiting():
        await made.desk.record_courier_news(message)

    found = await made.shipments.by_id(shipment.shipment_id)
    assert (found.state, found.events) == (ShipmentState.ORDERED, [])
