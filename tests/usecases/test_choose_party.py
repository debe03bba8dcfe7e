"""For whom the first screen stands when nobody was chosen: what it costs while the register is away."""

from dataclasses import dataclass, field, replace
from typing import cast
from uuid import UUID

from domain.kernel.ids import PartyId
from domain.kernel.party import Acting, Channel, Level
from domain.kernel.refusal import Refused, Unavailable
from domain.usecases.choose_party import ChooseParty
from domain.usecases.read_home import HomeView, PartyLine, ReadHome

ME, *THEIRS = (PartyId(UUID(int=number)) for number in range(1, 6))
ACTING = Acting(ME, ME, Level.PHONE, Channel.H5)
LINES = tuple(PartyLine(party, "", "organisation", "负责人") for party in (ME, *THEIRS))
OWN = HomeView("甲**", ME, LINES, (), (), 0, 0)


@dataclass
class Homes:
    """`trouble`: what is met for these parties."""

    trouble: dict[PartyId, Exception]
    asked: list[PartyId] = field(default_factory=list)

    async def __call__(self, acting: Acting) -> HomeView:
        self.asked.append(acting.party)
        if error := self.trouble.get(acting.party):
            raise error
        return replace(OWN, acting_for=acting.party)


async def chosen(homes: Homes) -> HomeView:
    return await ChooseParty(cast("ReadHome", homes))(ACTING)


async def test_a_register_that_is_away_is_asked_for_one_party_and_no_more() -> None:
    homes = Homes(dict.fromkeys(THEIRS, Unavailable("social-register", "away")))

    home = await chosen(homes)

    assert home == OWN
    assert homes.asked == [ME, THEIRS[0]]


async def test_a_register_that_says_no_of_one_party_is_asked_about_the_next() -> None:
    homes = Homes({THEIRS[0]: Refused("social-register", "no")})

    assert await chosen(homes) == OWN
    assert homes.asked == [ME, *THEIRS]
