"""The provincial rating interface in memory."""

from dataclasses import dataclass, field

from domain.kernel.refusal import Refused
from domain.ratings.outside import AssessNumber, Evaluation
from tests.fakes.trouble import Trouble


@dataclass
class FakeRatings:
    taken: dict[tuple[str, int], Evaluation] = field(default_factory=dict)
    trouble: Trouble = field(default_factory=lambda: Trouble("rating"))

    async def hand_over(self, evaluation: Evaluation) -> str:
        self.trouble.enter()
        if not all(tag.startswith(str(evaluation.satisfaction)) for tag in evaluation.tags):
            raise Refused("rating", "4001")
        key = (evaluation.project_no, evaluation.assess_number)
        self.taken.setdefault(key, evaluation)
        self.trouble.leave()
        return self._number(key)

    async def ask(self, project_no: str, assess_number: AssessNumber) -> str | None:
        self.trouble.enter()
        key = (project_no, assess_number)
        return self._number(key) if key in self.taken else None

    def _number(self, key: tuple[str, int]) -> str:
        return f"E{list(self.taken).index(key) + 1:08d}"
