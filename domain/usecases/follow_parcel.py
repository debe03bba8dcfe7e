"""Follow a parcel (物流跟踪): what the courier says moves the shipment, and its arrival moves the case."""

from dataclasses import dataclass

from domain.kernel.ports import Clock
from domain.ledger.ports import Ledger
from domain.shipments.outside import CourierNews
from domain.shipments.ports import Shipments
from domain.shipments.shipment import Shipment
from domain.shipments.states import ShipmentState
from domain.usecases.end_delivery import EndDelivery
from domain.usecases.parcel_step import parcel_step


@dataclass(frozen=True, slots=True)
class FollowParcel:
    shipments: Shipments
    end_delivery: EndDelivery
    ledger: Ledger
    now: Clock

    async def __call__(self, held: Shipment, news: CourierNews) -> bool:
        """Shipment, case and ledger: all or none; inside atomic, the shipment held. True when it moved.

        Only 本人签收 is a delivery: a locker, a station or another's signature leaves the case as it is.
        """
        was = held.state
        held.learn(news, at=self.now())
        for event in news.events:
            before = held.state
            held.hear(event)
            if held.state is not before:
                await self.ledger.append(parcel_step(held, before, at=event.at.isoformat()))
        await self.shipments.save(held)
        if held.state is ShipmentState.DELIVERED_SELF and was is not ShipmentState.DELIVERED_SELF:
            await self.end_delivery(held)
        return held.state is not was
