"""Give a mandate (授权委托): the letter confirmed by its digest, with the giver's face."""

from dataclasses import dataclass
from datetime import timedelta

from domain.clock.clock import beijing_date
from domain.identity.alert import AlertKind
from domain.kernel.ids import MandateId
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, KeptAnswers, RequestKey
from domain.kernel.refusals import NotFound, StepNotAllowed
from domain.ledger.entry import Step
from domain.mandates.mandate import Mandate, MandateChanged, MandateState
from domain.mandates.ports import Mandates
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.mandate_view import MandateView, ShowMandate
from domain.usecases.raise_alert import RaiseAlert
from domain.usecases.record_steps import RecordSteps
from domain.usecases.require_anchor import RequireAnchor
from domain.usecases.require_face import RequireFace

DRAFT_LIFE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class GiveMandate:
    """Who may is settled here, outside the transaction: oneself, or whom the register names now; the face."""

    check_authority: CheckAuthority
    require_face: RequireFace
    mandates: Mandates
    show_mandate: ShowMandate
    record_steps: RecordSteps
    raise_alert: RaiseAlert
    require_anchor: RequireAnchor
    answers: KeptAnswers
    atomic: Atomic

    async def __call__(
        self, acting: Acting, mandate: MandateId, digest: str, request: RequestKey
    ) -> MandateView:
        """Mandate, evidence, ledger entry and alert: all or none.

        Raises NotRepresentative, NotFound, FaceForThisMatter, StepNotAllowed, MandateChanged, Unavailable,
        EvidenceNotAnchored.
        """
        capacity = await self.check_authority(acting, fresh=True)
        if (await self.mandates.by_id(mandate)).principal != acting.party:
            raise NotFound(str(mandate))
        await self.require_face.to_give(acting, mandate)
        async with self.atomic():
            if before := await self.answers.recall(request, MandateView):
                return before
            await self.require_anchor()
            held = await self.mandates.take(mandate)
            await self._give(held, acting, capacity, digest)
            view = await self.show_mandate(held)
            await self.answers.keep(request, view)
        return view

    async def _give(self, held: Mandate, acting: Acting, capacity: str, digest: str) -> None:
        now = self.show_mandate.now()
        if held.state is not MandateState.DRAFT:
            raise StepNotAllowed(f"{held.mandate_id}: {held.state}")
        letter = await self.show_mandate.letter(held)
        is_late = now - held.drafted_at > DRAFT_LIFE or held.terms.until_on < beijing_date(now)
        if letter is None or letter.digest() != digest or is_late:
            raise MandateChanged(str(held.mandate_id))
        held.give(acting.person, capacity, now)
        facts = {"mandate": str(held.mandate_id), "text": letter.version, "digest": digest}
        step = Step("mandate-given", acting=acting, facts=facts)
        held.evidence = await self.record_steps("mandate", letter.content(), step)
        await self.mandates.save(held)
        told = {"mandate": str(held.mandate_id)}
        await self.raise_alert(acting.person, AlertKind.MANDATE_GIVEN, told, party=acting.party)
