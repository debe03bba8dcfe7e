"""Reissue the new certificate (补发): the first was lost on its way; printed again, on the same case."""

from dataclasses import dataclass

from domain.cases.case import CaseState
from domain.cases.ports import Cases
from domain.kernel.ids import ShipmentId
from domain.kernel.jobs import OrderShipment
from domain.kernel.ports import Jobs, RequestKey
from domain.kernel.refusals import StepNotAllowed
from domain.shipments.piece import Custody, Piece
from domain.shipments.shipment import Shipment
from domain.shipments.states import Direction, ShipmentState
from domain.staff.account import StaffAccount
from domain.usecases.parcel_desk import ParcelDesk
from domain.usecases.parcel_step import parcel_note, parcel_step
from domain.usecases.parcel_view import ParcelNow
from domain.usecases.plan_shipment import PlanAgain

# said to have been handed to somebody, and the person never got it
NEVER_ARRIVED = frozenset({ShipmentState.DELIVERED_OTHER, ShipmentState.PARKED})


@dataclass(frozen=True, slots=True)
class ReissueCertificate:
    """The licence itself stands in the bank and in the wallet: only its paper is printed again."""

    desk: ParcelDesk
    cases: Cases
    plan_again: PlanAgain
    jobs: Jobs

    async def __call__(
        self, staff: StaffAccount, shipment: ShipmentId, old_number: str, request: RequestKey
    ) -> ParcelNow:
        """The parcel that brings the new paper; what was printed first is void (`old_number`, if it had one).

        Raises NotFound, StepNotAllowed.
        """

        async def act(held: Shipment) -> Shipment:
            case = await self.cases.by_id(held.case)
            if held.direction is not Direction.DELIVER or case.state is not CaseState.LICENSED:
                raise StepNotAllowed(f"{shipment}: {held.direction} of a case {case.state}")
            await self._lose(staff, held)
            again = [Piece(one.kind, one.serial, "", Custody.COUNTER) for one in held.pieces]
            for piece in held.pieces:
                piece.custody, piece.number = Custody.VOID, old_number
            held.voided_at = self.desk.now()
            planned = await self.plan_again(held, again)
            said = parcel_note(
                "certificate-reissued", held, staff=staff.login, again=str(planned), pieces=len(again)
            )
            await self.desk.ledger.append(said)
            await self.jobs.defer(OrderShipment(planned))
            return await self.desk.shipments.by_id(planned)

        return await self.desk(shipment, request, act)

    async def _lose(self, staff: StaffAccount, held: Shipment) -> None:
        if held.state in NEVER_ARRIVED:
            before, _ = held.move(ShipmentState.LOST)
            await self.desk.ledger.append(parcel_step(held, before, staff=staff.login, by="statement"))
        elif held.state is not ShipmentState.LOST or held.voided_at is not None:
            raise StepNotAllowed(f"{held.shipment_id}: {held.state} is not lost, or was issued again")
