"""Change the form while it is open: own fields, and how the certificates travel."""

from dataclasses import dataclass

from domain.cases.case import CaseState
from domain.cases.ports import Cases
from domain.forms.edit import FormEdit, apply
from domain.forms.ports import Forms
from domain.kernel.ids import CaseId
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusals import StepNotAllowed
from domain.mandates.mandate import Act
from domain.usecases.find_case import FindCase
from domain.usecases.form_view import FormView, form_view


@dataclass(frozen=True, slots=True)
class EditForm:
    """A draft leaves no trace in the ledger: what counts is what is confirmed, and that is kept whole."""

    find_case: FindCase
    cases: Cases
    forms: Forms
    atomic: Atomic
    now: Clock

    async def __call__(self, acting: Acting, case: CaseId, version: int, edit: FormEdit) -> FormView:
        """The form after the change, whole or not at all.

        Raises NotFound, NotRepresentative, FormNotReady, FormConfirmed, FormChanged, StepNotAllowed,
        FormLockedField, FormIncomplete (every slip in `fields`), Unavailable.
        """
        acting, _ = await self.find_case.to_change(acting, case, Act.APPLY)
        async with self.atomic():
            held = await self.cases.take(case)
            form = await self.forms.of_case(case)
            form.check_version(version)
            if held.state is not CaseState.INTENDED:
                raise StepNotAllowed(f"{case}: {held.state}")
            apply(edit, form)
            form.touched_at = self.now()
            await self.forms.save(form)
        return form_view(form)
