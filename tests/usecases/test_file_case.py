"""One confirmed case is one 办件编号, whatever happens between our asking and our writing it down."""

import asyncio

import pytest

from adapters.postgres.parties import PostgresParties
from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.decisions.outside import DocumentKind, OldPiece
from domain.decisions.push import PushStatus
from domain.forms.paper import GlyphMissing
from domain.kernel.personal import OrganisationName
from domain.kernel.refusal import Refused, Unavailable, Unknown
from tests.support.house import HandClock, count
from tests.usecases.decided import Decided, confirmed


@pytest.fixture
async def world(core: Core, clock: HandClock) -> Decided:
    return await confirmed(core, clock)


async def _state(world: Decided) -> tuple[CaseState, str | None]:
    case = await world.cases.by_id(world.case)
    return case.state, case.number


async def test_a_filed_case_has_the_back_ends_number_and_all_its_materials(world: Decided) -> None:
    await world.desk.file_case(world.case)

    [(filing, filed)] = world.back_end.filings.values()
    assert await _state(world) == (CaseState.FILED, filed.number)
    assert filing.task_code == "11370285MB9990012C4370199999901"
    assert [material.kind for material in filing.materials] == ["generated"]
    assert world.back_end.materials[filed.number, 0].startswith(b"%PDF")
    assert await world.told() == ["case-filed"]


async def test_the_old_certificate_is_declared_piece_by_piece(world: Decided) -> None:
    await world.desk.file_case(world.case)

    [(filing, _)] = world.back_end.filings.values()
    number = "演370285民证字第2022-0001号"
    assert filing.old_certificate == "before-decision"
    assert filing.old_pieces == (
        OldPiece("正本", 1, number),
        OldPiece("副本", 1, number),
        OldPiece("副本", 2, number),
    )


async def test_nobody_waits_for_a_certificate_declared_lost(core: Core, clock: HandClock) -> None:
    world = await confirmed(core, clock, return_mode="lost_declaration")

    await world.desk.file_case(world.case)

    [(filing, _)] = world.back_end.filings.values()
    assert (filing.old_certificate, filing.old_pieces) == ("none", ())


async def test_what_was_filed_carries_what_the_person_was_shown(world: Decided) -> None:
    await world.desk.file_case(world.case)

    [(filing, _)] = world.back_end.filings.values()
    assert (filing.intent.text_version, filing.intent.level) == ("invitation-1", "face")
    assert len(filing.intent.digest) == 64


async def test_a_lost_answer_is_asked_for_and_makes_no_second_case(world: Decided) -> None:
    world.back_end.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await world.desk.file_case(world.case)
    assert await _state(world) == (CaseState.CONFIRMED, None)

    await world.desk.file_case(world.case)

    assert len(world.back_end.filings) == 1
    assert (await _state(world))[0] is CaseState.FILED


async def test_a_school_renamed_between_two_tries_is_still_filed_once(world: Decided) -> None:
    world.back_end.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await world.desk.file_case(world.case)
    core = world.core
    parties = PostgresParties(core.cipher, core.digests, core.now, core.new_id)
    async with core.atomic():
        await parties.remember_organisation(
            OrganisationName("莱西市新名艺术培训学校（虚构）"),
            world.party.number,
            holder_kind=world.party.holder_kind,
        )

    await world.desk.file_case(world.case)

    assert len(world.back_end.filings) == 1
    assert (await _state(world))[0] is CaseState.FILED


async def test_a_worker_killed_after_filing_goes_on_where_it_was(world: Decided) -> None:
    world.back_end.killed_at_material = True
    with pytest.raises(asyncio.CancelledError):
        await world.desk.file_case(world.case)

    await world.desk.file_case(world.case)

    assert len(world.back_end.filings) == len(world.back_end.materials) == 1
    assert len(world.printer.printed) == 1
    assert await world.told() == ["case-filed"]


async def test_materials_still_follow_when_acceptance_came_before_them(world: Decided) -> None:
    world.back_end.killed_at_material = True
    with pytest.raises(asyncio.CancelledError):
        await world.desk.file_case(world.case)
    await world.hear(world.push(PushStatus.ACCEPTED, 1))
    assert world.back_end.materials == {}

    await world.desk.file_case(world.case)

    case = await world.cases.by_id(world.case)
    assert len(world.back_end.filings) == len(world.back_end.materials) == 1
    assert (case.state, case.materials_put_at) == (CaseState.ACCEPTED, world.clock())


async def test_a_late_material_that_is_refused_is_for_staff_and_said_once(world: Decided) -> None:
    world.back_end.killed_at_material = True
    with pytest.raises(asyncio.CancelledError):
        await world.desk.file_case(world.case)
    await world.hear(world.push(PushStatus.ACCEPTED, 1))
    world.back_end.trouble.before += [Refused("approval", "4092")] * 2

    for _ in range(2):
        with pytest.raises(Refused):
            await world.desk.file_case(world.case)

    assert (await world.told()).count("materials-refused") == 1
    assert "filing-refused" not in await world.told()


async def test_a_case_decided_meanwhile_needs_no_more_material(world: Decided) -> None:
    world.back_end.killed_at_material = True
    with pytest.raises(asyncio.CancelledError):
        await world.desk.file_case(world.case)
    await world.hear(world.push(PushStatus.ACCEPTED, 1), world.push(PushStatus.DENIED, 2))

    await world.desk.file_case(world.case)

    assert world.back_end.materials == {}


async def test_two_workers_at_once_file_one_case(world: Decided) -> None:
    await asyncio.gather(*(world.desk.file_case(world.case) for _ in range(3)))

    assert len(world.back_end.filings) == 1
    assert await world.told() == ["case-filed"]
    assert await count("documents") == await count("material_files") == 1


async def test_while_the_back_end_is_down_the_case_waits_and_says_so_once(world: Decided) -> None:
    world.back_end.trouble.before += [Unavailable("approval", "503")] * 3

    for _ in range(3):
        with pytest.raises(Unavailable):
            await world.desk.file_case(world.case)
    assert await world.told() == ["filing-delayed"]
    await world.desk.file_case(world.case)

    assert await world.told() == ["filing-delayed", "case-filed"]


async def test_a_refused_filing_stands_in_the_story_for_staff(world: Decided) -> None:
    world.back_end.trouble.before.append(Refused("approval", "4001"))

    with pytest.raises(Refused):
        await world.desk.file_case(world.case)

    assert await world.told() == ["filing-refused"]
    assert await _state(world) == (CaseState.CONFIRMED, None)


async def test_a_rare_character_keeps_the_case_for_staff_and_files_nothing(world: Decided) -> None:
    world.printer.missing = GlyphMissing(frozenset("𠮷"))

    with pytest.raises(GlyphMissing):
        await world.desk.file_case(world.case)

    assert await world.told() == ["filing-refused"]
    assert world.back_end.filings == {}


async def test_a_case_filed_already_is_left_alone(world: Decided) -> None:
    await world.desk.file_case(world.case)
    world.back_end.trouble.before.append(Unavailable("approval", "503"))

    await world.desk.file_case(world.case)

    assert await world.told() == ["case-filed"]


async def test_the_person_can_read_the_form_that_was_filed(world: Decided) -> None:
    await world.desk.file_case(world.case)

    [document] = await world.decisions.documents(world.case)
    assert (document.kind, document.sealed_at) == (DocumentKind.APPLICATION, None)
    _, content = await world.decisions.document(document.document_id)
    assert content == world.back_end.materials[next(iter(world.back_end.materials))]
