"""One act of a clerk on one parcel (快递单): the parcel held, the same request answered once."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from domain.kernel.ids import ShipmentId
from domain.kernel.ports import Atomic, Clock, KeptAnswers, RequestKey
from domain.ledger.ports import Ledger
from domain.shipments.ports import Shipments
from domain.shipments.shipment import Shipment
from domain.usecases.parcel_view import ParcelNow, parcel_now

Act = Callable[[Shipment], Awaitable[Shipment]]
"""What is done; gives back the parcel to show, this one or the one that follows it."""


@dataclass(frozen=True, slots=True)
class ParcelDesk:
    shipments: Shipments
    ledger: Ledger
    answers: KeptAnswers
    atomic: Atomic
    now: Clock

    async def __call__(self, shipment: ShipmentId, request: RequestKey, act: Act) -> ParcelNow:
        """All that `act` does, the parcel as it left it and the answer: all or none.

        Raises NotFound, and what `act` raises.
        """
        async with self.atomic():
            if before := await self.answers.recall(request, ParcelNow):
                return before
            held = await self.shipments.take(shipment)
            shown = await act(held)
            await self.shipments.save(held)
            now = parcel_now(shown)
            await self.answers.keep(request, now)
            return now
