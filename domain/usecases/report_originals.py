"""Report to the approval back-end (审批系统) that the old certificate is at our counter, each piece."""

from dataclasses import dataclass
from typing import get_args

from domain.cases.case import Case
from domain.cases.ports import Cases
from domain.decisions.decision import Result
from domain.decisions.outside import CaseFiling, OldPiece, PieceKind
from domain.decisions.ports import Decisions
from domain.kernel.ids import CaseId, ShipmentId
from domain.kernel.ports import Atomic
from domain.kernel.refusal import Unavailable
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.shipments.ports import Shipments
from domain.shipments.shipment import Direction, Piece, Shipment, ShipmentState
from domain.usecases.give_back_certificate import GiveBackCertificate

SCANNED, REPORTED = "certificate-scanned", "originals-reported"


@dataclass(frozen=True, slots=True)
class ReportOriginals:
    shipments: Shipments
    cases: Cases
    decisions: Decisions
    back_end: CaseFiling
    give_back: GiveBackCertificate
    ledger: Ledger
    atomic: Atomic

    async def __call__(self, shipment: ShipmentId) -> None:
        """The back-end knows, and the ledger says so once. After a no it is sent back instead.

        Raises Unavailable (also while the case has no 办件编号 yet), Unknown, Refused.
        """
        collected = await self.shipments.by_id(shipment)
        if collected.direction is not Direction.COLLECT or collected.state is not ShipmentState.SCANNED:
            return
        decision = await self.decisions.of_case(collected.case)
        if decision is not None and decision.result is not Result.GRANTED:
            async with self.atomic():
                await self.give_back(await self.cases.take(collected.case))
            return
        case = await self.cases.by_id(collected.case)
        if await self._said(case.case_id, REPORTED):
            return
        await self._tell(case, collected)
        async with self.atomic():
            held = await self.cases.take(case.case_id)
            if not await self._said(held.case_id, REPORTED):
                facts: dict[str, Fact] = {"shipment": str(shipment), "pieces": len(collected.pieces)}
                await self.ledger.append(Step(REPORTED, held.matter, held.case_id, facts=facts))

    async def _tell(self, case: Case, collected: Shipment) -> None:
        scanned = await self._said(case.case_id, SCANNED)
        if case.number is None or collected.scanned_at is None or scanned is None or not scanned.staff:
            raise Unavailable("approval", "case-not-filed-yet")
        pieces = tuple(_piece(piece) for piece in collected.pieces)
        await self.back_end.report_originals(case.number, pieces, collected.scanned_at, scanned.staff)

    async def _said(self, case: CaseId, kind: str) -> Step | None:
        steps = (entry.step for entry in await self.ledger.of_case(case))
        return next((step for step in steps if step.kind == kind), None)


def _piece(piece: Piece) -> OldPiece:
    kind = next(known for known in get_args(PieceKind) if known == piece.kind)
    return OldPiece(kind, int(piece.serial), piece.number)
