"""A disputed form (错证登记) is no dead end: corrected or found right, the person goes on."""

import pytest

from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.forms.form import FormState
from domain.grievances.grievance import Remedy
from domain.kernel.ids import CaseId, GrievanceId
from domain.kernel.party import Acting
from domain.kernel.personal import Free
from domain.usecases.show_grievance import GrievanceForStaff
from tests.support.house import HandClock, jobs_deferred
from tests.usecases.case_world import World, case_world
from tests.usecases.grievance_world import People, people, request_key

SUBJECT, DEFERRABLE = "organisation_name", "supervising_unit"


@pytest.fixture
async def world(core: Core, clock: HandClock) -> World:
    return await case_world(core, clock)


@pytest.fixture
async def office(core: Core) -> People:
    return await people(core)


@pytest.fixture
async def acting(world: World) -> Acting:
    return await world.phone(world.jia)


@pytest.fixture
async def case(world: World, acting: Acting) -> CaseId:
    return await world.begun(acting)


async def disputed(world: World, acting: Acting, case: CaseId, field: str = SUBJECT) -> None:
    await world.desk.dispute_field(acting, case, field, Free("少了一个字"), request=world.key())


async def answered(office: People, remedy: Remedy) -> GrievanceForStaff:
    [grievance] = await office.waiting()
    text = Free("已与登记机关核实。")
    return await office.desk.answer_grievance(office.clerk, grievance, text, remedy, request_key())


async def test_a_disputed_subject_waits_in_the_queue_with_the_registered_value(
    world: World, office: People, acting: Acting, case: CaseId
) -> None:
    await disputed(world, acting, case)

    [grievance] = await office.waiting()
    shown = await office.desk.show_grievance(office.clerk, grievance)
    assert (shown.kind_text, shown.about.field) == ("错证", SUBJECT)
    assert shown.about.registered
    assert [one.words for one in shown.said] == ["少了一个字"]
    assert (await world.desk.read_case(acting, case)).correcting


async def test_corrected_at_the_source_the_form_is_filled_anew_and_confirmed(
    world: World, office: People, acting: Acting, case: CaseId
) -> None:
    await disputed(world, acting, case)

    await answered(office, Remedy.CORRECTED)

    assert (await world.case(case)).state is CaseState.INTENDED
    assert (await world.form(case)).state is FormState.FILLING
    assert (await jobs_deferred()).count(("prefill-form", {"case_id": str(case)})) == 2
    await world.desk.prefill_form(case)
    assert all(field.disputed is None for field in (await world.form(case)).fields)
    assert (await world.confirm(acting, case)).state == "confirmed"


async def test_where_it_stands_the_person_reads_why_and_goes_on(
    world: World, office: People, acting: Acting, case: CaseId
) -> None:
    await disputed(world, acting, case)

    await answered(office, Remedy.STANDS)

    assert (await world.case(case)).state is CaseState.INTENDED
    [told] = await office.desk.list_grievances(acting)
    assert (told.field, told.answers[0].text) == (SUBJECT, "已与登记机关核实。")
    assert not (await world.desk.read_case(acting, case)).correcting
    assert (await world.confirm(acting, case)).state == "confirmed"
    assert await world.desk.replay_case(case)


async def test_what_may_be_done_later_is_looked_into_and_the_case_goes_on(
    world: World, office: People, acting: Acting, case: CaseId
) -> None:
    await disputed(world, acting, case, DEFERRABLE)
    assert (await world.case(case)).state is CaseState.INTENDED
    await world.confirm(acting, case)

    await answered(office, Remedy.STANDS)

    assert (await world.case(case)).state is CaseState.CONFIRMED


async def test_the_same_field_disputed_again_is_the_same_grievance(
    world: World, office: People, acting: Acting, case: CaseId
) -> None:
    await disputed(world, acting, case, DEFERRABLE)
    await disputed(world, acting, case, DEFERRABLE)

    [grievance] = await office.waiting()
    assert len((await office.desk.show_grievance(office.clerk, grievance)).said) == 2


async def test_a_certificate_that_is_gone_is_for_a_clerk_and_found_again_goes_on(
    world: World, office: People, acting: Acting
) -> None:
    kept = dict(world.register.records)
    taken = await world.answer(acting)
    case = CaseId(taken.cases[0].case_id)
    world.register.records.clear()
    await world.desk.prefill_form(case)
    assert (await world.case(case)).state is CaseState.WITH_STAFF
    [grievance] = await office.waiting()
    assert (await office.desk.show_grievance(office.clerk, GrievanceId(grievance))).kind_text == "缺证"

    world.register.records.update(kept)
    await answered(office, Remedy.CORRECTED)
    await world.desk.prefill_form(case)

    assert (await world.form(case)).state is FormState.READY


async def test_what_nobody_can_fill_in_stays_with_staff(world: World, office: People, acting: Acting) -> None:
    taken = await world.answer(acting)
    case = CaseId(taken.cases[0].case_id)
    world.register.records.clear()
    await world.desk.prefill_form(case)

    await answered(office, Remedy.STANDS)

    assert (await world.case(case)).state is CaseState.WITH_STAFF
