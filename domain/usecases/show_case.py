"""Show one case as it stands, to whoever was found to be allowed to see it."""

from dataclasses import dataclass

from domain.cases.case import Case
from domain.catalogue.ports import Catalogue
from domain.clock.ports import Calendars
from domain.kernel.ports import Clock
from domain.parties.ports import Parties
from domain.usecases.case_line import CaseLine, case_line
from domain.usecases.case_view import CaseView, case_view
from domain.usecases.gather_case import GatherCase


@dataclass(frozen=True, slots=True)
class ShowCase:
    gather_case: GatherCase
    parties: Parties
    catalogue: Catalogue
    calendars: Calendars
    now: Clock

    async def __call__(self, case: Case) -> CaseView:
        """Our own rows only, so it may stand inside atomic."""
        return case_view(
            case,
            await self.gather_case(case),
            item=self.catalogue.of_case(case),
            party=await self.parties.by_id(case.party),
            calendar=self.calendars.current(),
            now=self.now(),
        )

    async def line(self, case: Case) -> CaseLine:
        """The same in one line of a list."""
        item, calendar = self.catalogue.of_case(case), self.calendars.current()
        file = await self.gather_case(case)
        return case_line(case, file, item=item, calendar=calendar, now=self.now())
