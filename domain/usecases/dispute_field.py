"""Say that a value from a register is wrong (错证登记): staff must look when it is what the item is about."""

import json
from dataclasses import dataclass

from domain.cases.case import CaseState
from domain.cases.ports import Cases
from domain.forms.edit import dispute
from domain.forms.ports import Forms
from domain.grievances.grievance import About, GrievanceKind
from domain.kernel.ids import CaseId
from domain.kernel.party import Acting
from domain.kernel.personal import Free
from domain.kernel.ports import Atomic, KeptAnswers, RequestKey
from domain.kernel.refusals import StepNotAllowed
from domain.ledger.entry import Step
from domain.mandates.mandate import Act
from domain.usecases.find_case import FindCase
from domain.usecases.form_view import FormView, form_view
from domain.usecases.open_grievance import OpenGrievance
from domain.usecases.record_steps import RecordSteps


@dataclass(frozen=True, slots=True)
class DisputeField:
    find_case: FindCase
    cases: Cases
    forms: Forms
    atomic: Atomic
    answers: KeptAnswers
    record_steps: RecordSteps
    open_grievance: OpenGrievance

    async def __call__(
        self, acting: Acting, case: CaseId, field: str, says: Free, *, request: RequestKey
    ) -> FormView:
        """Noted on the form with the person's words, and put to staff as 错证 to be answered; the case goes
        on, or waits for them where it is about its very subject.

        Raises NotFound (also for a field that is not there), NotRepresentative, FormNotReady, FormConfirmed,
        StepNotAllowed, Unavailable.
        """
        acting, _ = await self.find_case.to_change(acting, case, Act.APPLY)
        async with self.atomic():
            if before := await self.answers.recall(request, FormView):
                return before
            held = await self.cases.take(case)
            form = await self.forms.of_case(case)
            form.check_open()
            if held.state is not CaseState.INTENDED:
                raise StepNotAllowed(f"{case}: {held.state}")
            about = dispute(form, field, says)
            facts: dict[str, str | bool] = {"field": field, "deferrable": about.deferrable}
            if about.subject_of_item:
                left, now = held.move(CaseState.WITH_STAFF)
                facts |= {"from": str(left), "to": str(now)}
                await self.cases.save(held)
            await self.forms.save(form)
            content = json.dumps({"field": field, "says": says.reveal()}, ensure_ascii=False).encode()
            step = Step("field-disputed", held.matter, case, acting, facts=facts)
            await self.record_steps("dispute", content, step)
            about_field = About(held.matter, case, field=field)
            wrong = GrievanceKind.WRONG_CERTIFICATE
            await self.open_grievance.again(wrong, held.party, about_field, says, acting=acting)
            view = form_view(form)
            await self.answers.keep(request, view)
        return view
