"""Read what is to be put right (补正) in one's own case: the newest notice the person was asked to answer."""

from dataclasses import dataclass

from domain.kernel.ids import CaseId
from domain.kernel.party import Acting
from domain.kernel.refusals import NotFound
from domain.supplements.ports import Supplements
from domain.supplements.supplement import NEVER_OWED, Supplement
from domain.usecases.find_case import FindCase
from domain.usecases.supplement_view import ShowSupplement, SupplementView


async def newest_owed(supplements: Supplements, case: CaseId) -> Supplement:
    """Contested ones are between the office and the back-end. Raises NotFound."""
    for known in await supplements.of_case(case):
        if known.state not in NEVER_OWED:
            return known
    raise NotFound(str(case))


@dataclass(frozen=True, slots=True)
class ReadSupplement:
    find_case: FindCase
    supplements: Supplements
    show_supplement: ShowSupplement

    async def __call__(self, acting: Acting, case: CaseId) -> SupplementView:
        """Raises NotFound (also where nothing was asked for), NotRepresentative, Unavailable."""
        found = await self.find_case(acting, case)
        return await self.show_supplement(await newest_owed(self.supplements, found.case_id))
