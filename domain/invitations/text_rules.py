"""The rules an approved text (短信模板) keeps to, checked at start: nothing a fraud would write.

Source: the vendors' own rules for texts (help.aliyun.com 463270, cloud.tencent.com 382/39023) and what the
police warn of (反诈): a link, a demand for money, a threat, a number nobody published; read 2026-11-22.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from domain.invitations.segments import MOST, characters
from domain.invitations.traditional import TRADITIONAL

LONGEST_VALUE = 35
VARIABLE = re.compile(r"\$\{(\w+)\}")
_ANY_MARK = re.compile(r"\$\{[^}]*\}?|[{}]")
_ADJACENT = re.compile(r"\$\{\w+\}\s*\$\{")
_LINK = re.compile(
    r"https?|://|www\.|(?<![A-Za-z0-9])[A-Za-z0-9-]+\.(?:com|cn|net|org|gov|top|cc|me|io|ly|xyz|shop|vip)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<!\d)(?:12345|0\d{2,3}-?\d{7,8})(?!\d)")
_LONG_DIGITS = re.compile(r"(?<!\d)\d[\d-]{4,}(?!\d)")
_MONEY = (
    *(
        "缴费",
        "收费",
        "交费",
        "付款",
        "支付",
        "转账",
        "汇款",
        "充值",
        "押金",
        "保证金",
        "手续费",
        "工本费",
        "退款",
    ),
    *("返现", "红包", "奖金", "中奖", "优惠", "补贴", "银行卡", "银行账户", "安全账户", "资金账户", "人民币"),
)
_SUM = re.compile(r"[\d#百千万]元")
_FREE = ("不收费", "免收费", "不收取任何费用")  # saying that it costs nothing is what people need to hear
_THREATS = (
    *("否则", "后果", "处罚", "罚款", "吊销", "冻结", "立案", "起诉", "追究", "失信", "黑名单", "强制"),
    *("最后通知", "最后一次", "已逾期", "逾期未", "逾期将", "停用", "作废"),
)
_OPT_OUT = re.compile(r"退订|拒收|(?<![A-Za-z])[RTN](?![A-Za-z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ApprovedText:
    """`variables`: what we have to say in it. `is_code`: a verification code (验证码), not a notice.

    A code text is exempt from the rules about telephone numbers and money: the person asked for it a moment
    ago, it is read once, and one of them has to name the bank card it is about.
    """

    text: str
    variables: frozenset[str]
    is_code: bool = False


def problems(text: ApprovedText, *, sign_name: str) -> tuple[str, ...]:
    """All that is wrong with it, for whoever set it up; the 【signature】 is not part of the text."""
    found = [*_of_variables(text), *_of_words(text)]
    if not text.is_code:
        found += _of_a_notice(text.text)
    longest = VARIABLE.sub("一" * LONGEST_VALUE, f"【{sign_name}】{text.text}")
    if characters(longest) > MOST:
        found.append(f"is longer than {MOST} characters when its variables are")
    return tuple(found)


def _of_variables(text: ApprovedText) -> Iterable[str]:
    names = VARIABLE.findall(text.text)
    if _ANY_MARK.search(VARIABLE.sub("", text.text)):
        yield "has a variable that is not written ${name}"
    if unknown := sorted(set(names) - text.variables):
        yield f"has a variable nobody fills in: {', '.join(unknown)}"
    if text.is_code and "code" not in names:
        yield "has no ${code} in it"
    if _ADJACENT.search(text.text):
        yield "has variables side by side; the vendors refuse them"
    if len(set(names)) != len(names):
        yield "has a variable twice; the vendors number them"


def _of_words(text: ApprovedText) -> Iterable[str]:
    plain = VARIABLE.sub("", text.text)
    if _LINK.search(plain):
        yield "has a link in it; people are told that ours have none"
    if "【" in plain or "】" in plain:
        yield "has a 【signature】 in it; the vendor puts it there"
    if strange := sorted(TRADITIONAL.intersection(plain)):
        yield f"has characters that are not simplified Chinese: {''.join(strange)}"


def _of_a_notice(text: str) -> Iterable[str]:
    plain = VARIABLE.sub("#", text)
    numbers = _NUMBER.findall(plain)
    if len(numbers) != 1:
        yield "names one telephone number people can check: 12345, or one published landline"
    if any(_NUMBER.fullmatch(one) is None for one in _LONG_DIGITS.findall(plain)):
        yield "has a number in it that is neither 12345 nor a landline"
    without_free = plain
    for words in _FREE:
        without_free = without_free.replace(words, "")
    said = [word for word in _MONEY if word in without_free] + _SUM.findall(without_free)
    if said:
        yield f"speaks of money: {'、'.join(said)}"
    if said := [word for word in _THREATS if word in plain]:
        yield f"threatens: {'、'.join(said)}"
    if _OPT_OUT.search(plain):
        yield "offers to opt out (退订, R): a notice of an office is no advertisement"
