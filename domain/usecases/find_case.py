"""Find a case of the party one acts for; anybody else's is not there."""

from dataclasses import dataclass

from domain.cases.case import Case
from domain.cases.ports import Cases
from domain.kernel.ids import CaseId
from domain.kernel.party import Acting
from domain.kernel.refusals import NotFound
from domain.mandates.mandate import Act
from domain.usecases.check_authority import CheckAuthority, Right


@dataclass(frozen=True, slots=True)
class FindCase:
    check_authority: CheckAuthority
    cases: Cases

    async def __call__(self, acting: Acting, case: CaseId) -> Case:
        """For reading, outside atomic. Raises NotRepresentative, NotFound, Unavailable."""
        _, found = await self._right(acting, case, fresh=False)
        return found

    async def to_change(self, acting: Acting, case: CaseId, act: Act) -> tuple[Acting, Case]:
        """For steps that bind: the register is asked now. The acting names the mandate, if it is by one.

        Raises as above.
        """
        right, found = await self._right(acting, case, fresh=True)
        return right.to(act, found.item), found

    async def by_office(self, acting: Acting, case: CaseId) -> Case:
        """For what no mandate is given for; asked now. Raises as above."""
        await self.check_authority(acting, fresh=True)
        found = await self.cases.by_id(case)
        if found.party != acting.party:
            raise NotFound(str(case))
        return found

    async def _right(self, acting: Acting, case: CaseId, *, fresh: bool) -> tuple[Right, Case]:
        right = await self.check_authority.right(acting, fresh=fresh)
        found = await self.cases.by_id(case)
        if found.party != acting.party or not right.reads(found.item):
            raise NotFound(str(case))
        return right, found
