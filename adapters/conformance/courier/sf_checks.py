"""What is asked of SF Express alone about orders: its digests, its codes, and who pays."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from adapters.conformance.courier.sf_world import SfWorld
from adapters.conformance.courier.world import REASON, TAIL, World, an_order
from adapters.conformance.expectation import holds, never, refused, same, unavailable, unknown
from adapters.conformance.suite import Needs, Part, Suite
from adapters.courier.sf_digest import Digest, digest, java_encoded

PASSING = ("A1002", "A1003", "A1004", "A1005", "A1006", "A1011", "8003", "8004", "8005", "8014")
UNCERTAIN = ("A1007", "A1009", "A1099", "4001")
FINAL = ("A1001", "4002", "6135", "8017", "8019", "6126", "8252", "20052", "A1998")
OWN_MESSAGE = '{"orderId":"P 1*~+张","language":"zh-CN"}'
THEIR_MESSAGE = '{"language":"zh-CN","orderId":"QIAO-20200618-004"}'
THEIR_STAMP, THEIR_CHECKWORD = "12312334453453", "fjcg5PGKaNpPSHFAZ4QsCOkV71R3zVci"


OWN: Suite[Any] = Suite("courier")


@OWN.check(Part.VECTORS)
async def each_digest_mode_gives_the_recorded_values(_: World) -> None:
    stamp, checkword = "1767323045000", "testCheckWord"
    encoded = "%7B%22orderId%22%3A%22P+1*%7E%2B%E5%BC%A0%22%2C%22language%22%3A%22zh-CN%22%7D"
    same(java_encoded(OWN_MESSAGE), encoded, "the text as a Java form writes it")

    wanted = {
        Digest.STANDARD_MD5: "9QfNnNXngYHBJ8VPf55PgQ==",
        Digest.SIMPLE_MD5: "suFQCAzQyZLCWwZG3BG70A==",
        Digest.SM3: "cfd929362ae6ab3553df4a277726006b58f2939f973d45c211340dc59997a764",
    }
    same({mode: digest(mode, OWN_MESSAGE, stamp, checkword) for mode in Digest}, wanted)


@OWN.check(Part.VECTORS)
async def the_vendors_own_sample_gives_the_value_it_prints(_: World) -> None:
    wanted = {
        Digest.STANDARD_MD5: "IIKJtuLVzoFTu4kHI8M8vA==",
        Digest.SIMPLE_MD5: "OwYXm3XG9fjHK7A+/t7Ckw==",
        Digest.SM3: "b05d21124eb6aedb3c6c99b1a37f9fc9a23a9898cb6a4b5df00d4402bda9081f",
    }
    same({mode: digest(mode, THEIR_MESSAGE, THEIR_STAMP, THEIR_CHECKWORD) for mode in Digest}, wanted)


@OWN.check(Part.VECTORS, Needs.WIRE)
async def an_account_takes_its_own_digest_mode_and_no_other(world: SfWorld) -> None:
    for mode in Digest:
        await world.stage.control("/__switch", digest=mode.value)
        for ours in Digest:
            courier = world.adapter(world.stage.url, ours)
            if ours is mode:
                await courier.order(an_order(world))
            else:
                with unavailable("A1006"):
                    await courier.order(an_order(world))
    same(await world.placed(), len(Digest), "the number of orders")


@OWN.check(Part.IDEMPOTENCY, Needs.HAND)
async def a_repeat_is_one_order_whichever_way_the_vendor_says_so(world: SfWorld) -> None:
    for answer in ("8016", "first"):
        await world.switch(repeat=answer)
        order = an_order(world)
        same(await world.courier.order(order), await world.courier.order(order), f"a repeat told as {answer}")
    same(await world.placed(), 2)


@OWN.check(Part.HAPPY, Needs.HAND)
async def an_address_people_have_to_judge_gets_its_waybill_later(world: SfWorld) -> None:
    await world.switch(filter=1)
    order, tried_at = an_order(world), world.now()

    early = await world.courier.order(order)
    await world.stage.control("/__judge", orderId=order.order_no, result=2)
    late = await world.courier.ask(order, first_tried_at=tried_at)

    same(early.waybill, "", "the waybill at first")
    holds(late is not None and late.waybill and late.order_id == early.order_id, "it has one afterwards")


@OWN.check(Part.REFUSALS, Needs.HAND)
async def an_address_nobody_serves_is_refused_when_ordered_and_when_asked_after(world: SfWorld) -> None:
    await world.switch(filter=3)
    order = an_order(world)

    with refused("filterResult-3"):
        await world.courier.order(order)
    with refused("filterResult-3"):
        await world.courier.ask(order, first_tried_at=world.now())


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def an_order_somebody_is_asked_to_pay_for_is_refused_and_called_off(world: SfWorld) -> None:
    for lie in ("asks_for_money", "another_payer"):
        order = an_order(world)
        await world.stage.mode(lie)
        with refused("payer"):
            await world.courier.order(order)
        holds(order.order_no in await world.called_off(), f"it is called off ({lie})")


@OWN.check(Part.UNKNOWN, Needs.WIRE)
async def an_answer_about_another_order_is_unknown(world: SfWorld) -> None:
    await world.stage.mode("another_order")

    with unknown("order-of-another"):
        await world.courier.order(an_order(world))


@OWN.check(Part.REFUSALS, Needs.HAND)
async def once_fetched_it_cannot_be_called_off(world: SfWorld) -> None:
    booking = await world.courier.order(an_order(world))
    await world.step(booking.waybill, "picked_up")

    with refused("8019"):
        await world.courier.cancel(booking, REASON)
    same(list(await world.called_off()), [])


def _told(code: str, expected: Callable[[], Any]) -> Callable[[SfWorld], Awaitable[None]]:
    async def check(world: SfWorld) -> None:
        await world.stage.mode("answer", code=code)
        with expected():
            await world.courier.order(an_order(world))
        same(await world.placed(), 0)

    check.__name__ = f"an_order_answered_{code}_is_{expected.__name__}"
    return check


for _code in PASSING:
    OWN.check(Part.REFUSALS, Needs.WIRE)(_told(_code, unavailable))
for _code in UNCERTAIN:
    OWN.check(Part.UNKNOWN, Needs.WIRE)(_told(_code, unknown))
for _code in FINAL:
    OWN.check(Part.REFUSALS, Needs.WIRE)(_told(_code, refused))


@OWN.check(Part.FAULTS, Needs.WIRE)
async def an_answer_lost_behind_the_gateway_is_unknown_and_found_by_asking(world: SfWorld) -> None:
    order, tried_at = an_order(world), world.now()
    await world.stage.mode("answer_after", code="A1099")
    with unknown("A1099"):
        await world.courier.order(order)

    booking = await world.courier.ask(order, first_tried_at=tried_at)

    never(booking is None, "nobody knows")
    same(await world.placed(), 1)


@OWN.check(Part.FAULTS, Needs.WIRE)
async def more_than_thirty_in_a_second_are_told_to_come_later(world: SfWorld) -> None:
    for _ in range(30):
        await world.courier.track(world.carrier, "SF7444000000001", phone_tail=TAIL)

    with unavailable("A1005"):
        await world.courier.track(world.carrier, "SF7444000000001", phone_tail=TAIL)
    await world.later(timedelta(seconds=1))
    await world.courier.track(world.carrier, "SF7444000000001", phone_tail=TAIL)


@OWN.check(Part.REFUSALS)
async def another_carriers_parcel_is_not_ordered_here(world: World) -> None:
    with refused("carrier"):
        await world.courier.order(replace(an_order(world), carrier="ems"))
