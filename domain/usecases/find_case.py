"""Find a case of the party one acts for; anybody else's is not there."""

from dataclasses import dataclass

from domain.cases.case import Case
from domain.cases.ports import Cases
from domain.kernel.ids import CaseId
from domain.kernel.party import Acting
from domain.kernel.refusals import NotFound
from domain.usecases.check_authority import CheckAuthority


@dataclass(frozen=True, slots=True)
class FindCase:
    check_authority: CheckAuthority
    cases: Cases

    async def __call__(self, acting: Acting, case: CaseId, *, fresh: bool = False) -> Case:
        """For reading, outside atomic; `fresh` asks the register now, for steps that bind.

        Raises NotRepresentative, NotFound, Unavailable.
        """
        await self.check_authority(acting, fresh=fresh)
        found = await self.cases.by_id(case)
        if found.party != acting.party:
            raise NotFound(str(case))
        return found
