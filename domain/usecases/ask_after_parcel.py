"""Ask after parcels (物流查询): those the courier has not told us about for a day, or somebody rang for."""

from dataclasses import dataclass
from datetime import timedelta

from domain.kernel.ids import ShipmentId
from domain.kernel.jobs import AskParcel
from domain.kernel.ports import Atomic, Clock, Jobs
from domain.kernel.refusal import Outward
from domain.shipments.doorbell import ASK_AGAIN, answer, may_ask_in
from domain.shipments.outside import CourierNews, Couriers, ParcelEvent
from domain.shipments.ports import ShipmentLists, Shipments
from domain.shipments.shipment import Shipment
from domain.shipments.states import FINAL
from domain.usecases.ask_after_booking import AskAfterBooking
from domain.usecases.follow_parcel import FollowParcel

QUIET = timedelta(days=1)
AT_ONCE = 50
TAIL = 4


@dataclass(frozen=True, slots=True)
class AskAfterParcel:
    lists: ShipmentLists
    shipments: Shipments
    couriers: Couriers
    bookings: AskAfterBooking
    follow: FollowParcel
    jobs: Jobs
    atomic: Atomic
    now: Clock

    async def __call__(self) -> int:
        """How many of the quiet ones had moved. One that cannot be asked after now waits for later."""
        now, moved = self.now(), 0
        quiet = await self.lists.quiet(heard_before=now - QUIET, asked_before=now - ASK_AGAIN, size=AT_ONCE)
        for shipment in quiet:
            if await self._claim(shipment):
                moved += await self._ask(shipment)
        return moved

    async def one(self, shipment: ShipmentId) -> None:
        """Of one that somebody rang for: its waybill, by our own number, where we have none; then its track.

        However often they ring, one job waits and one question is put in half an hour, answered or not.
        Raises Refused, Unavailable, Unknown.
        """
        held = await self._answer(shipment)
        if held is None:
            return
        if not held.waybill:
            held = await self.bookings.name(held)
        events = await self._track(held) if held.waybill else ()
        async with self.atomic():
            held = await self.shipments.take(shipment)
            if not answer(held):
                await self.jobs.defer(AskParcel(shipment), after=may_ask_in(held, at=self.now()))
            await self.shipments.save(held)
            if events:
                await self.follow(held, CourierNews(events=events))

    async def _answer(self, shipment: ShipmentId) -> Shipment | None:
        """None when nobody waits for it any more, or it is too early to ask: the job then comes again."""
        async with self.atomic():
            held, at = await self.shipments.take(shipment), self.now()
            if held.rung_at is None or held.state in FINAL:
                return None
            if wait := may_ask_in(held, at=at):
                await self.jobs.defer(AskParcel(shipment), after=wait)
                return None
            held.asked_at = at
            await self.shipments.save(held)
            return held

    async def _claim(self, shipment: Shipment) -> bool:
        """False when another worker asked meanwhile."""
        async with self.atomic():
            held = await self.shipments.take(shipment.shipment_id)
            if held.asked_at != shipment.asked_at:
                return False
            held.asked_at = self.now()
            await self.shipments.save(held)
            return True

    async def _ask(self, shipment: Shipment) -> bool:
        try:
            events = await self._track(shipment)
        except Outward:
            return False
        return await self._record(shipment.shipment_id, events)

    async def _track(self, shipment: Shipment) -> tuple[ParcelEvent, ...]:
        courier = self.couriers.of(shipment.vendor, shipment.carrier)
        tail = shipment.person.phone.reveal()[-TAIL:]
        return await courier.track(shipment.carrier, shipment.waybill, phone_tail=tail)

    async def _record(self, shipment: ShipmentId, events: tuple[ParcelEvent, ...]) -> bool:
        """Silence stays silence: nothing told is not news."""
        if not events:
            return False
        async with self.atomic():
            return await self.follow(await self.shipments.take(shipment), CourierNews(events=events))
