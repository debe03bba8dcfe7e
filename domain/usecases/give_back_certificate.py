"""Give the old certificate back (退还旧证) after a no: free, tracked, and only once it is in our hands."""

from dataclasses import dataclass

from domain.cases.case import Case
from domain.kernel.jobs import OrderShipment
from domain.kernel.ports import Jobs
from domain.ledger.ports import Ledger
from domain.shipments.ports import Shipments
from domain.shipments.shipment import Custody, Direction, ShipmentState
from domain.usecases.parcel_step import parcel_step
from domain.usecases.plan_shipment import PlanGiveBack

# the holder has it, will have it, or nobody has it any more
NOTHING_HERE = frozenset(
    {
        ShipmentState.CANCELLED,
        ShipmentState.REFUSED,
        ShipmentState.RETURNING,
        ShipmentState.RETURNED,
        ShipmentState.LOST,
    }
)
OURS = frozenset({Custody.COURIER, Custody.COUNTER})


@dataclass(frozen=True, slots=True)
class GiveBackCertificate:
    shipments: Shipments
    plan_give_back: PlanGiveBack
    ledger: Ledger
    jobs: Jobs

    async def __call__(self, case: Case) -> None:
        """Inside atomic, the case held; again changes nothing, and orders what has arrived meanwhile.

        A courier not sent for yet is not sent any more. For what is under way the way back is planned now, so
        that the person sees it, and ordered when our counter has scanned it; so is what is fetched later.
        """
        of_case = {shipment.direction: shipment for shipment in await self.shipments.of_case(case.case_id)}
        if Direction.COLLECT not in of_case:
            return
        collected = await self.shipments.take(of_case[Direction.COLLECT].shipment_id)
        if collected.state is ShipmentState.PLANNED:
            before, _ = collected.move(ShipmentState.CANCELLED)
            await self.shipments.save(collected)
            await self.ledger.append(parcel_step(collected, before))
            return
        if collected.state in NOTHING_HERE or not any(piece.custody in OURS for piece in collected.pieces):
            return
        back = of_case.get(Direction.GIVE_BACK)
        if back is None:
            planned = await self.plan_give_back(collected)
        elif back.state is ShipmentState.PLANNED:
            planned = back.shipment_id
        else:
            return
        if collected.state is ShipmentState.SCANNED:
            await self.jobs.defer(OrderShipment(planned))
