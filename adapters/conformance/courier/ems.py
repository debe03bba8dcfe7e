"""EMS (中国邮政速递物流) on the stage, and what is asked of it alone: its envelope, its payer, no repeat.

NOT VERIFIED with the vendor: the emulator answers as public integrations say, read 2026-11-22.
"""

from base64 import b64encode
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from adapters.conformance.courier.suite import SUITE
from adapters.conformance.courier.world import HASTY_SECONDS, REASON, TAIL, Posted, an_order
from adapters.conformance.expectation import holds, never, refused, same, signature_wrong, unknown
from adapters.conformance.stage import Stage
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.vendor import VendorKit
from adapters.courier.ems import EmsCourier
from adapters.courier.ems_envelope import seal, unseal
from adapters.courier.ems_pushes import EmsPushes
from adapters.sandbox.ems import EmsSandbox, create_app
from domain.kernel.personal import Address
from domain.shipments.outside import CourierNews, ParcelState

# the key before it is written in base64: sixteen characters, all of which count
ACCOUNT = {"customer": "1100000000000", "authorization": "testAuthorization", "key_text": "0123456789abcdef"}
V7_KEY = "MDEyMzQ1Njc4OWFiY2RlZg=="
V7_SEALED = "|$4|ImkUJUd6SVUDz3sP0NMBlnwJYR979LI6leS0J2J9C1r++Q9qL82C2jxcJhNmorLUMl1QH9ahSF9rrKTItnvJYA=="


class EmsWorld:
    carrier, is_signed = "ems", False
    asked_for: timedelta | None = timedelta()  # never: a person calls
    words = {  # noqa: RUF012 - never changed; the suite only reads it
        ParcelState.PICKED_UP: "picked_up",
        ParcelState.IN_TRANSIT: "in_transit",
        ParcelState.OUT_FOR_DELIVERY: "out_for_delivery",
        ParcelState.PARKED: "locker",
        ParcelState.PROBLEM: "unreachable",
        ParcelState.DELIVERED_OTHER: "delivered",
        ParcelState.REFUSED: "refused",
        ParcelState.RETURNING: "returning",
        ParcelState.UNKNOWN: "unheard_of",
    }
    unproven = ("delivered", "signed_other", "locker", "station")

    def __init__(self, stage: Stage, url: str) -> None:
        self.stage, self.callback_url = stage, stage.listener.url
        key = b64encode(stage.given("key_text").encode()).decode()
        make = partial(
            EmsCourier,
            stage.http,
            url=url,
            customer=stage.given("customer"),
            authorization=stage.given("authorization"),
            key=key,
            clock=stage.clock.now,
        )
        self.courier = stage.adapter(make(deadline_seconds=5.0))
        self.hasty = stage.adapter(make(deadline_seconds=HASTY_SECONDS))
        self.pushes = stage.adapter(EmsPushes(key))

    def now(self) -> datetime:
        return self.stage.clock.now()

    async def placed(self) -> int:
        return len(await self.orders())

    async def called_off(self) -> Sequence[str]:
        return [one["order_no"] for one in await self.orders() if one["cancelled"]]

    async def is_on_us(self) -> bool:
        return {one["payer"] for one in await self.orders()} == {"customer"}

    async def step(self, waybill: str, word: str) -> None:
        await self.stage.control("/__advance_parcel", waybillNo=waybill, to=word)

    async def later(self, span: timedelta) -> None:
        self.stage.clock.at += span

    async def fault(self, mode: str) -> None:
        await self.stage.control("/__mode", mode=mode)

    async def well(self) -> None:
        await self.stage.control("/__mode", mode="ok")

    async def posted(self) -> Sequence[Posted]:
        await self.stage.control("/__flush", all=True)
        return [
            Posted(told.body, told.headers.get("Content-Type", ""))
            for told in self.stage.listener.got
            if told.path == "/tracks"
        ]

    def read(self, posted: Posted) -> Sequence[CourierNews]:
        return self.pushes.parse(posted.body, posted.content_type)

    async def orders(self) -> list[dict[str, Any]]:
        kept: list[dict[str, Any]] = (await self.stage.look("/__books"))["orders"]
        return kept


@asynccontextmanager
async def open_ems(stage: Stage) -> AsyncIterator[EmsWorld]:
    """The emulator has the account as it is; ours may come with a changed character."""
    config = EmsSandbox(
        ACCOUNT["customer"],
        ACCOUNT["authorization"],
        b64encode(ACCOUNT["key_text"].encode()).decode(),
        push_url=f"{stage.listener.url}/tracks",
        tempo_seconds=0,
    )
    yield EmsWorld(stage, await stage.vendor(lambda books, now: create_app(books, config=config, now=now)))


OWN: Suite[Any] = Suite("courier")


@OWN.check(Part.VECTORS)
async def a_document_is_sealed_as_the_public_samples_are(_: EmsWorld) -> None:
    document = '{"waybillNo":"1100000000000"}'

    same(seal(document, V7_KEY), V7_SEALED, "the envelope")
    same(unseal(V7_SEALED, V7_KEY), document, "what is in it")


