"""One courier comes, and only one: whatever fails, however often it is tried, wherever we were killed."""

import asyncio
from datetime import date, time, timedelta

import pytest
from tortoise.connection import get_connection

from bff.compose.core import Core
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.shipments.outside import ParcelEvent, ParcelState, PickupWindow
from domain.shipments.piece import Custody
from domain.shipments.states import Direction, ShipmentState
from tests.support.house import HandClock, count
from tests.usecases.parcels import COUNTER, DOOR, NUMBER, Parcels, parcels


@pytest.fixture
async def made(core: Core, clock: HandClock) -> Parcels:
    return await parcels(core, clock)


async def test_a_collection_goes_from_the_door_to_the_counter_by_ems_with_every_piece(made: Parcels) -> None:
    shipment = await made.shipments.by_id(await made.collection())

    assert (shipment.direction, shipment.state) == (Direction.COLLECT, ShipmentState.PLANNED)
    assert (shipment.sender.address, shipment.receiver) == (DOOR.address, COUNTER)
    assert shipment.carrier == "ems"
    assert [(one.kind, one.serial, one.number, one.custody) for one in shipment.pieces] == [
        ("正本", "1", NUMBER, Custody.HOLDER),
        ("副本", "1", NUMBER, Custody.HOLDER),
        ("副本", "2", NUMBER, Custody.HOLDER),
    ]


async def test_a_case_has_one_collection_however_often_it_is_planned(made: Parcels) -> None:
    first, second = await asyncio.gather(made.collection(), made.collection())

    assert first == second
    assert await count("shipments") == 1
    assert await made.kinds() == ["parcel-planned"]


async def test_what_is_about_people_and_the_secrets_of_callbacks_are_sealed(made: Parcels) -> None:
    shipment = await made.collection()
    secrets = await made.shipments.secrets_of(shipment)

    [row] = await get_connection("default").execute_query_dict("SELECT * FROM shipments")
    stored = b"".join(value if isinstance(value, bytes) else str(value).encode() for value in row.values())

    for clear in (DOOR.name, DOOR.phone, DOOR.address):
        assert clear.reveal().encode() not in stored
    assert not any(clear.encode() in stored for clear in (NUMBER, secrets.token, secrets.salt))


async def test_an_order_names_both_ends_the_hours_chosen_and_addresses_that_only_we_gave(
    made: Parcels,
) -> None:
    shipment = await made.ordered(await made.collection())

    [booked] = made.courier.booked
    order, secrets = booked.order, await made.shipments.secrets_of(shipment.shipment_id)
    assert (order.sender, order.receiver, order.pieces) == (shipment.sender, COUNTER, 3)
    assert order.window == PickupWindow(date(2026, 11, 24), time(9), time(11))
    assert order.callback_url == f"https://palm.test/v1/callbacks/kuaidi100/{secrets.token}/orders"
    assert order.track_url == f"https://palm.test/v1/callbacks/kuaidi100/{secrets.token}/tracks"
    assert (shipment.state, shipment.waybill) == (ShipmentState.ORDERED, booked.booking.waybill)
    assert await made.kinds() == ["parcel-planned", "parcel-ordering", "parcel-ordered"]


async def test_an_order_run_again_is_not_placed_again(made: Parcels) -> None:
    shipment = await made.collection()

    for _ in range(3):
        await made.desk.order_shipment(shipment)

    assert len(made.courier.booked) == 1
    assert (await made.kinds()).count("parcel-ordered") == 1


async def test_killed_between_the_order_and_its_record_one_courier_comes(made: Parcels) -> None:
    shipment = await made.collection()
    made.courier.killed_after_order = True
    with pytest.raises(asyncio.CancelledError):
        await made.desk.order_shipment(shipment)

    found = await made.ordered(shipment)

    assert len(made.courier.booked) == 1
    assert found.state is ShipmentState.ORDERED
    assert found.task_id == made.courier.booked[0].booking.task_id


