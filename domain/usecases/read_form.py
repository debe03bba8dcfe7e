"""Read the form (申报表单) of one's own case."""

from dataclasses import dataclass

from domain.forms.ports import Forms
from domain.kernel.ids import CaseId
from domain.kernel.party import Acting
from domain.usecases.find_case import FindCase
from domain.usecases.form_view import FormView, form_view


@dataclass(frozen=True, slots=True)
class ReadForm:
    find_case: FindCase
    forms: Forms

    async def __call__(self, acting: Acting, case: CaseId) -> FormView:
        """Raises NotFound, NotRepresentative, Unavailable."""
        found = await self.find_case(acting, case)
        return form_view(await self.forms.of_case(found.case_id))
