"""What every check of a bank card's four elements (银行卡四要素核验) keeps to."""

from typing import Protocol

from adapters.conformance.expectation import refused, same, unavailable, unknown
from adapters.conformance.suite import Needs, Part, Suite
from adapters.sandbox.bank_elements import card_of
from adapters.sandbox.city import Person
from domain.identity.other_way import BankCard, BankElements
from domain.identity.outside import FaceVerdict
from domain.kernel.personal import DocumentNumber, PersonName, Phone

PASSED = FaceVerdict("passed")
NOT_ALL_FOUR = FaceVerdict("failed", "elements")
ORDER, OTHER = "0" * 31 + "1", "0" * 31 + "2"
WRONG = {
    "name": "王无",
    "number": "370285199001019985",
    "card": card_of(1),
    "phone": "19900009999",
}


class World(Protocol):
    """`person`: whose card is the first."""

    @property
    def bank(self) -> BankElements: ...
    @property
    def person(self) -> Person: ...
    async def be_busy(self) -> None: ...
    async def lose_the_answer(self) -> None: ...
    async def be_undecided(self) -> None: ...


SUITE: Suite[World] = Suite(
    "bank-elements",
    without={
        Part.CALLBACKS: "the bank calls nobody: what it has not decided yet is asked for",
        Part.VECTORS: "nothing is published; the envelope has its own (tests/adapters/test_vectors.py)",
    },
)


async def asked(bank: BankElements, person: Person, order: str = ORDER, **other: str) -> FaceVerdict:
    said = {
        "name": person.name,
        "number": person.id_number,
        "card": card_of(0),
        "phone": person.phone or "",
        **other,
    }
    return await bank.matches(
        order,
        PersonName(said["name"]),
        DocumentNumber(said["number"]),
        BankCard(said["card"]),
        Phone(said["phone"]),
    )


@SUITE.check(Part.HAPPY)
async def four_elements_of_one_person_match(world: World) -> None:
    same(await asked(world.bank, world.person), PASSED, "the verdict")


@SUITE.check(Part.HAPPY)
async def what_was_asked_is_told_again_by_our_number(world: World) -> None:
    await asked(world.bank, world.person)

    same(await world.bank.outcome(ORDER), PASSED, "what is told again")
    same(await world.bank.outcome(OTHER), None, "what was never asked")


@SUITE.check(Part.REFUSALS)
async def whichever_of_the_four_is_wrong_the_answer_is_the_same(world: World) -> None:
    for number, (element, wrong) in enumerate((*WRONG.items(), ("card", "990000999999990"))):
        found = await asked(world.bank, world.person, f"{number + 10:032d}", **{element: wrong})
        same(found, NOT_ALL_FOUR, element)


@SUITE.check(Part.IDEMPOTENCY)
async def one_number_asks_one_question(world: World) -> None:
    await asked(world.bank, world.person)

    with refused():
        await asked(world.bank, world.person, card=card_of(1))

    same(await world.bank.outcome(ORDER), PASSED, "what the number stands for")


@SUITE.check(Part.UNKNOWN, Needs.HAND)
async def an_answer_lost_is_unknown_and_found_by_our_number(world: World) -> None:
    await world.lose_the_answer()

    with unknown():
        await asked(world.bank, world.person)

    same(await world.bank.outcome(ORDER), PASSED, "what is told again")


@SUITE.check(Part.UNKNOWN, Needs.HAND)
async def a_bank_that_has_not_answered_yet_is_neither_yes_nor_no(world: World) -> None:
    await world.be_undecided()

    same(await asked(world.bank, world.person), FaceVerdict("pending"), "at first")
    same(await world.bank.outcome(ORDER), PASSED, "when asked again")


@SUITE.check(Part.FAULTS, Needs.HAND)
async def a_bank_too_busy_was_not_asked(world: World) -> None:
    await world.be_busy()

    with unavailable():
        await asked(world.bank, world.person)

    same(await world.bank.outcome(ORDER), None, "what was asked")
