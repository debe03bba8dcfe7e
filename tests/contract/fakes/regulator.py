"""A regulators' platform in memory, with the hands its suite needs."""

from adapters.conformance.stage import Stage
from domain.kernel.refusal import Unavailable
from tests.fakes.regulator import FakeRegulator


class FakeWorld:
    def __init__(self, stage: Stage) -> None:
        self.regulator = FakeRegulator(stage.clock.now)

    async def lose_the_answer(self) -> None:
        self.regulator.trouble.answer_lost = True

    async def be_busy(self) -> None:
        self.regulator.trouble.before.append(Unavailable("regulator", "4290"))


WORLD = FakeWorld
