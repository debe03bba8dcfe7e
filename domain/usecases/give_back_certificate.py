"""Give the old certificate back (退还旧证) after a no: free, tracked, in one parcel, what is ours to give."""

from dataclasses import dataclass

from domain.cases.case import Case
from domain.kernel.ids import ShipmentId
from domain.kernel.jobs import OrderShipment
from domain.kernel.ports import Jobs
from domain.ledger.ports import Ledger
from domain.shipments.accounting import collections
from domain.shipments.piece import Custody, Piece
from domain.shipments.ports import Shipments
from domain.shipments.shipment import Shipment
from domain.shipments.states import Direction, ShipmentState
from domain.usecases.cancel_collection import CancelCollection
from domain.usecases.parcel_step import parcel_step
from domain.usecases.plan_shipment import PlanGiveBack

# on its way back to the holder without our counter having seen it
TURNED_BACK = frozenset({ShipmentState.REFUSED, ShipmentState.RETURNING})


@dataclass(frozen=True, slots=True)
class GiveBackCertificate:
    shipments: Shipments
    plan_give_back: PlanGiveBack
    cancel_collection: CancelCollection
    ledger: Ledger
    jobs: Jobs

    async def __call__(self, case: Case) -> None:
        """Inside atomic, the case held; again changes nothing, and takes in what has arrived meanwhile.

        A courier who has not come is called off. For what is under way the way back is planned now, so that
        the person sees it, and ordered when our counter has scanned it: all that is here goes in one parcel.
        """
        await self.cancel_collection(case)
        of_case = await self.shipments.of_case(case.case_id)
        brought = collections(of_case)
        here = [piece for one in brought for piece in one.pieces if piece.custody is Custody.COUNTER]
        coming = [
            piece
            for one in brought
            if one.state not in TURNED_BACK
            for piece in one.pieces
            if piece.custody is Custody.COURIER
        ]
        backs = [one for one in of_case if one.direction is Direction.GIVE_BACK]
        waiting = backs[-1] if backs and backs[-1].state is ShipmentState.PLANNED else None
        gone = {piece.name for one in backs if one is not waiting for piece in one.pieces}
        pieces = [piece for piece in (*here, *coming) if piece.name not in gone]
        if waiting is not None:
            await self._change(waiting.shipment_id, pieces)
            planned = waiting.shipment_id
        elif pieces:
            attempt = backs[-1].attempt + 1 if backs else 1
            planned = await self.plan_give_back(_carried(brought, pieces), pieces, attempt=attempt)
        if pieces and not coming:
            await self.jobs.defer(OrderShipment(planned))

    async def _change(self, planned: ShipmentId, pieces: list[Piece]) -> None:
        """What is to go back is what is here or coming, not what it was when the way back was planned."""
        held = await self.shipments.take(planned)
        if not pieces:
            before, _ = held.move(ShipmentState.CANCELLED)
            await self.ledger.append(parcel_step(held, before))
        else:
            held.pieces = [Piece(one.kind, one.serial, one.number, Custody.COUNTER) for one in pieces]
        await self.shipments.save(held)


def _carried(brought: list[Shipment], pieces: list[Piece]) -> Shipment:
    """The collection whose two ends the way back turns round."""
    return next(one for one in brought if any(piece in one.pieces for piece in pieces))
