"""The province's unified identity in memory, with the hands its suite needs."""

from adapters.conformance.stage import Stage
from adapters.conformance.unified_identity.suite import STATE
from adapters.sandbox.city import city
from domain.identity.outside_sign_in import Subject, Ticket
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.refusal import Unavailable
from tests.fakes.people import unified_identity


class FakeWorld:
    def __init__(self, stage: Stage) -> None:
        person = city(stage.clock.now().date()).people[0]
        self.clock, self.house = stage.clock, unified_identity(stage.clock.now)
        self.subject = Subject(
            PersonName(person.name), DocumentNumber(person.id_number), is_person=True, is_real_name=True
        )

    async def agree(self, state: str = STATE) -> Ticket:
        return self.house.agree(self.house.page(state), self.subject)

    async def lose_the_answer(self) -> None:
        self.house.trouble.answer_lost = True

    async def be_busy(self) -> None:
        self.house.trouble.before.append(Unavailable("unified-identity", "4290"))


WORLD = FakeWorld
