"""Sealed documents are kept byte for byte, once each, and none whose seal is broken."""

import asyncio

import pytest

from bff.compose.core import Core
from domain.decisions.decision import Decision, Result
from domain.decisions.outside import DocumentKind
from domain.decisions.push import PushStatus
from domain.kernel.ids import CaseNumber
from domain.kernel.refusal import Refused, Unavailable
from tests.support.house import HandClock, count
from tests.usecases.decided import Decided, confirmed


@pytest.fixture
async def filed(core: Core, clock: HandClock) -> Decided:
    world = await confirmed(core, clock)
    await world.desk.file_case(world.case)
    return world


async def _number(world: Decided) -> CaseNumber:
    number = (await world.cases.by_id(world.case)).number
    assert number is not None
    return number


async def _kept(world: Decided) -> list[DocumentKind]:
    """Without the application form, which was there before."""
    return [document.kind for document in await world.decisions.documents(world.case)][1:]


async def test_a_document_is_kept_as_it_was_sealed_and_its_digest_told(filed: Decided) -> None:
    ref = filed.back_end.seal(await _number(filed), DocumentKind.ACCEPTANCE, b"%PDF-1.4 accepted")

    await filed.desk.fetch_documents(filed.case)

    document = (await filed.decisions.documents(filed.case))[-1]
    assert (document.kind, document.sealed_at) == (DocumentKind.ACCEPTANCE, ref.sealed_at)
    assert (await filed.decisions.document(document.document_id))[1] == b"%PDF-1.4 accepted"
    [*_, last] = await filed.core.ledger.of_case(filed.case)
    assert (last.step.kind, last.step.facts["sm3"]) == ("document-kept", ref.sm3)


async def test_a_document_is_kept_once_whoever_fetches_and_how_often(filed: Decided) -> None:
    filed.back_end.seal(await _number(filed), DocumentKind.ACCEPTANCE)

    await asyncio.gather(*(filed.desk.fetch_documents(filed.case) for _ in range(3)))
    await filed.desk.fetch_documents(filed.case)

    assert await _kept(filed) == [DocumentKind.ACCEPTANCE]
    assert (await filed.told()).count("document-kept") == 1


async def test_a_broken_seal_is_refused_and_only_the_whole_document_is_kept(filed: Decided) -> None:
    number = await _number(filed)
    broken = filed.back_end.seal(number, DocumentKind.GRANTED)
    filed.back_end.seal(number, DocumentKind.ACCEPTANCE)
    filed.back_end.altered.add(broken.doc_id)

    for _ in range(2):
        with pytest.raises(Refused, match="seal-invalid"):
            await filed.desk.fetch_documents(filed.case)

    assert await _kept(filed) == [DocumentKind.ACCEPTANCE]
    assert (await filed.told()).count("document-refused") == 1


async def test_a_document_that_is_here_is_not_fetched_again(filed: Decided) -> None:
    ref = filed.back_end.seal(await _number(filed), DocumentKind.ACCEPTANCE)
    await filed.desk.fetch_documents(filed.case)
    filed.back_end.altered.add(ref.doc_id)

    await filed.desk.fetch_documents(filed.case)

    assert await _kept(filed) == [DocumentKind.ACCEPTANCE]


async def test_a_decision_without_its_document_is_asked_for_until_it_is_there(filed: Decided) -> None:
    await filed.decisions.add(Decision(filed.case, Result.DENIED, filed.clock(), ("理由",), ()))
    with pytest.raises(Unavailable):
        await filed.desk.fetch_documents(filed.case)
    filed.back_end.seal(await _number(filed), DocumentKind.DENIED)

    await filed.desk.fetch_documents(filed.case)

    assert await _kept(filed) == [DocumentKind.DENIED]


async def test_a_revocation_without_its_document_is_asked_for_until_it_is_there(filed: Decided) -> None:
    await filed.hear(filed.push(PushStatus.ACCEPTED, 1), filed.push(PushStatus.GRANTED, 2))
    filed.back_end.seal(await _number(filed), DocumentKind.GRANTED)
    await filed.hear(filed.push(PushStatus.REVOKED, 3))
    with pytest.raises(Unavailable, match="revocation-document-missing"):
        await filed.desk.fetch_documents(filed.case)
    filed.back_end.seal(await _number(filed), DocumentKind.REVOCATION)

    await filed.desk.fetch_documents(filed.case)

    assert await _kept(filed) == [DocumentKind.GRANTED, DocumentKind.REVOCATION]


async def test_before_there_is_a_number_nothing_is_asked_for(core: Core, clock: HandClock) -> None:
    world = await confirmed(core, clock)

    await world.desk.fetch_documents(world.case)

    assert await count("documents") == 0
