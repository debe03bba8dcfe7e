"""What the business licence on a phone (电子营业执照) keeps to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Protocol

import pytest

from adapters.envelope.signature import EnvelopeKey
from adapters.people.business_licence import PAGE, BusinessLicences
from adapters.people.sign_in_page import SignInPage
from adapters.sandbox.city import City, Enterprise
from adapters.sandbox.e_licence import create_app
from adapters.sandbox.kit import Books, Running
from domain.identity.outside_sign_in import (
    TICKET,
    BusinessLicenceSignIn,
    LicenceHolder,
    Ticket,
)
from domain.kernel.authorisation import Authorisation
from domain.kernel.personal import DocumentNumber, OrganisationName, PersonName
from domain.kernel.refusal import Refused, Unavailable, Unknown
from tests.contract.people_worlds import SITE, STATE, page_of, tap
from tests.contract.stand import CALLER, KEY, SECRET, Stand
from tests.fakes.people import business_licences
from tests.sandbox.conftest import FixedClock, Listener

OTHER = "state-of-another-browser-000002"
UNTIL = date(2027, 1, 2)
GIVEN = Authorisation("EA-00000001", None, UNTIL)
NO_ITEM: dict[str, object] = {"items": [], "until": "2027-01-01"}
A_CHIEF: dict[str, object] = {
    "uscc": "91370283MA990001X3",
    "organisation": "平度市虚构书香书店有限公司",
    "kind": "企业",
    "holder": {"name": "乙丑宁", "idNumber": "999999190001010007"},
    "role": "法定代表人",
}


class World(Protocol):
    @property
    def house(self) -> BusinessLicenceSignIn: ...
    async def agree(self, holder: LicenceHolder, state: str = STATE) -> Ticket: ...
    async def end(self, holder: LicenceHolder) -> None: ...
    async def allow(self, holder: LicenceHolder, until: date, *items: str) -> Authorisation: ...
    async def lose_the_answer(self) -> None: ...
    async def be_busy(self) -> None: ...


class FakeWorld:
    def __init__(self, clock: FixedClock, agent: LicenceHolder) -> None:
        self.house = business_licences(clock.now)
        self.house.allow(agent)

    async def agree(self, holder: LicenceHolder, state: str = STATE) -> Ticket:
        return self.house.agree(self.house.page(state), holder)

    async def end(self, holder: LicenceHolder) -> None:
        del self.house.allowed[holder.organisation_number, holder.number]

    async def allow(self, holder: LicenceHolder, until: date, *items: str) -> Authorisation:
        anew = Authorisation("EA-00000002", items or None, until)
        self.house.allow(replace(holder, authorisation=anew))
        return anew

    async def lose_the_answer(self) -> None:
        self.house.trouble.answer_lost = True

    async def be_busy(self) -> None:
        self.house.trouble.before.append(Unavailable("e-licence", "4290"))


class LicenceWorld:
    def __init__(self, stand: Stand, vendor: Running, *, key: EnvelopeKey = KEY) -> None:
        self.stand, self.vendor = stand, vendor
        self.house = BusinessLicences(stand.signed(vendor, "e-licence", key=key), page_of(vendor, PAGE))

    async def agree(self, holder: LicenceHolder, state: str = STATE) -> Ticket:
        who = f"{holder.organisation_number.reveal()} {holder.number.reveal()}"
        return (await tap(self.stand.hand, self.house.page(state), who)).ticket

    async def end(self, holder: LicenceHolder) -> None:
        whose = {"uscc": holder.organisation_number.reveal(), "idNumber": holder.number.reveal()}
        await self.stand.hand.control(self.vendor, "/__end", **whose)

    async def allow(self, holder: LicenceHolder, until: date, *items: str) -> Authorisation:
        told = await self.stand.hand.control(
            self.vendor,
            "/__authorise",
            uscc=holder.organisation_number.reveal(),
            idNumber=holder.number.reveal(),
            name=holder.name.reveal(),
            items=list(items) or ["*"],
            until=until.isoformat(),
        )
        return Authorisation(told["authorisationId"], items or None, until)

    async def lose_the_answer(self) -> None:
        await self.stand.mode(self.vendor, "reset_after")

    async def be_busy(self) -> None:
        await self.stand.mode(self.vendor, "throttle")


@pytest.fixture
def firm(town: City) -> Enterprise:
    return town.enterprise("bookshop")


@pytest.fixture
def chief(firm: Enterprise) -> LicenceHolder:
    who = firm.responsible
    return LicenceHolder(
        PersonName(who.name),
        DocumentNumber(who.id_number),
        OrganisationName(firm.name),
        DocumentNumber(firm.uscc),
        firm.kind,
        None,
    )


@pytest.fixture
def agent(chief: LicenceHolder, firm: Enterprise) -> LicenceHolder:
    [who] = firm.agents
    return replace(
        chief, name=PersonName(who.name), number=DocumentNumber(who.id_number), authorisation=GIVEN
    )


@pytest.fixture
async def system(stand: Stand, books: Books, clock: FixedClock, firm: Enterprise) -> LicenceWorld:
    app = create_app(books, caller=CALLER, enterprises=[firm], back=SITE, now=clock.now)
    return LicenceWorld(stand, await stand.start(app))


@pytest.fixture(params=["fake", "system"])
async def world(
    request: pytest.FixtureRequest, system: LicenceWorld, clock: FixedClock, agent: LicenceHolder
) -> World:
    return FakeWorld(clock, agent) if request.param == "fake" else system


async def refusal_of(world: World, ticket: Ticket, state: str = STATE) -> str:
    with pytest.raises(Refused) as told:
        await world.house.exchange(ticket, state)
    return told.value.reason


async def test_who_holds_it_by_office_is_told_without_an_authorisation(
    world: World, chief: LicenceHolder
) -> None:
    told = await world.house.exchange(await world.agree(chief), STATE)

    assert told == chief
    assert not await world.house.authorised(chief.organisation_number, chief.number, GIVEN)


async def test_an_agent_is_told_with_what_they_may_do_and_until_when(
    world: World, agent: LicenceHolder
) -> None:
    told = await world.house.exchange(await world.agree(agent), STATE)

    assert told == agent
    assert await world.house.authorised(agent.organisation_number, agent.number, GIVEN)


async def test_a_ticket_is_exchanged_once(world: World, chief: LicenceHolder) -> None:
    ticket = await world.agree(chief)
    await world.house.exchange(ticket, STATE)

    assert await refusal_of(world, ticket) == TICKET


async def test_a_ticket_serves_no_other_state_and_is_spent_by_the_try(
    world: World, agent: LicenceHolder
) -> None:
    ticket = await world.agree(agent)

    assert await refusal_of(world, ticket, OTHER) == TICKET
    assert await refusal_of(world, ticket) == TICKET


async def test_an_authorisation_that_was_taken_back_is_none_at_the_next_question(
    world: World, agent: LicenceHolder
) -> None:
    await world.end(agent)

    assert not await world.house.authorised(agent.organisation_number, agent.number, GIVEN)


@pytest.mark.parametrize(
    ("until", "items"), [(UNTIL, ()), (UNTIL, ("wg-20-bookshop",))], ids=["anew", "for-less"]
)
async def test_another_authorisation_in_its_place_is_not_the_one_we_know(
    world: World, agent: LicenceHolder, until: date, items: tuple[str, ...]
) -> None:
    organisation, number = agent.organisation_number, agent.number
    anew = await world.allow(agent, until, *items)

    assert not await world.house.authorised(organisation, number, GIVEN)
    assert await world.house.authorised(organisation, number, anew)
    assert not await world.house.authorised(organisation, number, replace(anew, until=date(2027, 1, 3)))
    assert await world.house.authorised(organisation, number, replace(anew, items=("wg-20-bookshop",)))


async def test_nobody_else_is_authorised(world: World, agent: LicenceHolder, town: City) -> None:
    stranger = DocumentNumber(town.people[0].id_number)
    other = DocumentNumber(town.enterprise("grain").uscc)

    assert not await world.house.authorised(agent.organisation_number, stranger, GIVEN)
    assert not await world.house.authorised(other, agent.number, GIVEN)


async def test_a_lost_answer_is_unknown_and_the_ticket_spent(world: World, agent: LicenceHolder) -> None:
    ticket = await world.agree(agent)
    await world.lose_the_answer()

    with pytest.raises(Unknown):
        await world.house.exchange(ticket, STATE)

    assert await refusal_of(world, ticket) == TICKET


async def test_a_house_out_of_reach_authorises_nobody_and_denies_nobody(
    world: World, agent: LicenceHolder
) -> None:
    await world.be_busy()

    with pytest.raises(Unavailable):
        await world.house.authorised(agent.organisation_number, agent.number, GIVEN)


# the system's own wire


async def test_an_authorisation_past_its_last_day_is_none(
    system: LicenceWorld, agent: LicenceHolder, clock: FixedClock
) -> None:
    clock.move(days=365)
    assert await system.house.authorised(agent.organisation_number, agent.number, GIVEN)

    clock.move(days=1)

    assert not await system.house.authorised(agent.organisation_number, agent.number, GIVEN)


async def test_an_authorisation_for_some_items_names_them(system: LicenceWorld, agent: LicenceHolder) -> None:
    given = await system.allow(agent, date(2026, 3, 1), "wg-01-construction", "wg-20-bookshop")

    holder = await system.house.exchange(await system.agree(agent), STATE)

    assert holder.authorisation == given


async def test_who_was_let_go_between_the_page_and_the_exchange_is_not_told(
    system: LicenceWorld, agent: LicenceHolder
) -> None:
    ticket = await system.agree(agent)
    await system.end(agent)

    with pytest.raises(Refused) as told:
        await system.house.exchange(ticket, STATE)

    assert told.value.reason == "4030"


async def test_one_wrong_character_of_the_secret_and_nobody_is_told_or_authorised(
    system: LicenceWorld, agent: LicenceHolder
) -> None:
    wrong = LicenceWorld(system.stand, system.vendor, key=EnvelopeKey(KEY.app_id, SECRET[:-1] + b"X"))
    ticket = await system.agree(agent)

    for call in (
        wrong.house.exchange(ticket, STATE),
        wrong.house.authorised(agent.organisation_number, agent.number, GIVEN),
    ):
        with pytest.raises(Unavailable) as told:
            await call
        assert told.value.reason == "4014"

    assert await system.house.exchange(ticket, STATE) == agent


@pytest.mark.parametrize("mode", ["malformed_json", "html", "500", "redirect", "hang"])
async def test_no_answer_that_is_none_names_or_authorises_anybody(
    system: LicenceWorld, agent: LicenceHolder, mode: str
) -> None:
    ticket = await system.agree(agent)

    await system.stand.mode(system.vendor, mode)
    with pytest.raises((Unknown, Unavailable)):
        await system.house.exchange(ticket, STATE)
    await system.stand.mode(system.vendor, mode)
    with pytest.raises(Unavailable):
        await system.house.authorised(agent.organisation_number, agent.number, GIVEN)


# answers no emulator of ours would give


@pytest.fixture
def told_by(stand: Stand, listener: Listener) -> Callable[[dict[str, object]], BusinessLicences]:
    def house(data: dict[str, object]) -> BusinessLicences:
        listener.answer = {"code": "0", "msg": "", "data": data}
        page = SignInPage(listener.url, PAGE, CALLER.app_id, SITE)
        return BusinessLicences(stand.signed(listener, "e-licence"), page)

    return house


SOME = Authorisation("EA-00000001", ("wg-01-construction", "wg-20-bookshop"), UNTIL)


@pytest.mark.parametrize(
    ("known", "changed", "is_authorised"),
    [
        (SOME, {}, True),
        (SOME, {"items": ["*"]}, True),
        (SOME, {"items": ["wg-20-bookshop", "wg-01-construction", "x"], "until": "2027-01-03"}, True),
        (GIVEN, {}, False),
        (GIVEN, {"items": ["*"]}, True),
        (SOME, {"items": ["wg-20-bookshop"]}, False),
        (SOME, {"items": []}, False),
        (GIVEN, {"items": []}, False),
        (SOME, {"until": "2027-01-01"}, False),
        (SOME, {"authorisationId": "EA-00000002"}, False),
        (SOME, {"authorised": False}, False),
        (SOME, {"uscc": "91370283MA990001X3"}, False),
        (SOME, {"idNumber": "370285196001059983"}, False),
    ],
    ids=[
        "theirs",
        "for-all-now",
        "for-more",
        "not-for-all",
        "for-all-still",
        "an-item-less",
        "for-nothing-of-some",
        "for-nothing-of-all",
        "a-day-less",
        "another-one",
        "said-no",
        "another-organisation",
        "another-person",
    ],
)
async def test_what_we_know_is_upheld_whole_or_not_at_all(
    told_by: Callable[[dict[str, object]], BusinessLicences],
    agent: LicenceHolder,
    known: Authorisation,
    changed: dict[str, object],
    *,
    is_authorised: bool,
) -> None:
    house = told_by({**stands(agent), **changed})

    assert await house.authorised(agent.organisation_number, agent.number, known) is is_authorised


async def test_a_no_says_no_more_and_a_yes_without_its_terms_is_no_answer(
    told_by: Callable[[dict[str, object]], BusinessLicences], agent: LicenceHolder
) -> None:
    bare = {key: told for key, told in stands(agent).items() if key in ("uscc", "idNumber")}
    denied = told_by({**bare, "authorised": False})
    assert not await denied.authorised(agent.organisation_number, agent.number, SOME)

    with pytest.raises(Unavailable) as told:
        await told_by({**bare, "authorised": True}).authorised(agent.organisation_number, agent.number, SOME)

    assert told.value.reason == "authorisation-unclear"


def stands(agent: LicenceHolder) -> dict[str, object]:
    """The house's yes to SOME."""
    return {
        "uscc": agent.organisation_number.reveal(),
        "idNumber": agent.number.reveal(),
        "authorised": True,
        "authorisationId": "EA-00000001",
        "items": ["wg-01-construction", "wg-20-bookshop"],
        "until": "2027-01-02",
    }


