"""Note a call (电话联络) about a parcel: some outcomes are the courier's word, and move it."""

from dataclasses import dataclass

from domain.kernel.ids import ShipmentId
from domain.kernel.jobs import CancelShipment
from domain.kernel.ports import Jobs, RequestKey
from domain.kernel.refusals import StepNotAllowed
from domain.shipments.call import Call, Outcome
from domain.shipments.piece import Custody
from domain.shipments.shipment import Shipment
from domain.shipments.states import NOT_FETCHED, Direction, ShipmentState
from domain.staff.account import StaffAccount
from domain.usecases.declare_parcel_lost import DeclareParcelLost
from domain.usecases.end_delivery import EndDelivery
from domain.usecases.parcel_desk import ParcelDesk
from domain.usecases.parcel_step import parcel_note, parcel_step
from domain.usecases.parcel_view import ParcelNow

# the order is not with the courier any more, or never was: nobody has fetched anything
MAY_BE_DEAD = (NOT_FETCHED | {ShipmentState.PROBLEM}) - {ShipmentState.PLANNED, ShipmentState.ORDERING}


@dataclass(frozen=True, slots=True)
class CallNote:
    outcome: Outcome
    words: str = ""
    waybill: str = ""


@dataclass(frozen=True, slots=True)
class NoteCourierCall:
    desk: ParcelDesk
    declare_lost: DeclareParcelLost
    end_delivery: EndDelivery
    jobs: Jobs

    async def __call__(
        self, staff: StaffAccount, shipment: ShipmentId, note: CallNote, request: RequestKey
    ) -> ParcelNow:
        """The call, what it moves and the ledger: all or none. Raises NotFound, StepNotAllowed."""

        async def act(held: Shipment) -> Shipment:
            at = self.desk.now()
            held.calls.append(Call(at, staff.login, note.outcome, note.words))
            said = parcel_note("courier-called", held, staff=staff.login, outcome=note.outcome.value)
            await self.desk.ledger.append(said)
            match note.outcome:
                case Outcome.COMING:
                    held.looked_at = at
                case Outcome.NO_ORDER:
                    await self._is_dead(staff, held)
                case Outcome.HAS_ORDER:
                    await self._stands(staff, held, note.waybill)
                case Outcome.LOST:
                    await self.declare_lost.lose(staff, held)
                case Outcome.SETTLED:
                    await self._settle(staff, held)
            return held

        return await self.desk(shipment, request, act)

    async def _is_dead(self, staff: StaffAccount, held: Shipment) -> None:
        fetched = any(piece.custody is Custody.COURIER for piece in held.pieces)
        if held.state not in MAY_BE_DEAD or fetched:
            raise StepNotAllowed(f"{held.shipment_id}: {held.state} has been fetched, or is not ordered")
        before, _ = held.move(ShipmentState.CANCELLED)
        await self.desk.ledger.append(parcel_step(held, before, staff=staff.login))

    async def _stands(self, staff: StaffAccount, held: Shipment, waybill: str) -> None:
        """The courier has it: what was asked of it meanwhile is asked now."""
        if held.state not in {ShipmentState.WITH_STAFF, ShipmentState.UNKNOWN}:
            raise StepNotAllowed(f"{held.shipment_id}: {held.state} needs no order")
        held.waybill = held.waybill or waybill
        before, _ = held.move(ShipmentState.ORDERED)
        await self.desk.ledger.append(parcel_step(held, before, staff=staff.login))
        if held.cancel_asked_at is not None:
            await self.jobs.defer(CancelShipment(held.shipment_id))

    async def _settle(self, staff: StaffAccount, held: Shipment) -> None:
        """An old certificate lost on its way back: its holder gets one another way, and here it ends."""
        if held.direction is not Direction.GIVE_BACK or held.state is not ShipmentState.LOST:
            raise StepNotAllowed(f"{held.shipment_id}: {held.state} is not settled")
        held.looked_at = self.desk.now()
        await self.end_delivery.give_up(held, staff=staff.login)
