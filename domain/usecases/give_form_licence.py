"""Give a licence out of the wallet for a form's material (证照复用): the authority's own file, now."""

from dataclasses import dataclass

from domain.forms.form import FormConfirmed, FormState
from domain.forms.ports import Forms
from domain.kernel.ids import CaseId, LicenceId
from domain.kernel.party import Acting
from domain.licences.outside import LicenceBank
from domain.mandates.mandate import Act
from domain.usecases.find_case import FindCase
from domain.usecases.find_licence import FindLicence
from domain.usecases.form_view import FormView
from domain.usecases.give_form_material import KeepFormMaterial

PURPOSE = "行政审批申请材料"
OFD = "application/ofd"


@dataclass(frozen=True, slots=True)
class GiveFormLicence:
    """Of the party one acts for; by mandate nobody opens the principal's wallet."""

    find_case: FindCase
    find_licence: FindLicence
    bank: LicenceBank
    forms: Forms
    keep_material: KeepFormMaterial

    async def __call__(self, acting: Acting, case: CaseId, key: str, licence: LicenceId) -> FormView:
        """Raises NotFound, NotRepresentative, FormNotReady, FormConfirmed, Refused (not in force),
        Unavailable."""
        acting, found = await self.find_case.to_change(acting, case, Act.APPLY)
        known = await self.find_licence(acting, licence)
        form = await self.forms.of_case(found.case_id)
        if form.state is FormState.CONFIRMED:  # nothing is fetched for a form that takes nothing more
            raise FormConfirmed(str(case))
        content = await self.bank.file(known.identifier, purpose=PURPOSE)
        return await self.keep_material(found.case_id, key, content, OFD, from_wallet=True)
