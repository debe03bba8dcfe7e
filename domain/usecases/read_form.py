"""Read the form (申报表单) of one's own case, with what fills it in one tap."""

from dataclasses import dataclass, replace

from domain.forms.form import Form
from domain.forms.ports import Forms
from domain.forms.signature import digest_by
from domain.forms.signing import Signatures
from domain.kernel.ids import CaseId
from domain.kernel.party import Acting
from domain.usecases.find_case import FindCase
from domain.usecases.form_view import FormView, form_view
from domain.usecases.list_addresses import ListAddresses


@dataclass(frozen=True, slots=True)
class ShowForm:
    """Who may see it was found out before."""

    signatures: Signatures
    list_addresses: ListAddresses

    async def __call__(self, acting: Acting, form: Form) -> FormView:
        """With their own address book where it has still to be filled in, and whether they signed it."""
        view = form_view(form)
        if view.state != "ready":
            return view
        signed = None
        if form.signature:
            wanted = digest_by(acting.person, view.digest)
            signed = await self.signatures.of_form(form.case, wanted, None)
        return replace(view, is_signed=signed is not None, addresses=await self.list_addresses(acting))


@dataclass(frozen=True, slots=True)
class ReadForm:
    find_case: FindCase
    forms: Forms
    show_form: ShowForm

    async def __call__(self, acting: Acting, case: CaseId) -> FormView:
        """Raises NotFound, NotRepresentative, Unavailable."""
        found = await self.find_case(acting, case)
        return await self.show_form(acting, await self.forms.of_case(found.case_id))
