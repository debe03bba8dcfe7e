"""The sandbox city's enterprises: invented, well-formed, and one for each story that is told with them."""

from datetime import date

import pytest

from adapters.sandbox.city import Enterprise, city
from adapters.sandbox.city_items import ITEMS, LICENCE_NAMES
from adapters.sandbox.public_codes import is_id_number, is_task_code, is_uscc
from tests.sandbox.public_bodies import TODAY, the_city

HAPPY = [f"happy-{n:02d}" for n in (*range(1, 6), *range(8, 15), *range(18, 21))]
CITY = the_city()


def fields(enterprise: Enterprise) -> set[str]:
    return {text.field for change in enterprise.changes for text in change.values}


def names(enterprise: Enterprise) -> list[str]:
    return [licence.certificate.name for licence in enterprise.licences]


def test_every_number_is_well_formed_nobodys_and_stands_once() -> None:
    firms = CITY.enterprises

    assert all(is_uscc(firm.uscc) and firm.uscc[:2] in {"91", "92"} for firm in firms)
    assert all(firm.name.endswith("（虚构）") for firm in firms)
    people = [person for firm in firms for person in (firm.responsible, *firm.agents)]
    assert all(is_id_number(p.id_number) and p.id_number[14:17] in {"998", "999"} for p in people)
    for numbers in (
        [firm.uscc for firm in firms] + [o.uscc for o in CITY.organisations],
        [held.record_id for held in CITY.held] + [o.certificate.record_id for o in CITY.organisations],
        [held.certificate.number for held in CITY.held],
        [change.change_id for firm in firms for change in firm.changes],
        [person.phone for person in people],
        [person.name for person in CITY.people],
    ):
        assert len(set(numbers)) == len(numbers)


def test_every_published_task_is_well_formed_and_results_in_a_licence_that_has_a_name() -> None:
    assert len({task.code for task in CITY.tasks}) == len(CITY.tasks)
    assert all(is_task_code(task.code) for task in CITY.tasks)
    assert {task.certificate_type[-3:] for task in CITY.tasks} <= LICENCE_NAMES.keys()
    assert not any(item.name.startswith("粮食收购") for item in ITEMS)


def test_the_renamed_builder_holds_three_licences_with_the_old_name() -> None:
    builder = CITY.enterprise("renamed-builder")

    assert names(builder) == ["建筑业企业资质证书", "工程设计资质证书", "工程监理资质证书"]
    assert {held.holder for held in builder.licences} == {builder.changes[0].values[0].before}
    assert builder.name not in {held.holder for held in builder.licences}
    assert fields(builder) == {"name"}


def test_the_only_phone_on_file_of_the_bookshop_is_the_former_ones() -> None:
    shop = CITY.enterprise("bookshop")
    former = shop.former_responsible
    assert former is not None

    assert shop.contact_phone == former.phone
    assert shop.responsible.phone not in {firm.contact_phone for firm in CITY.enterprises}
    assert [held.responsible for held in shop.licences] == [former.name]
    assert shop.agents


def test_a_renamed_road_a_move_and_a_door_are_told_apart_by_their_divisions() -> None:
    told = {
        story: next(text for text in CITY.enterprise(story).changes[0].values if text.field == "address")
        for story in ("road-renamed", "moved", "door-and-responsible")
    }

    assert "九水路12号" in told["road-renamed"].before
    assert "九水东路12号" in told["road-renamed"].after
    assert (told["moved"].before_division, told["moved"].after_division) == ("370213", "370214")
    for story in ("road-renamed", "door-and-responsible"):
        assert told[story].before_division == told[story].after_division == "370213"
    assert fields(CITY.enterprise("door-and-responsible")) == {"address", "responsible"}


@pytest.mark.parametrize("story", HAPPY)
def test_each_live_item_has_an_enterprise_of_its_own_that_is_due(story: str) -> None:
    firm = CITY.enterprise(story)

    [licence] = firm.licences
    ends = (licence.certificate.valid_until - TODAY).days
    assert len(fields(firm)) == (0 if story == "happy-18" else 1)
    assert (ends == 60) is (story == "happy-18")
    assert all(change.changed_on < TODAY for change in firm.changes)


def test_the_sample_is_a_natural_persons() -> None:
    [licence] = CITY.licences("happy-99")

    assert (licence.holder_type, licence.holder_kind) == ("111", "自然人")
    assert is_id_number(licence.holder_code)
    assert (licence.certificate.valid_until - TODAY).days == 60


def test_foundations_of_three_bodies_are_due() -> None:
    told = [CITY.of(story) for story in ("foundation-city", "foundation-pingdu", "foundation-laixi")]

    assert [o.certificate.issuing_body.name[:2] for o in told] == ["青岛", "平度", "莱西"]
    assert "莱西" in told[0].address
    assert all((o.certificate.valid_until - TODAY).days == 60 for o in told)


@pytest.mark.parametrize("day", [date(2026, 11, 21), date(2028, 2, 29), date(2030, 12, 31)])
def test_the_city_is_the_same_whenever_it_is_built_for_one_day(day: date) -> None:
    assert city(day) == city(day)
