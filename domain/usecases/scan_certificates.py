"""Scan the old certificates (旧证核收) at our counter: custody ends here, not with the courier's word."""

from dataclasses import dataclass
from uuid import UUID

from domain.kernel.ids import ShipmentId
from domain.kernel.jobs import ReportOriginals
from domain.kernel.ports import Atomic, Clock, Jobs, KeptAnswers, RequestKey
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.shipments.ports import Shipments
from domain.staff.account import StaffAccount
from domain.usecases.parcel_view import PieceView, parcel_view


@dataclass(frozen=True, slots=True)
class ScannedPiece:
    """What the clerk holds in hand: 正本 or 副本, which of them, and the number printed on it."""

    kind: str
    serial: str
    number: str


@dataclass(frozen=True, slots=True)
class Scanned:
    shipment_id: UUID
    state: str
    state_text: str
    pieces: tuple[PieceView, ...]


@dataclass(frozen=True, slots=True)
class ScanCertificates:
    shipments: Shipments
    ledger: Ledger
    jobs: Jobs
    answers: KeptAnswers
    atomic: Atomic
    now: Clock

    async def __call__(
        self, staff: StaffAccount, shipment: ShipmentId, pieces: tuple[ScannedPiece, ...], request: RequestKey
    ) -> Scanned:
        """Custody, ledger and the report to the back-end: all or none.

        Raises NotFound, StepNotAllowed, PiecesDoNotMatch (nothing is voided).
        """
        async with self.atomic():
            if before := await self.answers.recall(request, Scanned):
                return before
            held = await self.shipments.take(shipment)
            held.scan([(one.kind, one.serial, one.number) for one in pieces], at=self.now())
            await self.shipments.save(held)
            facts: dict[str, Fact] = {"shipment": str(shipment), "pieces": len(held.pieces)}
            await self.ledger.append(
                Step("certificate-scanned", held.matter, held.case, staff=staff.login, facts=facts)
            )
            await self.jobs.defer(ReportOriginals(shipment))
            view = parcel_view(held)
            scanned = Scanned(view.shipment_id, view.state, view.state_text, view.pieces)
            await self.answers.keep(request, scanned)
            return scanned
