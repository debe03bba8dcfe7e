"""Confirm the form (申报信息确认): the person puts their name to it, filing and collection follow."""

from dataclasses import dataclass

from domain.cases.ports import Cases
from domain.identity.check import Purpose
from domain.kernel.ids import CaseId
from domain.kernel.party import Acting
from domain.kernel.ports import Clock, RequestKey
from domain.kernel.refusals import NotFound
from domain.mandates.mandate import Act
from domain.usecases.case_view import CaseView
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.make_promises import PromiseSaid
from domain.usecases.record_confirmation import RecordConfirmation
from domain.usecases.require_face import RequireFace
from domain.usecases.take_confirmation import Confirmation


@dataclass(frozen=True, slots=True)
class ConfirmForm:
    """Who may confirm is settled here, outside the transaction: whom the register names now, and the face."""

    check_authority: CheckAuthority
    cases: Cases
    require_face: RequireFace
    record_confirmation: RecordConfirmation
    now: Clock

    async def __call__(
        self,
        acting: Acting,
        case: CaseId,
        *,
        version: int,
        digest: str,
        materials: frozenset[str],
        promise: bool,
        request: RequestKey,
        promises: tuple[PromiseSaid, ...] = (),
        signature: str = "",
    ) -> CaseView:
        """The case as it stands then; all or nothing. `signature`: as Confirmation has it.

        Raises NotFound, NotRepresentative, FaceForThisMatter, FormNotReady, FormConfirmed, FormChanged,
        StepNotAllowed, PromiseNeeded, FormIncomplete, SignatureNeeded, Refused, Unavailable.
        """
        right = await self.check_authority.right(acting, fresh=True)
        found = await self.cases.by_id(case)
        if found.party != acting.party:
            raise NotFound(str(case))
        acting = right.to(Act.APPLY, found.item)
        await self.require_face(acting, found.matter, Purpose.APPLY)
        at, capacity = self.now(), right.capacity
        confirmed = Confirmation(
            acting, capacity, version, digest, materials, promise, at, promises, signature
        )
        return await self.record_confirmation(case, confirmed, request)
