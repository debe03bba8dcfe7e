"""The 网号 in memory, with the hands its suite needs."""

from adapters.conformance.stage import Stage
from adapters.sandbox.city import Person, city
from domain.identity.other_way import NetworkToken
from domain.kernel.refusal import Unavailable
from tests.fakes.proofs import FakeNetworkIdentity


class FakeWorld:
    def __init__(self, stage: Stage) -> None:
        self.people, self.network = city(stage.clock.now().date()).people, FakeNetworkIdentity()

    async def confirm(self, biz_no: str, person: Person) -> NetworkToken:
        return NetworkToken(self.network.confirm(biz_no, person.name, person.id_number))

    async def be_busy(self) -> None:
        self.network.trouble.before.append(Unavailable("network-identity", "http-429"))

    async def lose_the_answer(self) -> None:
        self.network.trouble.answer_lost = True

    async def be_undecided(self) -> None:
        self.network.is_slow = True


WORLD = FakeWorld
