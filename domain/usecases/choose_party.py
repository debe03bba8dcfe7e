"""Choose for whom the first screen stands (现在以谁的身份办) when its person has chosen nobody yet.

The one for whom something waits; else the one who has anything at all; else themselves.
"""

from dataclasses import dataclass, replace

from domain.kernel.ids import PartyId
from domain.kernel.party import Acting
from domain.kernel.refusal import Refused, Unavailable
from domain.kernel.refusals import NotFound
from domain.parties.ports import NotRepresentative
from domain.usecases.read_home import HomeView, ReadHome

ASKS = frozenset({"fill_form", "confirm_form", "supplement", "give_material"})
MOST = 20  # homes looked into: who speaks for more chooses by themselves


@dataclass(frozen=True, slots=True)
class ChooseParty:
    read_home: ReadHome

    async def __call__(self, acting: Acting) -> HomeView:
        """Raises what ReadHome raises of oneself. One party's register away ends the looking."""
        own = await self.read_home(acting)
        used = own if own.matters or own.cases else None
        if is_waiting(own) or acting.clerk:
            return own
        for line in own.parties[1 : MOST + 1]:
            try:
                home = await self.read_home(replace(acting, party=PartyId(line.party_id)))
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
