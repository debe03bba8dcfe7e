"""Register the old certificates (旧证作废) as void: the new one is issued, every piece accounted for."""

from dataclasses import dataclass

from domain.cases.case import CaseState
from domain.cases.ports import Cases
from domain.decisions.decision import Result
from domain.decisions.ports import Decisions
from domain.kernel.ids import CaseId, ShipmentId
from domain.kernel.ports import RequestKey
from domain.kernel.refusal import Refusal
from domain.kernel.refusals import StepNotAllowed
from domain.ledger.entry import Fact, Step
from domain.shipments.accounting import collections, old_pieces, unaccounted
from domain.shipments.piece import PiecesUnaccounted
from domain.shipments.shipment import Shipment
from domain.staff.account import StaffAccount
from domain.usecases.parcel_desk import ParcelDesk
from domain.usecases.parcel_view import ParcelNow

ISSUED = frozenset({CaseState.LICENSED, CaseState.DELIVERED, CaseState.CLOSED})


class VoidTooEarly(Refusal):
    """Until the decision the old licence is valid, and after a no it goes back."""

    code, title = "void-too-early", "新证核发以前，旧证仍然有效"
    advice = "请等新证进入证照库后再登记作废"


@dataclass(frozen=True, slots=True)
class VoidCertificates:
    desk: ParcelDesk
    cases: Cases
    decisions: Decisions

    async def __call__(self, staff: StaffAccount, shipment: ShipmentId, request: RequestKey) -> ParcelNow:
        """Every piece of the case at our counter, whichever parcel brought it. The shipment as it is then.

        Raises NotFound, VoidTooEarly, PiecesUnaccounted, StepNotAllowed when none is here.
        """

        async def void(held: Shipment) -> Shipment:
            await self._check_issued(held.case)
            of_case = await self.desk.shipments.of_case(held.case)
            if missing := [piece.name for piece in unaccounted(of_case)]:
                raise PiecesUnaccounted(str(held.case), missing=missing)
            voided = held.void(at=self.desk.now())
            for other in collections(of_case):
                if other.shipment_id != shipment:
                    taken = await self.desk.shipments.take(other.shipment_id)
                    voided += taken.void(at=self.desk.now())
                    await self.desk.shipments.save(taken)
            if not voided:
                raise StepNotAllowed(f"{shipment}: nothing of it is here")
            lost = sum(piece.is_lost for piece in old_pieces(of_case))
            facts: dict[str, Fact] = {"shipment": str(shipment), "pieces": voided, "lost": lost}
            step = Step("certificate-voided", held.matter, held.case, staff=staff.login, facts=facts)
            await self.desk.ledger.append(step)
            return held

        return await self.desk(shipment, request, void)

    async def _check_issued(self, case: CaseId) -> None:
        found, decision = await self.cases.by_id(case), await self.decisions.of_case(case)
        is_granted = decision is not None and decision.result is Result.GRANTED
        if found.state not in ISSUED or not is_granted:
            raise VoidTooEarly(str(case))
