"""Order another courier (重新预约): only when the first order is known to be dead, and still of use."""

from dataclasses import dataclass

from domain.cases.case import UNGRANTED, CaseState
from domain.cases.ports import Cases
from domain.kernel.ids import ShipmentId
from domain.kernel.jobs import OrderShipment
from domain.kernel.ports import Jobs, RequestKey
from domain.kernel.refusals import StepNotAllowed
from domain.shipments.shipment import ParcelStillAlive, Shipment
from domain.shipments.states import Direction, Way
from domain.staff.account import StaffAccount
from domain.usecases.parcel_desk import ParcelDesk
from domain.usecases.parcel_step import parcel_note
from domain.usecases.parcel_view import ParcelNow
from domain.usecases.plan_shipment import PlanAgain

OF_USE = {
    Direction.COLLECT: frozenset(
        {CaseState.CONFIRMED, CaseState.FILED, CaseState.SUPPLEMENTING, CaseState.ACCEPTED}
    ),
    Direction.DELIVER: frozenset({CaseState.LICENSED}),
    Direction.GIVE_BACK: UNGRANTED,
}


@dataclass(frozen=True, slots=True)
class OrderShipmentAgain:
    desk: ParcelDesk
    cases: Cases
    plan_again: PlanAgain
    jobs: Jobs

    async def __call__(self, staff: StaffAccount, shipment: ShipmentId, request: RequestKey) -> ParcelNow:
        """The parcel that follows it, with the same pieces; of a scanned one, with those that are missing.

        Raises NotFound, ParcelStillAlive, StepNotAllowed.
        """

        async def act(held: Shipment) -> Shipment:
            case = await self.cases.by_id(held.case)
            if case.state not in OF_USE[held.direction] or held.way is not Way.COURIER:
                raise StepNotAllowed(f"{shipment}: {held.direction} by {held.way} of a case {case.state}")
            await self._check_last(held)
            planned = await self.plan_again(held, held.hand_on())
            said = parcel_note("parcel-again", held, staff=staff.login, again=str(planned))
            await self.desk.ledger.append(said)
            await self.jobs.defer(OrderShipment(planned))
            return await self.desk.shipments.by_id(planned)

        return await self.desk(shipment, request, act)

    async def _check_last(self, held: Shipment) -> None:
        for other in await self.desk.shipments.of_case(held.case):
            if other.direction is held.direction and other.attempt > held.attempt:
                raise ParcelStillAlive(f"{held.shipment_id}: followed by {other.shipment_id}")
