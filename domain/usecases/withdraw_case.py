"""Withdraw one's application (撤回): an act of law, until the decision."""

from dataclasses import dataclass

from domain.identity.check import Purpose
from domain.kernel.ids import CaseId
from domain.kernel.party import Acting
from domain.kernel.ports import RequestKey
from domain.mandates.mandate import Act
from domain.usecases.case_view import CaseView
from domain.usecases.find_case import FindCase
from domain.usecases.record_withdrawal import RecordWithdrawal
from domain.usecases.require_face import RequireFace


@dataclass(frozen=True, slots=True)
class WithdrawCase:
    """Who may is settled here, outside the transaction: whom the register names now, and the face."""

    find_case: FindCase
    require_face: RequireFace
    record_withdrawal: RecordWithdrawal

    async def __call__(self, acting: Acting, case: CaseId, request: RequestKey) -> CaseView:
        """The case as it stands then. Raises NotFound, NotRepresentative, FaceForThisMatter, DecidedAlready,
        Unavailable."""
        acting, found = await self.find_case.to_change(acting, case, Act.APPLY)
        await self.require_face(acting, found.matter, Purpose.CASE)
        return await self.record_withdrawal(acting, case, request)
