"""Report to the approval back-end (审批系统) which old pieces are at our counter, and which are lost."""

from dataclasses import dataclass
from typing import get_args

from domain.cases.case import UNGRANTED, Case, CaseState
from domain.cases.ports import Cases
from domain.decisions.decision import Result
from domain.decisions.outside import CaseFiling, OldPiece, PieceKind
from domain.decisions.ports import Decisions
from domain.kernel.ids import CaseId, ShipmentId
from domain.kernel.ports import Atomic
from domain.kernel.refusal import Unavailable
from domain.ledger.entry import Entry, Fact, Step
from domain.ledger.ports import Ledger
from domain.shipments.accounting import old_pieces
from domain.shipments.piece import Custody, Piece
from domain.shipments.ports import Shipments
from domain.usecases.give_back_certificate import GiveBackCertificate

REPORTED = "originals-reported"
BY_A_CLERK = frozenset({"certificate-scanned", "certificate-declared-lost"})


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
        """The back-end knows all there is to know now; the ledger says so once. After a no it goes back.

        Raises Unavailable (also while the case has no 办件编号 yet), Unknown, Refused.
        """
        known = await self.shipments.by_id(shipment)
        case = await self.cases.by_id(known.case)
        if await self._ended_in_no(case):
            async with self.atomic():
                await self.give_back(await self.cases.take(case.case_id))
            return
        pieces = old_pieces(await self.shipments.of_case(case.case_id))
        here = [piece for piece in pieces if piece.custody is Custody.COUNTER]
        lost = [piece for piece in pieces if piece.is_lost]
        facts: dict[str, Fact] = {"shipment": str(shipment), "pieces": len(here), "lost": len(lost)}
        if not (here or lost) or await self._said(case.case_id, facts):
            return
        await self._tell(case, here, lost)
        async with self.atomic():
            held = await self.cases.take(case.case_id)
            if not await self._said(held.case_id, facts):
                await self.ledger.append(Step(REPORTED, held.matter, held.case_id, facts=facts))

    async def _ended_in_no(self, case: Case) -> bool:
        if case.state is not CaseState.CLOSED:
            return case.state in UNGRANTED
        decision = await self.decisions.of_case(case.case_id)
        return decision is None or decision.result is not Result.GRANTED

    async def _tell(self, case: Case, here: list[Piece], lost: list[Piece]) -> None:
        entries = await self.ledger.of_case(case.case_id)
        by_a_clerk = [one for one in entries if one.step.kind in BY_A_CLERK and one.step.staff]
        if case.number is None or not by_a_clerk:
            raise Unavailable("approval", "case-not-filed-yet")
        last = by_a_clerk[-1]
        await self.back_end.report_originals(
            case.number, _told(here), last.at, last.step.staff or "", lost=_told(lost)
        )

    async def _said(self, case: CaseId, facts: dict[str, Fact]) -> Entry | None:
        """Whether this very state of things is reported: the pieces accounted for only grow."""
        told = {name: facts[name] for name in ("pieces", "lost")}
        for entry in await self.ledger.of_case(case):
            step = entry.step
            if step.kind == REPORTED and told == {name: step.facts.get(name, 0) for name in told}:
                return entry
        return None


def _told(pieces: list[Piece]) -> tuple[OldPiece, ...]:
    kinds = get_args(PieceKind)
    return tuple(
        OldPiece(next(known for known in kinds if known == one.kind), int(one.serial), one.number)
        for one in pieces
    )
