"""The two approval back-ends the suite runs against: the fake, and the sandbox's."""

from typing import Protocol

import msgspec

from adapters.approval.back_end import ApprovalSystem
from adapters.approval.pushes import ApprovalPushes
from adapters.approval.seal import SealTrust
from adapters.envelope.receiver import EnvelopeGuard
from adapters.envelope.signature import EnvelopeKey
from adapters.sandbox.kit import Running
from domain.decisions.outside import ApprovalBackEnd, DocumentKind, DocumentRef, OldPiece
from domain.decisions.push import BackEndPushes, PushStatus
from domain.kernel.ids import CaseNumber
from domain.kernel.refusal import Unavailable
from tests.contract.stand import Stand
from tests.fakes.approval import FakeApproval, FakePushes
from tests.fakes.registers import FakeNonces
from tests.sandbox.conftest import FixedClock, Listener

PUSH_SECRET = b"invented push secret"
PAPER = b"%PDF-1.4 an application form"
OLD = (OldPiece("正本", 1, "演370285民证字第2022-0001号"), OldPiece("副本", 1, "演370285民证字第2022-0001号"))
Posted = tuple[str, str, dict[str, str], bytes]


class _Case(msgspec.Struct, rename="camel"):
    materials_missing: list[int]


class World(Protocol):
    @property
    def back_end(self) -> ApprovalBackEnd: ...
    @property
    def pushes(self) -> BackEndPushes: ...
    async def count(self) -> int: ...
    async def missing(self, number: CaseNumber) -> list[int]: ...
    async def accept(self, number: CaseNumber) -> None: ...
    async def ask_for_more(self, number: CaseNumber) -> None: ...
    async def grant(self, number: CaseNumber) -> None: ...
    async def alter(self, ref: DocumentRef) -> None: ...
    async def posted(self) -> Posted: ...
    async def lose_the_answer(self) -> None: ...
    async def be_busy(self) -> None: ...


class FakeWorld:
    def __init__(self, clock: FixedClock) -> None:
        self.back_end = FakeApproval(clock.now)
        self.pushes = FakePushes(FakeNonces(), clock.now)
        self._number = CaseNumber("")

    async def count(self) -> int:
        return len(self.back_end.filings)

    async def missing(self, number: CaseNumber) -> list[int]:
        """Which of the declared materials, by their index, have not arrived."""
        [declared] = [
            filing.materials for filing, filed in self.back_end.filings.values() if filed.number == number
        ]
        return [index for index in range(len(declared)) if (number, index) not in self.back_end.materials]

    async def accept(self, number: CaseNumber) -> None:
        self._number = number
        self.back_end.seal(number, DocumentKind.ACCEPTANCE)

    async def ask_for_more(self, number: CaseNumber) -> None:
        """One material that was not among those filed: number 1."""
        self.back_end.stands[number] = PushStatus.SUPPLEMENT

    async def grant(self, number: CaseNumber) -> None:
        self.back_end.stands[number] = PushStatus.GRANTED

    async def alter(self, ref: DocumentRef) -> None:
        self.back_end.altered.add(ref.doc_id)

    async def posted(self) -> Posted:
        told = self.pushes.write(
            self._number, "case-00000001", PushStatus.ACCEPTED, 1, nonce="n1", documents=("d1",)
        )
        return "POST", "/push", *told

    async def lose_the_answer(self) -> None:
        self.back_end.trouble.answer_lost = True

    async def be_busy(self) -> None:
        self.back_end.trouble.before.append(Unavailable("approval", "4290"))


class EmulatedWorld:
    def __init__(self, stand: Stand, vendor: Running, listener: Listener, trust: SealTrust) -> None:
        self._stand, self._vendor, self._listener = stand, vendor, listener
        self._window = stand.signed(vendor, "approval")
        self.back_end = ApprovalSystem(self._window, trust=trust)
        key = EnvelopeKey("approval-system", PUSH_SECRET)
        self.pushes = ApprovalPushes(EnvelopeGuard((key,), clock=stand.clock.now, nonces=FakeNonces()))

    async def count(self) -> int:
        return len((await self._stand.hand.look(self._vendor, "/__books"))["cases"])

    async def missing(self, number: CaseNumber) -> list[int]:
        told = await self._window.call("GET", ("api", "v1", "cases", number), effect=False)
        return told.read(_Case).materials_missing

    async def accept(self, number: CaseNumber) -> None:
        told = {"caseNo": number, "outcome": "accept"}
        await self._stand.hand.control(self._vendor, "/__decide", **told)

    async def ask_for_more(self, number: CaseNumber) -> None:
        told = {"caseNo": number, "outcome": "supplement", "materials": [{"name": "上年度年检结论"}]}
        await self._stand.hand.control(self._vendor, "/__decide", **told)

    async def grant(self, number: CaseNumber) -> None:
        told = {"caseNo": number, "outcome": "grant"}
        await self._stand.hand.control(self._vendor, "/__decide", **told)

    async def alter(self, ref: DocumentRef) -> None:
        await self._stand.mode(self._vendor, "bad_seal", match={"path": f"/api/v1/documents/{ref.doc_id}"})

    async def posted(self) -> Posted:
        await self._stand.hand.control(self._vendor, "/__flush", all=True)
        (told, *_) = await self._listener.wait_for(1)
        return told.method, told.path, told.headers, told.body

    async def lose_the_answer(self) -> None:
        await self._stand.mode(self._vendor, "reset_after")

    async def be_busy(self) -> None:
        await self._stand.mode(self._vendor, "throttle")
