"""What a list's texts come to, told to whoever signs it."""

from datetime import date, datetime
from decimal import Decimal

from domain.invitations.segments import TextCost
from domain.usecases.estimate_texts import EstimateTexts, Told
from tests.fakes.sms import FakeSms
from tests.support.catalogue import shipped
from tests.support.house import NOON

DUE = date(2026, 12, 31)


def now() -> datetime:
    return NOON


def estimating(words: str) -> EstimateTexts:
    return EstimateTexts(FakeSms(now, {"renewal-due": words}, "莱西政务"), Decimal("4.5"))


ITEM = next(item for item in shipped().all() if item.notice_template == "renewal-due")


def test_each_of_the_sample_is_worded_as_it_would_be() -> None:
    """Seventy characters and one more: a longer name is a second part."""
    words = "${org}" + "一" * (70 - len("【莱西政务】") - 3)
    short, long = (Told(name, ITEM.name, DUE) for name in ("某学校", "某某学校"))

    assert estimating(words)(4, [ITEM], [short]) == TextCost(4, 4, 18)
    assert estimating(words)(4, [ITEM], [short, long]) == TextCost(4, 6, 27)


def test_without_a_sample_a_name_of_common_length_stands_in() -> None:
    assert estimating("一" * 70)(10, [ITEM], []) == TextCost(10, 20, 90)


def test_where_there_is_no_such_text_each_message_counts_as_one() -> None:
    estimate = EstimateTexts(FakeSms(now, {}, "莱西政务"), Decimal("4.5"))

    assert estimate(10, [ITEM], []) == TextCost(10, 10, 45)
