"""Find the matter that a code, or a signed-in person, names: silently for a code, by right for a person."""

from dataclasses import dataclass, replace

from domain.clock.clock import beijing_date
from domain.invitations.code import AddressCode
from domain.invitations.ports import Invitations
from domain.kernel.ids import MatterId
from domain.kernel.party import Acting
from domain.kernel.ports import Clock, Digests
from domain.kernel.refusals import NotFound
from domain.matters.ports import Matters
from domain.parties.ports import NotRepresentative
from domain.usecases.check_authority import CheckAuthority


@dataclass(frozen=True, slots=True)
class FindMatter:
    invitations: Invitations
    matters: Matters
    check_authority: CheckAuthority
    digests: Digests
    now: Clock

    async def by_code(self, text: str | None) -> MatterId | None:
        """What the typed or pasted code leads to; None for no code, an unknown or an expired one.

        Raises AddressCodeMistyped for digits that nobody was ever sent.
        """
        if text is None:
            return None
        found = await self.invitations.by_code(AddressCode.parse(text).kept_as(self.digests))
        if found is None:
            return None
        matter, valid_through = found
        return matter if beijing_date(self.now()) <= valid_through else None

    async def of_person(self, matter: MatterId, acting: Acting) -> MatterId:
        """`matter`, when the person may act for its holder today, in one of its items at least.

        Raises NotFound for any other.
        """
        holder = (await self.matters.by_id(matter)).holder
        try:
            right = await self.check_authority.right(replace(acting, party=holder))
        except NotRepresentative:
            raise NotFound(str(matter)) from None
        if right.mandates:
            offers = (await self.invitations.of_matter(matter)).offers
            if not any(right.reads(offer.item) for offer in offers):
                raise NotFound(str(matter))
        return matter
