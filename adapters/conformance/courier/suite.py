"""What every courier's platform (快递平台) keeps to: the orders, and here its postings and its faults."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from adapters.conformance.courier.ordering import SUITE
from adapters.conformance.courier.world import REASON, TAIL, Posted, World, an_order
from adapters.conformance.expectation import NotConformant, holds, same, signature_wrong, unknown
from adapters.conformance.suite import Needs, Part
from domain.kernel.refusal import Outward, Unavailable, Unknown
from domain.shipments.outside import CourierNews, ParcelEvent, ParcelState

__all__ = ["SUITE"]

# after our bytes went out: whatever comes back, nobody knows what became of an order
AFTER_OUR_BYTES = (
    *("hang", "hang_after", "reset_before", "reset_after", "500", "503", "html", "redirect", "huge"),
    *("drip", "malformed_json"),
)
QUICK = (
    *("reset_before", "reset_after", "500", "503", "html", "redirect", "malformed_json", "throttle"),
    *("wrong_content_type", "ok"),
)
SEEDS = 12


@SUITE.check(Part.CALLBACKS, Needs.HAND)
async def what_the_platform_posts_is_read(world: World) -> None:
    waybill, postings = await _posted(world)

    told = [news for one in postings for news in world.read(one)]
    same({news.waybill for news in told}, {waybill}, "whose parcel it is")
    same({event.state for news in told for event in news.events}, {ParcelState.PICKED_UP})
    same({news.is_hearsay for news in told}, {not world.is_signed}, "that nobody vouches for it")


@SUITE.check(Part.CALLBACKS, Needs.HAND)
async def a_posting_somebody_changed_is_not_believed(world: World) -> None:
    waybill, (posted, *_) = await _posted(world)

    forged = replace(posted, body=posted.body.replace(waybill.encode(), (waybill[:-1] + "x").encode()))
    if world.is_signed:
        with signature_wrong():
            world.read(forged)
    else:
        holds(all(news.is_hearsay for news in world.read(forged)), "what nobody signed is hearsay")
    for body in (b"", b"{}", b"\xff\xfe", b"[" * 3000):
        with signature_wrong():
            world.read(replace(posted, body=body))
    with signature_wrong():
        world.read(replace(posted, content_type="text/plain"))


@SUITE.check(Part.CALLBACKS, Needs.HAND)
async def a_posting_repeated_says_the_same_again(world: World) -> None:
    _, (posted, *_) = await _posted(world)

    same([_keys(news) for news in world.read(posted)], [_keys(news) for news in world.read(posted)])


@SUITE.check(Part.CALLBACKS, Needs.HAND)
async def postings_in_any_order_tell_what_the_track_tells(world: World) -> None:
    booking = await world.courier.order(an_order(world))
    for state in (ParcelState.PICKED_UP, ParcelState.IN_TRANSIT, ParcelState.OUT_FOR_DELIVERY):
        await world.step(booking.waybill, world.words[state])
        await world.later(timedelta(minutes=10))
    postings = await world.posted()

    told = {key for one in reversed(postings) for news in world.read(one) for key in _keys(news)}

    track = await world.courier.track(world.carrier, booking.waybill, phone_tail=TAIL)
    same(sorted(told), sorted(map(_key, track)), "what all the postings together tell")


def _after_our_bytes(mode: str) -> Callable[[World], Awaitable[None]]:
    async def check(world: World) -> None:
        order, tried_at = an_order(world), world.now()
        await world.fault(mode)
        await _ends_as(Unknown, lambda: world.hasty.order(order))
        await _ends_as(Unavailable, lambda: world.hasty.track(world.carrier, "1199000001", phone_tail=TAIL))
        await world.well()

        await world.courier.ask(order, first_tried_at=tried_at)

        holds(await world.placed() <= 1, "no second courier comes of it")
        same(await world.placed() == 1 or world.asked_for == timedelta(), True, "that the order stands")

    check.__name__ = f"an_order_met_by_{mode}_is_unknown_and_comes_to_one_courier"
    return check


for _mode in AFTER_OUR_BYTES:
    SUITE.check(Part.FAULTS, Needs.WIRE)(_after_our_bytes(_mode))


@SUITE.check(Part.FAULTS, Needs.WIRE)
async def any_run_of_faults_comes_to_one_courier(world: World) -> None:
    """As the office goes about it: what was not accepted is sent again, what nobody knows is asked after."""
    for seed in range(SEEDS):
        chance = Random(seed)  # noqa: S311 - the same run each time
        order, tried_at, before = an_order(world), world.now(), await world.placed()
        is_unknown, booking = False, None
        for mode in (*chance.choices(QUICK, k=chance.randint(1, 5)), "ok"):
            await world.fault(mode)
            if (is_unknown or booking) and world.asked_for == timedelta():
                break  # a person calls; nothing is ever sent twice there
            try:
                booking = await (
                    world.courier.ask(order, first_tried_at=tried_at)
                    if is_unknown
                    else world.courier.order(order)
                )
            except Unknown:
                is_unknown = True
            except Unavailable:
                continue
        await world.well()
        came = await world.placed() - before
        holds(came <= 1, f"no second courier comes of run {seed}")
        holds(booking is None or came == 1, f"whoever was said to come of run {seed} does")
        holds(booking or world.asked_for == timedelta(), f"run {seed} ends with a courier")


@SUITE.check(Part.FAULTS, Needs.WIRE)
async def a_good_answer_under_a_wrong_content_type_is_taken(world: World) -> None:
    await world.fault("wrong_content_type")

    holds((await world.courier.order(an_order(world))).order_id, "the order has its number")


@SUITE.check(Part.FAULTS, Needs.WIRE)
async def calling_off_into_the_dark_is_unknown(world: World) -> None:
    booking = await world.courier.order(an_order(world))
    await world.fault("reset_after")
    with unknown():
        await world.courier.cancel(booking, REASON)
    await world.well()

    await world.courier.cancel(booking, REASON)

    same(list(await world.called_off()), [booking.order_id])


async def _ends_as(kind: type[Outward], call: Callable[[], Awaitable[object]]) -> None:
    try:
        await call()
    except Outward as told:
        if type(told) is kind:
            return
        raise NotConformant(f"it ended as {type(told).__name__}, and should as {kind.__name__}") from told
    raise NotConformant(f"it went through, and should have ended as {kind.__name__}")


async def _posted(world: World) -> tuple[str, Sequence[Posted]]:
    """Whose parcel was fetched, and what the platform posted of it."""
    booking = await world.courier.order(an_order(world))
    await world.step(booking.waybill, world.words[ParcelState.PICKED_UP])
    postings = await world.posted()
    holds(postings, "the platform posts what happens")
    return booking.waybill, postings


def _keys(news: CourierNews) -> Sequence[tuple[datetime, str]]:
    return [_key(event) for event in news.events]


def _key(event: ParcelEvent) -> tuple[datetime, str]:
    return event.at, event.code
