"""However vendors fail and we die: one courier a shipment, followed to its end, or a person is told."""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import example, given, settings

from adapters.conformance.kits import KITS
from adapters.conformance.listener import Received
from adapters.conformance.stage import Ground, Stage, staged
from adapters.courier.routed import RoutedCouriers, Vendor
from adapters.postgres.unknown_fates import PostgresUnknownFates
from bff.compose.core import Core
from bff.compose.couriers import CourierOutside
from bff.compose.mandates import asking_authorities, checking_authority
from bff.compose.shipments import shipment_desk
from domain.cases.case import CaseState
from domain.kernel.ids import ShipmentId
from domain.kernel.jobs import OrderShipment
from domain.shipments.outside import ParcelState
from domain.shipments.states import ShipmentState
from domain.staff.stuck import StuckKind
from domain.usecases.receive_courier_push import PushDoor
from tests.fakes.courier import FakeCourierCallbacks
from tests.properties.weather import EVENTS, Event, Fate, Mortal, Storm, Worker, as_heard
from tests.support.house import HandClock, house
from tests.support.server import TestServer
from tests.usecases.parcels import Parcels, parcels

BY_NAME = {kit.name: kit for kit in KITS["courier"]}
# each alone, and two that order the same carrier: the second takes over what the first certainly did not take
VENDORS = [*((name,) for name in BY_NAME), ("kuaidi100", "ems")]
WAY = (ParcelState.PICKED_UP, ParcelState.IN_TRANSIT, ParcelState.OUT_FOR_DELIVERY)
# by the first, for a quarter of an hour
TURNED_AWAY: list[Event] = [
    *(("fault", "throttle"), ("work", ""), ("fault", "throttle"), ("wait", "15"), ("work", "")),
    ("work", ""),
]
DOOR_SECRET = "invented-door-of-the-vendor"
ASKS_A_PERSON = {ShipmentState.WITH_STAFF, ShipmentState.UNKNOWN, ShipmentState.ORDERING}


@dataclass
class Counter:
    """The office's side of one shipment, with real rows; each platform's side is a stage and a world."""

    core: Core
    platforms: Mapping[str, tuple[Stage, Any]]
    held: Parcels
    fate: Fate
    walked: list[ParcelState] = field(default_factory=list)
    heard: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        held, worlds = self.held, {name: world for name, (_, world) in self.platforms.items()}
        couriers = RoutedCouriers(
            {
                name: Vendor(Mortal(world.courier, self.fate), frozenset({world.carrier}))
                for name, world in worlds.items()
            }
        )
        doors = {
            name: PushDoor(world.pushes, DOOR_SECRET)
            for name, world in worlds.items()
            if hasattr(world, "pushes")
        }
        signing = [world.callbacks for world in worlds.values() if hasattr(world, "callbacks")]
        callbacks = signing[0] if signing else FakeCourierCallbacks()
        [self.first, *_] = self.platforms
        self.desk = shipment_desk(
            self.core,
            held.catalogue,
            CourierOutside(couriers, callbacks, doors),
            checking_authority(self.core, asking_authorities(self.core, held.register)),
            public_url=self.platforms[self.first][0].listener.url,
        )

    async def world(self, shipment: ShipmentId) -> Any:
        """Of the platform that was tried."""
        vendor = (await self.held.shipments.by_id(shipment)).vendor or self.first
        return self.platforms[vendor][1]

    async def placed(self) -> int:
        return sum([await world.placed() for _, world in self.platforms.values()])

    async def plan(self) -> ShipmentId:
        """By this vendor's carrier, whatever it may carry by law: what is lawful is another test's."""
        planned = await self.held.collection()
        async with self.core.atomic():
            shipment = await self.held.shipments.take(planned)
            shipment.carrier = self.platforms[self.first][1].carrier
            await self.held.shipments.save(shipment)
            await self.core.jobs.defer(OrderShipment(planned))
        return planned

    def runs(self) -> Mapping[str, Any]:
        return {
            "order-shipment": lambda args: self.desk.order_shipment(ShipmentId(UUID(args["shipment_id"]))),
            "ask-parcel": lambda args: self.desk.ask_after_parcel.one(ShipmentId(UUID(args["shipment_id"]))),
            "read-inbox": lambda args: self.desk.record_courier_news(UUID(args["message_id"])),
        }

    async def hear(self, how: str, shipment: ShipmentId) -> None:
        """The parcel goes one step on, and what the platforms post of it comes to us."""
        world = await self.world(shipment)
        waybill, way = (await self.held.shipments.by_id(shipment)).waybill, (*WAY, end_of(world))
        if waybill and len(self.walked) < len(way):
            state = way[len(self.walked)]
            await world.step(waybill, world.words[state])
            self.walked.append(state)
        for name, (stage, _) in self.platforms.items():
            await stage.control("/__flush", all=True)
            come = stage.listener.got[self.heard.get(name, 0) :]
            self.heard[name] = len(stage.listener.got)
            for one in as_heard(how, come):
                await self._take(name, one)

    async def _take(self, vendor: str, one: Received) -> None:
        content_type = one.headers.get("Content-Type", "")
        if "/callbacks/kuaidi100/" in one.path:
            *_, token, about = one.path.split("/")
            source = f"kuaidi100-{about.removesuffix('s')}"
            await self.desk.receive_courier_news(source, token, one.body, content_type)
        else:
            await self.desk.receive_courier_push(vendor, DOOR_SECRET, one.body, content_type)


