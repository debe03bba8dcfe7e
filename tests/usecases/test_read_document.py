"""A document is read by the party it was sealed for, and by nobody else."""

from dataclasses import replace

import pytest

from adapters.postgres.parties import PostgresParties
from bff.compose.core import Core
from domain.kernel.ids import DocumentId
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.refusals import NotFound
from domain.parties.ports import NotRepresentative
from tests.support.house import HandClock
from tests.usecases.decided import Decided, confirmed


@pytest.fixture
async def world(core: Core, clock: HandClock) -> Decided:
    filed = await confirmed(core, clock)
    await filed.desk.file_case(filed.case)
    return filed


async def _document(world: Decided) -> DocumentId:
    [document] = await world.decisions.documents(world.case)
    return document.document_id


async def test_the_party_reads_its_document_byte_for_byte(world: Decided) -> None:
    document = await _document(world)

    _, content = await world.desk.read_document(world.acting, world.case, document)

    assert content in world.back_end.materials.values()


async def test_the_person_alone_does_not_find_the_schools_document(world: Decided) -> None:
    alone = replace(world.acting, party=world.actor.party_id)

    with pytest.raises(NotFound):
        await world.desk.read_document(alone, world.case, await _document(world))


async def test_a_stranger_may_not_act_for_the_school(world: Decided, core: Core) -> None:
    parties = PostgresParties(core.cipher, core.digests, core.now, core.new_id)
    async with core.atomic():
        other = await parties.remember_person(PersonName("乙丑"), DocumentNumber("370285196008039995"))
    stranger = replace(world.acting, person=other.party_id)

    with pytest.raises(NotRepresentative):
        await world.desk.read_document(stranger, world.case, await _document(world))


async def test_a_document_is_not_found_under_another_case_of_the_same_school(
    world: Decided, core: Core, clock: HandClock
) -> None:
    other = await confirmed(core, clock)

    with pytest.raises(NotFound):
        await world.desk.read_document(world.acting, other.case, await _document(world))
