"""Call a collection off (取消上门收取): the old certificate is not needed, and nobody has come yet."""

from dataclasses import dataclass

from domain.cases.case import Case
from domain.kernel.ids import ShipmentId
from domain.kernel.jobs import CancelShipment
from domain.kernel.ports import Clock, Jobs
from domain.ledger.ports import Ledger
from domain.shipments.ports import Shipments
from domain.shipments.shipment import Shipment
from domain.shipments.states import Direction, ShipmentState
from domain.usecases.parcel_step import parcel_note, parcel_step


@dataclass(frozen=True, slots=True)
class CancelCollection:
    """Part of what follows a 撤回, a 退件 or a no; again changes nothing."""

    shipments: Shipments
    ledger: Ledger
    jobs: Jobs
    now: Clock

    async def __call__(self, case: Case) -> None:
        """Inside atomic, the case held. One that was not sent for is not sent for any more; one that was is
        called off by a job. Too late for both is no error: it comes, and goes back."""
        for known in await self.shipments.of_case(case.case_id):
            if known.direction is Direction.COLLECT and known.is_to_fetch:
                await self._cancel(known.shipment_id)

    async def _cancel(self, shipment: ShipmentId) -> None:
        held = await self.shipments.take(shipment)
        if held.state is ShipmentState.PLANNED:
            before, _ = held.move(ShipmentState.CANCELLED)
            held.cancel_asked_at = self.now()
            await self.ledger.append(parcel_step(held, before))
        elif held.is_to_fetch:
            await self.call_off(held)
        await self.shipments.save(held)

    async def call_off(self, held: Shipment) -> None:
        """Inside atomic, the shipment held; who calls saves it."""
        if held.cancel_asked_at is None:
            held.cancel_asked_at = self.now()
            await self.ledger.append(parcel_note("pickup-cancel-asked", held))
            await self.jobs.defer(CancelShipment(held.shipment_id))