async def test_a_lost_answer_is_asked_after_by_the_same_number_and_addresses(made: Parcels) -> None:
    shipment = await made.collection()
    made.courier.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await made.desk.order_shipment(shipment)
    unknown = await made.shipments.by_id(shipment)

    found = await made.ordered(shipment)

    assert (unknown.state, found.state) == (ShipmentState.UNKNOWN, ShipmentState.ORDERED)
    assert len(made.courier.booked) == 1
    assert (await made.kinds())[1:] == ["parcel-ordering", "parcel-unknown", "parcel-ordered"]


async def test_a_platform_that_is_away_leaves_the_order_planned_and_is_tried_later(made: Parcels) -> None:
    shipment = await made.collection()
    made.courier.trouble.before = [Unavailable("courier", "503"), Unavailable("courier", "503")]
    for _ in range(2):
        with pytest.raises(Unavailable):
            await made.desk.order_shipment(shipment)
    waiting = await made.shipments.by_id(shipment)

    found = await made.ordered(shipment)

    assert (waiting.state, found.state) == (ShipmentState.PLANNED, ShipmentState.ORDERED)
    assert (await made.kinds()).count("parcel-ordering") == 1


async def test_an_order_of_unknown_fate_stays_so_while_the_platform_is_away(made: Parcels) -> None:
    shipment = await made.collection()
    made.courier.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await made.desk.order_shipment(shipment)
    made.courier.trouble.before = [Unavailable("courier", "503")]

    with pytest.raises(Unavailable):
        await made.desk.order_shipment(shipment)

    assert (await made.shipments.by_id(shipment)).state is ShipmentState.UNKNOWN


async def test_too_late_to_ask_safely_a_person_calls_the_courier(made: Parcels, clock: HandClock) -> None:
    shipment = await made.collection()
    made.courier.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await made.desk.order_shipment(shipment)
    clock.go_on(timedelta(hours=48))

    found = await made.ordered(shipment)

    assert found.state is ShipmentState.WITH_STAFF
    assert len(made.courier.booked) == 1


async def test_a_refused_order_goes_to_staff_and_is_not_repeated(made: Parcels) -> None:
    shipment = await made.collection()
    made.courier.trouble.before = [Refused("courier", "400")]
    with pytest.raises(Refused):
        await made.desk.order_shipment(shipment)

    found = await made.ordered(shipment)

    assert found.state is ShipmentState.WITH_STAFF
    assert made.courier.booked == []
    assert shipment in [one.shipment_id for one in await made.shipments.arriving()]


async def test_two_workers_at_once_get_one_courier(made: Parcels) -> None:
    shipment = await made.collection()

    await asyncio.gather(*(made.desk.order_shipment(shipment) for _ in range(4)))

    assert len(made.courier.booked) == 1
    assert (await made.shipments.by_id(shipment)).state is ShipmentState.ORDERED


async def test_a_callback_before_the_answer_was_written_down_is_understood(
    made: Parcels, clock: HandClock
) -> None:
    shipment = await made.collection()
    made.courier.killed_after_order = True
    with pytest.raises(asyncio.CancelledError):
        await made.desk.order_shipment(shipment)

    heard = await made.told(
        shipment, ParcelEvent(ParcelState.ACCEPTED, clock(), "order:1", ""), kind="kuaidi100-order"
    )
    again = await made.ordered(shipment)

    assert heard.state is again.state is ShipmentState.ACCEPTED
    assert (heard.waybill, heard.courier_name) == ("1199000000099", "丙寅")
    assert len(made.courier.booked) == 1


async def test_hours_that_have_passed_are_not_asked_for(made: Parcels, clock: HandClock) -> None:
    shipment = await made.collection()
    clock.go_on(timedelta(days=2))

    await made.desk.order_shipment(shipment)

    assert made.courier.booked[0].order.window is None


async def test_what_was_collected_goes_back_to_the_same_door(made: Parcels) -> None:
    collected = await made.collection()

    back = await made.ordered(await made.give_back(collected))

    assert (back.sender, back.receiver.address) == (COUNTER, DOOR.address)
    assert [one.number for one in back.pieces] == [NUMBER] * 3
    assert "投放快递柜" in made.courier.booked[0].order.remark
