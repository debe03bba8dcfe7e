"""An approval back-end in memory with its promises and revocations, and the hands its suite needs."""

from base64 import urlsafe_b64encode

from adapters.conformance.approval.world import BIZ_NO, Posted
from adapters.conformance.stage import Stage
from adapters.sandbox.city import city
from domain.decisions.outside import DocumentKind, DocumentRef
from domain.decisions.push import PushStatus
from domain.kernel.ids import CaseNumber
from domain.kernel.refusal import Unavailable
from tests.fakes.approval import FakeApproval, FakePushes
from tests.fakes.promises import FakePromises
from tests.fakes.registers import FakeNonces
from tests.fakes.revocations import FakeRevocations


class FakeWorld:
    def __init__(self, stage: Stage) -> None:
        self.clock, self.town = stage.clock, city(stage.clock.now().date())
        self.back_end = self.steps = FakeApproval(stage.clock.now)
        self.promises = FakePromises(self.back_end)
        self.revocations = FakeRevocations(trouble=self.back_end.trouble)
        self.pushes = FakePushes(FakeNonces(), stage.clock.now)
        self._posted: list[Posted] = []

    @staticmethod
    def seal(content: bytes) -> str:
        return f"e30.{urlsafe_b64encode(content).decode().rstrip('=')}.c2ln"

    async def count(self) -> int:
        return len(self.back_end.filings)

    async def missing(self, number: CaseNumber) -> list[int]:
        """Which of the declared materials, by their index, have not arrived; nobody waits for a promise."""
        back_end = self.back_end
        [declared] = [one.materials for one, filed in back_end.filings.values() if filed.number == number]
        return [
            index
            for index, one in enumerate(declared)
            if one.promise is None and (number, index) not in back_end.materials
        ]

    async def accept(self, number: CaseNumber) -> None:
        ref = self.back_end.seal(number, DocumentKind.ACCEPTANCE)
        told = self.pushes.write(
            number, BIZ_NO, PushStatus.ACCEPTED, 1, nonce=f"n{len(self._posted)}", documents=(ref.doc_id,)
        )
        self._posted.append(("POST", "/push", *told))
        elsewhere = FakePushes(FakeNonces(), self.clock.now)
        self.back_end.told[number] = (await elsewhere.parse("POST", "/push", *told),)

    async def ask_for_more(self, number: CaseNumber) -> None:
        """One material that was not among those filed: number 1."""
        self.back_end.stands[number] = PushStatus.SUPPLEMENT

    async def grant(self, number: CaseNumber) -> None:
        self.back_end.stands[number] = PushStatus.GRANTED
        self.back_end.seal(number, DocumentKind.GRANTED)

    async def serve(self, number: CaseNumber) -> None:
        self.back_end.seal(number, DocumentKind.SERVICE)

    async def will_keep_it(self) -> None:
        self.revocations.fate = "refused"

    async def alter(self, ref: DocumentRef) -> None:
        self.back_end.altered.add(ref.doc_id)

    async def posted(self, count: int = 1) -> list[Posted]:
        return self._posted[:count]

    async def lose_the_answer(self) -> None:
        self.back_end.trouble.answer_lost = True

    async def be_busy(self) -> None:
        self.back_end.trouble.before.append(Unavailable("approval", "4290"))


WORLD = FakeWorld
