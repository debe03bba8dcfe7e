"""The address book: one's own, in every form in one tap, and nobody else's."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from tortoise.connection import get_connection

from bff.compose.core import Core
from bff.compose.forms import form_desk, show_form
from bff.desks.forms import FormDesk
from domain.forms.address_book import MOST, AddressBookFull, AddressChange
from domain.forms.edit import Chosen, FormEdit, Place
from domain.forms.form import FormChanged
from domain.kernel.ids import AddressId, CaseId
from domain.kernel.party import Acting, Level
from domain.kernel.personal import Address, PersonName, Phone
from domain.kernel.refusals import NotFound
from domain.usecases.address_view import AddressView
from domain.usecases.form_view import FormView
from tests.fakes.bank import FakeBank
from tests.fakes.limits import FakeLimits
from tests.support.house import HandClock, count, jobs_deferred, rows
from tests.support.locks import waiting
from tests.usecases.case_world import World, case_world

HOME = Place(PersonName("甲子安"), Phone("19900000101"), Address("山东省青岛市莱西市虚构路20号"))
WORK = Place(PersonName("丙寅卯"), Phone("19900000333"), Address("山东省青岛市莱西市虚构街2号楼301室"))


@pytest.fixture
async def world(core: Core, clock: HandClock) -> World:
    return await case_world(core, clock)


@pytest.fixture
async def acting(world: World) -> Acting:
    return await world.phone(world.jia)


@pytest.fixture
def desk(world: World) -> FormDesk:
    check = world.desk.edit_form.find_case.check_authority
    return form_desk(world.core, FakeBank(world.clock), check, world.catalogue, FakeLimits())


async def saving(
    world: World, desk: FormDesk, acting: Acting, place: Place = HOME, label: str = "家"
) -> AddressView:
    return await desk.save_address(acting, label, place, world.key("save_address"))


async def test_a_line_is_shown_masked_but_for_the_place(world: World, desk: FormDesk, acting: Acting) -> None:
    await saving(world, desk, acting)

    [line] = await desk.list_addresses(acting)

    assert (line.label, line.name, line.phone) == ("家", "甲**", "199****0101")
    assert line.address == "山东省青岛市莱西市虚构路20号"
    [row] = await get_connection("default").execute_query_dict("SELECT sealed FROM addresses")
    assert "虚构路".encode() not in bytes(row["sealed"])


async def test_the_same_line_stands_there_once(world: World, desk: FormDesk, acting: Acting) -> None:
    one, other = [await saving(world, desk, acting) for _ in range(2)]

    assert one == other
    assert await count("addresses") == 1


async def test_two_taps_at_once_save_one_line(world: World, desk: FormDesk, acting: Acting) -> None:
    lines = await asyncio.gather(*(saving(world, desk, acting) for _ in range(4)))

    assert len({line.address_id for line in lines}) == 1
    assert await count("addresses") == 1


async def test_a_full_book_says_so(world: World, desk: FormDesk, acting: Acting) -> None:
    for number in range(MOST):
        await saving(world, desk, acting, replace(HOME, address=Address(f"青岛市莱西市虚构路{number}号")))

    with pytest.raises(AddressBookFull):
        await saving(world, desk, acting, WORK)

    assert await count("addresses") == MOST


async def test_a_line_is_changed_and_removed_by_its_owner(
    world: World, desk: FormDesk, acting: Acting
) -> None:
    line = await saving(world, desk, acting)

    changed = await desk.change_address(acting, AddressId(line.address_id), AddressChange(label="老家"))
    await desk.change_address.remove(acting, AddressId(line.address_id))

    assert changed == replace(line, label="老家")
    assert await count("addresses") == 0


async def test_anybody_elses_line_is_not_there(world: World, desk: FormDesk, acting: Acting) -> None:
    theirs = AddressId((await saving(world, desk, await world.phone(world.yi, world.yi))).address_id)
    nobodys = AddressId(UUID(int=7))
    case = await world.begun(acting)
    version = (await world.desk.read_form(acting, case)).version

    for address in (theirs, nobodys):
        with pytest.raises(NotFound):
            await desk.change_address(acting, address, AddressChange(label="我的"))
        with pytest.raises(NotFound):
            await desk.change_address.remove(acting, address)
        with pytest.raises(NotFound):
            await world.desk.edit_form(acting, case, version, FormEdit(), delivery=Chosen(address))

    assert await desk.list_addresses(acting) == ()
    assert await count("addresses") == 1


async def test_the_form_carries_the_book_and_takes_a_line_of_it_whole(
    world: World, desk: FormDesk, acting: Acting
) -> None:
    home, work = await saving(world, desk, acting), await saving(world, desk, acting, WORK, "单位")
    case = await world.begun(acting)
    form = await world.desk.read_form(acting, case)
    assert form.pickup is not None

    edit = FormEdit(return_mode="pickup", delivery_mode="courier")
    when = Chosen(AddressId(home.address_id), form.pickup.day, "14:00-18:00")
    after = await world.desk.edit_form(
        acting, case, form.version, edit, pickup=when, delivery=Chosen(AddressId(work.address_id))
    )

    assert {one.address_id for one in form.addresses} == {home.address_id, work.address_id}
    assert after.pickup is not None
    assert after.delivery is not None
    assert (after.pickup.name, after.pickup.phone, after.pickup.window) == (
        "甲子安",
        "19900000101",
        "14:00-18:00",
    )
    assert (after.delivery.name, after.delivery.address) == ("丙寅卯", "山东省青岛市莱西市虚构街2号楼301室")


async def test_what_was_chosen_last_comes_first(world: World, desk: FormDesk, acting: Acting) -> None:
    home, work = await saving(world, desk, acting), await saving(world, desk, acting, WORK, "单位")
    case = await world.begun(acting)
    version = (await world.desk.read_form(acting, case)).version
    world.clock.go_on(timedelta(minutes=1))

    await world.desk.edit_form(acting, case, version, FormEdit(), delivery=Chosen(AddressId(home.address_id)))

    lines = await desk.list_addresses(acting)
    assert [line.address_id for line in lines] == [home.address_id, work.address_id]


async def test_a_line_chosen_while_it_is_changed_elsewhere_keeps_the_change(
    world: World, desk: FormDesk, acting: Acting
) -> None:
    line = AddressId((await saving(world, desk, acting)).address_id)
    case = await world.begun(acting)
    version = (await world.desk.read_form(acting, case)).version
    changed = asyncio.Event()

    async def choose() -> FormView:  # begun out here, so that it has a connection of its own
        await changed.wait()
        return await world.desk.edit_form(acting, case, version, FormEdit(), delivery=Chosen(line))

    choosing = asyncio.create_task(choose())
    async with world.core.atomic():
        await desk.change_address(acting, line, AddressChange(label="老家", address=WORK.address))
        changed.set()
        await waiting()
    after = await choosing

    [kept] = await desk.list_addresses(acting)
    assert (kept.label, kept.address) == ("老家", WORK.address.reveal())
    assert after.delivery is not None
    assert after.delivery.address == WORK.address.reveal()


async def test_a_change_of_the_book_leaves_forms_as_they_were_filled(
    world: World, desk: FormDesk, acting: Acting
) -> None:
    line = AddressId((await saving(world, desk, acting)).address_id)
    case = await world.begun(acting)
    version = (await world.desk.read_form(acting, case)).version
    before = await world.desk.edit_form(acting, case, version, FormEdit(), delivery=Chosen(line))

    await desk.change_address(acting, line, AddressChange(address=WORK.address))
    await desk.change_address.remove(acting, line)

    assert (await world.desk.read_form(acting, case)).delivery == before.delivery


async def test_a_form_changed_meanwhile_takes_no_line(world: World, desk: FormDesk, acting: Acting) -> None:
    line = AddressId((await saving(world, desk, acting)).address_id)
    case = await world.begun(acting)
    version = (await world.desk.read_form(acting, case)).version

    with pytest.raises(FormChanged):
        await world.desk.edit_form(acting, case, version - 1, FormEdit(), delivery=Chosen(line))


async def test_a_clerk_sees_no_book_beside_the_form(world: World, desk: FormDesk, acting: Acting) -> None:
    await saving(world, desk, acting)
    case = CaseId(await world.begun(acting))

    at_desk = replace(acting, clerk="clerk-1")
    shown = await show_form(world.core, world.catalogue)(
        at_desk, await world.case(case), await world.form(case)
    )

    assert await desk.list_addresses(at_desk) == ()
    assert shown.addresses == ()


@pytest.mark.parametrize(
    "change",
    [AddressChange(address=WORK.address), AddressChange(phone=WORK.phone), AddressChange(name=WORK.name)],
)
async def test_who_changes_a_line_without_a_fresh_face_is_warned(
    world: World, desk: FormDesk, acting: Acting, change: AddressChange
) -> None:
    line = await saving(world, desk, acting)

    await desk.change_address(without_a_face(acting), AddressId(line.address_id), change)

    assert [one["kind"] for one in await rows("alerts")] == ["address-changed"]
    assert [name for name, _ in await jobs_deferred()].count("tell-person") == 1


async def test_a_line_taken_away_is_told_of_and_a_new_name_for_it_or_a_face_just_shown_is_no_news(
    world: World, desk: FormDesk, acting: Acting
) -> None:
    address = AddressId((await saving(world, desk, acting)).address_id)
    await desk.change_address(without_a_face(acting), address, AddressChange(label="老家"))
    await desk.change_address(acting, address, AddressChange(address=WORK.address))
    assert await rows("alerts") == []

    await desk.change_address.remove(without_a_face(acting), address)

    assert [one["kind"] for one in await rows("alerts")] == ["address-changed"]


def without_a_face(acting: Acting) -> Acting:
    return replace(acting, level=Level.PHONE)
