"""The item search: whatever people type, the item they mean comes first."""

from functools import cache
from pathlib import Path

import pytest

import domain.catalogue
from adapters.catalogue.item_search import ItemIndex
from adapters.catalogue.pinyin import Pinyin
from domain.catalogue.ports import ItemSearch
from tests.support.catalogue import shipped

ITEMS = Path(domain.catalogue.__path__[0]) / "items"


@cache
def search() -> ItemSearch:
    return ItemIndex(shipped().all(), Pinyin.load())


def numbers(words: str, limit: int = 50) -> list[str]:
    return [item.code.split("-")[1] for item in search().find(words, limit=limit)]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        # the name, part of it, or what people call it
        ("民办非企业单位登记证书到期换发", "15"),
        ("消毒产品生产企业变更:单位名称、法定代表人(负责人)", "14"),
        ("消毒产品", "14"),
        ("民非换证", "15"),
        ("社团换证", "16"),
        ("书店", "20"),
        ("劳务中介", "18"),
        ("施工图", "05"),
        ("建筑 资质", "01"),
        # pinyin, initials, both kinds of typing in one go
        ("minfei", "15"),
        ("MinFei", "15"),
        ("mbf", "15"),
        ("MBFQYDW", "15"),
        ("jianzhu zizhi", "01"),
        ("jzqyzz", "01"),
        ("dianying", "08"),
        ("jijinhui", "17"),
        ("出版物 fr", "20"),
        ("出版物fr", "20"),
        ("ｍｉｎｆｅｉ", "15"),
        # mistakes: wrong characters of the same sound, letters exchanged, left out
        ("建住企业资制变更", "01"),
        ("建筑企业资质变梗", "01"),
        ("建筑企资质变更", "01"),
        ("工程监里资质", "04"),
        ("jainzhu zizhi", "01"),
        ("shehuituanti dengji", "16"),
        ("shehuituanit", "16"),
        ("人力资源许可延续", "18"),
        # a word of two characters, one of them another of the same or nearly the same sound
        ("民飞", "15"),
        ("明非", "15"),
        ("建助", "01"),
        ("建组", "01"),
        ("消独", "14"),
        ("监里", "04"),
        # a blank between the syllables
        ("shu dian", "20"),
        ("min fei", "15"),
        ("xiao du", "14"),
        # words out of several names of one item
        ("水厂换法认", "09"),
        ("水厂换法人", "09"),
    ],
)
def test_what_is_meant_comes_first(words: str, number: str) -> None:
    assert numbers(words)[:1] == [number]


@pytest.mark.parametrize("words", ["自来水卫生", "自来水 卫生", "自来睡卫生", "水长改名"])
def test_water_words_find_the_water_items_first(words: str) -> None:
    assert numbers(words)[0] in {"09", "10", "11"}


def test_whatever_is_called_tap_water_comes_as_all_three_water_items() -> None:
    assert set(numbers("自来水卫生")) == {"09", "10", "11"}


@pytest.mark.parametrize(
    "words", ["你好", "时间", "饭店", "认识", "ssss", "今天天气怎么样", "zzzzzzzzzzzz", "0532"]
)
def test_what_is_no_item_finds_none(words: str) -> None:
    assert numbers(words) == []


@pytest.mark.parametrize("words", ["", "   ", "？！", "%_'\""])
def test_nothing_typed_finds_all_and_the_cancelled_ones_last(words: str) -> None:
    found = numbers(words)

    assert len(found) == 21
    assert found[:2] == ["01", "02"]
    assert found[-3:] == ["99", "06", "07"]


def test_a_cancelled_item_is_found_so_that_people_read_that_it_is_gone() -> None:
    assert numbers("粮食收购许可证") == ["06", "07"]


def test_no_more_are_given_than_were_asked_for() -> None:
    assert len(numbers("变更", limit=3)) == 3


def test_both_readings_of_a_character_are_understood() -> None:
    pinyin = Pinyin.load()

    assert pinyin.spellings("银行") == (("yin", "xing"), ("yin", "hang"))
    assert pinyin.spellings("民a非") == (("min", "a", "fei"),)


def test_a_text_full_of_doubtful_characters_is_spelt_in_four_ways_at_most() -> None:
    assert len(Pinyin.load().spellings("行会重长校乐")) == 4
