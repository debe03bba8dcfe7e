"""A bank card check (银行卡四要素核验) in our profile, and what is asked of it alone.

Source: docs/vendors/bank-elements.md, our profile.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

from adapters.conformance.bank_elements.suite import NOT_ALL_FOUR, ORDER, PASSED, SUITE, asked
from adapters.conformance.envelope import (
    ACCOUNT,
    CALLER,
    IMPATIENT,
    each_fault_is_unavailable,
    each_fault_is_unknown,
    signed,
)
from adapters.conformance.expectation import never, same
from adapters.conformance.stage import Stage
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.vendor import VendorKit
from adapters.proofs.bank import ContractedBankElements
from adapters.sandbox.bank_elements import card_of, create_app
from adapters.sandbox.city import Person, city

A_DAY = 5  # times a card may be asked about


class Contracted:
    def __init__(self, stage: Stage, people: tuple[Person, ...]) -> None:
        self.stage, self.people, self.person = stage, people, people[0]
        self.bank = stage.adapter(self.asking())

    def asking(self, *, deadline_seconds: float = 5.0) -> ContractedBankElements:
        return ContractedBankElements(
            signed(self.stage, self.stage.url, "bank-elements", deadline_seconds=deadline_seconds)
        )

    async def be_busy(self) -> None:
        await self.stage.mode("throttle")

    async def lose_the_answer(self) -> None:
        await self.stage.mode("reset_after")

    async def be_undecided(self) -> None:
        await self.stage.mode("undecided")


@asynccontextmanager
async def opened(stage: Stage) -> AsyncIterator[Contracted]:
    people = city(stage.clock.now().date()).people
    await stage.vendor(lambda books, now: create_app(books, caller=CALLER, people=people, now=now))
    yield Contracted(stage, people)


OWN: Suite[Contracted] = Suite("bank-elements")


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def a_card_asked_about_too_often_a_day_reads_as_a_wrong_one(world: Contracted) -> None:
    told = [await asked(world.bank, world.person, f"{n:032d}") for n in range(A_DAY + 1)]

    same(told, [PASSED] * A_DAY + [NOT_ALL_FOUR], "the verdicts")


@OWN.check(Part.FAULTS, Needs.WIRE)
async def whatever_happens_on_the_way_it_may_have_been_asked_and_never_passes(world: Contracted) -> None:
    hurried, orders, places = world.asking(deadline_seconds=IMPATIENT), count(1), count()

    def some() -> tuple[Person, str, dict[str, str]]:
        """Another person each time: nobody may be asked about so often."""
        place = next(places) % len(world.people)
        phone = world.people[place].phone or "19900000000"
        return world.people[place], f"{next(orders):032d}", {"card": card_of(place), "phone": phone}

    async def ask(bank: ContractedBankElements) -> object:
        person, order, said = some()
        return await asked(bank, person, order, **said)

    await each_fault_is_unknown(world.stage, lambda: ask(world.bank), lambda: ask(hurried))


@OWN.check(Part.FAULTS, Needs.WIRE)
async def a_question_after_it_that_is_not_answered_changes_nothing(world: Contracted) -> None:
    hurried = world.asking(deadline_seconds=IMPATIENT)

    await each_fault_is_unavailable(
        world.stage, lambda: world.bank.outcome(ORDER), lambda: hurried.outcome(ORDER)
    )


@OWN.check(Part.FAULTS, Needs.WIRE)
async def no_card_stands_in_an_address_or_in_their_log(world: Contracted) -> None:
    await asked(world.bank, world.person)

    never(any(card_of(0) in one.what for one in world.stage.exchanges), "a card in an address")
    never(card_of(0) in str(await world.stage.look("/__log")), "a card in the log")
    never(card_of(0) in str(await world.stage.look("/__books")), "a card in the books")


KIT = VendorKit("envelope", SUITE, opened, ACCOUNT, "secret", OWN)
