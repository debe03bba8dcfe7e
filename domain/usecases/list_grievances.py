"""List what a party complained of (我的反映), and read one with its answers."""

from dataclasses import dataclass

from domain.clock.ports import Calendars
from domain.grievances.ports import GrievanceBook, Grievances
from domain.kernel.ids import GrievanceId
from domain.kernel.party import Acting
from domain.kernel.ports import Clock
from domain.kernel.refusals import NotFound
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.grievance_view import GrievanceView, grievance_view

MOST = 50


@dataclass(frozen=True, slots=True)
class ListGrievances:
    check_authority: CheckAuthority
    grievances: Grievances
    book: GrievanceBook
    calendars: Calendars
    now: Clock

    async def __call__(self, acting: Acting) -> tuple[GrievanceView, ...]:
        """Newest first, at most fifty. Raises NotRepresentative, Unavailable."""
        await self.check_authority(acting)
        found = await self.book.of_party(acting.party, size=MOST)
        now, calendar = self.now(), self.calendars.current()
        return tuple(grievance_view(one, calendar, now) for one in found)

    async def one(self, acting: Acting, grievance: GrievanceId) -> GrievanceView:
        """Raises NotFound, also for another party's; NotRepresentative, Unavailable."""
        await self.check_authority(acting)
        found = await self.grievances.by_id(grievance)
        if found.party != acting.party:
            raise NotFound(str(grievance))
        return grievance_view(found, self.calendars.current(), self.now())
