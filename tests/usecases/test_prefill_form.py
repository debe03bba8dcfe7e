"""The form is filled from the registers, each value with its source, once, whatever happens on the way."""

import asyncio
from dataclasses import replace

import pytest

from adapters.postgres.visitors import PostgresVisitors
from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.catalogue.paperwork import SOURCE_FIELDS, FieldSource
from domain.forms.form import FormState
from domain.identity.mini_program import SessionKey, WechatUser
from domain.identity.visitor import Visitors
from domain.kernel.ids import CaseId, VisitorId
from domain.kernel.personal import (
    Address,
    DocumentNumber,
    OpenId,
    OrganisationName,
    PersonName,
    Phone,
)
from domain.kernel.refusal import Unavailable
from domain.parties.records import (
    BANK,
    ENTERPRISE,
    SHARING_LAW,
    Printed,
)
from domain.usecases.form_values import LICENCE_FIELDS, REGISTER_FIELDS
from tests.support.house import NOON, HandClock
from tests.usecases.case_world import JIA, ORGANISATION, RECORD, YI, World, case_world


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
    assert {(one.catalogue_id, one.purpose, one.basis) for one in form.fields} == {
        ("370000000-social-organisations", "预填申报表单", SHARING_LAW)
    }
    assert form.state is FormState.READY
    assert all(value for value, *_ in told.values())


def test_whatever_an_item_may_ask_the_registers_for_they_can_tell() -> None:
    assert set(REGISTER_FIELDS) == SOURCE_FIELDS[FieldSource.REGISTER]
    assert set(LICENCE_FIELDS) == SOURCE_FIELDS[FieldSource.LICENCE]


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


async def test_what_an_enterprises_form_says_is_its_own_registers_and_the_banks_word(world: World) -> None:
    case = await _intended(world)
    old = Printed(OrganisationName("旧名称（虚构）"), PersonName("丙寅安"), Address("原住所"))
    world.register.records[RECORD] = replace(
        ORGANISATION, holder_origin=ENTERPRISE, licence_origin=BANK, printed=old
    )

    await world.desk.prefill_form(case)

    by_key = {one.key: one for one in (await world.form(case)).fields}
    name, number = by_key["organisation_name"], by_key["certificate_number"]
    assert (name.source, name.catalogue_id) == (ENTERPRISE.register, ENTERPRISE.catalogue_id)
    assert (number.source, number.catalogue_id) == (
        "民办非企业单位登记证书（电子证照库）",
        BANK.catalogue_id,
    )


def test_what_stands_on_the_licence_is_told_beside_what_the_register_says_now() -> None:
    printed = Printed(OrganisationName("旧名称（虚构）"), PersonName("丙寅安"), Address("原住所"))

    told = {key: read(replace(ORGANISATION, printed=printed))[0] for key, read in LICENCE_FIELDS.items()}

    assert (told["printed_name"], told["printed_responsible_name"]) == ("旧名称（虚构）", "丙寅安")
    assert REGISTER_FIELDS["name"](ORGANISATION)[0] != told["printed_name"]
    assert LICENCE_FIELDS["printed_address"](ORGANISATION)[0] == ""


async def test_a_number_let_us_have_in_the_mini_program_is_the_last_resort(world: World) -> None:
    case = await _intended(world)
    _no_register_knows_a_number(world)
    await _tells_a_number(world, JIA, "19900000777")

    await world.desk.prefill_form(case)

    form = await world.form(case)
    told = next(one for one in form.fields if one.key == "contact_phone")
    assert (told.value.reveal(), told.source, told.catalogue_id, told.locked) == (
        "19900000777",
        "本人在小程序提供",
        "",
        False,
    )
    assert form.pickup is not None
    assert form.pickup.phone.reveal() == "19900000777"


async def test_the_registers_numbers_come_before_the_one_told_in_the_mini_program(world: World) -> None:
    case = await _intended(world)
    await _tells_a_number(world, JIA, "19900000777")

    await world.desk.prefill_form(case)

    form = await world.form(case)
    told = next(one for one in form.fields if one.key == "contact_phone")
    assert (told.value.reveal(), told.source) == ("19900000118", "社会组织登记系统")
    assert form.pickup is not None
    assert form.pickup.phone.reveal() == "19900000101"


async def test_another_persons_number_is_never_put_on_the_form(world: World) -> None:
    case = await _intended(world)
    _no_register_knows_a_number(world)
    await _tells_a_number(world, YI, "19900000777")

    await world.desk.prefill_form(case)

    form = await world.form(case)
    assert next(one for one in form.fields if one.key == "contact_phone").value.reveal() == ""
    assert form.pickup is None


@pytest.mark.parametrize("signs_out", [True, False])
async def test_the_number_leaves_the_account_with_the_person_who_told_it(
    world: World, *, signs_out: bool
) -> None:
    case = await _intended(world)
    _no_register_knows_a_number(world)
    visitors, account = await _tells_a_number(world, YI, "19900000777")

    async with world.core.atomic():
        if signs_out:
            await visitors.unlink(account)
        await visitors.link(account, world.jia, JIA[1], NOON)
    await world.desk.prefill_form(case)

    assert (await world.form(case)).pickup is None


def _no_register_knows_a_number(world: World) -> None:
    world.population.people.clear()
    world.register.records[RECORD] = replace(ORGANISATION, contact_phone=None)


async def _tells_a_number(
    world: World, who: tuple[PersonName, DocumentNumber], phone: str
) -> tuple[Visitors, VisitorId]:
    """Their face passed on an account of the mini-program, where they let us have this number."""
    core, person = world.core, world.jia if who == JIA else world.yi
    visitors = PostgresVisitors(core.cipher, core.digests, core.new_id)
    async with core.atomic():
        user = WechatUser(OpenId("o-invented"), None, SessionKey("invented"))
        account = (await visitors.remember(user, NOON)).visitor_id
        await visitors.link(account, person, who[1], NOON)
        await visitors.keep_phone(account, Phone(phone))
    return visitors, account
