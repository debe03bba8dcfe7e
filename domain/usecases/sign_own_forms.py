"""Take a signature by hand (手写签名) on one's own phone, for the forms whose items ask for it."""

from dataclasses import dataclass

from domain.cases.case import Case, CaseState
from domain.cases.ports import Cases
from domain.catalogue.ports import Catalogue
from domain.forms.form import FormChanged
from domain.forms.ports import Forms
from domain.forms.signature import (
    Signature,
    SignedSheet,
    Strokes,
    check_strokes,
    digest_by,
    digest_shown,
)
from domain.forms.signing import Signatures
from domain.identity.ports import Limits
from domain.identity.session import SessionEnded
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Clock, Digests, KeptAnswers, RequestKey
from domain.kernel.refusals import NotFound, StepNotAllowed
from domain.ledger.entry import Step
from domain.mandates.mandate import Act
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.hand_wanted import hand_wanted
from domain.usecases.record_steps import RecordSteps
from domain.usecases.require_anchor import RequireAnchor
from domain.usecases.sign_forms import ShownForm, SignatureTaken

SIGNINGS, SECONDS = (
    20,
    3600,
)  # each stays in the evidence: more than a hand that tries again, less than a flood


@dataclass(frozen=True, slots=True)
class SignOwnForms:
    """The strokes as sealed evidence, one row and one ledger entry a form: all or none.

    It binds nobody before the same person, on the same device, confirms the same content with their face and
    names these very strokes by the digest they are answered with.
    """

    limits: Limits
    catalogue: Catalogue
    check_authority: CheckAuthority
    cases: Cases
    forms: Forms
    signatures: Signatures
    record_steps: RecordSteps
    answers: KeptAnswers
    atomic: Atomic
    digests: Digests
    now: Clock
    require_anchor: RequireAnchor

    async def __call__(
        self, acting: Acting, shown: tuple[ShownForm, ...], strokes: Strokes, request: RequestKey
    ) -> SignatureTaken:
        """`shown`: of one matter, each named once.

        Raises SignatureBlank, NotRepresentative, NotFound, FormNotReady, FormConfirmed, FormChanged,
        StepNotAllowed where the item asks for none, SessionEnded on a device that cannot be told from others,
        TooManyRequests, LimitsUnavailable, Unavailable, EvidenceNotAnchored.
        """
        check_strokes(strokes)
        right = await self.check_authority.right(acting, fresh=True)
        found = [await self.cases.by_id(one.case) for one in shown]
        if any(case.party != acting.party for case in found) or len({case.matter for case in found}) > 1:
            raise NotFound(str(shown[0].case))
        acting = right.to(Act.APPLY, *(case.item for case in found))
        if not acting.device:
            raise SessionEnded
        subject = self.digests.keyed("own-signatures", str(acting.person)).hex()
        await self.limits.spend("own-signature", subject, allowed=SIGNINGS, seconds=SECONDS)
        async with self.atomic():
            if before := await self.answers.recall(request, SignatureTaken):
                return before
            await self.require_anchor()
            cases = [await self._shown(one) for one in shown]
            sheet = SignedSheet(
                strokes,
                "",
                "",
                "",
                is_helped=False,
                forms=tuple((str(one.case), one.digest) for one in shown),
                promised=tuple((str(one.case), *promise) for one in shown for promise in one.promised),
                signer=str(acting.person),
            )
            now, named = self.now(), sheet.digest()
            steps = [
                Step("signature-given", case.matter, case.case_id, acting, facts={"by": "own"})
                for case in cases
            ]
            evidence = await self.record_steps("signature", sheet.content(), *steps)
            for one in shown:
                shown_to = digest_shown(one.digest, one.promised)
                digest = digest_by(acting.person, acting.device, named, shown_to)
                await self.signatures.add(Signature(None, one.case, digest, evidence, now, ""))
            taken = SignatureTaken(tuple(one.case for one in shown), named, now)
            await self.answers.keep(request, taken)
        return taken

    async def _shown(self, shown: ShownForm) -> Case:
        case = await self.cases.take(shown.case)
        form = await self.forms.of_case(shown.case)
        form.check_open()
        if case.state is not CaseState.INTENDED or not hand_wanted(self.catalogue.of_case(case), form):
            raise StepNotAllowed(f"{shown.case}: {case.state}")
        if form.digest() != shown.digest:
            raise FormChanged(str(shown.case))
        return case
