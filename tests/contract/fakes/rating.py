"""The province's rating interface in memory, with the hands its suite needs."""

from adapters.conformance.rating.suite import evaluation_for
from adapters.conformance.stage import Stage
from domain.kernel.refusal import Unavailable
from tests.fakes.ratings import FakeRatings


class FakeWorld:
    def __init__(self, stage: Stage) -> None:
        self.ratings, self.evaluation = FakeRatings(), evaluation_for(stage)

    async def lose_the_answer(self) -> None:
        self.ratings.trouble.answer_lost = True

    async def be_busy(self) -> None:
        self.ratings.trouble.before.append(Unavailable("rating", "4290"))


WORLD = FakeWorld
