"""Order a shipment (快递下单): one courier comes, however often this runs and wherever it was killed."""

from dataclasses import dataclass
from datetime import timedelta

from domain.kernel.ids import ShipmentId
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.ledger.ports import Ledger
from domain.shipments.outside import CourierBooking, CourierOrder, Couriers
from domain.shipments.ports import Shipments, ShipmentSecrets
from domain.shipments.shipment import Shipment
from domain.shipments.states import NEXT, TO_ORDER, ShipmentState, Way
from domain.usecases.courier_order import courier_order
from domain.usecases.parcel_step import parcel_note, parcel_step

AWAY_LONG = timedelta(minutes=15)  # a vendor that turned an order away for so long: another may have it


@dataclass(frozen=True, slots=True)
class OrderShipment:
    """`public_url`: scheme and host at which the courier's platform reaches us."""

    shipments: Shipments
    secrets: ShipmentSecrets
    couriers: Couriers
    ledger: Ledger
    atomic: Atomic
    now: Clock
    public_url: str

    async def __call__(self, shipment: ShipmentId) -> None:
        """Claim, call, record. An order whose fate is unknown is asked after by our own number, with the
        vendor it was given to and with no other.

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
                await self._begin(held)
            elif before is ShipmentState.ORDERING:
                held.move(ShipmentState.UNKNOWN)
                await self.ledger.append(parcel_step(held, before, reason="interrupted"))
            await self.shipments.save(held)
            secrets = await self.secrets.secrets_of(shipment)
            return held, courier_order(held, secrets, public_url=self.public_url, at=self.now())

    async def _begin(self, held: Shipment) -> None:
        """A try, by a vendor that stands on the row before it is called."""
        is_first, tried = held.first_tried_at is None, held.vendor
        before = held.state
        held.try_by(self._vendor(held), at=self.now())
        if is_first:  # a try the courier did not accept leaves nothing behind worth telling twice
            await self.ledger.append(parcel_step(held, before))
        elif held.vendor != tried:
            said = parcel_note("parcel-other-vendor", held, was=tried, vendor=held.vendor)
            await self.ledger.append(said)

    def _vendor(self, held: Shipment) -> str:
        """Who was tried before; once that one has long turned the order away, the next of this carrier."""
        offered = self.couriers.vendors_for(held.carrier)
        if held.vendor not in offered:
            return offered[0] if offered else ""
        if held.away_since is None or self.now() - held.away_since < AWAY_LONG:
            return held.vendor
        return offered[(offered.index(held.vendor) + 1) % len(offered)]

    async def _call(self, held: Shipment, order: CourierOrder) -> CourierBooking | None:
        courier = self.couriers.of(held.vendor, held.carrier)
        if held.state is ShipmentState.ORDERING or held.first_tried_at is None:
            return await courier.order(order)
        return await courier.ask(order, first_tried_at=held.first_tried_at)

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
                if to is ShipmentState.PLANNED:
                    held.turn_away(at=self.now())
                else:
                    held.move(to)
                    more = {"reason": reason} if reason else {}
                    await self.ledger.append(parcel_step(held, before, **more))
            await self.shipments.save(held)
