"""Read all that the screen of one case (办件进度) shows at one go: where it stands, how it came there."""

from dataclasses import dataclass

from domain.kernel.ids import CaseId
from domain.kernel.look import looking
from domain.kernel.party import Acting
from domain.usecases.case_view import CaseView
from domain.usecases.find_side import FindSide, Side
from domain.usecases.read_case import ReadCase
from domain.usecases.read_timeline import ReadTimeline, TimelineEntry


@dataclass(frozen=True, slots=True)
class CaseScreenView:
    side: Side
    case: CaseView
    entries: tuple[TimelineEntry, ...]


@dataclass(frozen=True, slots=True)
class ReadCaseScreen:
    find_side: FindSide
    read_case: ReadCase
    read_timeline: ReadTimeline

    async def __call__(self, acting: Acting, case: CaseId) -> CaseScreenView:
        """Raises NotFound (also for another party's), NotRepresentative, Unavailable."""
        with looking():
            side = await self.find_side.of_case(acting, case)
            return CaseScreenView(
                side, await self.read_case(side.acting, case), await self.read_timeline(side.acting, case)
            )
