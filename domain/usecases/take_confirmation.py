"""Take one confirmed form (申报信息确认): the values as they were confirmed, and everything that follows."""

import json
from dataclasses import dataclass
from datetime import datetime

from domain.cases.case import Case, CaseState
from domain.cases.ports import Cases
from domain.forms.edit import Slip, gaps
from domain.forms.form import Form, FormChanged, FormIncomplete, FormState
from domain.forms.ports import Forms
from domain.invitations.invitation import PromiseNeeded
from domain.kernel.ids import CaseId
from domain.kernel.party import Acting
from domain.kernel.refusals import StepNotAllowed
from domain.ledger.entry import Step
from domain.usecases.case_view import CaseView
from domain.usecases.form_view import DEFERRABLE
from domain.usecases.record_steps import RecordSteps
from domain.usecases.show_case import ShowCase
from domain.usecases.start_filing import StartFiling


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What was confirmed, by version and digest, by whom, in which capacity."""

    acting: Acting
    capacity: str
    version: int
    digest: str
    materials: frozenset[str]
    promise: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class TakeConfirmation:
    """Part of a transaction: form, case, evidence, ledger, parcel and jobs."""

    cases: Cases
    forms: Forms
    record_steps: RecordSteps
    start_filing: StartFiling
    show_case: ShowCase

    async def __call__(self, case: CaseId, confirmed: Confirmation) -> CaseView:
        """Raises FormNotReady, FormConfirmed, FormChanged, StepNotAllowed, PromiseNeeded, FormIncomplete."""
        held = await self.cases.take(case)
        form = await self.forms.of_case(case)
        _check(held, form, confirmed)
        step = _confirm(held, form, confirmed)
        await self.cases.save(held)
        await self.forms.save(form)
        await self.record_steps("form", _evidence(form, confirmed), step)
        await self.start_filing(held, form, at=confirmed.at)
        return await self.show_case(held)


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
    ]
    if slips:
        raise FormIncomplete(str(case.case_id), fields=[slip.as_data() for slip in slips])


def _confirm(case: Case, form: Form, confirmed: Confirmation) -> Step:
    for material in form.materials:
        material.confirmed = material.key in confirmed.materials
    form.state = FormState.CONFIRMED
    form.version += 1
    # representatives change between yes and here; who is filed with is who put their name to the form
    case.actor, case.capacity = confirmed.acting.person, confirmed.capacity
    case.confirmed_at = confirmed.at
    before, after = case.move(CaseState.CONFIRMED)
    facts = {"from": str(before), "to": str(after)}
    return Step("form-confirmed", case.matter, case.case_id, confirmed.acting, facts=facts)


def _evidence(form: Form, confirmed: Confirmation) -> bytes:
    content = {
        "digest": confirmed.digest,
        "form": json.loads(form.content()),
        "materials": sorted(confirmed.materials),
        "promise": confirmed.promise,
        "capacity": confirmed.capacity,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
