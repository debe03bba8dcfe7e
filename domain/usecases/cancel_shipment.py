"""Call the courier off (取消快递订单): before pick-up, however often this runs and wherever it was killed."""

from dataclasses import dataclass

from domain.kernel.ids import ShipmentId
from domain.kernel.ports import Atomic
from domain.kernel.refusal import Refused, Unavailable
from domain.ledger.ports import Ledger
from domain.shipments.outside import CourierBooking, Couriers
from domain.shipments.ports import Shipments
from domain.shipments.shipment import Shipment
from domain.shipments.states import ShipmentState
from domain.usecases.parcel_step import parcel_note, parcel_step

REASON = "申请已撤回或办结"
UNSETTLED = frozenset({ShipmentState.ORDERING, ShipmentState.UNKNOWN})
# scanned: brought to the counter by its holder while a courier was still to come
STANDING = frozenset(
    {ShipmentState.ORDERED, ShipmentState.ACCEPTED, ShipmentState.PROBLEM, ShipmentState.SCANNED}
)


@dataclass(frozen=True, slots=True)
class CancelShipment:
    """Repeating is safe: an order cancelled twice is cancelled, and one that was fetched is known to be so by
    its own news, which end the trying. Asked is the vendor that has the order."""

    shipments: Shipments
    couriers: Couriers
    ledger: Ledger
    atomic: Atomic

    async def __call__(self, shipment: ShipmentId) -> None:
        """Look, call, record. Raises Unavailable (also while the order's own fate is unknown), Unknown."""
        held = await self.shipments.by_id(shipment)
        if held.cancel_asked_at is None:
            return
        if held.state in UNSETTLED:
            raise Unavailable("courier", "order-unsettled")
        if held.state not in STANDING:
            return
        booking = CourierBooking(held.vendor, held.task_id, held.order_id, held.waybill)
        try:
            await self.couriers.of(held.vendor, held.carrier).cancel(booking, REASON)
        except Refused as error:  # they have it already: it comes, and goes back
            await self._record(shipment, reason=error.reason)
            return
        await self._record(shipment)

    async def _record(self, shipment: ShipmentId, *, reason: str = "") -> None:
        """Unless the courier's own word was quicker."""
        async with self.atomic():
            held = await self.shipments.take(shipment)
            if held.state not in STANDING or held.cancel_asked_at is None:
                return
            await self._note(held, reason)
            await self.shipments.save(held)

    async def _note(self, held: Shipment, reason: str) -> None:
        if reason:
            await self.ledger.append(parcel_note("pickup-cancel-refused", held, reason=reason))
            return
        if held.state is ShipmentState.SCANNED:
            held.cancel_asked_at = None
            await self.ledger.append(parcel_note("pickup-called-off", held))
            return
        before, _ = held.move(ShipmentState.CANCELLED)
        await self.ledger.append(parcel_step(held, before))
