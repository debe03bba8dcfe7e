"""The form is filled from the registers, each value with its source, once, whatever happens on the way."""

import asyncio

import pytest

from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.forms.form import FormState
from domain.kernel.ids import CaseId
from domain.kernel.refusal import Unavailable
from domain.usecases.form_values import LICENCE_FIELDS, REGISTER_FIELDS
from tests.support.house import NOON, HandClock
from tests.usecases.case_world import RECORD, World, case_world


@pytest.fixture
async def world(core: Core, clock: HandClock) -> World:
    return await case_world(core, clock)


async def _intended(world: World) -> CaseId:
    taken = await world.answer(await world.phone(world.jia))
    return CaseId(taken.cases[0].case_id)


async def _kinds(world: World, case: CaseId) -> list[str]:
    return [entry.step.kind for entry in await world.core.ledger.of_case(case)]


async def test_every_value_says_where_it_comes_from_and_as_of_when(world: World) -> None:
    case = await _intended(world)

    await world.desk.prefill_form(case)

    form = await world.form(case)
    told = {one.key: (one.value.reveal(), one.source, one.as_of, one.locked) for one in form.fields}
    assert told["funds"] == ("3000000", "社会组织登记系统", NOON, True)
    assert told["contact_phone"] == ("19900000118", "社会组织登记系统", NOON, False)
    assert told["valid_until"][0] == "2027-01-20"
    assert form.state is FormState.READY
    assert all(value for value, *_ in told.values())


async def test_whatever_an_item_asks_the_registers_for_they_can_tell(world: World) -> None:
    known = set(REGISTER_FIELDS) | set(LICENCE_FIELDS) | {None}

    asked = {field.source_field for item in world.catalogue.live() for field in item.fields}

    assert asked <= known


async def test_a_form_with_nothing_to_change_can_be_confirmed_as_it_is(world: World) -> None:
    case = await _intended(world)

    await world.desk.prefill_form(case)

    form = await world.form(case)
    assert form.pickup is not None
    assert (form.return_mode, form.delivery_mode, form.pickup.name.reveal()) == (
        "pickup",
        "courier",
        "甲子安",
    )
    assert (await world.desk.read_case(await world.phone(world.jia), case)).next.action == "confirm_form"


async def test_all_copies_of_the_old_certificate_are_known(world: World) -> None:
    case = await _intended(world)

    await world.desk.prefill_form(case)

    form = await world.form(case)
    assert (form.copies, form.certificate_number) == (
        {"正本": 1, "副本": 2},
        "演370285民证字第2022-0001号",
    )


async def test_a_register_that_is_down_leaves_the_form_waiting_for_the_next_try(world: World) -> None:
    case = await _intended(world)
    world.register.trouble.before.append(Unavailable("social-register", "timeout"))

    with pytest.raises(Unavailable):
        await world.desk.prefill_form(case)
    waiting = (await world.form(case)).state
    await world.desk.prefill_form(case)

    assert waiting is FormState.FILLING
    assert (await world.form(case)).state is FormState.READY


async def test_killed_between_the_two_registers_it_is_done_again_and_told_once(world: World) -> None:
    case = await _intended(world)
    world.population.trouble.before.append(Unavailable("population", "killed"))

    with pytest.raises(Unavailable):
        await world.desk.prefill_form(case)
    await world.desk.prefill_form(case)
    await world.desk.prefill_form(case)

    assert await _kinds(world, case) == ["intent-given", "form-prefilled"]


async def test_two_workers_at_once_fill_it_in_once(world: World) -> None:
    case = await _intended(world)

    await asyncio.gather(world.desk.prefill_form(case), world.desk.prefill_form(case))

    assert await _kinds(world, case) == ["intent-given", "form-prefilled"]
    assert (await world.form(case)).version == 2


async def test_a_form_that_is_ready_asks_nobody_again(world: World) -> None:
    case = await _intended(world)
    await world.desk.prefill_form(case)
    asked = len(world.register.purposes)

    await world.desk.prefill_form(case)

    assert len(world.register.purposes) == asked


async def test_a_second_run_never_overwrites_what_the_person_changed(world: World) -> None:
    case = await _intended(world)
    await world.desk.prefill_form(case)
    before = await world.form(case)

    await world.desk.prefill_form(case)

    assert (await world.form(case)).version == before.version


async def test_a_certificate_that_is_gone_hands_the_case_to_staff(world: World) -> None:
    acting = await world.phone(world.jia)
    case = await _intended(world)
    organisation = world.register.records.pop(RECORD)
    world.register.records["another"] = organisation

    await world.desk.prefill_form(case)

    assert (await world.case(case)).state is CaseState.WITH_STAFF
    assert (await world.desk.read_case(acting, case)).next.action == "contact_staff"


async def test_without_any_phone_the_person_is_asked_who_hands_over(world: World) -> None:
    case = await _intended(world)
    world.population.people.clear()
    record = world.register.records[RECORD]
    world.register.records[RECORD] = type(record)(
        record.certificate,
        record.responsible,
        None,
        record.name,
        record.address,
        record.business_scope,
        record.supervising_unit,
        record.funds_fen,
        record.as_of,
    )

    await world.desk.prefill_form(case)

    assert (await world.form(case)).pickup is None
    assert (await world.desk.read_case(await world.phone(world.jia), case)).next.action == "fill_form"
