"""Give a licence out of the wallet for a supplement (证照复用): the authority's own file, fetched now."""

from dataclasses import dataclass

from domain.kernel.ids import CaseId, LicenceId
from domain.kernel.party import Acting
from domain.licences.outside import LicenceBank
from domain.mandates.mandate import Act
from domain.supplements.supplement import SupplementOver, SupplementState
from domain.usecases.find_case import FindCase
from domain.usecases.find_licence import FindLicence
from domain.usecases.give_supplement_file import KeepSupplementFile
from domain.usecases.read_supplement import newest_owed
from domain.usecases.supplement_view import SupplementView

PURPOSE = "行政审批补正材料"
OFD = "application/ofd"


@dataclass(frozen=True, slots=True)
class GiveSupplementLicence:
    find_case: FindCase
    find_licence: FindLicence
    bank: LicenceBank
    keep_file: KeepSupplementFile

    async def __call__(self, acting: Acting, case: CaseId, index: int, licence: LicenceId) -> SupplementView:
        """Raises NotFound, NotRepresentative, SupplementOver, Refused (not in force), Unavailable."""
        acting, found = await self.find_case.to_change(acting, case, Act.FOLLOW)
        known = await self.find_licence(acting, licence)
        asked = await newest_owed(self.keep_file.supplements, found.case_id)
        if asked.state is not SupplementState.OPEN:
            raise SupplementOver(str(asked.supplement_id))
        content = await self.bank.file(known.identifier, purpose=PURPOSE)
        return await self.keep_file(found.case_id, index, content, OFD, from_wallet=True)
