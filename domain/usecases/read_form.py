"""Read the form (申报表单) of one's own case, with what fills it in one tap."""

from dataclasses import dataclass, replace

from domain.cases.case import Case
from domain.catalogue.ports import Catalogue
from domain.forms.form import Form
from domain.forms.ports import Forms
from domain.kernel.ids import CaseId
from domain.kernel.party import Acting
from domain.usecases.find_case import FindCase
from domain.usecases.form_view import FormView, form_view
from domain.usecases.hand_wanted import hand_wanted
from domain.usecases.list_addresses import ListAddresses


@dataclass(frozen=True, slots=True)
class ShowForm:
    """Who may see it was found out before."""

    catalogue: Catalogue
    list_addresses: ListAddresses

    async def __call__(self, acting: Acting, case: Case, form: Form) -> FormView:
        """With the signature it wants, and their own address book where it has still to be filled in."""
        view = replace(form_view(form), signature=hand_wanted(self.catalogue.of_case(case), form))
        if view.state != "ready":
            return view
        return replace(view, addresses=await self.list_addresses(acting))


@dataclass(frozen=True, slots=True)
class ReadForm:
    find_case: FindCase
    forms: Forms
    show_form: ShowForm

    async def __call__(self, acting: Acting, case: CaseId) -> FormView:
        """Raises NotFound, NotRepresentative, Unavailable."""
        found = await self.find_case(acting, case)
        return await self.show_form(acting, found, await self.forms.of_case(found.case_id))
