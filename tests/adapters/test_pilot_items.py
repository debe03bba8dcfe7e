"""The first pilot list (首批试点清单): all twenty items are there, as the list names them, and one sample."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

import domain.catalogue
from adapters.sandbox.city import city
from domain.catalogue.holder_kind import HolderKind
from domain.catalogue.item import Item, Kind, Status
from domain.catalogue.paperwork import CertificatePolicy, DeliveryMode
from domain.catalogue.rule import Event
from tests.support.catalogue import shipped

ITEMS = Path(domain.catalogue.__path__[0]) / "items"
TODAY = date(2026, 11, 21)
CITY, LAIXI, PINGDU = "青岛市行政审批局", "莱西市行政审批局", "平度市行政审批局"
ALL = ("name", "responsible", "address")
LIST: dict[int, tuple[str, set[str], Kind]] = {
    1: ("建筑业企业资质简单变更", {CITY}, Kind.CHANGE),
    2: ("工程设计企业资质变更", {CITY}, Kind.CHANGE),
    3: ("工程勘察企业资质变更", {CITY}, Kind.CHANGE),
    4: ("工程监理企业资质变更", {CITY}, Kind.CHANGE),
    5: ("施工图审查机构认定变更", {CITY}, Kind.CHANGE),
    6: ("粮食收购资格变更(仅限自有产权经营企业或经营者)", {CITY}, Kind.CHANGE),
    7: ("粮食收购资格延续(仅限自有产权经营企业或经营者)", {CITY}, Kind.EXTENSION),
    8: ("电影放映单位变更主要登记事项备案", {CITY}, Kind.FILING),
    9: ("集中式供水单位卫生许可变更法人", {CITY}, Kind.CHANGE),
    10: ("集中式供水单位卫生许可变更名称", {CITY}, Kind.CHANGE),
    11: ("集中式供水单位卫生许可变更注册地址、供水地址门牌号(非迁移)", {CITY}, Kind.CHANGE),
    12: ("涉水产品许可证变更注册地址、生产地址(路名、路牌)", {CITY}, Kind.CHANGE),
    13: ("涉水产品许可证变更申请单位和实际生产企业名称", {CITY}, Kind.CHANGE),
    14: (
        "消毒产品生产企业变更:单位名称、法定代表人(负责人)、注册地址、生产地址路名、门牌号(非迁移厂址)",
        {CITY},
        Kind.CHANGE,
    ),
    15: ("民办非企业单位登记证书到期换发", {CITY, LAIXI, PINGDU}, Kind.REPLACEMENT),
    16: ("社会团体登记证书到期换发", {CITY, LAIXI, PINGDU}, Kind.REPLACEMENT),
    17: ("基金会到期换证", {CITY, PINGDU}, Kind.REPLACEMENT),
    18: ("经营性人力资源服务机构从事职业中介活动许可延续", {PINGDU, LAIXI}, Kind.EXTENSION),
    19: ("经营性人力资源服务机构开展人力资源服务业备案", {PINGDU, LAIXI}, Kind.FILING),
    20: ("从事出版物零售业务变更法定代表人或经营负责人", {PINGDU}, Kind.CHANGE),
}
READS = {
    **dict.fromkeys((1, 2, 3, 4, 5, 6, 8, 14), ALL),
    9: ("responsible",),
    10: ("name",),
    11: ("address",),
    12: ("address",),
    13: ("name",),
    19: ("business_scope",),
    20: ("responsible",),
}


@cache
def catalogue() -> dict[int, Item]:
    return {int(item.code.split("-")[1]): item for item in shipped().all()}


@pytest.mark.parametrize("number", LIST)
def test_each_item_is_named_and_covered_as_the_list_says(number: int) -> None:
    item = catalogue()[number]

    assert (item.name, {body.name for body in item.issuing_bodies}, item.kind) == LIST[number]


def test_there_are_eighteen_live_two_cancelled_and_one_sample() -> None:
    by_status = {status: {n for n, item in catalogue().items() if item.status is status} for status in Status}

    assert by_status[Status.LIVE] == set(LIST) - {6, 7}
    assert by_status[Status.CANCELLED] == {6, 7}
    assert by_status[Status.SAMPLE] == {99}
    assert by_status[Status.DRAFT] == set()


def test_nothing_of_the_list_reaches_real_people_before_the_city_confirms_it() -> None:
    assert [n for n, item in catalogue().items() if item.is_offered(TODAY, in_sandbox=False)] == []


@pytest.mark.parametrize("number", READS)
def test_a_change_item_reads_exactly_the_fields_it_is_about(number: int) -> None:
    item = catalogue()[number]
    said = item.rule.sql.partition("changed_field IN (")[2].partition(")")[0]

    assert item.rule.event is Event.CHANGE
    assert tuple(part.strip(" '") for part in said.split(",")) == READS[number]
    assert item.notice_template == "registration-changed"


def test_where_the_list_says_not_moved_a_clerk_settles_what_is_not_plain() -> None:
    assert {n for n, item in catalogue().items() if item.rule.not_moved_only} == {11, 12, 14}


@pytest.mark.parametrize("days", [0, 5, 10, 30, 31])
def test_a_change_of_these_days_is_within_every_change_items_window(days: int) -> None:
    for number in READS:
        asked = catalogue()[number].rule_parameters(TODAY)
        changed_on = TODAY - timedelta(days=days)
        first, last = asked["window_from"], asked["window_until"]

        assert isinstance(first, date)
        assert isinstance(last, date)
        assert first <= changed_on <= last


def test_items_that_change_one_certificate_do_not_fetch_it_twice() -> None:
    by_licence: dict[str, list[Item]] = {}
    for item in catalogue().values():
        by_licence.setdefault(item.licence_type, []).append(item)
    shared = [
        item
        for items in by_licence.values()
        if sum(one.rule.event is Event.CHANGE and one.is_live for one in items) > 1
        for item in items
    ]

    assert {item.licence_type for item in shared} == {
        "集中式供水单位卫生许可证",
        "涉及饮用水卫生安全产品卫生许可批件",
    }
    assert {item.old_certificate.policy for item in shared} == {CertificatePolicy.NONE}


def test_the_renamed_builders_three_certificates_are_electronic_only() -> None:
    for number in (1, 2, 4):
        item = catalogue()[number]

        assert item.old_certificate.policy is CertificatePolicy.NONE
        assert item.delivery_modes == (DeliveryMode.ELECTRONIC_ONLY,)
    assert {n for n, item in catalogue().items() if item.instant_authorisation} == {1, 10}


def test_the_sample_is_the_only_one_for_natural_persons() -> None:
    assert [n for n, item in catalogue().items() if HolderKind.PERSON in item.holder_kinds] == [99]


def test_the_sandbox_city_publishes_every_item_people_can_start() -> None:
    published = {(task.code, task.body.uscc, task.body.name) for task in city(TODAY).tasks}
    needed = {
        (body.task_code, body.code, body.name)
        for item in catalogue().values()
        if item.is_live
        for body in item.issuing_bodies
    }

    assert needed <= published
