"""A value of a subscribe message (订阅消息) goes within the limit of its kind, or not at all."""

import pytest

from adapters.wechat.values import fitting

GOOD = {
    "thing1": "任何文字",
    "number1": "12.50",
    "letter1": "abcXYZ",
    "symbol1": "!?",
    "character_string1": "A-1/b",
    "time1": "2026年3月5日 09:30",
    "time2": "09:30~17:00",
    "date1": "2026年3月5日",
    "date2": "2026-03-05 09:30",
    "amount1": "￥100.00",
    "amount2": "12元",
    "phone_number1": "+86 0532-12345",
    "car_number1": "鲁B12345",
    "name1": "甲子安",
    "phrase1": "已受理",
}
BAD = {
    "thing1": "",
    "number1": "1" * 33,
    "letter1": "abc1",
    "symbol1": "!!!!!!",
    "character_string1": "a" * 33,
    "time1": "25:00",
    "date1": "3月5日",
    "amount1": "一百元",
    "phone_number1": "1" * 18,
    "car_number1": "鲁B123456789",
    "name1": "一二三四五六七八九十一",
    "phrase1": "六个汉字不行",
    "enum1": "whatever",
    "other1": "value",
}


@pytest.mark.parametrize(("key", "value"), GOOD.items())
def test_a_value_within_its_limit_goes_as_it_is(key: str, value: str) -> None:
    assert fitting(key, value) == value


@pytest.mark.parametrize(("key", "value"), BAD.items())
def test_a_value_beyond_its_limit_does_not_go(key: str, value: str) -> None:
    assert fitting(key, value) is None


@pytest.mark.parametrize("length", [1, 20, 21, 200])
def test_a_thing_is_never_longer_than_twenty(length: int) -> None:
    told = fitting("thing1", "长" * length)

    assert told is not None
    assert len(told) == min(length, 20)