def end_of(world: Any) -> ParcelState:
    """Signed for: by the receiver's own hand, as far as this platform can tell."""
    own = ParcelState.DELIVERED_SELF
    return own if own in world.words else ParcelState.DELIVERED_OTHER


async def play(vendors: tuple[str, ...], events: list[Event], runtime_url: str) -> None:
    clock, fate = HandClock(), Fate()
    async with house(runtime_url, clock) as core, AsyncExitStack() as opened:
        platforms = {}
        for name in vendors:
            stage = await opened.enter_async_context(staged(Ground(BY_NAME[name].account)))
            platforms[name] = (stage, await opened.enter_async_context(BY_NAME[name].open(stage)))
            stage.clock.at = clock()
        counter = Counter(core, platforms, await parcels(core, clock, CaseState.FILED), fate)
        shipment = await counter.plan()
        stages = tuple(stage for stage, _ in platforms.values())
        storm = Storm(
            stages, clock, Worker(clock, counter.runs()), fate, lambda how: counter.hear(how, shipment)
        )

        await storm.befall(events)
        await storm.clear_up(hours=6)

        ours, world = await counter.held.shipments.by_id(shipment), await counter.world(shipment)
        placed = await counter.placed()
        assert placed <= 1, f"{placed} couriers were ordered for one shipment"
        hanging = await PostgresUnknownFates().stuck(before=clock() + timedelta(minutes=1))
        on_the_list = {one.ref for one in hanging if one.kind is StuckKind.SHIPMENT}
        if events and ours.state in ASKS_A_PERSON:
            assert shipment in on_the_list, f"{ours.state}, and nobody is told"
        else:
            assert placed == 1, f"{ours.state}, and no courier was ordered"
            assert await world.is_on_us()
            assert ours.state == ShipmentState(end_of(world)), f"{end_of(world)} there, {ours.state} here"


@pytest.mark.parametrize("vendors", VENDORS, ids="-".join)
def test_one_courier_comes_whatever_befalls(vendors: tuple[str, ...], server: TestServer) -> None:
    ended = []

    @settings(max_examples=10)
    @given(EVENTS)
    @example([])
    @example(TURNED_AWAY)
    def run(events: list[Event]) -> None:
        with server.database() as urls:
            asyncio.run(play(vendors, events, urls.runtime))
        ended.append(len(events))

    run()
    assert ended
