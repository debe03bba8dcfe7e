"""List the forms (申报表单) of one matter: what one person looks over before confirming all at once."""

from dataclasses import dataclass

from domain.cases.ports import Cases
from domain.forms.ports import Forms
from domain.kernel.ids import ItemCode, MatterId
from domain.kernel.party import Acting
from domain.kernel.refusals import NotFound
from domain.matters.ports import Matters
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.form_view import FormView
from domain.usecases.read_form import ShowForm


@dataclass(frozen=True, slots=True)
class FormOfItem:
    item: ItemCode
    form: FormView


@dataclass(frozen=True, slots=True)
class ListForms:
    check_authority: CheckAuthority
    matters: Matters
    cases: Cases
    forms: Forms
    show_form: ShowForm

    async def __call__(self, acting: Acting, matter: MatterId) -> tuple[FormOfItem, ...]:
        """Of every case begun, in the order they began. Raises NotFound, NotRepresentative, Unavailable."""
        right = await self.check_authority.right(acting)
        if (await self.matters.by_id(matter)).holder != acting.party:
            raise NotFound(str(matter))
        cases = [case for case in await self.cases.of_matter(matter) if right.reads(case.item)]
        if right.mandates and not cases:  # nothing an agent was sent for
            raise NotFound(str(matter))
        return tuple(
            [
                FormOfItem(
                    case.item, await self.show_form(acting, case, await self.forms.of_case(case.case_id))
                )
                for case in cases
            ]
        )
