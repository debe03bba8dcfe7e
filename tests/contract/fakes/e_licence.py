"""The business licence on a phone in memory, with the hands its suite needs."""

from dataclasses import replace
from datetime import date

from adapters.conformance.e_licence.suite import STATE, agent_of
from adapters.conformance.stage import Stage
from adapters.sandbox.city import city
from domain.identity.outside_sign_in import LicenceHolder, Ticket
from domain.kernel.authorisation import Authorisation
from domain.kernel.refusal import Unavailable
from tests.fakes.people import business_licences


class FakeWorld:
    def __init__(self, stage: Stage) -> None:
        self.clock, self.town = stage.clock, city(stage.clock.now().date())
        self.house = business_licences(stage.clock.now)
        self.house.allow(agent_of(self.town))

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


WORLD = FakeWorld
