"""What every courier's platform keeps to."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import time, timedelta

import pytest

from adapters.sandbox.kit import Books
from adapters.sandbox.kuaidi100 import CourierSandbox, create_app
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.personal import Address, PersonName, Phone
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.shipments.outside import (
    Contact,
    CourierOrder,
    ParcelState,
    PickupWindow,
)
from tests.contract.courier_worlds import CODES, FORM, SALT, FakeWorld, Kuaidi100World, World
from tests.contract.stand import Stand
from tests.fakes.sms import BEIJING
from tests.sandbox.conftest import FixedClock, Listener


@pytest.fixture(params=["fake", "kuaidi100"])
async def world(
    request: pytest.FixtureRequest, stand: Stand, books: Books, clock: FixedClock, listener: Listener
) -> AsyncIterator[World]:
    if request.param == "fake":
        yield FakeWorld(clock)
        return
    config = CourierSandbox(
        key="testKey", customer="TESTCUSTOMER", secret="testSecret", tempo_seconds=0, query_lock=None
    )
    vendor = await stand.start(create_app(books, config=config, now=clock.now))
    yield Kuaidi100World(stand, vendor, listener)


@pytest.fixture
def order(listener: Listener, clock: FixedClock) -> CourierOrder:
    person = Contact(PersonName("甲子"), Phone("19900000101"), Address("山东省青岛市莱西市虚构小区1号楼"))
    office = Contact(PersonName("窗口"), Phone("19900000202"), Address("山东省青岛市莱西市虚构路1号政务大厅"))
    day = clock.now().astimezone(BEIJING).date()
    return CourierOrder(
        order_no="s0000000001",
        carrier="ems",
        sender=person,
        receiver=office,
        cargo="证照文件",
        pieces=3,
        remark="本人交件",
        window=PickupWindow(day + timedelta(days=1), time(14), time(16)),
        callback_url=f"{listener.url}/orders",
        track_url=f"{listener.url}/tracks",
        salt=SALT,
    )


async def test_the_same_order_number_brings_one_courier(world: World, order: CourierOrder) -> None:
    first = await world.courier.order(order)
    second = await world.courier.order(order)

    assert second == first
    assert await world.count() == 1


async def test_a_lost_answer_is_unknown_and_asking_finds_the_one_order(
    world: World, order: CourierOrder, clock: FixedClock
) -> None:
    await world.lose_the_answer()
    tried_at = clock.now()

    with pytest.raises(Unknown):
        await world.courier.order(order)
    booking = await world.courier.ask(order, first_tried_at=tried_at)

    assert booking is not None
    assert await world.count() == 1


async def test_asking_too_late_sends_no_second_courier(
    world: World, order: CourierOrder, clock: FixedClock
) -> None:
    tried_at = clock.now()
    await world.courier.order(order)
    await world.later(timedelta(hours=47, minutes=30))

    assert await world.courier.ask(order, first_tried_at=tried_at) is None
    assert await world.count() == 1


async def test_a_carrier_nobody_knows_is_refused(world: World, order: CourierOrder) -> None:
    with pytest.raises(Refused):
        await world.courier.order(replace(order, carrier="nobody"))


async def test_a_busy_platform_booked_nothing(world: World, order: CourierOrder) -> None:
    await world.be_busy()

    with pytest.raises(Unavailable):
        await world.courier.order(order)

    assert await world.count() == 0


async def test_a_courier_is_called_off_and_calling_off_again_is_harmless(
    world: World, order: CourierOrder
) -> None:
    booking = await world.courier.order(order)

    for _ in range(2):
        await world.courier.cancel(booking, "申请人撤回")
        assert await world.cancelled() == [booking.order_id]


async def test_calling_off_what_was_never_ordered_is_refused(world: World, order: CourierOrder) -> None:
    booking = await world.courier.order(order)

    with pytest.raises(Refused):
        await world.courier.cancel(replace(booking, task_id="another", order_id="another"), "申请人撤回")


async def test_a_parcel_that_has_not_moved_has_no_events(world: World, order: CourierOrder) -> None:
    booking = await world.courier.order(order)

    assert await world.courier.track("ems", booking.waybill, phone_tail="0101") == ()


@pytest.mark.parametrize("state", list(CODES))
async def test_each_step_of_a_parcel_is_told_by_its_name(
    world: World, order: CourierOrder, state: ParcelState
) -> None:
    booking = await world.courier.order(order)
    await world.move(booking.waybill, state)

    events = await world.courier.track("ems", booking.waybill, phone_tail="0101")

    assert [event.state for event in events] == [state]


async def test_events_come_oldest_first(world: World, order: CourierOrder) -> None:
    booking = await world.courier.order(order)
    await world.move(booking.waybill, ParcelState.PICKED_UP)
    await world.later(timedelta(hours=1))
    await world.move(booking.waybill, ParcelState.OUT_FOR_DELIVERY)

    events = await world.courier.track("ems", booking.waybill, phone_tail="0101")

    assert [event.state for event in events] == [ParcelState.PICKED_UP, ParcelState.OUT_FOR_DELIVERY]
    assert events[0].at < events[1].at


async def test_what_the_platform_posts_is_read_with_the_shipments_own_salt(
    world: World, order: CourierOrder
) -> None:
    booking = await world.courier.order(order)
    await world.move(booking.waybill, ParcelState.PICKED_UP)
    body = await world.posted()

    news = world.callbacks.parse(body, FORM, salt=SALT)

    assert news.waybill == booking.waybill
    assert [event.state for event in news.events] == [ParcelState.PICKED_UP]


async def test_a_posting_with_another_salt_or_one_changed_byte_is_refused(
    world: World, order: CourierOrder
) -> None:
    booking = await world.courier.order(order)
    await world.move(booking.waybill, ParcelState.PICKED_UP)
    body = await world.posted()

    with pytest.raises(SignatureWrong):
        world.callbacks.parse(body, FORM, salt=SALT[:-1] + "x")
    with pytest.raises(SignatureWrong):
        world.callbacks.parse(body.replace(b"1199", b"1198"), FORM, salt=SALT)
    with pytest.raises(SignatureWrong):
        world.callbacks.parse(b"", FORM, salt=SALT)