@OWN.check(Part.UNKNOWN, Needs.HAND)
async def an_order_whose_answer_was_lost_is_never_sent_again(world: EmsWorld) -> None:
    order, tried_at = an_order(world), world.now()
    await world.fault("reset_after")
    with unknown():
        await world.courier.order(order)
    await world.well()

    same(await world.courier.ask(order, first_tried_at=tried_at), None, "what asking brings")
    same(await world.placed(), 1, "the number of couriers")
    await world.courier.order(order)
    same(await world.placed(), 2, "what a repeat may do there, for all anybody knows")


@OWN.check(Part.HAPPY, Needs.HAND)
async def nothing_is_left_in_a_locker_or_at_a_station_by_order(world: EmsWorld) -> None:
    await world.courier.order(an_order(world))

    same([(one["deliver_type"], one["product"]) for one in await world.orders()], [("2", "1")])


@OWN.check(Part.HAPPY, Needs.HAND)
async def another_environment_of_theirs_is_reached_by_its_whole_address(world: EmsWorld) -> None:
    there = EmsCourier(
        world.stage.http,
        url=f"{world.stage.url}/amp-prod-api/f/amp/api/test",
        customer=ACCOUNT["customer"],
        authorization=ACCOUNT["authorization"],
        key=V7_KEY,
        clock=world.now,
    )

    holds((await there.order(an_order(world))).waybill, "the order has its waybill")


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def an_answer_that_names_another_payer_is_a_persons_to_settle(world: EmsWorld) -> None:
    await world.stage.mode("another_payer")

    with refused("another-payer"):
        await world.courier.order(an_order(world))


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def an_answer_about_another_order_or_without_a_waybill_is_unknown(world: EmsWorld) -> None:
    for lie in ("another_order", "no_waybill"):
        await world.stage.mode(lie)
        with unknown("booking-malformed"):
            await world.courier.order(an_order(world))


@OWN.check(Part.REFUSALS, Needs.HAND)
async def a_code_nobody_can_explain_is_final(world: EmsWorld) -> None:
    await world.stage.mode("answer", code="B99999")

    with refused("B99999"):
        await world.courier.order(an_order(world))


@OWN.check(Part.REFUSALS)
async def an_address_without_its_parts_is_refused_before_anything_is_sent(world: EmsWorld) -> None:
    order = an_order(world)
    nowhere = replace(order.sender, address=Address("虚构小区1号楼"))

    with refused("address-not-split"):
        await world.courier.order(replace(order, sender=nowhere))


@OWN.check(Part.REFUSALS, Needs.HAND)
async def once_fetched_it_is_not_called_off_any_more(world: EmsWorld) -> None:
    booking = await world.courier.order(an_order(world))
    await world.step(booking.waybill, "picked_up")

    with refused():
        await world.courier.cancel(booking, REASON)


@OWN.check(Part.CALLBACKS, Needs.HAND)
async def what_is_pushed_may_carry_the_keys_text_or_not(world: EmsWorld) -> None:
    booking = await world.courier.order(an_order(world))
    await world.step(booking.waybill, "picked_up")
    posted = (await world.posted())[0]
    step = f'{{"waybillNo":"{booking.waybill}","opCode":"203","opTime":"2026-01-02 11:04:05"}}'
    key = b64encode(world.stage.given("key_text").encode()).decode()
    with_key = f'{{"logitcsInterface":"{seal(step, key)}","method":"040002"}}'.encode()

    told = [world.read(replace(posted, body=body))[0] for body in (posted.body, with_key)]

    same({(news.waybill, news.events[0].code) for news in told}, {(booking.waybill, "203")})


@OWN.check(Part.CALLBACKS)
async def what_is_sealed_with_another_key_or_not_at_all_is_not_read(world: EmsWorld) -> None:
    step = '{"waybillNo":"1200000000001","opCode":"704","opTime":"2026-01-02 11:04:05"}'
    another = b64encode(b"another-key-0000").decode()
    for sealed in (seal(step, another), V7_SEALED.removeprefix("|$4|"), "|$4|", "|$4|AAAA", "|$5|AAAA"):
        with signature_wrong():
            world.pushes.parse(f'{{"logitcsInterface":"{sealed}"}}'.encode(), "application/json")


@OWN.check(Part.HAPPY, Needs.HAND)
async def a_code_nobody_published_moves_nothing(world: EmsWorld) -> None:
    booking = await world.courier.order(an_order(world))
    await world.step(booking.waybill, "unheard_of")

    (event,) = await world.courier.track(world.carrier, booking.waybill, phone_tail=TAIL)

    same((event.state, event.code), (ParcelState.UNKNOWN, "999"))
    never(event.at.tzinfo is None, "a time of no zone")


KIT: VendorKit[Any] = VendorKit(
    name="ems",
    suite=SUITE,
    open=open_ems,
    account=ACCOUNT,
    secret="key_text",  # noqa: S106 - which part of the account it is
    own=OWN,
)
