"""What every back-end told of promises (承诺) keeps to: the fake, and the adapter with the sandbox's."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import msgspec
import pytest

from adapters.approval.back_end import ApprovalSystem
from adapters.approval.promises import ApprovalPromises
from adapters.approval.seal import SealTrust
from adapters.sandbox.approval import create_app
from adapters.sandbox.approval_office import Office
from adapters.sandbox.city import City
from adapters.sandbox.kit import Books, Running
from domain.decisions.outside import (
    Applicant,
    Filing,
    FilingActor,
    FilingIntent,
    FilingMaterial,
    FilingPromise,
)
from domain.kernel.documents import NumberKind
from domain.kernel.ids import CaseNumber
from domain.kernel.personal import DocumentNumber, Free, OrganisationName, PersonName
from domain.kernel.refusal import Refused, Unknown
from domain.promises.outside import PromiseDesk
from domain.promises.promise import Brought
from tests.contract.stand import CALLER, Stand
from tests.fakes.approval import FakeApproval, sm3
from tests.fakes.promises import FakePromises

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
PAPER, REPORT = b"%PDF-1.4 an application form", b"%PDF-1.4 last year's report"
BROUGHT = Brought("application/pdf", len(REPORT), sm3(REPORT))
FORM, LATER, INSTEAD = 0, 1, 2  # their places in the filing


class _Case(msgspec.Struct, rename="camel"):
    materials_missing: list[int]


@dataclass
class World:
    desk: PromiseDesk
    number: CaseNumber
    fake: FakeApproval | None = None
    stand: Stand | None = None
    vendor: Running | None = None

    async def lose_the_answer(self) -> None:
        if self.fake is not None:
            self.fake.trouble.answer_lost = True
        if self.stand is not None and self.vendor is not None:
            await self.stand.mode(self.vendor, "reset_after")

    async def missing(self) -> list[int]:
        if self.stand is None or self.vendor is None:
            return []
        window = self.stand.signed(self.vendor, "approval")
        told = await window.call("GET", ("api", "v1", "cases", self.number), effect=False)
        return told.read(_Case).materials_missing


def filing(town: City) -> Filing:
    school = town.of("journey")
    task = next(t for t in town.tasks if t.body == school.certificate.issuing_body and "民办" in t.name)
    person, digest = school.responsible, hashlib.sha256(b"the text").hexdigest()
    later = FilingPromise("defer", "deferral-1", digest, AT, 10)
    return Filing(
        biz_no="case-00000001",
        task_code=task.code,
        matter_no="matter-1",
        applicant=Applicant(OrganisationName(school.name), DocumentNumber(school.uscc), NumberKind.USCC),
        actor=FilingActor(PersonName(person.name), DocumentNumber(person.id_number), "负责人"),
        form={"address": Free(school.address)},
        materials=(
            FilingMaterial("申请表", "generated", sm3(PAPER), "application/pdf", len(PAPER)),
            FilingMaterial("年度报告", "person", "", "", 0, later),
            FilingMaterial("任职文件", "person", "", "", 0, replace(later, kind="instead", days=None)),
        ),
        intent=FilingIntent(AT, "promise-1", "0" * 64, "face"),
    )


@pytest.fixture(params=["fake", "emulated"])
async def world(
    request: pytest.FixtureRequest, stand: Stand, books: Books, town: City
) -> AsyncIterator[World]:
    if request.param == "fake":
        fake = FakeApproval(stand.clock.now)
        number = (await fake.file(filing(town))).number
        await fake.put_material(number, FORM, PAPER, sm3(PAPER))
        yield World(FakePromises(fake), number, fake=fake)
        return
    office = Office(bodies={body.uscc: body.name for body in town.bodies}, licence_types=town.licence_types)
    vendor = await stand.start(create_app(books, caller=CALLER, office=office, now=stand.clock.now))
    window = stand.signed(vendor, "approval")
    back_end = ApprovalSystem(window, trust=SealTrust({}))
    number = (await back_end.file(filing(town))).number
    await back_end.put_material(number, FORM, PAPER, sm3(PAPER))
    await stand.hand.control(vendor, "/__decide", caseNo=number, outcome="accept")
    yield World(ApprovalPromises(window, back_end), number, stand=stand, vendor=vendor)


async def test_nobody_waits_for_what_is_promised(world: World) -> None:
    assert await world.missing() == []


async def test_what_was_promised_arrives_after_acceptance_and_again_is_harmless(world: World) -> None:
    for _ in range(2):
        await world.desk.tell(world.number, LATER, "kept", AT, brought=BROUGHT)
        await world.desk.put_material(world.number, LATER, REPORT, BROUGHT.sm3)

    assert await world.missing() == []


async def test_other_bytes_than_announced_are_refused(world: World) -> None:
    await world.desk.tell(world.number, LATER, "kept", AT, brought=BROUGHT)

    with pytest.raises(Refused):
        await world.desk.put_material(world.number, LATER, b"%PDF other", sm3(b"%PDF other"))


@pytest.mark.parametrize("outcome", ["kept", "untrue", "withdrawn"])
async def test_a_commitment_ends_in_one_way_only(world: World, outcome: str) -> None:
    other = {"kept": "untrue", "untrue": "kept", "withdrawn": "kept"}
    for _ in range(2):
        await world.desk.tell(world.number, INSTEAD, outcome, AT)  # type: ignore[arg-type] # one of them

    with pytest.raises(Refused, match="4091"):
        await world.desk.tell(world.number, INSTEAD, other[outcome], AT)  # type: ignore[arg-type] # likewise


async def test_a_late_deferral_is_told_without_a_file(world: World) -> None:
    await world.desk.tell(world.number, LATER, "late", AT)

    with pytest.raises(Refused):
        await world.desk.tell(world.number, LATER, "kept", AT, brought=BROUGHT)


async def test_nothing_is_told_of_a_material_that_was_handed_in(world: World) -> None:
    with pytest.raises(Refused, match="4040"):
        await world.desk.tell(world.number, FORM, "late", AT)


async def test_a_deferral_is_not_withdrawn_nor_kept_without_its_file(world: World) -> None:
    with pytest.raises(Refused):
        await world.desk.tell(world.number, LATER, "withdrawn", AT)
    with pytest.raises(Refused):
        await world.desk.tell(world.number, LATER, "kept", AT)


async def test_a_lost_answer_is_unknown_and_telling_again_is_safe(world: World) -> None:
    await world.lose_the_answer()
    with pytest.raises(Unknown):
        await world.desk.tell(world.number, LATER, "kept", AT, brought=BROUGHT)

    await world.desk.tell(world.number, LATER, "kept", AT, brought=BROUGHT)
    await world.desk.put_material(world.number, LATER, REPORT, BROUGHT.sm3)
