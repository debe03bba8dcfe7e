"""Order a shipment (快递下单): one courier comes, however often this runs and wherever it was killed."""

from dataclasses import dataclass
from datetime import datetime, time

from domain.clock.clock import BEIJING
from domain.kernel.ids import ShipmentId
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.ledger.ports import Ledger
from domain.shipments.outside import Courier, CourierBooking, CourierOrder, PickupWindow
from domain.shipments.ports import CallbackSecrets, Shipments, ShipmentSecrets
from domain.shipments.shipment import Shipment
from domain.shipments.states import NEXT, Direction, ShipmentState, Way
from domain.usecases.parcel_step import parcel_step

TO_ORDER = frozenset({ShipmentState.PLANNED, ShipmentState.ORDERING, ShipmentState.UNKNOWN})
CARGO = "证件"  # printed on the waybill: what it is, not whose
# 快递市场管理办法 (2024-03-01): no locker, no station and no neighbour without the receiver's consent
REMARK = "本人签收，请勿投放快递柜或驿站，请勿代签"
REMARKS = {Direction.COLLECT: "上门收取证件，请与寄件人当面清点", Direction.DELIVER: REMARK}


@dataclass(frozen=True, slots=True)
class OrderShipment:
    """`public_url`: scheme and host at which the courier's platform reaches us."""

    shipments: Shipments
    secrets: ShipmentSecrets
    courier: Courier
    ledger: Ledger
    atomic: Atomic
    now: Clock
    public_url: str

    async def __call__(self, shipment: ShipmentId) -> None:
        """Claim, call, record. An order whose fate is unknown is asked after by our own number.

        Raises Unavailable and Unknown (another run goes on from there), Refused (a person must look).
        """
        claimed = await self._claim(shipment)
        if claimed is None:
            return
        held, order = claimed
        try:
            booking = await self._call(held, order)
        except Unavailable:
            await self._record(shipment, ShipmentState.PLANNED)
            raise
        except Unknown as error:
            await self._record(shipment, ShipmentState.UNKNOWN, reason=error.reason)
            raise
        except Refused as error:
            await self._record(shipment, ShipmentState.WITH_STAFF, reason=error.reason)
            raise
        if booking is None:
            await self._record(shipment, ShipmentState.WITH_STAFF, reason="too-late-to-ask")
            return
        await self._record(shipment, ShipmentState.ORDERED, booking)

    async def _claim(self, shipment: ShipmentId) -> tuple[Shipment, CourierOrder] | None:
        """None when nothing is left to order. Found while a try is out, that try's fate is unknown."""
        async with self.atomic():
            held = await self.shipments.take(shipment)
            before = held.state
            if before not in TO_ORDER or held.way is not Way.COURIER:
                return None
            if before is ShipmentState.PLANNED and held.cancel_asked_at is not None:
                held.move(ShipmentState.CANCELLED)  # the try before this one did not reach the courier
                await self.ledger.append(parcel_step(held, before))
                await self.shipments.save(held)
                return None
            if before is ShipmentState.PLANNED:
                is_first = held.first_tried_at is None
                held.first_tried_at = self.now()
                held.move(ShipmentState.ORDERING)
                if is_first:  # a try the courier did not accept leaves nothing behind worth telling twice
                    await self.ledger.append(parcel_step(held, before))
            elif before is ShipmentState.ORDERING:
                held.move(ShipmentState.UNKNOWN)
                await self.ledger.append(parcel_step(held, before, reason="interrupted"))
            await self.shipments.save(held)
            return held, self._order(held, await self.secrets.secrets_of(shipment))

    async def _call(self, held: Shipment, order: CourierOrder) -> CourierBooking | None:
        if held.state is ShipmentState.ORDERING or held.first_tried_at is None:
            return await self.courier.order(order)
        return await self.courier.ask(order, first_tried_at=held.first_tried_at)

    async def _record(
        self, shipment: ShipmentId, to: ShipmentState, booking: CourierBooking | None = None, reason: str = ""
    ) -> None:
        """Go to `to` unless the courier's own word, or another run, has gone further meanwhile."""
        async with self.atomic():
            held = await self.shipments.take(shipment)
            if booking is not None:
                held.adopt(booking)
            before = held.state
            if to in NEXT.get(before, ()):
                held.move(to)
                if to is not ShipmentState.PLANNED:
                    more = {"reason": reason} if reason else {}
                    await self.ledger.append(parcel_step(held, before, **more))
            await self.shipments.save(held)

    def _order(self, held: Shipment, secrets: CallbackSecrets) -> CourierOrder:
        address = f"{self.public_url}/v1/callbacks/kuaidi100/{secrets.token}"
        return CourierOrder(
            order_no=held.order_no,
            carrier=held.carrier,
            sender=held.sender,
            receiver=held.receiver,
            cargo=CARGO,
            pieces=len(held.pieces),
            remark=REMARKS.get(held.direction, REMARK),
            window=self._window(held),
            callback_url=f"{address}/orders",
            track_url=f"{address}/tracks",
            salt=secrets.salt,
        )

    def _window(self, held: Shipment) -> PickupWindow | None:
        """The hours the person chose; once past, the courier comes as soon as possible."""
        if held.pickup_day is None or not held.pickup_window:
            return None
        start, _, end = held.pickup_window.partition("-")
        window = PickupWindow(held.pickup_day, time.fromisoformat(start), time.fromisoformat(end))
        ends = datetime.combine(window.day, window.end, BEIJING)
        return window if ends > self.now() else None
