"""What a courier's platform keeps to when ordered and called off: one courier comes, the office pays."""

from dataclasses import replace
from datetime import timedelta

from adapters.conformance.courier.world import OFFICE, PERSON, REASON, TAIL, World, an_order
from adapters.conformance.expectation import holds, never, refused, same, unavailable, unknown
from adapters.conformance.suite import Needs, Part, Suite
from domain.shipments.outside import ParcelEvent, ParcelState

SUITE: Suite[World] = Suite("courier")


@SUITE.check(Part.HAPPY)
async def a_courier_is_ordered_and_the_order_has_a_number(world: World) -> None:
    booking = await world.courier.order(an_order(world))

    holds(booking.vendor and booking.order_id, "the booking says whose it is and under which number")
    await world.courier.cancel(booking, REASON)


@SUITE.check(Part.HAPPY)
async def a_parcel_that_has_not_moved_has_no_events(world: World) -> None:
    booking = await world.courier.order(an_order(world))

    same(await world.courier.track(world.carrier, booking.waybill, phone_tail=TAIL), (), "the track")


@SUITE.check(Part.HAPPY, Needs.HAND)
async def each_step_of_a_parcel_is_told_by_its_name(world: World) -> None:
    for state, word in world.words.items():
        same([event.state for event in await _track_after(world, word)], [state], f"the track after «{word}»")


@SUITE.check(Part.HAPPY, Needs.HAND)
async def events_come_oldest_first(world: World) -> None:
    booking = await world.courier.order(an_order(world))
    for state in (ParcelState.PICKED_UP, ParcelState.OUT_FOR_DELIVERY):
        await world.step(booking.waybill, world.words[state])
        await world.later(timedelta(hours=1))

    events = await world.courier.track(world.carrier, booking.waybill, phone_tail=TAIL)

    same([event.state for event in events], [ParcelState.PICKED_UP, ParcelState.OUT_FOR_DELIVERY])
    holds(events[0].at < events[1].at, "the first event is the earlier one")
    holds(all(event.at.tzinfo for event in events), "each time says of which zone it is")


@SUITE.check(Part.HAPPY, Needs.HAND)
async def a_locker_an_agent_and_a_neighbour_are_not_the_receivers_own_hand(world: World) -> None:
    for word in world.unproven:
        told = {event.state for event in await _track_after(world, word)}
        never(ParcelState.DELIVERED_SELF in told, f"«{word}» counts as 本人签收")
        holds(told & {ParcelState.PARKED, ParcelState.DELIVERED_OTHER}, f"«{word}» is told as what it is")


@SUITE.check(Part.HAPPY, Needs.HAND)
async def the_office_pays_whichever_way_a_parcel_goes(world: World) -> None:
    inward = an_order(world)
    outward = replace(an_order(world), sender=OFFICE, receiver=PERSON)

    await world.courier.order(inward)
    await world.courier.order(outward)

    same(await world.placed(), 2, "the number of orders")
    holds(await world.is_on_us(), "both are on the office's own account")


@SUITE.check(Part.REFUSALS)
async def a_carrier_nobody_knows_is_refused(world: World) -> None:
    with refused():
        await world.courier.order(replace(an_order(world), carrier="nobody"))


@SUITE.check(Part.REFUSALS)
async def calling_off_what_was_never_ordered_is_refused(world: World) -> None:
    booking = await world.courier.order(an_order(world))

    with refused():
        await world.courier.cancel(replace(booking, task_id="another", order_id="another"), REASON)
    await world.courier.cancel(booking, REASON)


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def a_busy_platform_booked_nothing(world: World) -> None:
    await world.fault("throttle")

    with unavailable():
        await world.courier.order(an_order(world))

    await world.well()
    same(await world.placed(), 0, "the number of orders")


@SUITE.check(Part.IDEMPOTENCY)
async def the_same_order_number_is_the_same_booking(world: World) -> None:
    order = an_order(world)
    first = await world.courier.order(order)

    if world.asked_for == timedelta():  # nothing is known of what a repeat does there: it is never sent
        return
    same(await world.courier.order(order), first, "the second booking")
    await world.courier.cancel(first, REASON)


@SUITE.check(Part.IDEMPOTENCY, Needs.HAND)
async def the_same_order_number_brings_one_courier(world: World) -> None:
    order = an_order(world)
    await world.courier.order(order)
    if world.asked_for != timedelta():
        await world.courier.order(order)

    same(await world.placed(), 1, "the number of couriers")


@SUITE.check(Part.IDEMPOTENCY)
async def calling_off_again_is_harmless(world: World) -> None:
    booking = await world.courier.order(an_order(world))

    await world.courier.cancel(booking, REASON)
    await world.courier.cancel(booking, REASON)


@SUITE.check(Part.IDEMPOTENCY, Needs.HAND)
async def what_is_called_off_is_called_off_there(world: World) -> None:
    booking = await world.courier.order(an_order(world))

    for _ in range(2):
        await world.courier.cancel(booking, REASON)
        same(list(await world.called_off()), [booking.order_id], "what the platform was told to call off")


@SUITE.check(Part.UNKNOWN, Needs.HAND)
async def a_lost_answer_is_unknown_and_asking_finds_the_one_order(world: World) -> None:
    order, tried_at = an_order(world), world.now()
    await world.fault("reset_after")
    with unknown():
        await world.courier.order(order)
    await world.well()

    booking = await world.courier.ask(order, first_tried_at=tried_at)

    same(await world.placed(), 1, "the number of couriers")
    same(booking is None, world.asked_for == timedelta(), "that a person has to call")


@SUITE.check(Part.UNKNOWN, Needs.HAND)
async def an_order_that_never_arrived_stands_once_after_asking(world: World) -> None:
    booking = await world.courier.ask(an_order(world), first_tried_at=world.now())

    may_be_asked = world.asked_for != timedelta()
    same((booking is not None, await world.placed()), (may_be_asked, int(may_be_asked)))


@SUITE.check(Part.UNKNOWN, Needs.HAND)
async def asking_late_sends_no_second_courier(world: World) -> None:
    order, tried_at = an_order(world), world.now()
    await world.courier.order(order)
    await world.later(world.asked_for if world.asked_for is not None else timedelta(days=30))

    booking = await world.courier.ask(order, first_tried_at=tried_at)

    same(await world.placed(), 1, "the number of couriers")
    same(booking is None, world.asked_for is not None, "that a person has to call")


async def _track_after(world: World, word: str) -> tuple[ParcelEvent, ...]:
    booking = await world.courier.order(an_order(world))
    await world.step(booking.waybill, word)
    return await world.courier.track(world.carrier, booking.waybill, phone_tail=TAIL)
