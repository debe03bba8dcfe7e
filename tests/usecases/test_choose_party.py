"""For whom the first screen stands when nobody was chosen: what it costs while the register is away."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from typing import cast
from uuid import UUID

from domain.kernel.ids import PartyId
from domain.kernel.party import Acting, Channel, Level
from domain.kernel.refusal import Refused, Unavailable
from domain.usecases.choose_party import ChooseParty
from domain.usecases.find_mandates import FindMandates
from domain.usecases.read_home import HomeView, PartyLine, ReadHome

ME, *THEIRS = (PartyId(UUID(int=number)) for number in range(1, 6))
ACTING = Acting(ME, ME, Level.PHONE, Channel.H5)
LINES = tuple(PartyLine(party, "", "organisation", "负责人") for party in (ME, *THEIRS))
OWN = HomeView("甲**", ME, LINES, (), (), 0, 0)


@dataclass
class Homes:
    """`trouble`: what is met for these parties; `own`: what there is of oneself."""

    trouble: dict[PartyId, Exception]
    own: HomeView = OWN
    asked: list[PartyId] = field(default_factory=list)

    async def __call__(self, acting: Acting) -> HomeView:
        self.asked.append(acting.party)
        if error := self.trouble.get(acting.party):
            raise error
        return replace(self.own, acting_for=acting.party)


@dataclass
class House:
    """`unsaid`: of these it does not say whether they are stood for."""

    unsaid: frozenset[PartyId] = frozenset()
    asked: list[set[PartyId]] = field(default_factory=list)

    async def ask_ahead(self, _: PartyId, principals: Collection[PartyId]) -> frozenset[PartyId]:
        self.asked.append(set(principals))
        return self.unsaid


async def chosen(homes: Homes, house: House | None = None) -> HomeView:
    choose = ChooseParty(cast("ReadHome", homes), cast("FindMandates", house or House()))
    return await choose(ACTING)


async def test_a_register_that_is_away_is_asked_for_one_party_and_no_more() -> None:
    homes = Homes(dict.fromkeys(THEIRS, Unavailable("social-register", "away")))

    home = await chosen(homes)

    assert home == OWN
    assert homes.asked == [ME, THEIRS[0]]


async def test_a_register_that_says_no_of_one_party_is_asked_about_the_next() -> None:
    homes = Homes({THEIRS[0]: Refused("social-register", "no")})

    assert await chosen(homes) == OWN
    assert homes.asked == [ME, *THEIRS]


async def test_another_house_is_asked_once_about_all_who_sent_the_person_and_nobody_else() -> None:
    office, *sent = LINES[1:]
    until = date(2027, 1, 1)
    own = replace(OWN, parties=(LINES[0], office, *(replace(one, until=until) for one in sent)))
    house = House(frozenset({THEIRS[1]}))
    homes = Homes({}, own)

    await chosen(homes, house)

    assert house.asked == [set(THEIRS[1:])]
    assert homes.asked == [ME, THEIRS[0], *THEIRS[2:]]  # what it does not say of one hides nobody else
