"""What may be changed on a form and what may only be disputed."""

import pytest

from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.forms.edit import FormEdit, Place
from domain.forms.form import FormChanged, FormConfirmed, FormIncomplete, FormLockedField, FormNotReady
from domain.kernel.ids import CaseId
from domain.kernel.party import Acting
from domain.kernel.personal import Address, Free, PersonName, Phone
from domain.kernel.refusals import NotFound, StepNotAllowed
from tests.support.house import HandClock, count
from tests.usecases.case_world import World, case_world

DOOR = Place(PersonName("甲子安"), Phone("+86 199-0000-0101"), Address("山东省青岛市莱西市虚构路20号"))


@pytest.fixture
async def world(core: Core, clock: HandClock) -> World:
    return await case_world(core, clock)


@pytest.fixture
async def acting(world: World) -> Acting:
    return await world.phone(world.jia)


@pytest.fixture
async def case(world: World, acting: Acting) -> CaseId:
    return await world.begun(acting)


async def test_an_own_field_is_changed_and_says_so(world: World, acting: Acting, case: CaseId) -> None:
    before = await world.desk.read_form(acting, case)

    edit = FormEdit({"contact_phone": "１９９ 0000 0777"}, delivery=DOOR)
    after = await world.desk.edit_form(acting, case, before.version, edit)

    [phone] = [one for one in after.fields if one.key == "contact_phone"]
    assert (phone.value, phone.source, phone.as_of) == ("19900000777", "本人填写", None)
    assert (phone.catalogue_id, phone.purpose, phone.basis) == ("", "", "")
    assert after.delivery is not None
    assert after.delivery.phone == "19900000101"
    assert (after.version, after.digest != before.digest) == (before.version + 1, True)
    assert await world.desk.read_form(acting, case) == after


async def test_a_locked_field_cannot_be_changed(world: World, acting: Acting, case: CaseId) -> None:
    before = await world.desk.read_form(acting, case)

    edit = FormEdit({"organisation_name": "另一个名字", "contact_phone": "19900000777"})
    with pytest.raises(FormLockedField) as refused:
        await world.desk.edit_form(acting, case, before.version, edit)

    assert refused.value.data["fields"] == [
        {
            "field": "fields.organisation_name",
            "code": "locked",
            "title": "「单位名称」来自登记信息，不能直接修改",
        }
    ]
    assert await world.desk.read_form(acting, case) == before


async def test_all_slips_are_told_at_once(world: World, acting: Acting, case: CaseId) -> None:
    version = (await world.desk.read_form(acting, case)).version
    nowhere = Place(PersonName("甲"), Phone("123"), Address("门口"), None, "11:00-09:00")

    edit = FormEdit({"contact_phone": "123", "colour": "红"}, "teleport", "pigeon", pickup=nowhere)
    with pytest.raises(FormIncomplete) as refused:
        await world.desk.edit_form(acting, case, version, edit)

    told = {slip["field"]: slip["code"] for slip in refused.value.data["fields"]}  # type: ignore[attr-defined] # a list of slips
    assert told == {
        "fields.contact_phone": "wrong-format",
        "fields.colour": "unknown",
        "returnMode": "not-a-choice",
        "deliveryMode": "not-a-choice",
        "pickup.name": "out-of-range",
        "pickup.address": "out-of-range",
        "pickup.phone": "wrong-format",
        "pickup.window": "wrong-format",
    }


async def test_a_form_changed_in_another_tab_is_not_overwritten(
    world: World, acting: Acting, case: CaseId
) -> None:
    version = (await world.desk.read_form(acting, case)).version
    await world.desk.edit_form(acting, case, version, FormEdit({"contact_phone": "19900000777"}))

    with pytest.raises(FormChanged):
        await world.desk.edit_form(acting, case, version, FormEdit({"contact_phone": "19900000888"}))


async def test_a_form_still_being_filled_in_is_not_edited(world: World, acting: Acting) -> None:
    case = CaseId((await world.answer(acting)).cases[0].case_id)

    with pytest.raises(FormNotReady):
        await world.desk.edit_form(acting, case, 1, FormEdit(return_mode="lost_declaration"))


async def test_nobody_reads_or_edits_a_strangers_form(world: World, case: CaseId) -> None:
    stranger = await world.phone(world.yi, world.yi)

    with pytest.raises(NotFound):
        await world.desk.read_form(stranger, case)
    with pytest.raises(NotFound):
        await world.desk.edit_form(stranger, case, 2, FormEdit(return_mode="lost_declaration"))


async def test_a_confirmed_form_is_closed(world: World, acting: Acting, case: CaseId) -> None:
    await world.confirm(acting, case)
    version = (await world.desk.read_form(acting, case)).version

    with pytest.raises(FormConfirmed):
        await world.desk.edit_form(acting, case, version, FormEdit(return_mode="lost_declaration"))
    with pytest.raises(FormConfirmed):
        await world.desk.dispute_field(acting, case, "funds", Free("四万元"), request=world.key())


async def test_a_dispute_about_the_very_subject_sends_the_case_to_staff(
    world: World, acting: Acting, case: CaseId
) -> None:
    form = await world.desk.dispute_field(
        acting, case, "address", Free("已搬到虚构路99号"), request=world.key()
    )

    assert [one.key for one in form.fields if one.disputed] == ["address"]
    assert (await world.case(case)).state is CaseState.WITH_STAFF
    with pytest.raises(StepNotAllowed):
        await world.confirm(acting, case)
    assert (await world.desk.replay_case(case)).state is CaseState.WITH_STAFF


async def test_a_dispute_about_what_may_come_later_lets_the_case_go_on(
    world: World, acting: Acting, case: CaseId
) -> None:
    await world.desk.dispute_field(acting, case, "supervising_unit", Free("已更名"), request=world.key())

    confirmed = await world.confirm(acting, case)

    assert confirmed.state == "confirmed"


async def test_a_dispute_repeated_under_its_key_is_noted_once(
    world: World, acting: Acting, case: CaseId
) -> None:
    key = world.key()
    evidence = await count("evidence")

    forms = [
        await world.desk.dispute_field(acting, case, "supervising_unit", Free("已更名"), request=key)
        for _ in range(2)
    ]

    assert forms[0] == forms[1]
    assert await count("evidence") == evidence + 1


async def test_what_the_person_says_is_evidence_and_stands_nowhere_in_the_ledger(
    world: World, acting: Acting, case: CaseId
) -> None:
    await world.desk.dispute_field(acting, case, "supervising_unit", Free("已更名"), request=world.key())

    *_, step, raised = [entry.step for entry in await world.core.ledger.of_case(case)]
    assert step.facts == {"field": "supervising_unit", "deferrable": True}
    assert set(raised.facts) == {"grievance", "kind"}
    assert step.evidence is not None
    assert "已更名" in (await world.core.evidence.read(step.evidence) or b"").decode()


async def test_a_field_that_is_not_there_cannot_be_disputed(
    world: World, acting: Acting, case: CaseId
) -> None:
    with pytest.raises(NotFound):
        await world.desk.dispute_field(acting, case, "colour", Free("红"), request=world.key())
