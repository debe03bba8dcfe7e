"""Follow a parcel (物流跟踪): what the courier says moves the shipment, and its arrival moves the case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from domain.cases.ports import Cases
from domain.catalogue.ports import Catalogue
from domain.kernel.ports import Clock
from domain.ledger.ports import Ledger
from domain.shipments.outside import CourierNews
from domain.shipments.ports import Shipments
from domain.shipments.shipment import Shipment
from domain.shipments.states import Direction, ShipmentState, Way
from domain.usecases.end_delivery import EndDelivery
from domain.usecases.parcel_step import parcel_step
from domain.usecases.tell_holder import TellHolder

WAITS: Mapping[ShipmentState, str] = MappingProxyType(
    {ShipmentState.PARKED: "parcel-parked", ShipmentState.DELIVERED_OTHER: "parcel-with-another"}
)
AHEAD = timedelta(
    hours=1
)  # a carrier's clock may be wrong by so much; what is dated later hides all the rest


@dataclass(frozen=True, slots=True)
class FollowParcel:
    shipments: Shipments
    end_delivery: EndDelivery
    ledger: Ledger
    now: Clock
    cases: Cases
    catalogue: Catalogue
    tell_holder: TellHolder

    async def __call__(self, held: Shipment, news: CourierNews) -> bool:
        """Shipment, case and ledger: all or none; inside atomic, the shipment held. True when it moved.

        Only 本人签收 is a delivery: a locker, a station or another's signature leaves the case as it is. News
        of another waybill is nobody's: of a holder's first slip, or of an order that went elsewhere.
        """
        has_number = held.waybill or held.way is Way.SELF_POST
        if has_number and news.waybill not in {"", held.waybill}:
            return False
        was, now = held.state, self.now()
        held.learn(news, at=now)
        for event in (one for one in news.events if one.at <= now + AHEAD):
            before = held.state
            held.hear(event)
            if held.state is not before:
                await self.ledger.append(parcel_step(held, before, at=event.at.isoformat()))
        template = _to_tell(held) if held.state is not was else ""
        if template:
            held.told.append(template)
        await self.shipments.save(held)
        if held.state is was:
            return False
        if held.state is ShipmentState.DELIVERED_SELF:
            await self.end_delivery(held)
        if template:
            case = await self.cases.by_id(held.case)
            await self.tell_holder(held.matter, template, {"item": self.catalogue.of_case(case).name})
        return True


def _to_tell(held: Shipment) -> str:
    """What the person is told at once, beside the clerk's list, and once of one parcel: what waits for them,
    and what is gone."""
    waits = "" if held.direction is Direction.COLLECT else WAITS.get(held.state, "")
    template = "parcel-problem" if held.state is ShipmentState.LOST else waits
    return "" if template in held.told else template
