"""Read all that the screens of forms (核对表单) show: of one case, or of all cases of a matter.

A form that was confirmed meanwhile, on another phone perhaps, stands beside the state of its case.
"""

from dataclasses import dataclass

from domain.cases.ports import Cases
from domain.kernel.ids import CaseId, MatterId
from domain.kernel.look import looking
from domain.kernel.party import Acting
from domain.usecases.find_side import FindSide, Side
from domain.usecases.form_view import FormView
from domain.usecases.list_forms import FormOfItem, ListForms
from domain.usecases.read_form import ReadForm
from domain.usecases.read_invitation import InvitationView, ReadInvitation


@dataclass(frozen=True, slots=True)
class FormScreenView:
    side: Side
    case_state: str
    form: FormView


@dataclass(frozen=True, slots=True)
class FormsScreenView:
    """`forms`: each with the state of its case."""

    side: Side
    forms: tuple[tuple[FormOfItem, str], ...]
    invitation: InvitationView


@dataclass(frozen=True, slots=True)
class ReadFormScreens:
    find_side: FindSide
    read_form: ReadForm
    list_forms: ListForms
    read_invitation: ReadInvitation
    cases: Cases

    async def of_case(self, acting: Acting, case: CaseId) -> FormScreenView:
        """Raises NotFound (also for another party's), NotRepresentative, Unavailable."""
        with looking():
            side = await self.find_side.of_case(acting, case)
            form = await self.read_form(side.acting, case)
            return FormScreenView(side, str((await self.cases.by_id(case)).state), form)

    async def of_matter(self, acting: Acting, matter: MatterId) -> FormsScreenView:
        """Raises as above."""
        with looking():
            side = await self.find_side.of_matter(acting, matter)
            forms = await self.list_forms(side.acting, matter)
            invitation = await self.read_invitation(side.acting, matter)
            states = {case.case_id: str(case.state) for case in await self.cases.of_matter(matter)}
            return FormsScreenView(
                side, tuple((one, states[CaseId(one.form.case_id)]) for one in forms), invitation
            )
