"""The fake push service on the stage."""

from collections.abc import Sequence
from datetime import timedelta

from adapters.conformance.stage import Stage
from domain.kernel.refusal import Unavailable
from tests.fakes.push import FakePush


class FakeWorld:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.push = self.hurried = FakePush(
            stage.clock.now, {"renewal-due": "有一件事可以办了\n请打开掌上办查看。"}
        )

    async def accepted(self) -> int:
        return len(self.push.sent)

    async def shown(self) -> Sequence[str]:
        return [one.wording for one in self.push.sent]

    async def later(self, span: timedelta) -> None:
        self.stage.clock.move(seconds=span.total_seconds())

    async def be_busy(self) -> None:
        self.push.trouble.before.append(Unavailable("push", "Throttling.Api"))

    async def lose_the_answer(self) -> None:
        self.push.trouble.answer_lost = True


WORLD = FakeWorld
