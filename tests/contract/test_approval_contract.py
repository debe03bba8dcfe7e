"""What every approval back-end keeps to."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from adapters.approval.proposal_seal import ProposalSeal
from adapters.approval.seal import SealTrust, fingerprint
from adapters.keys.ring import KeyRing
from adapters.sandbox.approval import create_app
from adapters.sandbox.approval_office import Office
from adapters.sandbox.city import City
from adapters.sandbox.kit import Books
from adapters.sandbox.kit_public import Credentials
from domain.decisions.outside import (
    Applicant,
    DocumentKind,
    Filing,
    FilingActor,
    FilingIntent,
    FilingMaterial,
    OldPiece,
)
from domain.decisions.push import PushStatus
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.documents import NumberKind
from domain.kernel.ids import CaseNumber, ProposalId
from domain.kernel.personal import DocumentNumber, Free, OrganisationName, PersonName
from domain.kernel.refusal import Refused, Unavailable, Unknown
from tests.contract.approval_worlds import OLD, PAPER, PUSH_SECRET, EmulatedWorld, FakeWorld, World
from tests.contract.stand import CALLER, Stand
from tests.fakes.approval import sm3
from tests.sandbox.conftest import FixedClock, Listener

DOCUMENT = "（演示）即时办理授权文件"
SEAL = ProposalSeal(KeyRing.fresh("contract").proposal_key)
PROPOSAL, ANOTHER = (ProposalId(UUID(int=number)) for number in (1, 2))


def signed(number: CaseNumber, proposal: ProposalId = PROPOSAL) -> str:
    """A proposal as domain/usecases/compose_proposal.py writes it."""
    rule = {"id": "r", "field": "f", "op": "equals", "value": ["v"], "met": True}
    told = {
        "proposalId": str(proposal),
        "caseNo": number,
        "bizNo": "case-00000001",
        "item": "wg-15-minban-renewal",
        "authorisation": DOCUMENT,
        "rulesVersion": 1,
        "rules": [rule | {"input": ["v"], "source": "s", "asOf": "2026-11-23T04:00:00+00:00"}],
        "result": "grant",
        "at": "2026-11-23T04:00:00+00:00",
    }
    return SEAL.sign(json.dumps(told).encode())


async def accepted(world: World, filing: Filing) -> CaseNumber:
    """A case whose person lets rules speak."""
    number = (await world.back_end.file(replace(filing, decide_path="proposal"))).number
    await world.back_end.put_material(number, 0, PAPER, sm3(PAPER))
    await world.accept(number)
    return number


@pytest.fixture(params=["fake", "emulated"])
async def world(
    request: pytest.FixtureRequest, stand: Stand, books: Books, listener: Listener, town: City
) -> AsyncIterator[World]:
    if request.param == "fake":
        yield FakeWorld(stand.clock)
        return
    listener.answer = {"code": "0"}
    office = Office(
        bodies={body.uscc: body.name for body in town.bodies},
        push_url=f"{listener.url}/push",
        push_as=Credentials("approval-system", PUSH_SECRET),
        licence_types=town.licence_types,
        authorisations=dict.fromkeys(town.licence_types, DOCUMENT),
        proposal_keys=(SEAL.public_pem,),
    )
    vendor = await stand.start(create_app(books, caller=CALLER, office=office, now=stand.clock.now))
    window, pinned = stand.signed(vendor, "approval"), {}
    for body in town.bodies:
        path, query = ("api", "v1", "seal-certificate"), {"bodyCode": body.uscc}
        told = (await window.call("GET", path, effect=False, query=query)).read(dict[str, str])
        pinned[body.uscc] = fingerprint(told["publicKey"])
    yield EmulatedWorld(stand, vendor, listener, SealTrust(pinned))


@pytest.fixture
def filing(clock: FixedClock, town: City) -> Filing:
    school = town.of("journey")
    task = next(t for t in town.tasks if t.body == school.certificate.issuing_body and "民办" in t.name)
    person = school.responsible
    return Filing(
        biz_no="case-00000001",
        task_code=task.code,
        matter_no="matter-1",
        applicant=Applicant(OrganisationName(school.name), DocumentNumber(school.uscc), NumberKind.USCC),
        actor=FilingActor(PersonName(person.name), DocumentNumber(person.id_number), "负责人"),
        form={"address": Free(school.address)},
        materials=(FilingMaterial("申请表", "generated", sm3(PAPER), "application/pdf", len(PAPER)),),
        intent=FilingIntent(clock.now(), "promise-1", "0" * 64, "face"),
        old_certificate="before-decision",
        old_pieces=OLD,
    )


async def test_the_same_filing_twice_is_one_case(world: World, filing: Filing) -> None:
    first = await world.back_end.file(filing)
    second = await world.back_end.file(filing)

    assert second == first
    assert first.number
    assert await world.count() == 1


async def test_other_content_under_the_same_number_is_refused(world: World, filing: Filing) -> None:
    await world.back_end.file(filing)

    with pytest.raises(Refused, match="4091"):
        await world.back_end.file(replace(filing, form={"address": Free("别处")}))


async def test_a_lost_answer_is_unknown_and_asking_finds_the_case(world: World, filing: Filing) -> None:
    await world.lose_the_answer()

    with pytest.raises(Unknown):
        await world.back_end.file(filing)
    filed = await world.back_end.ask(filing.biz_no)

    assert filed == await world.back_end.file(filing)


async def test_a_case_never_filed_is_not_there(world: World) -> None:
    assert await world.back_end.ask("case-00000099") is None


async def test_a_busy_back_end_took_nothing(world: World, filing: Filing) -> None:
    await world.be_busy()

    with pytest.raises(Unavailable):
        await world.back_end.file(filing)

    assert await world.count() == 0


async def test_material_arrives_as_declared_and_again_is_harmless(world: World, filing: Filing) -> None:
    number = (await world.back_end.file(filing)).number

    assert await world.missing(number) == [0]

    for _ in range(2):
        await world.back_end.put_material(number, 0, PAPER, sm3(PAPER))
        assert await world.missing(number) == []


async def test_other_bytes_than_declared_are_refused(world: World, filing: Filing) -> None:
    number = (await world.back_end.file(filing)).number

    with pytest.raises(Refused):
        await world.back_end.put_material(number, 0, b"other", sm3(b"other"))
    with pytest.raises(Refused):
        await world.back_end.put_material(number, 0, b"other", sm3(PAPER))


async def test_originals_are_reported_once_or_twice_but_only_the_declared(
    world: World, filing: Filing, clock: FixedClock
) -> None:
    number = (await world.back_end.file(filing)).number

    for _ in range(2):
        await world.back_end.report_originals(number, OLD, clock.now(), "staff-7")

    await world.back_end.report_originals(number, OLD[:1], clock.now(), "staff-7", lost=OLD[1:])

    strange = (OldPiece("正本", 1, "另一本"),)
    with pytest.raises(Refused, match="4220"):
        await world.back_end.report_originals(number, strange, clock.now(), "staff-7")


async def test_a_sealed_document_is_fetched_and_its_seal_holds(world: World, filing: Filing) -> None:
    number = (await world.back_end.file(filing)).number
    await world.back_end.put_material(number, 0, PAPER, sm3(PAPER))
    await world.accept(number)

    (ref,) = await world.back_end.documents(number)
    sealed = await world.back_end.fetch(ref)

    assert ref.kind is DocumentKind.ACCEPTANCE
    assert sm3(sealed.content) == ref.sm3
    assert sealed.seal_fingerprint


async def test_a_document_altered_on_the_way_is_not_handed_out(world: World, filing: Filing) -> None:
    number = (await world.back_end.file(filing)).number
    await world.back_end.put_material(number, 0, PAPER, sm3(PAPER))
    await world.accept(number)
    (ref,) = await world.back_end.documents(number)
    await world.alter(ref)

    with pytest.raises(Refused, match="seal-invalid"):
        await world.back_end.fetch(ref)


async def test_a_document_other_than_the_one_listed_is_not_handed_out(world: World, filing: Filing) -> None:
    number = (await world.back_end.file(filing)).number
    await world.back_end.put_material(number, 0, PAPER, sm3(PAPER))
    await world.accept(number)
    (ref,) = await world.back_end.documents(number)

    with pytest.raises(Refused, match="seal-invalid"):
        await world.back_end.fetch(replace(ref, sm3=sm3(b"another decision")))


async def test_a_proposal_waits_and_the_same_again_is_harmless(world: World, filing: Filing) -> None:
    number = await accepted(world, filing)
    assert await world.back_end.asked_proposal(number, PROPOSAL) is None

    fates = [await world.back_end.propose(number, signed(number)) for _ in range(2)]

    assert [*fates, await world.back_end.asked_proposal(number, PROPOSAL)] == ["waiting"] * 3


async def test_another_proposal_for_one_case_is_refused(world: World, filing: Filing) -> None:
    number = await accepted(world, filing)
    await world.back_end.propose(number, signed(number))

    with pytest.raises(Refused):
        await world.back_end.propose(number, signed(number, ANOTHER))
    with pytest.raises(Refused):
        await world.back_end.asked_proposal(number, ANOTHER)


async def test_a_proposal_whose_answer_was_lost_is_there_when_asked(world: World, filing: Filing) -> None:
    number = await accepted(world, filing)
    await world.lose_the_answer()

    with pytest.raises(Unknown):
        await world.back_end.propose(number, signed(number))

    assert await world.back_end.asked_proposal(number, PROPOSAL) == "waiting"


async def test_a_busy_back_end_took_no_proposal(world: World, filing: Filing) -> None:
    number = await accepted(world, filing)
    await world.be_busy()

    with pytest.raises(Unavailable):
        await world.back_end.propose(number, signed(number))

    assert await world.back_end.asked_proposal(number, PROPOSAL) is None


async def test_a_proposal_taken_back_is_by_hand_however_often_one_asks(world: World, filing: Filing) -> None:
    number = await accepted(world, filing)
    await world.back_end.propose(number, signed(number))

    fates = [await world.back_end.withdraw_proposal(number, PROPOSAL) for _ in range(2)]

    assert [*fates, await world.back_end.asked_proposal(number, PROPOSAL)] == ["by_hand"] * 3


async def test_a_proposal_taken_back_before_it_came_counts_for_nothing(world: World, filing: Filing) -> None:
    number = await accepted(world, filing)

    assert await world.back_end.withdraw_proposal(number, PROPOSAL) == "by_hand"

    assert await world.back_end.propose(number, signed(number)) == "by_hand"


async def test_another_proposal_is_not_taken_back_for_it(world: World, filing: Filing) -> None:
    number = await accepted(world, filing)
    await world.back_end.propose(number, signed(number))

    with pytest.raises(Refused):
        await world.back_end.withdraw_proposal(number, ANOTHER)
    assert await world.back_end.asked_proposal(number, PROPOSAL) == "waiting"


async def test_a_push_is_read_once(world: World, filing: Filing) -> None:
    number = (await world.back_end.file(filing)).number
    await world.back_end.put_material(number, 0, PAPER, sm3(PAPER))
    await world.accept(number)
    posted = await world.posted()

    push = await world.pushes.parse(*posted)

    assert (push.number, push.biz_no) == (number, filing.biz_no)
    assert (push.status, push.seq) == (PushStatus.ACCEPTED, 1)
    assert len(push.documents) == 1
    with pytest.raises(SignatureWrong, match="nonce-seen"):
        await world.pushes.parse(*posted)


async def test_a_forged_or_stale_push_is_refused(world: World, filing: Filing, clock: FixedClock) -> None:
    number = (await world.back_end.file(filing)).number
    await world.back_end.put_material(number, 0, PAPER, sm3(PAPER))
    await world.accept(number)
    method, path, headers, body = await world.posted()

    with pytest.raises(SignatureWrong):
        await world.pushes.parse(method, path, headers, body.replace(b"1", b"2"))
    with pytest.raises(SignatureWrong):
        await world.pushes.parse(method, path, {}, body)
    clock.at += timedelta(seconds=301)
    with pytest.raises(SignatureWrong, match="stale"):
        await world.pushes.parse(method, path, headers, body)
