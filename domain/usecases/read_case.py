"""Read one's own case (办件), on one screen."""

from dataclasses import dataclass

from domain.kernel.ids import CaseId
from domain.kernel.party import Acting
from domain.usecases.case_view import CaseView
from domain.usecases.find_case import FindCase
from domain.usecases.show_case import ShowCase


@dataclass(frozen=True, slots=True)
class ReadCase:
    find_case: FindCase
    show_case: ShowCase

    async def __call__(self, acting: Acting, case: CaseId) -> CaseView:
        """Raises NotFound (also for another party's), NotRepresentative, Unavailable."""
        return await self.show_case(await self.find_case(acting, case))
