"""Take the signature by hand (手写签名) for the forms on the desk's screen; without it none is confirmed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.cases.case import Case
from domain.cases.ports import Cases
from domain.counter.ports import Visits
from domain.counter.visit import Visit, VisitEnded
from domain.forms.form import FormChanged
from domain.forms.ports import Forms
from domain.forms.signature import Promised, Signature, SignedSheet, Strokes, check_strokes, digest_shown
from domain.forms.signing import Signatures
from domain.kernel.ids import CaseId, VisitId
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Clock, KeptAnswers, RequestKey
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Step
from domain.staff.account import StaffAccount
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.record_steps import RecordSteps
from domain.usecases.require_anchor import RequireAnchor


@dataclass(frozen=True, slots=True)
class ShownForm:
    """A form as it lay on the desk's screen, and what was promised with it."""

    case: CaseId
    digest: str
    promised: tuple[Promised, ...] = ()


@dataclass(frozen=True, slots=True)
class SignatureTaken:
    cases: tuple[UUID, ...]
    digest: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class SignForms:
    """The strokes as sealed evidence, one row and one ledger entry a form: all or none."""

    check_authority: CheckAuthority
    visits: Visits
    cases: Cases
    forms: Forms
    signatures: Signatures
    record_steps: RecordSteps
    answers: KeptAnswers
    atomic: Atomic
    now: Clock
    require_anchor: RequireAnchor

    async def __call__(
        self,
        staff: StaffAccount,
        acting: Acting,
        shown: tuple[ShownForm, ...],
        strokes: Strokes,
        request: RequestKey,
    ) -> SignatureTaken:
        """`acting`: from a live visit of this clerk; `shown`: of one matter.

        Raises SignatureBlank, NotRepresentative, NotFound, FormNotReady, FormConfirmed, FormChanged,
        VisitEnded, Unavailable, EvidenceNotAnchored.
        """
        check_strokes(strokes)
        await self.check_authority(acting, fresh=True)
        async with self.atomic():
            if before := await self.answers.recall(request, SignatureTaken):
                return before
            await self.require_anchor()
            visit = await self._visit(acting)
            cases = [await self._shown(acting, one) for one in shown]
            if len({case.matter for case in cases}) > 1:
                raise NotFound(str(cases[-1].case_id))
            sheet = SignedSheet(
                strokes,
                staff.login,
                staff.name,
                visit.desk,
                visit.is_helped,
                tuple((str(one.case), one.digest) for one in shown),
                tuple((str(one.case), *promise) for one in shown for promise in one.promised),
            )
            now, digests = self.now(), [digest_shown(one.digest, one.promised) for one in shown]
            await self._keep(acting, visit, list(zip(cases, digests, strict=True)), sheet, now)
            taken = SignatureTaken(tuple(case.case_id for case in cases), sheet.digest(), now)
            await self.answers.keep(request, taken)
        return taken

    async def _visit(self, acting: Acting) -> Visit:
        visit = await self.visits.by_id(VisitId(acting.session)) if acting.session else None
        if visit is None or not visit.is_live(self.now()):
            raise VisitEnded
        return visit

    async def _shown(self, acting: Acting, shown: ShownForm) -> Case:
        case = await self.cases.take(shown.case)
        if case.party != acting.party:
            raise NotFound(str(shown.case))
        form = await self.forms.of_case(shown.case)
        form.check_open()
        if form.digest() != shown.digest:
            raise FormChanged(str(shown.case))
        return case

    async def _keep(
        self, acting: Acting, visit: Visit, signed: list[tuple[Case, str]], sheet: SignedSheet, now: datetime
    ) -> None:
        facts = {"visit": str(visit.visit_id), "desk": visit.desk}
        steps = [
            Step("signature-given", case.matter, case.case_id, acting, staff=visit.login, facts=facts)
            for case, _ in signed
        ]
        evidence = await self.record_steps("signature", sheet.content(), *steps)
        for case, digest in signed:
            signature = Signature(visit.visit_id, case.case_id, digest, evidence, now, visit.desk)
            await self.signatures.add(signature)
