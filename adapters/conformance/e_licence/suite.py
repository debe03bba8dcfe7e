"""What every business licence on a phone (电子营业执照) keeps to."""

from dataclasses import replace
from datetime import date
from typing import Protocol

from adapters.conformance.expectation import holds, never, refused, same, unavailable, unknown
from adapters.conformance.stage import MovableClock
from adapters.conformance.suite import Needs, Part, Suite
from adapters.sandbox.city import City, Enterprise
from domain.identity.outside_sign_in import TICKET, BusinessLicenceSignIn, LicenceHolder, Ticket
from domain.kernel.authorisation import Authorisation
from domain.kernel.personal import DocumentNumber, OrganisationName, PersonName

STATE, OTHER = "state-of-one-browser-0000000001", "state-of-another-browser-000002"
UNTIL = date(2027, 1, 2)
GIVEN = Authorisation("EA-00000001", None, UNTIL)
SHOP = "bookshop"


class World(Protocol):
    """`agent`: may do everything for the shop, by GIVEN; `chief`: holds its licence by office."""

    @property
    def house(self) -> BusinessLicenceSignIn: ...
    @property
    def town(self) -> City: ...
    @property
    def clock(self) -> MovableClock: ...
    async def agree(self, holder: LicenceHolder, state: str = STATE) -> Ticket: ...
    async def end(self, holder: LicenceHolder) -> None: ...
    async def allow(self, holder: LicenceHolder, until: date, *items: str) -> Authorisation: ...
    async def lose_the_answer(self) -> None: ...
    async def be_busy(self) -> None: ...


def chief_of(town: City) -> LicenceHolder:
    firm: Enterprise = town.enterprise(SHOP)
    return LicenceHolder(
        PersonName(firm.responsible.name),
        DocumentNumber(firm.responsible.id_number),
        OrganisationName(firm.name),
        DocumentNumber(firm.uscc),
        firm.kind,
        None,
    )


def agent_of(town: City) -> LicenceHolder:
    [who] = town.enterprise(SHOP).agents
    name, number = PersonName(who.name), DocumentNumber(who.id_number)
    return replace(chief_of(town), name=name, number=number, authorisation=GIVEN)


SUITE: Suite[World] = Suite(
    "e-licence",
    without={
        Part.CALLBACKS: "the person's browser brings the ticket; the house calls nobody",
        Part.VECTORS: "nothing is published; the envelope has its own (tests/adapters/test_vectors.py)",
    },
)


async def _stands(world: World, holder: LicenceHolder, known: Authorisation) -> bool:
    return await world.house.authorised(holder.organisation_number, holder.number, known)


@SUITE.check(Part.HAPPY, Needs.HAND)
async def who_holds_it_by_office_is_told_without_an_authorisation(world: World) -> None:
    chief = chief_of(world.town)

    same(await world.house.exchange(await world.agree(chief), STATE), chief, "the holder")
    never(await _stands(world, chief, GIVEN), "an authorisation of theirs")


@SUITE.check(Part.HAPPY, Needs.HAND)
async def an_agent_is_told_with_what_they_may_do_and_until_when(world: World) -> None:
    agent = agent_of(world.town)

    same(await world.house.exchange(await world.agree(agent), STATE), agent, "the holder")
    holds(await _stands(world, agent, GIVEN), "what they were told stands")


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def a_ticket_serves_no_other_state_and_is_spent_by_the_try(world: World) -> None:
    ticket = await world.agree(agent_of(world.town))

    with refused(TICKET):
        await world.house.exchange(ticket, OTHER)
    with refused(TICKET):
        await world.house.exchange(ticket, STATE)


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def an_authorisation_that_was_taken_back_is_none_at_the_next_question(world: World) -> None:
    agent = agent_of(world.town)
    await world.end(agent)

    never(await _stands(world, agent, GIVEN), "what was taken back")


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def another_authorisation_in_its_place_is_not_the_one_we_know(world: World) -> None:
    agent = agent_of(world.town)
    items: tuple[tuple[str, ...], ...] = ((), ("wg-20-bookshop",))
    for some in items:
        anew = await world.allow(agent, UNTIL, *some)
        never(await _stands(world, agent, GIVEN), "the one before")
        holds(await _stands(world, agent, anew), "the new one stands")
        never(await _stands(world, agent, replace(anew, until=date(2027, 1, 3))), "a day more")
        holds(await _stands(world, agent, replace(anew, items=("wg-20-bookshop",))), "what it covers")


@SUITE.check(Part.REFUSALS)
async def nobody_else_is_authorised(world: World) -> None:
    agent, town = agent_of(world.town), world.town
    stranger = DocumentNumber(town.people[0].id_number)
    other = DocumentNumber(town.enterprise("grain").uscc)

    never(await world.house.authorised(agent.organisation_number, stranger, GIVEN), "a stranger")
    never(await world.house.authorised(other, agent.number, GIVEN), "another organisation's")


@SUITE.check(Part.IDEMPOTENCY, Needs.HAND)
async def a_ticket_is_exchanged_once(world: World) -> None:
    ticket = await world.agree(chief_of(world.town))
    await world.house.exchange(ticket, STATE)

    with refused(TICKET):
        await world.house.exchange(ticket, STATE)


@SUITE.check(Part.UNKNOWN, Needs.HAND)
async def a_lost_answer_is_unknown_and_the_ticket_spent(world: World) -> None:
    ticket = await world.agree(agent_of(world.town))
    await world.lose_the_answer()

    with unknown():
        await world.house.exchange(ticket, STATE)

    with refused(TICKET):
        await world.house.exchange(ticket, STATE)


@SUITE.check(Part.FAULTS, Needs.HAND)
async def a_house_out_of_reach_authorises_nobody_and_denies_nobody(world: World) -> None:
    await world.be_busy()

    with unavailable():
        await _stands(world, agent_of(world.town), GIVEN)
