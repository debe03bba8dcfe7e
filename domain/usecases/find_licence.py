"""Find a licence (证照) of the party one acts for; anybody else's is not there."""

from dataclasses import dataclass

from domain.kernel.ids import LicenceId
from domain.kernel.party import Acting
from domain.kernel.refusals import NotFound
from domain.licences.licence import Licence
from domain.licences.ports import Licences
from domain.usecases.check_authority import CheckAuthority


@dataclass(frozen=True, slots=True)
class FindLicence:
    check_authority: CheckAuthority
    licences: Licences

    async def __call__(self, acting: Acting, licence: LicenceId, *, fresh: bool = False) -> Licence:
        """For reading, outside atomic; `fresh` asks the register now, for whatever shows or changes.

        Raises NotRepresentative, NotFound, Unavailable.
        """
        await self.check_authority(acting, fresh=fresh)
        found = await self.licences.by_id(licence)
        if found.holder != acting.party:
            raise NotFound(str(licence))
        return found
