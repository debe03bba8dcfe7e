"""The phone (联系电话) of whoever applied: the form's, a parcel's, or the last one written to."""

from contextlib import suppress
from dataclasses import dataclass

from domain.cases.case import Case
from domain.forms.form import Form
from domain.forms.ports import Forms
from domain.invitations.ports import BadNumbers, Notices
from domain.kernel.identifiers import IdentifierInvalid, mobile
from domain.kernel.ids import CaseId
from domain.kernel.personal import Phone
from domain.kernel.refusals import NotFound

PHONE = "phone"  # the kind of a field


@dataclass(frozen=True, slots=True)
class CasePhone:
    """Reads our own rows only, so it may stand inside atomic."""

    forms: Forms
    notices: Notices
    bad_numbers: BadNumbers

    async def __call__(self, case: Case) -> Phone | None:
        """Numbers a clerk heard to be somebody else's are none; None where no other is known."""
        numbers = await self._given(case.case_id)
        if last := await self.notices.last_number(case.matter):
            numbers.append(last)
        bad = await self.bad_numbers.among(numbers)
        return next((one for one in numbers if one not in bad), None)

    async def _given(self, case: CaseId) -> list[Phone]:
        with suppress(NotFound):
            return _in_form(await self.forms.of_case(case))
        return []


def _in_form(form: Form) -> list[Phone]:
    numbers = []
    for field in form.fields:
        if field.kind == PHONE:
            with suppress(IdentifierInvalid):
                numbers.append(mobile(field.value.reveal()))
    return [*numbers, *(side.phone for side in (form.delivery, form.pickup) if side and side.phone.reveal())]
