"""What every province's unified identity (省统一身份认证) keeps to."""

from typing import Protocol

from adapters.conformance.expectation import holds, refused, same, unavailable, unknown
from adapters.conformance.stage import MovableClock
from adapters.conformance.suite import Needs, Part, Suite
from domain.identity.outside_sign_in import TICKET, Subject, Ticket, UnifiedIdentity

STATE, OTHER = "state-of-one-browser-0000000001", "state-of-another-browser-000002"


class World(Protocol):
    """`subject`: who taps yes on the house's page."""

    @property
    def house(self) -> UnifiedIdentity: ...
    @property
    def subject(self) -> Subject: ...
    @property
    def clock(self) -> MovableClock: ...
    async def agree(self, state: str = STATE) -> Ticket: ...
    async def lose_the_answer(self) -> None: ...
    async def be_busy(self) -> None: ...


SUITE: Suite[World] = Suite(
    "unified-identity",
    without={
        Part.CALLBACKS: "the person's browser brings the ticket; the house calls nobody",
        Part.VECTORS: "nothing is published; the envelope has its own (tests/adapters/test_vectors.py)",
    },
)


@SUITE.check(Part.HAPPY, Needs.HAND)
async def a_ticket_tells_who_tapped_yes(world: World) -> None:
    same(await world.house.exchange(await world.agree(), STATE), world.subject, "the person")


@SUITE.check(Part.HAPPY, Needs.HAND)
async def a_ticket_is_good_for_five_minutes(world: World) -> None:
    young, old = await world.agree(), await world.agree()
    world.clock.move(seconds=299)
    holds(await world.house.exchange(young, STATE), "it is good a second before")
    world.clock.move(seconds=1)

    with refused(TICKET):
        await world.house.exchange(old, STATE)


@SUITE.check(Part.REFUSALS)
async def a_ticket_of_nobodys_is_refused(world: World) -> None:
    with refused(TICKET):
        await world.house.exchange(Ticket("TK-invented"), STATE)


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def a_ticket_serves_no_other_state_and_is_spent_by_the_try(world: World) -> None:
    ticket = await world.agree()

    with refused(TICKET):
        await world.house.exchange(ticket, OTHER)
    with refused(TICKET):
        await world.house.exchange(ticket, STATE)


@SUITE.check(Part.IDEMPOTENCY, Needs.HAND)
async def a_ticket_is_exchanged_once(world: World) -> None:
    ticket = await world.agree()
    await world.house.exchange(ticket, STATE)

    with refused(TICKET):
        await world.house.exchange(ticket, STATE)


@SUITE.check(Part.UNKNOWN, Needs.HAND)
async def a_lost_answer_is_unknown_and_the_ticket_spent(world: World) -> None:
    ticket = await world.agree()
    await world.lose_the_answer()

    with unknown():
        await world.house.exchange(ticket, STATE)

    with refused(TICKET):
        await world.house.exchange(ticket, STATE)


@SUITE.check(Part.FAULTS, Needs.HAND)
async def a_busy_house_spends_no_ticket(world: World) -> None:
    ticket = await world.agree()
    await world.be_busy()

    with unavailable():
        await world.house.exchange(ticket, STATE)

    same(await world.house.exchange(ticket, STATE), world.subject, "the person")
