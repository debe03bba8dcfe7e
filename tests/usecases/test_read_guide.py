"""Guides and their search: everything from the item's one file, and honest about what is not confirmed."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import domain.catalogue
from adapters.catalogue.toml_items import TomlCatalogue
from bff.compose.items import items_desk
from bff.desks.items import ItemsDesk
from domain.catalogue.item import Item, Status
from domain.catalogue.ports import ItemUnknown
from domain.kernel.ids import ItemCode
from tests.support.catalogue import shipped
from tests.support.house import NOON

ITEMS = Path(domain.catalogue.__path__[0]) / "items"
MINBAN, GRAIN = ItemCode("wg-15-minban-renewal"), ItemCode("wg-07-grain-purchase-renewal")
CONSTRUCTION, SAMPLE = ItemCode("wg-01-construction-change"), ItemCode("sample-99-person-renewal")


def desk(*, in_sandbox: bool = True) -> ItemsDesk:
    return items_desk(shipped(), lambda: NOON, in_sandbox=in_sandbox)


def with_status(code: ItemCode, status: Status) -> ItemsDesk:
    def changed(item: Item) -> Item:
        return replace(item, status=status) if item.code == code else item

    return items_desk(
        TomlCatalogue([changed(item) for item in shipped().all()]), lambda: NOON, in_sandbox=True
    )


async def test_a_guide_says_who_when_how_long_and_for_how_much() -> None:
    guide = await desk().read_guide(MINBAN)

    assert guide.line.name == "民办非企业单位登记证书到期换发"
    assert guide.when == "证照有效期届满 30 日以前申请"
    assert (guide.promised, guide.statutory, guide.fee) == ("20 个工作日", "20 个工作日", "免费")
    assert guide.line.bodies == ("莱西市行政审批局", "平度市行政审批局", "青岛市行政审批局")
    assert [act.document for act in guide.basis][:2] == ["国务院令第251号", "民政部令第18号"]
    assert guide.return_ways == ("快递员上门收取", "自己寄回", "窗口交回", "遗失的，提交遗失声明")
    assert guide.line.can_start


async def test_what_the_city_has_not_confirmed_is_marked_so() -> None:
    guide = await desk().read_guide(MINBAN)

    assert {"basis", "days", "materials", "office", "phone", "fee"} <= set(guide.unconfirmed)


async def test_a_change_is_applied_for_after_it_and_the_instant_way_names_its_document() -> None:
    guide = await desk().read_guide(CONSTRUCTION)

    assert guide.when == "登记信息变更之日起 30 日以内申请"
    assert guide.instant_document == "（待城市确认的即时办理授权文件）"
    assert "instant" in guide.unconfirmed
    assert (guide.old_certificate, guide.return_ways) == ("旧证不用交回", ())


async def test_a_cancelled_item_says_which_act_ended_it_and_cannot_be_started() -> None:
    guide = await desk().read_guide(GRAIN)

    assert guide.abolished_by is not None
    assert (guide.abolished_by.document, str(guide.abolished_by.in_force_from)) == (
        "国务院令第740号",
        "2021-04-15",
    )
    assert not guide.line.can_start
    assert not guide.steps
    assert not guide.materials


@pytest.mark.parametrize("item", shipped().all(), ids=lambda item: item.code)
async def test_every_item_of_the_house_has_a_guide(item: Item) -> None:
    guide = await desk().read_guide(item.code)

    assert guide.line.who
    assert guide.line.can_start is (guide.abolished_by is None)
    assert bool(guide.steps) is guide.line.can_start


async def test_a_draft_is_answered_like_an_item_that_is_not_there() -> None:
    drafted = with_status(MINBAN, Status.DRAFT)

    with pytest.raises(ItemUnknown):
        await drafted.read_guide(MINBAN)
    with pytest.raises(ItemUnknown):
        await drafted.read_guide(ItemCode("wg-77-nothing"))

    assert MINBAN not in [line.code for line in await drafted.find_items("民非", limit=50)]


async def test_outside_the_sandbox_nobody_sees_the_sample() -> None:
    real = desk(in_sandbox=False)

    with pytest.raises(ItemUnknown):
        await real.read_guide(SAMPLE)

    assert SAMPLE not in [line.code for line in await real.find_items("", limit=50)]
    assert SAMPLE in [line.code for line in await desk().find_items("", limit=50)]


async def test_what_the_city_has_not_confirmed_shows_its_guide_and_no_way_to_start() -> None:
    real = desk(in_sandbox=False)

    guide, [line] = await real.read_guide(MINBAN), await real.find_items("民非换证", limit=1)

    assert (line.code, line.can_start, guide.line.can_start) == (MINBAN, False, False)


async def test_an_item_whose_law_is_not_in_force_yet_cannot_be_started() -> None:
    def not_yet(item: Item) -> Item:
        young = replace(item.legal_basis[0], in_force_from=NOON.date() + timedelta(days=1))
        return replace(item, legal_basis=(*item.legal_basis, young))

    early = items_desk(
        TomlCatalogue([not_yet(item) for item in shipped().live()]), lambda: NOON, in_sandbox=True
    )

    assert not (await early.read_guide(MINBAN)).line.can_start


async def test_a_licence_type_the_city_has_not_confirmed_is_marked_in_the_guide() -> None:
    unsure = [
        replace(item, unconfirmed=("licence_type", "resulting_licence_type")) for item in shipped().live()
    ]

    guide = await items_desk(TomlCatalogue(unsure), lambda: NOON, in_sandbox=True).read_guide(MINBAN)

    assert guide.unconfirmed == ("delivery", "who")


async def test_more_than_fifty_characters_are_not_looked_at() -> None:
    found = await desk().find_items("民非换证" + "　" * 46 + "出版物", limit=1)

    assert [line.code for line in found] == [MINBAN]
