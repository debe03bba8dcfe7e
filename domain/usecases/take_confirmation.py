"""Take one confirmed form (申报信息确认): the values as they were confirmed, and everything that follows."""

import json
from dataclasses import dataclass, replace
from datetime import datetime

from domain.cases.case import Case, CaseState
from domain.cases.ports import Cases
from domain.catalogue.ports import Catalogue
from domain.forms.edit import gaps
from domain.forms.form import Form, FormChanged, FormIncomplete, FormState
from domain.forms.lost import LOST, VERSION
from domain.forms.ports import Forms
from domain.forms.signature import SignatureNeeded, digest_by, digest_shown
from domain.forms.signing import Signatures
from domain.forms.slip import Slip
from domain.invitations.invitation import PromiseNeeded
from domain.kernel.ids import CaseId, VisitId
from domain.kernel.party import Acting, Level
from domain.kernel.refusals import StepNotAllowed
from domain.ledger.entry import Fact, Step
from domain.promises.promise import Promise
from domain.promises.texts import digest_of
from domain.usecases.case_view import CaseView
from domain.usecases.form_view import DEFERRABLE
from domain.usecases.hand_wanted import hand_wanted
from domain.usecases.make_promises import MakePromises, PromiseSaid, promise_slips
from domain.usecases.record_steps import RecordSteps
from domain.usecases.require_anchor import RequireAnchor
from domain.usecases.show_case import ShowCase
from domain.usecases.start_filing import StartFiling


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What was confirmed, by version and digest, by whom, in which capacity.

    `signature`: on one's own phone, the digest of the sheet that was signed for it; empty without one.
    """

    acting: Acting
    capacity: str
    version: int
    digest: str
    materials: frozenset[str]
    promise: bool
    at: datetime
    promises: tuple[PromiseSaid, ...] = ()
    signature: str = ""


@dataclass(frozen=True, slots=True)
class TakeConfirmation:
    """Part of a transaction: form, case, evidence, ledger, parcel and jobs."""

    cases: Cases
    forms: Forms
    signatures: Signatures
    record_steps: RecordSteps
    start_filing: StartFiling
    show_case: ShowCase
    make_promises: MakePromises
    require_anchor: RequireAnchor
    catalogue: Catalogue

    async def __call__(self, case: CaseId, confirmed: Confirmation) -> CaseView:
        """Raises FormNotReady, FormConfirmed, FormChanged, StepNotAllowed, PromiseNeeded, FormIncomplete,
        SignatureNeeded, EvidenceNotAnchored."""
        await self.require_anchor()
        held = await self.cases.take(case)
        form = await self.forms.of_case(case)
        _check(held, form, confirmed)
        signed = await self._signed(held, form, confirmed)
        step = _confirm(held, form, confirmed, signed)
        steps: tuple[Step, ...] = (step, replace(step, kind="loss-declared", facts={"text": VERSION}))
        made = await self.make_promises(held, form, confirmed.promises, confirmed.at)
        await self.cases.save(held)
        await self.forms.save(form)
        steps = (*steps[: 1 + (form.return_mode == LOST)], *(_made(step, one) for one in made))
        await self.record_steps("form", _evidence(form, confirmed, made), *steps)
        await self.start_filing(held, form, at=confirmed.at)
        return await self.show_case(held)

    async def _signed(self, case: Case, form: Form, confirmed: Confirmation) -> dict[str, Fact]:
        """At the counter always, in this visit; elsewhere where the item asks for it, by who confirms: the
        very one they name, given on the device they confirm on.

        What the ledger says of it. Raises SignatureNeeded.
        """
        acting, promises = confirmed.acting, confirmed.promises
        is_at_desk = acting.level is Level.COUNTER
        if not is_at_desk and not hand_wanted(self.catalogue.of_case(case), form):
            return {}
        shown = digest_shown(
            confirmed.digest, [(one.material, one.kind, one.text_version) for one in promises]
        )
        visit = VisitId(acting.session) if is_at_desk and acting.session else None
        if is_at_desk and visit is None:
            raise SignatureNeeded(str(case.case_id))
        wanted = shown
        if not is_at_desk:
            wanted = digest_by(acting.person, acting.device, confirmed.signature, shown)
        signature = await self.signatures.of_form(case.case_id, wanted, visit)
        if signature is None:
            raise SignatureNeeded(str(case.case_id))
        await self.signatures.use(signature, confirmed.at)
        if is_at_desk:
            return {"desk": signature.desk, "visit": str(visit)}
        return {"signature": str(signature.evidence)}


def _check(case: Case, form: Form, confirmed: Confirmation) -> None:
    form.check_version(confirmed.version)
    if case.state is not CaseState.INTENDED:
        raise StepNotAllowed(f"{case.case_id}: {case.state}")
    if form.digest() != confirmed.digest:
        raise FormChanged(str(case.case_id))
    if not confirmed.promise:
        raise PromiseNeeded(str(case.case_id))
    slips = [
        *gaps(form, confirmed.at),
        *(
            Slip("materials", "missing", f"请确认材料「{one.name}」")
            for one in form.materials
            if one.kind != DEFERRABLE and one.key not in confirmed.materials
        ),
        *(
            Slip("materials", "unknown", "材料清单中没有这一份")
            for _ in confirmed.materials.difference(one.key for one in form.materials)
        ),
        *promise_slips(form, confirmed.promises),
    ]
    if slips:
        raise FormIncomplete(str(case.case_id), fields=[slip.as_data() for slip in slips])


def _confirm(case: Case, form: Form, confirmed: Confirmation, signed: dict[str, Fact]) -> Step:
    for material in form.materials:
        material.confirmed = material.key in confirmed.materials
    form.state = FormState.CONFIRMED
    form.version += 1
    # representatives change between yes and here; who is filed with is who put their name to the form
    case.actor, case.capacity = confirmed.acting.person, confirmed.capacity
    case.mandate = confirmed.acting.by_mandate
    case.confirmed_at = confirmed.at
    before, after = case.move(CaseState.CONFIRMED)
    facts = {"from": str(before), "to": str(after), **signed}
    return Step("form-confirmed", case.matter, case.case_id, confirmed.acting, facts=facts)


def _made(step: Step, promise: Promise) -> Step:
    facts: dict[str, Fact] = {
        "promise": str(promise.promise_id),
        "material": promise.material,
        "text": promise.text_version,
        "digest": digest_of(promise.text),
    }
    return replace(step, kind="promise-made", facts=facts | {"kind": str(promise.kind)})


def _evidence(form: Form, confirmed: Confirmation, made: tuple[Promise, ...]) -> bytes:
    content: dict[str, object] = {
        "digest": confirmed.digest,
        "form": json.loads(form.content()),
        "materials": sorted(confirmed.materials),
        "promise": confirmed.promise,
        "capacity": confirmed.capacity,
    }
    if made:
        content["promises"] = [
            {"material": one.material, "kind": one.kind, "textVersion": one.text_version, "text": one.text}
            for one in made
        ]
    return json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
