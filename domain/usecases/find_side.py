"""Find as whom a person looks at something (以谁的身份): themselves, or the party it is of.

A notice, a bookmark, yesterday's address name a thing and not a party: the screen finds it out, the read
behind it decides whether it may be seen.
"""

from dataclasses import dataclass, replace
from datetime import date

from domain.cases.ports import Cases
from domain.kernel.ids import CaseId, LicenceId, MatterId, PartyId
from domain.kernel.party import Acting
from domain.kernel.refusal import Refused, Unavailable
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
        """Raises as above. No mandate opens a wallet."""
        return await self._side(acting, (await self.licences.by_id(licence)).holder, by_office=True)

    async def _side(self, acting: Acting, holder: PartyId, *, by_office: bool = False) -> Side:
        """Who named a party keeps to it. Whose party is not theirs looks as themselves: nothing is there.

        With the register away, too: whom nothing of ours names for it must not learn by the trouble that the
        thing exists.
        """
        if acting.party != acting.person:
            return await self.as_named(acting)
        if holder == acting.person:
            return Side(acting)
        theirs = replace(acting, party=holder)
        try:
            return await (self._by_office if by_office else self.as_named)(theirs)
        except NotRepresentative:
            return Side(acting)
        except (Refused, Unavailable):
            if await self._may_be(theirs, by_office=by_office):
                raise
            return Side(acting)

    async def as_named(self, acting: Acting) -> Side:
        """Raises NotRepresentative, Unavailable."""
        right = await self.check_authority.right(acting)
        return Side(acting, max((one.terms.until_on for one in right.mandates), default=None))

    async def _by_office(self, acting: Acting) -> Side:
        await self.check_authority(acting)
        return Side(acting)

    async def _may_be(self, acting: Acting, *, by_office: bool) -> bool:
        """By what we keep: they were named for it when the register last answered, or somebody sent them."""
        check = self.check_authority
        return await check.is_named(acting) or (
            not by_office and bool(await check.find_mandates.kept(acting))
        )
