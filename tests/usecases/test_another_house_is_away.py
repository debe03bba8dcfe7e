"""Another house (电子营业执照) that is slow, or away: a screen waits for it once, what binds asks anew."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest

from adapters.postgres.cases import PostgresCases
from adapters.postgres.licences import PostgresLicences
from adapters.postgres.matters import PostgresMatters
from adapters.postgres.parties import PostgresParties
from bff.compose.core import Core
from domain.kernel.authorisation import Authorisation
from domain.kernel.ids import PartyId
from domain.kernel.look import looking
from domain.kernel.party import Acting
from domain.kernel.personal import DocumentNumber, OrganisationName
from domain.kernel.refusal import Unavailable
from domain.mandates.mandate import Ended, MandateState
from domain.mandates.ports import OutsideAuthorisations
from domain.parties.ports import NotRepresentative
from domain.usecases.ask_house import PATIENCE, AskHouse
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.choose_party import ChooseParty
from domain.usecases.find_side import FindSide
from domain.usecases.read_case_screen import ReadCaseScreen
from domain.usecases.remember_outside_mandate import ToldMandate
from tests.support.house import HandClock
from tests.usecases.case_world import LAST_DAY, a_matter
from tests.usecases.mandate_world import Mandated, mandate_world

UNTIL = date(2027, 1, 1)
FIRMS = (
    ("青岛市虚构甲商贸有限公司（虚构）", "91370283MA99900018"),
    ("青岛市虚构乙商贸有限公司（虚构）", "91370283MA99900026"),
    ("青岛市虚构丙商贸有限公司（虚构）", "91370283MA99900034"),
)
SOON = timedelta(milliseconds=200)


@pytest.fixture
async def town(core: Core, clock: HandClock) -> Mandated:
    return await mandate_world(core, clock)


@dataclass
class Together:
    """Says yes once it was asked about so many at the same time."""

    number: int
    open: int = 0
    all_are: asyncio.Event = field(default_factory=asyncio.Event)

    async def authorised(self, *_: object) -> bool:
        self.open += 1
        if self.open == self.number:
            self.all_are.set()
        await self.all_are.wait()
        return True


@dataclass
class Silent:
    """Never says anything about these; of all others yes."""

    about: frozenset[DocumentNumber] | None = None
    asked: list[DocumentNumber] = field(default_factory=list)

    async def authorised(
        self, organisation: DocumentNumber, agent: DocumentNumber, known: Authorisation
    ) -> bool:
        del agent, known
        self.asked.append(organisation)
        if self.about is None or organisation in self.about:
            await asyncio.Event().wait()
        return True


def asking(town: Mandated, house: OutsideAuthorisations, patience: timedelta = SOON) -> CheckAuthority:
    find = replace(town.check_authority.find_mandates, ask_house=AskHouse(house, patience))
    return replace(town.check_authority, find_mandates=find)


def choosing(town: Mandated, check: CheckAuthority) -> ChooseParty:
    return ChooseParty(replace(town.world.desk.read_home, check_authority=check), check.find_mandates)


async def sent_by(town: Mandated, *, waits_for: int) -> list[PartyId]:
    """Three firms send 乙 for everything, by their licences; something waits for one of them."""
    core, firms = town.core, []
    parties = PostgresParties(core.cipher, core.digests, town.world.clock, core.new_id)
    for number, (name, code) in enumerate(FIRMS):
        async with core.atomic():
            firm = await parties.remember_organisation(
                OrganisationName(name), DocumentNumber(code), holder_kind="企业"
            )
            told = ToldMandate(firm.party_id, town.world.yi, None, UNTIL, f"ref-{number}")
            await town.remember(told)
        firms.append(firm.party_id)
    await a_matter(core, firms[waits_for], LAST_DAY)
    return firms


async def myself(town: Mandated) -> Acting:
    return await town.world.phone(town.world.yi, town.world.yi)


async def test_the_first_screen_asks_about_all_who_sent_the_person_side_by_side(town: Mandated) -> None:
    """Asked one after the other, the house would never have said anything here."""
    firms = await sent_by(town, waits_for=2)
    check = asking(town, Together(len(firms)), PATIENCE)

    home = await choosing(town, check)(await myself(town))

    assert home.acting_for == firms[2]


async def test_a_house_that_is_silent_is_waited_for_once_and_the_parties_still_stand_there(
    town: Mandated,
) -> None:
    firms = await sent_by(town, waits_for=0)
    house = Silent()

    home = await choosing(town, asking(town, house))(await myself(town))

    assert sorted(one.reveal() for one in house.asked) == [code for _, code in FIRMS]  # and none again
    assert home.acting_for == town.world.yi
    assert {one.party_id for one in home.parties} == {town.world.yi, *firms}


async def test_what_the_house_does_not_say_of_one_hides_no_other(town: Mandated) -> None:
    firms = await sent_by(town, waits_for=1)
    waiting = DocumentNumber(FIRMS[1][1])
    house = Silent(frozenset(DocumentNumber(code) for _, code in FIRMS) - {waiting})

    home = await choosing(town, asking(town, house))(await myself(town))

    assert home.acting_for == firms[1]


async def test_a_party_whose_house_is_silent_says_so_in_time_and_nothing_falls(town: Mandated) -> None:
    async with town.core.atomic():
        mandate = await town.remember(
            ToldMandate(town.world.school, town.world.yi, None, UNTIL, "ref-school")
        )
    home = replace(town.world.desk.read_home, check_authority=asking(town, Silent()))

    with pytest.raises(Unavailable) as away:
        await home(await town.agent())

    assert (away.value.system, away.value.reason) == ("e-licence", "timeout")
    assert (await town.kept(mandate)).state is MandateState.GIVEN


async def test_one_screen_asks_the_house_once_and_the_next_one_again(town: Mandated) -> None:
    async with town.core.atomic():
        mandate = await town.remember(
            ToldMandate(town.world.school, town.world.yi, None, UNTIL, "ref-school")
        )
    agent = await town.agent()
    case = await town.world.begun(agent)
    core, desk = town.core, town.world.desk
    side = FindSide(
        town.check_authority,
        PostgresMatters(),
        PostgresCases(),
        PostgresLicences(core.cipher, core.digests),
    )
    screen = ReadCaseScreen(side, desk.read_case, desk.read_timeline)
    before = town.outside.asked

    await screen(agent, case)

    assert town.outside.asked == before + 1
    town.outside.stands = False
    with pytest.raises(NotRepresentative):
        await screen(agent, case)
    assert (await town.kept(mandate)).ended_why is Ended.OUTSIDE


async def test_what_binds_asks_anew_whatever_the_look_was_told(town: Mandated) -> None:
    async with town.core.atomic():
        await town.remember(ToldMandate(town.world.school, town.world.yi, None, UNTIL, "ref-school"))
    agent = await town.agent()

    with looking():
        assert (await town.check_authority.right(agent)).mandates
        town.outside.stands = False
        with pytest.raises(NotRepresentative):
            await town.check_authority.right(agent, fresh=True)


async def test_what_binds_waits_for_the_house_as_long_as_it_takes(town: Mandated) -> None:
    async with town.core.atomic():
        await town.remember(ToldMandate(town.world.school, town.world.yi, None, UNTIL, "ref-school"))
    house = Together(2)  # answers the second ask
    check = asking(town, house, timedelta())
    agent = await town.agent()

    with looking():
        with pytest.raises(Unavailable):
            await check.right(agent)
        assert (await check.right(agent, fresh=True)).mandates
