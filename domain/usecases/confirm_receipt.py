"""Confirm a receipt (确认收到): the person says they have it, though another signed or it lay in a locker."""

from dataclasses import dataclass

from domain.kernel.ids import ShipmentId
from domain.kernel.ports import RequestKey
from domain.shipments.call import Call, Outcome
from domain.shipments.shipment import Shipment
from domain.staff.account import StaffAccount
from domain.usecases.end_delivery import EndDelivery
from domain.usecases.parcel_desk import ParcelDesk
from domain.usecases.parcel_step import parcel_step
from domain.usecases.parcel_view import ParcelNow


@dataclass(frozen=True, slots=True)
class ConfirmReceipt:
    desk: ParcelDesk
    end_delivery: EndDelivery

    async def __call__(
        self, staff: StaffAccount, shipment: ShipmentId, words: str, request: RequestKey
    ) -> ParcelNow:
        """As good as 本人签收, by the clerk's word. Raises NotFound, StepNotAllowed."""

        async def act(held: Shipment) -> Shipment:
            at, before = self.desk.now(), held.state
            held.receive(at=at)
            held.calls.append(Call(at, staff.login, Outcome.RECEIVED, words))
            await self.desk.ledger.append(parcel_step(held, before, staff=staff.login, by="statement"))
            await self.end_delivery(held, staff=staff.login)
            return held

        return await self.desk(shipment, request, act)
