"""Ask after parcels (物流查询) the courier has not told us about for a day."""

from dataclasses import dataclass
from datetime import timedelta

from domain.kernel.ids import ShipmentId
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusal import Outward
from domain.shipments.outside import Courier, CourierNews, ParcelEvent
from domain.shipments.ports import ShipmentLists, Shipments
from domain.shipments.shipment import Shipment
from domain.shipments.states import Direction
from domain.usecases.follow_parcel import FollowParcel

QUIET = timedelta(days=1)
ASK_AGAIN = timedelta(minutes=30)  # the vendor locks a number that is asked after more often
AT_ONCE = 50
TAIL = 4


@dataclass(frozen=True, slots=True)
class AskAfterParcel:
    lists: ShipmentLists
    shipments: Shipments
    courier: Courier
    follow: FollowParcel
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
        person = shipment.sender if shipment.direction is Direction.COLLECT else shipment.receiver
        tail = person.phone.reveal()[-TAIL:]
        try:
            events = await self.courier.track(shipment.carrier, shipment.waybill, phone_tail=tail)
        except Outward:
            return False
        return await self._record(shipment.shipment_id, events)

    async def _record(self, shipment: ShipmentId, events: tuple[ParcelEvent, ...]) -> bool:
        """Silence stays silence: nothing told is not news."""
        if not events:
            return False
        async with self.atomic():
            return await self.follow(await self.shipments.take(shipment), CourierNews(events=events))
