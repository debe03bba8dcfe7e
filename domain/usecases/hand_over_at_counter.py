"""Hand a certificate over at the counter (窗口发证): the new one, or the old one after a no."""

from dataclasses import dataclass

from domain.kernel.ids import ShipmentId
from domain.kernel.personal import PersonName
from domain.kernel.ports import RequestKey
from domain.shipments.shipment import Shipment
from domain.staff.account import StaffAccount
from domain.usecases.end_delivery import EndDelivery
from domain.usecases.parcel_desk import ParcelDesk
from domain.usecases.parcel_step import parcel_step
from domain.usecases.parcel_view import ParcelNow


@dataclass(frozen=True, slots=True)
class HandOverAtCounter:
    desk: ParcelDesk
    end_delivery: EndDelivery

    async def __call__(
        self, staff: StaffAccount, shipment: ShipmentId, to: PersonName, request: RequestKey
    ) -> ParcelNow:
        """`to`: who takes it; the clerk has seen their identity card. Raises NotFound, StepNotAllowed."""

        async def act(held: Shipment) -> Shipment:
            before = held.state
            held.hand_over(to, at=self.desk.now())
            await self.desk.ledger.append(parcel_step(held, before, staff=staff.login, by="counter"))
            await self.end_delivery(held, staff=staff.login)
            return held

        return await self.desk(shipment, request, act)
