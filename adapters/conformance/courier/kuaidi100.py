"""The kit of kuaidi100 (快递100), and what is asked of it alone: vectors, windows, subscriptions."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from adapters.conformance.courier.kuaidi100_world import ACCOUNT, Kuaidi100World, open_kuaidi100
from adapters.conformance.courier.suite import SUITE
from adapters.conformance.courier.world import REASON, SALT, TAIL, World, an_order
from adapters.conformance.expectation import holds, refused, same, signature_wrong, unavailable, unknown
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.vendor import VendorKit
from adapters.courier.kuaidi100 import sign
from domain.shipments.outside import ParcelState

POSTED_BY_ITS_HOLDER = "1100000000000"
OWN: Suite[Any] = Suite("courier")


@OWN.check(Part.VECTORS)
async def the_three_kinds_of_text_are_signed_as_its_own_code_signs_them(_: World) -> None:
    query = '{"com":"ems","num":"1100000000000","phone":""}'
    order = '{"kuaidicom":"ems","thirdOrderId":"T1"}'
    last = '{"state":"1","com":"ems","nu":"1100000000000","data":[]}'
    push = f'{{"status":"polling","message":"","lastResult":{last}}}'

    same(sign(query, "testKey", "TESTCUSTOMER"), "A83E19CF9CDDBECE0357329290EE423E", "a query's")
    same(
        sign(order, "1767323045000", "testKey", "testSecret"),
        "39071736236BD9A5552998F8CFC25C15",
        "an order's",
    )
    same(sign(push, "testSalt"), "27F3D01B12AA22823AC4FEF1803ED787", "a push's")


@OWN.check(Part.UNKNOWN, Needs.HAND)
async def two_days_later_a_repeat_would_be_a_second_courier_and_is_not_sent(world: Kuaidi100World) -> None:
    order, tried_at = replace(an_order(world), window=None), world.now()
    await world.courier.order(order)
    await world.later(timedelta(hours=48, seconds=1))

    same(await world.courier.ask(order, first_tried_at=tried_at), None, "what asking brings")
    same(await world.placed(), 1, "the number of couriers")
    await world.courier.order(order)
    same(await world.placed(), 2, "what the vendor does with a repeat now")


@OWN.check(Part.REFUSALS, Needs.HAND)
async def once_fetched_calling_off_is_unknown_as_the_vendor_has_one_code_for_that_and_for_a_fault(
    world: Kuaidi100World,
) -> None:
    booking = await world.courier.order(an_order(world))
    await world.step(booking.waybill, "picked_up")

    with unknown("500"):
        await world.courier.cancel(booking, REASON)
    same(list(await world.called_off()), [])


@OWN.check(Part.REFUSALS, Needs.HAND)
async def one_parcel_asked_after_twice_in_half_an_hour_is_locked(world: Kuaidi100World) -> None:
    await world.stage.control("/__query_lock", seconds=1800)
    booking = await world.courier.order(an_order(world))
    await world.step(booking.waybill, "picked_up")
    await world.courier.track("ems", booking.waybill, phone_tail=TAIL)

    with unavailable("502"):
        await world.courier.track("ems", booking.waybill, phone_tail=TAIL)
    await world.later(timedelta(minutes=30))
    same(len(await world.courier.track("ems", booking.waybill, phone_tail=TAIL)), 1)


@OWN.check(Part.CALLBACKS, Needs.HAND)
async def a_slow_carrier_gives_its_waybill_by_callback(world: Kuaidi100World) -> None:
    order = replace(an_order(world), carrier="yunda")
    booking = await world.courier.order(order)

    (posted,) = await world.posted_to("/orders")

    (news,) = world.read(posted)
    same((booking.waybill, news.order_id), ("", booking.order_id))
    holds(news.waybill, "the news has the waybill")


@OWN.check(Part.CALLBACKS, Needs.HAND)
async def settlements_come_twice_and_add_up(world: Kuaidi100World) -> None:
    booking = await world.courier.order(an_order(world))
    await world.step(booking.waybill, "picked_up")

    told = [world.read(one)[0] for one in await world.posted_to("/orders")]

    same([news.freight_fen for news in told if news.freight_fen], [1200, 300])


@OWN.check(Part.CALLBACKS, Needs.HAND)
async def news_of_another_shipment_does_not_pass_for_this_ones(world: Kuaidi100World) -> None:
    booking = await world.courier.order(an_order(world))
    await world.step(booking.waybill, "picked_up")
    posted = (await world.posted())[0]

    with signature_wrong():
        world.callbacks.parse(posted.body, posted.content_type, salt=SALT[:-1] + "x")


@OWN.check(Part.CALLBACKS, Needs.HAND)
async def each_push_is_the_whole_history(world: Kuaidi100World) -> None:
    booking = await world.courier.order(an_order(world))
    for word in ("picked_up", "in_transit", "out_for_delivery"):
        await world.step(booking.waybill, word)

    told = [len(world.read(one)[0].events) for one in await world.posted()]

    same(told, [1, 2, 3], "how many events each push tells")


@OWN.check(Part.CALLBACKS, Needs.HAND)
async def a_parcel_its_holder_posted_is_followed_and_a_repeat_is_harmless(world: Kuaidi100World) -> None:
    for _ in range(2):
        await _follow(world)
    await world.step(POSTED_BY_ITS_HOLDER, "picked_up")

    (posted,) = await world.posted()

    (news,) = world.read(posted)
    same((news.waybill, news.events[0].state), (POSTED_BY_ITS_HOLDER, ParcelState.PICKED_UP))


@OWN.check(Part.REFUSALS, Needs.HAND)
async def a_parcel_of_no_carrier_it_knows_is_not_followed(world: Kuaidi100World) -> None:
    with refused("701"):
        await _follow(world, carrier="nobody")
    with refused("700"):
        await _follow(world, waybill="1")


@OWN.check(Part.FAULTS, Needs.WIRE)
async def following_met_by_a_fault_may_be_tried_again(world: Kuaidi100World) -> None:
    for mode in ("throttle", "reset_after", "500", "malformed_json"):
        await world.stage.mode(mode)
        with unavailable():
            await _follow(world)
    await _follow(world)


async def _follow(world: Kuaidi100World, carrier: str = "ems", waybill: str = POSTED_BY_ITS_HOLDER) -> None:
    await world.following.follow(
        carrier, waybill, phone_tail=TAIL, track_url=f"{world.callback_url}/tracks", salt=SALT
    )


KIT: VendorKit[Any] = VendorKit(
    name="kuaidi100",
    suite=SUITE,
    open=open_kuaidi100,
    account=ACCOUNT,
    secret="secret",  # noqa: S106 - which part of the account it is
    own=OWN,
)
