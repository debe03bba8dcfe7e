"""Check whether a piece of work is somebody's (所辖): another body's is not there."""

from dataclasses import dataclass
from uuid import UUID

from domain.kernel.refusals import NotFound
from domain.staff.account import StaffAccount
from domain.staff.concerns import Concerns, Work


@dataclass(frozen=True, slots=True)
class CheckRemit:
    """Which body a case is of never changes, so that what was checked before a step still holds in it."""

    concerns: Concerns

    async def __call__(self, staff: StaffAccount, work: Work, ref: UUID) -> None:
        """Raises NotFound: just as for an id nobody has."""
        if not await self.covers(staff, work, ref):
            raise NotFound(str(ref))

    async def covers(self, staff: StaffAccount, work: Work, ref: UUID) -> bool:
        return staff.bodies is None or staff.remit.covers(await self.concerns.bodies_of(work, ref))
