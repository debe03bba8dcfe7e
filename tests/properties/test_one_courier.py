"""However vendors fail and we die: one courier a shipment, followed to its end, or a person is told."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import example, given, settings

from adapters.conformance.kits import KITS
from adapters.conformance.listener import Received
from adapters.conformance.stage import Ground, Stage, staged
from adapters.conformance.vendor import VendorKit
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

KITS_OF_COURIERS = [pytest.param(kit, id=kit.name) for kit in KITS["courier"]]
WAY = (ParcelState.PICKED_UP, ParcelState.IN_TRANSIT, ParcelState.OUT_FOR_DELIVERY)
DOOR_SECRET = "invented-door-of-the-vendor"
ASKS_A_PERSON = {ShipmentState.WITH_STAFF, ShipmentState.UNKNOWN, ShipmentState.ORDERING}


@dataclass
class Counter:
    """The office's side of one shipment, with real rows; the platform's side is `world`."""

    core: Core
    stage: Stage
    world: Any
    held: Parcels
    vendor: str
    fate: Fate
    walked: list[ParcelState] = field(default_factory=list)
    heard: int = 0

    def __post_init__(self) -> None:
        world, held = self.world, self.held
        mortal = Mortal(world.courier, self.fate)
        couriers = RoutedCouriers({self.vendor: Vendor(mortal, frozenset({world.carrier}))})
        doors = {self.vendor: PushDoor(world.pushes, DOOR_SECRET)} if hasattr(world, "pushes") else {}
        callbacks = getattr(world, "callbacks", FakeCourierCallbacks())
        self.desk = shipment_desk(
            self.core,
            held.catalogue,
            CourierOutside(couriers, callbacks, doors),
            checking_authority(self.core, asking_authorities(self.core, held.register)),
            public_url=self.stage.listener.url,
        )

    @property
    def end(self) -> ParcelState:
        """Signed for: by the receiver's own hand, as far as this platform can tell."""
        own = ParcelState.DELIVERED_SELF
        return own if own in self.world.words else ParcelState.DELIVERED_OTHER

    async def plan(self) -> ShipmentId:
        """By this vendor's carrier, whatever it may carry by law: what is lawful is another test's."""
        planned = await self.held.collection()
        async with self.core.atomic():
            shipment = await self.held.shipments.take(planned)
            shipment.carrier = self.world.carrier
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
        """The parcel goes one step on, and what the platform posts of it comes to us."""
        waybill, way = (await self.held.shipments.by_id(shipment)).waybill, (*WAY, self.end)
        if waybill and len(self.walked) < len(way):
            state = way[len(self.walked)]
            await self.world.step(waybill, self.world.words[state])
            self.walked.append(state)
        await self.stage.control("/__flush", all=True)
        come = self.stage.listener.got[self.heard :]
        self.heard += len(come)
        for one in as_heard(how, come):
            await self._take(one)

    async def _take(self, one: Received) -> None:
        content_type = one.headers.get("Content-Type", "")
        if "/callbacks/kuaidi100/" in one.path:
            *_, token, about = one.path.split("/")
            source = f"kuaidi100-{about.removesuffix('s')}"
            await self.desk.receive_courier_news(source, token, one.body, content_type)
        else:
            await self.desk.receive_courier_push(self.vendor, DOOR_SECRET, one.body, content_type)


async def play(kit: VendorKit[Any], events: list[Event], runtime_url: str) -> None:
    clock, fate = HandClock(), Fate()
    async with (
        house(runtime_url, clock) as core,
        staged(Ground(kit.account)) as stage,
        kit.open(stage) as world,
    ):
        stage.clock.at = clock()
        counter = Counter(core, stage, world, await parcels(core, clock, CaseState.FILED), kit.name, fate)
        shipment = await counter.plan()
        worker = Worker(clock, counter.runs())
        storm = Storm((stage,), clock, worker, fate, lambda how: counter.hear(how, shipment))

        await storm.befall(events)
        await storm.clear_up(hours=6)

        ours = await counter.held.shipments.by_id(shipment)
        placed = await world.placed()
        assert placed <= 1, f"{placed} couriers were ordered for one shipment"
        hanging = await PostgresUnknownFates().stuck(before=clock() + timedelta(minutes=1))
        on_the_list = {one.ref for one in hanging if one.kind is StuckKind.SHIPMENT}
        if events and ours.state in ASKS_A_PERSON:
            assert shipment in on_the_list, f"{ours.state}, and nobody is told"
        else:
            assert placed == 1, f"{ours.state}, and no courier was ordered"
            assert await world.is_on_us()
            assert ours.state == ShipmentState(counter.end), f"{counter.end} there, {ours.state} here"


@pytest.mark.parametrize("kit", KITS_OF_COURIERS)
def test_one_courier_comes_whatever_befalls(kit: VendorKit[Any], server: TestServer) -> None:
    ended = []

    @settings(max_examples=10)
    @given(EVENTS)
    @example([])
    def run(events: list[Event]) -> None:
        with server.database() as urls:
            asyncio.run(play(kit, events, urls.runtime))
        ended.append(len(events))

    run()
    assert ended
