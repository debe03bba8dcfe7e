"""The back-end a check meets (审批系统): its ports, the hands of its people, and a case to begin with."""

from dataclasses import replace
from typing import Protocol

from adapters.conformance.stage import MovableClock
from adapters.conformance.suite import Suite
from adapters.envelope.signature import sm3_hex
from adapters.sandbox.city import City
from domain.decisions.checking import RevocationDesk
from domain.decisions.outside import (
    Applicant,
    ApprovalBackEnd,
    DocumentRef,
    Filing,
    FilingActor,
    FilingIntent,
    FilingMaterial,
    OldPiece,
)
from domain.decisions.proposal_desk import SignProposal
from domain.decisions.push import BackEndPushes, CaseSteps
from domain.kernel.documents import NumberKind
from domain.kernel.ids import CaseNumber
from domain.kernel.personal import DocumentNumber, Free, OrganisationName, PersonName
from domain.promises.outside import PromiseDesk

PAPER = b"%PDF-1.4 an application form"
OLD = (OldPiece("正本", 1, "演370285民证字第2022-0001号"), OldPiece("副本", 1, "演370285民证字第2022-0001号"))
BIZ_NO, NEVER_FILED = "case-00000001", "case-00000099"
Posted = tuple[str, str, dict[str, str], bytes]


class World(Protocol):
    """The ports of one back-end, and the hands of its people."""

    @property
    def back_end(self) -> ApprovalBackEnd: ...
    @property
    def pushes(self) -> BackEndPushes: ...
    @property
    def steps(self) -> CaseSteps: ...
    @property
    def promises(self) -> PromiseDesk: ...
    @property
    def revocations(self) -> RevocationDesk: ...
    @property
    def clock(self) -> MovableClock: ...
    @property
    def town(self) -> City: ...
    @property
    def seal(self) -> SignProposal: ...
    async def count(self) -> int: ...
    async def missing(self, number: CaseNumber) -> list[int]: ...
    async def accept(self, number: CaseNumber) -> None: ...
    async def ask_for_more(self, number: CaseNumber) -> None: ...
    async def grant(self, number: CaseNumber) -> None: ...
    async def serve(self, number: CaseNumber) -> None: ...
    async def will_keep_it(self) -> None: ...
    async def alter(self, ref: DocumentRef) -> None: ...
    async def posted(self, count: int = 1) -> list[Posted]: ...
    async def lose_the_answer(self) -> None: ...
    async def be_busy(self) -> None: ...


SUITE: Suite[World] = Suite("approval")


def filing(world: World) -> Filing:
    """A school renews its licence; both old pieces are to come back before the decision."""
    school = world.town.of("journey")
    task = next(t for t in world.town.tasks if t.body == school.certificate.issuing_body and "民办" in t.name)
    person = school.responsible
    return Filing(
        biz_no=BIZ_NO,
        task_code=task.code,
        matter_no="matter-1",
        applicant=Applicant(OrganisationName(school.name), DocumentNumber(school.uscc), NumberKind.USCC),
        actor=FilingActor(PersonName(person.name), DocumentNumber(person.id_number), "负责人"),
        form={"address": Free(school.address)},
        materials=(FilingMaterial("申请表", "generated", sm3_hex(PAPER), "application/pdf", len(PAPER)),),
        intent=FilingIntent(world.clock.now(), "promise-1", "0" * 64, "face"),
        old_certificate="before-decision",
        old_pieces=OLD,
    )


async def filed(world: World, *, path: str = "manual") -> CaseNumber:
    """A case filed whole, whose old certificate nobody waits for."""
    whole = replace(filing(world), old_certificate="none", old_pieces=())
    chosen = replace(whole, decide_path="proposal") if path == "proposal" else whole
    number = (await world.back_end.file(chosen)).number
    await world.back_end.put_material(number, 0, PAPER, sm3_hex(PAPER))
    return number


async def accepted(world: World, *, path: str = "manual") -> CaseNumber:
    number = await filed(world, path=path)
    await world.accept(number)
    return number
