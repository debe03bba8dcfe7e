"""Change the form while it is open: own fields, and how the certificates travel."""

from dataclasses import dataclass, replace

from domain.cases.case import CaseState
from domain.cases.ports import Cases
from domain.forms.address_ports import AddressBook
from domain.forms.edit import Chosen, FormEdit, Place, apply
from domain.forms.ports import Forms
from domain.kernel.ids import CaseId, PartyId
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusals import NotFound, StepNotAllowed
from domain.mandates.mandate import Act
from domain.usecases.find_case import FindCase
from domain.usecases.form_view import FormView, form_view


@dataclass(frozen=True, slots=True)
class EditForm:
    """A draft leaves no trace in the ledger: what counts is what is confirmed, and that is kept whole."""

    find_case: FindCase
    cases: Cases
    forms: Forms
    addresses: AddressBook
    atomic: Atomic
    now: Clock

    async def __call__(
        self,
        acting: Acting,
        case: CaseId,
        version: int,
        edit: FormEdit,
        *,
        pickup: Chosen | None = None,
        delivery: Chosen | None = None,
    ) -> FormView:
        """The form after the change, whole or not at all. `pickup`, `delivery`: out of their own book.

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
            if pickup is not None:
                edit = replace(edit, pickup=await self._from_book(acting.person, pickup))
            if delivery is not None:
                edit = replace(edit, delivery=await self._from_book(acting.person, delivery))
            apply(edit, form)
            form.touched_at = self.now()
            await self.forms.save(form)
        return form_view(form)

    async def _from_book(self, person: PartyId, chosen: Chosen) -> Place:
        for saved in await self.addresses.of_person(person, held=True):
            if saved.address_id == chosen.address:
                await self.addresses.save(replace(saved, chosen_at=self.now()))
                return saved.line.place(chosen.day, chosen.window)
        raise NotFound(str(chosen.address))
