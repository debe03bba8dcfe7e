"""Ask after orders (核对快递单号) that were taken a day ago and still have no waybill."""

from dataclasses import dataclass
from datetime import timedelta

from domain.kernel.ids import ShipmentId
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusal import Outward
from domain.shipments.outside import CourierBooking, Couriers
from domain.shipments.ports import ShipmentLists, Shipments, ShipmentSecrets
from domain.shipments.shipment import Shipment
from domain.shipments.states import ShipmentState, Way
from domain.usecases.courier_order import courier_order

NAMELESS = timedelta(days=1)
AT_ONCE = 50
STANDING = frozenset({ShipmentState.ORDERED, ShipmentState.ACCEPTED})


@dataclass(frozen=True, slots=True)
class AskAfterBooking:
    """A chore. Without its waybill a parcel is asked after by nobody; the vendor's news may never come."""

    lists: ShipmentLists
    shipments: Shipments
    secrets: ShipmentSecrets
    couriers: Couriers
    atomic: Atomic
    now: Clock
    public_url: str

    async def __call__(self) -> int:
        """How many have a waybill now. One that cannot be asked after waits: a clerk sees nobody came."""
        day_ago = self.now() - NAMELESS
        found = await self.lists.nameless(tried_before=day_ago, asked_before=day_ago, size=AT_ONCE)
        return sum([await self._ask(one) for one in found])

    async def name(self, shipment: Shipment) -> Shipment:
        """As it is once its vendor was asked by our own number. Raises Refused, Unavailable, Unknown."""
        is_ordered = shipment.state in STANDING and shipment.way is Way.COURIER
        if shipment.first_tried_at is None or not is_ordered:
            return shipment
        secrets = await self.secrets.secrets_of(shipment.shipment_id)
        order = courier_order(shipment, secrets, public_url=self.public_url, at=self.now())
        courier = self.couriers.of(shipment.vendor, shipment.carrier)
        booking = await courier.ask(order, first_tried_at=shipment.first_tried_at)
        return shipment if booking is None else await self._record(shipment.shipment_id, booking)

    async def _ask(self, shipment: Shipment) -> bool:
        if shipment.first_tried_at is None or not await self._claim(shipment):
            return False
        try:
            return bool((await self.name(shipment)).waybill)
        except Outward:
            return False

    async def _claim(self, shipment: Shipment) -> bool:
        """False when another worker asked meanwhile, or news came."""
        async with self.atomic():
            held = await self.shipments.take(shipment.shipment_id)
            if held.asked_at != shipment.asked_at or held.waybill or held.state is not shipment.state:
                return False
            held.asked_at = self.now()
            await self.shipments.save(held)
            return True

    async def _record(self, shipment: ShipmentId, booking: CourierBooking) -> Shipment:
        async with self.atomic():
            held = await self.shipments.take(shipment)
            held.adopt(booking)
            await self.shipments.save(held)
            return held