@pytest.mark.parametrize(
    "changed",
    [
        {"role": "办事人"},
        {
            "role": "法定代表人",
            "authorisation": {"authorisationId": "EA-1", "items": [], "until": "2027-01-01"},
        },
        {"role": "办事人", "authorisation": {"authorisationId": "", "items": [], "until": "2027-01-01"}},
        {
            "role": "办事人",
            "authorisation": {"authorisationId": "E" * 65, "items": [], "until": "2027-01-01"},
        },
        {"kind": "宗教活动场所"},
        {"holder": {"name": "乙丑宁"}},
    ],
    ids=["agent-of-nobody", "office-by-leave", "no-number", "long-number", "kind", "no-id-number"],
)
async def test_an_unclear_answer_names_nobody(
    told_by: Callable[[dict[str, object]], BusinessLicences], changed: dict[str, object]
) -> None:
    whole = {**A_CHIEF, "state": STATE}
    assert (await told_by(whole).exchange(Ticket("TK-1"), STATE)).authorisation is None

    with pytest.raises((Unavailable, Unknown)):
        await told_by({**whole, **changed}).exchange(Ticket("TK-1"), STATE)


async def test_an_answer_for_another_state_names_nobody(
    told_by: Callable[[dict[str, object]], BusinessLicences],
) -> None:
    whole = {**A_CHIEF, "state": OTHER}

    with pytest.raises(Refused) as told:
        await told_by(whole).exchange(Ticket("TK-1"), STATE)

    assert told.value.reason == TICKET
