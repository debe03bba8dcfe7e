"""Choose for whom the first screen stands (现在以谁的身份办) when its person has chosen nobody yet.

The one for whom something waits; else the one who has anything at all; else themselves.
"""

from dataclasses import dataclass, replace

from domain.kernel.ids import PartyId
from domain.kernel.look import looking
from domain.kernel.party import Acting
from domain.kernel.refusal import Refused, Unavailable
from domain.kernel.refusals import NotFound
from domain.parties.ports import NotRepresentative
from domain.usecases.find_mandates import FindMandates
from domain.usecases.read_home import HomeView, ReadHome

ASKS = frozenset({"fill_form", "confirm_form", "supplement", "give_material"})
MOST = 20  # homes looked into: who speaks for more chooses by themselves


@dataclass(frozen=True, slots=True)
class ChooseParty:
    read_home: ReadHome
    find_mandates: FindMandates

    async def __call__(self, acting: Acting) -> HomeView:
        """Raises what ReadHome raises of oneself. One party's register away ends the looking; another house
        (电子营业执照) that is away hides nothing but the homes of who sent them there."""
        with looking():
            own = await self.read_home(acting)
            return own if is_waiting(own) or acting.clerk else await self._of_all(acting, own)

    async def _of_all(self, acting: Acting, own: HomeView) -> HomeView:
        used = own if own.matters or own.cases else None
        lines = own.parties[1 : MOST + 1]
        unsaid: frozenset[PartyId] | None = None
        for line in lines:
            party = PartyId(line.party_id)
            # the first by mandate: who speaks by office is before
            if unsaid is None and line.until is not None:
                sent = [PartyId(one.party_id) for one in lines if one.until is not None]
                unsaid = await self.find_mandates.ask_ahead(acting.person, sent)
            if unsaid and party in unsaid:
                continue
            try:
                home = await self.read_home(replace(acting, party=party))
            except Unavailable:
                break
            except (NotRepresentative, NotFound, Refused):
                continue
            if is_waiting(home):
                return home
            if used is None and (home.matters or home.cases):
                used = home
        return used or own


def is_waiting(home: HomeView) -> bool:
    """Whether something there is the person's to do, and nobody else's."""
    return any(one.state == "invited" or one.next.action in ASKS for one in home.matters) or any(
        one.next.action in ASKS for one in home.cases
    )
