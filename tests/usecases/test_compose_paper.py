"""The application form on paper says what was confirmed; and material files are kept once."""

import asyncio

import pytest

from adapters.postgres.forms import PostgresForms
from adapters.postgres.invitations import PostgresInvitations
from adapters.postgres.parties import PostgresParties
from adapters.postgres.visits import PostgresSignatures
from bff.compose.core import Core
from domain.forms.form import FormState
from domain.forms.paper import ApplicationPaper
from domain.forms.ports import MaterialFile
from domain.kernel.ids import CaseId
from domain.usecases.compose_paper import compose_paper
from domain.usecases.read_application import ReadApplication
from tests.support.house import HandClock, count
from tests.usecases.case_world import World, case_world


@pytest.fixture
async def world(core: Core, clock: HandClock) -> World:
    return await case_world(core, clock)


async def _paper(world: World, case: CaseId) -> ApplicationPaper:
    core = world.core
    read = ReadApplication(
        PostgresForms(core.cipher, core.new_id),
        PostgresParties(core.cipher, core.digests, core.now, core.new_id),
        world.catalogue,
        PostgresInvitations(core.new_id),
        PostgresSignatures(core.new_id),
        core.evidence,
    )
    return compose_paper(await read(await world.case(case)))


async def test_the_paper_says_what_was_confirmed(world: World) -> None:
    acting = await world.phone(world.jia)
    case = await world.begun(acting)
    digest = (await world.desk.read_form(acting, case)).digest
    await world.confirm(acting, case)

    paper = await _paper(world, case)

    values = {row.label: row.value for section in paper.sections for row in section.rows}
    assert (paper.office_name, paper.confirmed_by, paper.digest) == ("莱西市行政审批局", "甲子安", digest)
    assert (values["开办资金"], values["原证书有效期止"]) == ("30,000.00元", "2027年1月20日")
    assert values["原证书"] == "正本1本，副本2本"
    assert ("经办人", "甲子安（负责人）") in paper.applicant
    assert [one.name for one in paper.materials] == [one.name for one in (await world.form(case)).materials]


async def test_the_same_case_makes_the_same_paper(world: World) -> None:
    acting = await world.phone(world.jia)
    case = await world.begun(acting)
    await world.confirm(acting, case)

    assert await _paper(world, case) == await _paper(world, case)


async def test_nothing_is_printed_that_nobody_confirmed(world: World) -> None:
    case = await world.begun(await world.phone(world.jia))

    with pytest.raises(ValueError, match="not confirmed"):
        await _paper(world, case)

    assert (await world.form(case)).state is FormState.READY


async def test_a_material_file_once_kept_is_never_replaced(world: World) -> None:
    forms = PostgresForms(world.core.cipher, world.core.new_id)
    case = await world.begun(await world.phone(world.jia))
    first = MaterialFile("application_form", "申请表", b"%PDF first", "application/pdf", "0" * 64)
    later = MaterialFile("application_form", "申请表", b"%PDF later", "application/pdf", "1" * 64)

    await forms.keep_file(case, first)
    await asyncio.gather(*(forms.keep_file(case, later) for _ in range(3)))

    assert await forms.files(case) == (first,)
    assert await count("material_files") == 1
