"""List who looked at a licence (核验记录), for its holder."""

from dataclasses import dataclass
from datetime import datetime

from domain.kernel.ids import LicenceId
from domain.kernel.party import Acting
from domain.licences.ports import Presentations
from domain.usecases.find_licence import FindLicence


@dataclass(frozen=True, slots=True)
class Viewed:
    at: datetime
    by: str
    purpose: str
    result: str


@dataclass(frozen=True, slots=True)
class ListViews:
    find_licence: FindLicence
    presentations: Presentations

    async def __call__(self, acting: Acting, licence: LicenceId) -> tuple[Viewed, ...]:
        """The last hundred, newest first. Raises NotFound, NotRepresentative, Unavailable."""
        found = await self.find_licence(acting, licence)
        looks = await self.presentations.looks(found.licence_id)
        return tuple(Viewed(look.at, look.organisation, look.purpose, str(look.result)) for look in looks)
