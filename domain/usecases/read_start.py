"""Read a start (自己办): still running, or what it led to."""

from dataclasses import dataclass

from domain.kernel.ids import StartId
from domain.kernel.party import Acting
from domain.kernel.refusals import NotFound
from domain.starts.ports import Starts
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.start_by_oneself import StartView


@dataclass(frozen=True, slots=True)
class ReadStart:
    check_authority: CheckAuthority
    starts: Starts

    async def __call__(self, acting: Acting, start: StartId) -> StartView:
        """Raises NotFound (also for another party's), NotRepresentative, Unavailable."""
        right = await self.check_authority.right(acting)
        found = await self.starts.by_id(start)
        if found.party != acting.party or not right.reads(found.item):
            raise NotFound(str(start))
        return StartView.of(found)
