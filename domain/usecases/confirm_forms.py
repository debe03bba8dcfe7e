"""Confirm several forms of one matter at once (一次确认): one face check, one register check, n cases."""

from dataclasses import dataclass

from domain.cases.ports import Cases
from domain.identity.check import Purpose
from domain.kernel.ids import CaseId, MatterId
from domain.kernel.party import Acting
from domain.kernel.ports import Clock, RequestKey
from domain.kernel.refusals import NotFound
from domain.mandates.mandate import Act
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.make_promises import PromiseSaid
from domain.usecases.record_confirmation import FormsConfirmed, RecordConfirmation
from domain.usecases.require_face import RequireFace
from domain.usecases.take_confirmation import Confirmation


@dataclass(frozen=True, slots=True)
class FormRead:
    """One form as it was read: what is confirmed is this version with this digest, and no other."""

    case: CaseId
    version: int
    digest: str
    materials: frozenset[str]
    promises: tuple[PromiseSaid, ...] = ()
    signature: str = ""  # digest of the sheet that was signed for it


@dataclass(frozen=True, slots=True)
class ConfirmForms:
    """Who may confirm is settled here, outside the transaction, once for all of them."""

    check_authority: CheckAuthority
    cases: Cases
    require_face: RequireFace
    record_confirmation: RecordConfirmation
    now: Clock

    async def __call__(
        self,
        acting: Acting,
        matter: MatterId,
        forms: tuple[FormRead, ...],
        *,
        promise: bool,
        request: RequestKey,
    ) -> FormsConfirmed:
        """The cases in the order of `forms`, each named once; all of them or none.

        Raises NotFound (also for a case of another matter), and as ConfirmForm.
        """
        right = await self.check_authority.right(acting, fresh=True)
        own = {
            one.case_id: one.item for one in await self.cases.of_matter(matter) if one.party == acting.party
        }
        if not own.keys() >= {form.case for form in forms}:
            raise NotFound(str(matter))
        acting = right.to(Act.APPLY, *(own[form.case] for form in forms))
        await self.require_face(acting, matter, Purpose.APPLY)
        at = self.now()
        confirmed = [
            (
                form.case,
                Confirmation(
                    acting,
                    right.capacity,
                    form.version,
                    form.digest,
                    form.materials,
                    promise,
                    at,
                    form.promises,
                    form.signature,
                ),
            )
            for form in forms
        ]
        return await self.record_confirmation.of_several(confirmed, request)
