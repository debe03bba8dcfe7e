"""Register a loss (遗失): a parcel the courier lost, or old pieces their holder declared to be lost."""

from dataclasses import dataclass

from domain.cases.ports import Cases
from domain.catalogue.ports import Catalogue
from domain.kernel.ids import ShipmentId
from domain.kernel.jobs import ReportOriginals
from domain.kernel.ports import Jobs, RequestKey
from domain.shipments.call import Call, Outcome
from domain.shipments.shipment import Shipment
from domain.shipments.states import Direction
from domain.staff.account import StaffAccount
from domain.usecases.parcel_desk import ParcelDesk
from domain.usecases.parcel_step import parcel_note, parcel_step
from domain.usecases.parcel_view import ParcelNow
from domain.usecases.tell_holder import TellHolder


@dataclass(frozen=True, slots=True)
class DeclareParcelLost:
    desk: ParcelDesk
    jobs: Jobs
    cases: Cases
    catalogue: Catalogue
    tell_holder: TellHolder

    async def __call__(
        self, staff: StaffAccount, shipment: ShipmentId, words: str, request: RequestKey
    ) -> ParcelNow:
        """Old pieces are accounted for so, and the back-end waits for them no longer. Raises NotFound,
        StepNotAllowed."""

        async def act(held: Shipment) -> Shipment:
            held.calls.append(Call(self.desk.now(), staff.login, Outcome.DECLARED_LOST, words))
            await self.lose(staff, held)
            return held

        return await self.desk(shipment, request, act)

    async def lose(self, staff: StaffAccount, held: Shipment) -> None:
        """Part of a transaction, the shipment held; who calls saves it. Raises StepNotAllowed."""
        before = held.state
        held.lose()
        if held.state is not before:
            await self.desk.ledger.append(parcel_step(held, before, staff=staff.login))
            await self._tell(held)
        if held.direction is Direction.COLLECT:
            lost = sum(piece.is_lost for piece in held.pieces)
            said = parcel_note("certificate-declared-lost", held, staff=staff.login, lost=lost)
            await self.desk.ledger.append(said)
            await self.jobs.defer(ReportOriginals(held.shipment_id))

    async def _tell(self, held: Shipment) -> None:
        case = await self.cases.by_id(held.case)
        await self.tell_holder(held.matter, "parcel-problem", {"item": self.catalogue.of_case(case).name})
