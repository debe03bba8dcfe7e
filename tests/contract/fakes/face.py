"""A face vendor in memory, with the hands its suite needs."""

from collections.abc import Sequence

from adapters.conformance.stage import Stage
from domain.identity.outside import Cause, FaceSession
from domain.kernel.refusal import Unavailable
from tests.fakes.face import FakeFace


class FakeWorld:
    meta_info = '{"deviceType":"h5"}'
    ends: Sequence[Cause] = ["mismatch", "no_photo", "other_face", "liveness", "source", "too_many"]

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.face = self.hurried = FakeFace(stage.clock.now)

    async def finish(self, session: FaceSession, cause: Cause = "") -> None:
        self.face.finish(session.reference, cause)

    async def be_busy(self) -> None:
        self.face.trouble.before.append(Unavailable("face", "Throttling.User"))

    async def lose_the_answer(self) -> None:
        self.face.trouble.answer_lost = True


WORLD = FakeWorld
