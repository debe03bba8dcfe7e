"""A bank card check in memory, with the hands its suite needs."""

from adapters.conformance.stage import Stage
from adapters.sandbox.bank_elements import card_of
from adapters.sandbox.city import city
from domain.kernel.refusal import Unavailable
from tests.fakes.proofs import FakeBankElements


class FakeWorld:
    def __init__(self, stage: Stage) -> None:
        people = city(stage.clock.now().date()).people
        self.person = people[0]
        self.bank = FakeBankElements(
            {
                card_of(place): (one.name, one.id_number, one.phone)
                for place, one in enumerate(people)
                if one.phone
            }
        )

    async def be_busy(self) -> None:
        self.bank.trouble.before.append(Unavailable("bank-elements", "http-429"))

    async def lose_the_answer(self) -> None:
        self.bank.trouble.answer_lost = True

    async def be_undecided(self) -> None:
        self.bank.is_slow = True


WORLD = FakeWorld
