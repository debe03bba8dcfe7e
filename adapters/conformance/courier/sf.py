"""The kit of SF Express (顺丰速运), and what is asked of it alone about parcels: its words and its pushes."""

import json
from datetime import timedelta
from typing import Any

from adapters.conformance.courier.sf_checks import OWN
from adapters.conformance.courier.sf_world import ACCOUNT, SfWorld, open_sf
from adapters.conformance.courier.suite import SUITE
from adapters.conformance.courier.world import TAIL, Posted, an_order
from adapters.conformance.expectation import same, signature_wrong
from adapters.conformance.suite import Needs, Part
from adapters.conformance.vendor import VendorKit
from domain.shipments.outside import ParcelState


@OWN.check(Part.HAPPY, Needs.HAND)
async def a_signature_told_in_two_steps_is_the_receivers_own_once_the_detail_says_so(world: SfWorld) -> None:
    booking = await world.courier.order(an_order(world))
    for word in ("signed", "sign_detail_self"):
        await world.step(booking.waybill, word)
        await world.later(timedelta(minutes=1))

    events = await world.courier.track(world.carrier, booking.waybill, phone_tail=TAIL)

    same([event.state for event in events], [ParcelState.DELIVERED_OTHER, ParcelState.DELIVERED_SELF])


@OWN.check(Part.HAPPY, Needs.HAND)
async def a_code_nobody_published_moves_nothing(world: SfWorld) -> None:
    booking = await world.courier.order(an_order(world))
    await world.step(booking.waybill, "unheard_of")

    (event,) = await world.courier.track(world.carrier, booking.waybill, phone_tail=TAIL)

    same((event.state, event.code), (ParcelState.UNKNOWN, "9876"))


@OWN.check(Part.REFUSALS, Needs.HAND)
async def who_does_not_know_a_phone_of_it_is_told_nothing_of_a_parcel(world: SfWorld) -> None:
    booking = await world.courier.order(an_order(world))
    await world.step(booking.waybill, "picked_up")

    same(await world.courier.track(world.carrier, booking.waybill, phone_tail="9999"), ())


@OWN.check(Part.CALLBACKS, Needs.HAND)
async def both_forms_of_a_push_say_the_same(world: SfWorld) -> None:
    booking = await world.courier.order(an_order(world))
    for form in ("json", "xml"):
        await world.switch(push=form)
        await world.step(booking.waybill, "unreachable")

    json_told, xml_told = [world.read(one) for one in await world.posted()]

    same(json_told, xml_told, "what the form says")
    same((json_told[0].order_no, json_told[0].is_hearsay), (booking.order_id, True))


@OWN.check(Part.CALLBACKS, Needs.HAND)
async def ten_lines_a_push_of_as_many_parcels_as_there_are(world: SfWorld) -> None:
    await world.switch(gather=True)
    bookings = [await world.courier.order(an_order(world)) for _ in range(4)]
    for booking in bookings:
        for word in ("picked_up", "in_transit", "arrived"):
            await world.step(booking.waybill, word)
    await world.stage.control("/__push")

    told = [world.read(one) for one in await world.posted()]

    same([sum(len(news.events) for news in one) for one in told], [10, 2], "the lines of each push")
    same({news.order_no for one in told for news in one}, {booking.order_id for booking in bookings})


@OWN.check(Part.CALLBACKS, Needs.WIRE)
async def a_push_that_is_too_long_or_brings_a_document_type_is_refused(world: SfWorld) -> None:
    line = {"mailno": "SF1", "orderid": "s1", "acceptTime": "2026-01-02 11:00:00", "opCode": "50"}
    good = json.dumps({"Body": {"WaybillRoute": [line] * 10}}).encode()
    long = json.dumps({"Body": {"WaybillRoute": [line] * 11}}).encode()
    typed = b"content=%3C%21DOCTYPE+x%3E%3CRequest%2F%3E"

    same(len(world.read(Posted(good, "application/json"))), 1)
    for body, kind in ((long, "application/json"), (typed, "application/x-www-form-urlencoded")):
        with signature_wrong():
            world.read(Posted(body, kind))


KIT: VendorKit[Any] = VendorKit(
    name="sf",
    suite=SUITE,
    open=open_sf,
    account=ACCOUNT,
    secret="checkword",  # noqa: S106 - which part of the account it is
    own=OWN,
)
