"""An approved text says nothing a fraud would say, whoever approved it."""

import re
from pathlib import Path

import pytest

from adapters.sandbox.town_accounts import ALERT, CASE, CHANGED, CODE, INVITE, PROOF, SIGN_NAME
from bff.settings_texts import CODES, VARIABLES
from domain.invitations.text_rules import ApprovedText, problems
from domain.invitations.traditional import TRADITIONAL

GOOD = "您好，${org}的${item}即将到期，请打开掌上办查看。本短信不含链接。如需帮助请致电12345。"
SHIPPED = {
    "invite": INVITE,
    "change": CHANGED,
    "case": CASE,
    "code": CODE,
    "proof": PROOF,
    "alert": ALERT,
}


def notice(text: str) -> tuple[str, ...]:
    return problems(ApprovedText(text, frozenset({"org", "item", "day"})), sign_name="莱西政务")


def code(text: str) -> tuple[str, ...]:
    return problems(ApprovedText(text, frozenset({"code"}), is_code=True), sign_name="莱西政务")


@pytest.mark.parametrize("name", sorted(VARIABLES))
def test_the_texts_of_the_demonstration_pass(name: str) -> None:
    text = ApprovedText(SHIPPED[name].text, frozenset(VARIABLES[name]), is_code=name in CODES)

    assert problems(text, sign_name=SIGN_NAME) == ()


def test_a_plain_notice_passes() -> None:
    assert notice(GOOD) == ()
    assert notice(GOOD.replace("12345", "0532-88888888")) == ()
    assert notice(GOOD.replace("本短信", "全程免费，不收取任何费用。本短信")) == ()


@pytest.mark.parametrize("words", ["鄠邑区", "犇牛村", "在新设备登录账户", "逾期需重新办理"])
def test_rare_characters_of_places_and_plain_words_of_an_office_pass(words: str) -> None:
    assert notice(GOOD.replace("您好", words)) == ()


def test_no_character_of_simplified_writing_is_taken_for_a_traditional_one() -> None:
    assert not [one for one in TRADITIONAL if one.encode("gb2312", "ignore")]


def test_the_text_the_documentation_shows_passes() -> None:
    operations = (Path(__file__).parents[3] / "docs" / "operations.md").read_text()
    [shown] = re.findall(r"`PALM_SMS_ALERT_TEXT`.*?«(.+?)»", operations)

    assert problems(ApprovedText(shown, frozenset(VARIABLES["alert"])), sign_name=SIGN_NAME) == ()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (("本短信不含链接", "请点 https://a.cn/x"), "link"),
        (("本短信不含链接", "请访问 www.palm.gov"), "link"),
        (("本短信不含链接", "请访问laixi.gov.cn"), "link"),
        (("12345", "客服"), "telephone number"),
        (("12345", "12345或0532-88888888"), "telephone number"),
        (("12345", "13800000000"), "neither 12345"),
        (("12345", "12345或4001234567"), "neither 12345"),
        (("本短信不含链接", "请缴费"), "money"),
        (("本短信不含链接", "收取手续费"), "money"),
        (("本短信不含链接", "需20元"), "money"),
        (("本短信不含链接", "逾期将被处罚"), "threatens"),
        (("本短信不含链接", "否则后果自负"), "threatens"),
        (("本短信不含链接", "退订回T"), "opt out"),
        (("本短信不含链接", "拒收请回复R"), "opt out"),
        (("即将到期", "即將到期"), "not simplified"),
        (("您好", "您好，證件"), "not simplified"),
        (("本短信不含链接", "请转入安全账户"), "money"),
        (("本短信不含链接", "您已逾期"), "threatens"),
        (("的${item}", "${item}"), "side by side"),
        (("${item}", "${org}"), "twice"),
        (("${item}", "${name}"), "nobody fills in: name"),
        (("${item}", "{item}"), "not written"),
        (("您好", "【莱西政务】您好"), "signature"),
        (("您好", "好" * 450), "longer than 500"),
    ],
)
def test_each_thing_that_does_not_belong_into_a_notice_is_named(change: tuple[str, str], found: str) -> None:
    told = notice(GOOD.replace(*change, 1))

    assert any(found in one for one in told), told


def test_all_of_it_is_told_at_once() -> None:
    assert len(notice("请点 http://a.cn 缴费，否则處罰，退订回R")) >= 5


def test_a_code_needs_no_telephone_number_and_may_name_the_bank_card_it_is_about() -> None:
    assert code("您正在用银行卡核验本人身份，验证码是${code}，五分钟内有效。") == ()


def test_a_text_for_codes_has_a_code_and_no_link() -> None:
    assert code("您的验证码，五分钟内有效。") == ("has no ${code} in it",)
    assert any("link" in one for one in code("验证码${code}，点 http://a.cn"))
