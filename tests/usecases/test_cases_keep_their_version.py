"""A case goes on with the version of the item it began with, whatever is signed or taken back meanwhile."""

from datetime import timedelta
from pathlib import Path

import pytest

from adapters.postgres.cases import PostgresCases
from bff.compose.core import Core
from domain.kernel.ids import CaseId
from tests.support.house import HandClock
from tests.usecases.case_world import ITEM, case_world
from tests.usecases.case_world import World as Counter
from tests.usecases.item_version_world import World, item_version_world

ANOTHER_FORM = ('label = "业务主管单位"', 'label = "主管部门"')
ANOTHER_LIMIT = ('promised = { n = 20, unit = "工作日" }', 'promised = { n = 3, unit = "工作日" }')
ANOTHER_WAY_BACK = ('"counter", "lost_declaration"]', '"counter"]')
INSTANT = """
[instant_authorisation]
document = "虚构办发〔2026〕1号"
version = 1

[[instant_authorisation.rules]]
id = "no-dispute"
field = "form.disputed_count"
op = "at_most"
value = 0
words = "没有错证登记"

[guide]"""


@pytest.fixture
async def bureau(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await item_version_world(core, clock, tmp_path)


@pytest.fixture
async def people(core: Core, clock: HandClock, bureau: World) -> Counter:
    """The school and its people, served by what the bureau signs."""
    return await case_world(core, clock, catalogue=bureau.serving.catalogue)


async def test_a_case_says_which_version_it_began_with(people: Counter) -> None:
    case = await people.begun(await people.phone(people.jia))

    assert (await PostgresCases().by_id(case)).item_version == 1


async def test_its_form_is_the_one_it_began_with_even_where_it_is_filled_later(
    bureau: World, people: Counter
) -> None:
    taken = await people.answer(await people.phone(people.jia))
    case = CaseId(taken.cases[0].case_id)
    await bureau.signed(ANOTHER_FORM)

    await people.desk.prefill_form(case)

    labels = [field.label for field in (await people.form(case)).fields]
    assert "业务主管单位" in labels
    assert "主管部门" not in labels
    assert "主管部门" in [field.label for field in people.catalogue.get(ITEM).fields]


async def test_its_days_are_the_ones_that_were_promised(bureau: World, people: Counter) -> None:
    phone = await people.phone(people.jia)
    case = await people.begun(phone)
    asked = await people.case(case)
    before = people.catalogue.of_case(asked).timing.promised

    await bureau.signed(ANOTHER_LIMIT)

    assert people.catalogue.get(ITEM).timing.promised.n == 3
    assert people.catalogue.of_case(asked).timing.promised == before
    assert (await people.desk.read_case(phone, case)).case_id == case


async def test_the_ways_back_are_the_ones_that_were_offered(bureau: World, people: Counter) -> None:
    case = await people.begun(await people.phone(people.jia))
    before = (await people.form(case)).return_modes

    await bureau.signed(ANOTHER_WAY_BACK)

    item = people.catalogue.of_case(await people.case(case))
    assert tuple(map(str, item.old_certificate.return_modes)) == before
    assert len(people.catalogue.get(ITEM).old_certificate.return_modes) == len(before) - 1


async def test_rules_that_came_later_do_not_speak_for_it(bureau: World, people: Counter) -> None:
    case = await people.begun(await people.phone(people.jia))

    await bureau.signed(("[guide]", INSTANT))

    assert people.catalogue.get(ITEM).instant_authorisation is not None
    assert people.catalogue.of_case(await people.case(case)).instant_authorisation is None
    assert (await people.form(case)).handling_modes == ()


async def test_taken_back_it_stays_the_version_of_its_own_cases(bureau: World, people: Counter) -> None:
    signed = await bureau.signed(ANOTHER_FORM)
    case = await people.begun(await people.phone(people.jia))

    await bureau.roll_back(signed)

    assert (await people.case(case)).item_version == 2
    assert "主管部门" in [one.label for one in people.catalogue.of_case(await people.case(case)).fields]
    assert "主管部门" not in [one.label for one in people.catalogue.get(ITEM).fields]


async def test_a_case_of_after_its_day_begins_with_the_new_version(bureau: World, people: Counter) -> None:
    await bureau.signed(ANOTHER_FORM)
    bureau.clock.go_on(timedelta(seconds=1))

    case = await people.begun(await people.phone(people.jia))

    assert "主管部门" in [field.label for field in (await people.form(case)).fields]
