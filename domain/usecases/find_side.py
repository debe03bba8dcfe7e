"""Find as whom a person looks at something (以谁的身份): themselves, or the party it is of.

A notice, a bookmark, yesterday's address name a thing and not a party: the screen finds it out, the read
behind it decides whether it may be seen.
"""

from dataclasses import dataclass, replace
from datetime import date

from domain.cases.ports import Cases
from domain.kernel.ids import CaseId, LicenceId, MatterId, PartyId
from domain.kernel.party import Acting
from domain.licences.ports import Licences
from domain.matters.ports import Matters
from domain.parties.ports import NotRepresentative
from domain.usecases.check_authority import CheckAuthority


@dataclass(frozen=True, slots=True)
class Side:
    """`until`: by mandate, its last day."""

    acting: Acting
    until: date | None = None


@dataclass(frozen=True, slots=True)
class FindSide:
    check_authority: CheckAuthority
    matters: Matters
    cases: Cases
    licences: Licences

    async def of_matter(self, acting: Acting, matter: MatterId) -> Side:
        """Raises NotFound for what is not there; NotRepresentative, for a party they named; Unavailable."""
        return await self._side(acting, (await self.matters.by_id(matter)).holder)

    async def of_case(self, acting: Acting, case: CaseId) -> Side:
        """Raises as above."""
        return await self._side(acting, (await self.cases.by_id(case)).party)

    async def of_licence(self, acting: Acting, licence: LicenceId) -> Side:
        """Raises as above."""
        return await self._side(acting, (await self.licences.by_id(licence)).holder)

    async def _side(self, acting: Acting, holder: PartyId) -> Side:
        """Who named a party keeps to it. Whose party is not theirs looks as themselves: nothing is there."""
        if acting.party != acting.person:
            return await self.as_named(acting)
        if holder == acting.person:
            return Side(acting)
        try:
            return await self.as_named(replace(acting, party=holder))
        except NotRepresentative:
            return Side(acting)

    async def as_named(self, acting: Acting) -> Side:
        """Raises NotRepresentative, Unavailable."""
        right = await self.check_authority.right(acting)
        return Side(acting, max((one.terms.until_on for one in right.mandates), default=None))
