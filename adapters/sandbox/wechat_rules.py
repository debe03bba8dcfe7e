"""What the mini-program platform refuses in a subscribe message (订阅消息参数校验), and how it says no.

Source: developers.weixin.qq.com/miniprogram/dev/server/API/mp-message-management/subscribe-message/
api_sendmessage, read 2026-11-21.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aiohttp import web

from adapters.sandbox.kit import answer_json

STATES = frozenset({"developer", "trial", "formal"})
LANGUAGES = frozenset({"zh_CN", "en_US", "zh_HK", "zh_TW"})
SENSITIVE = "敏感词"  # the sandbox's one sensitive word
MOST_THING, MOST_SHORT, MOST_SYMBOLS, MOST_PHONE, MOST_CAR, MOST_NAME = 20, 32, 5, 17, 8, 10
DAY = r"(\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})"
HOUR = r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?"
DATE, TIME = re.compile(f"{DAY}( {HOUR})?", re.ASCII), re.compile(f"({DAY} )?{HOUR}", re.ASCII)
AMOUNT = re.compile(r"[^\w\s]?\d{1,10}(\.\d+)?元?", re.ASCII)


class Refusal(Exception):
    """HTTP 200 with this errcode."""

    def __init__(self, errcode: int, errmsg: str) -> None:
        super().__init__(errcode)
        self.errcode, self.errmsg = errcode, errmsg

    def response(self, number: int) -> web.Response:
        words = self.errmsg if "rid:" in self.errmsg else f"{self.errmsg} rid: {rid(number)}"
        return answer_json({"errcode": self.errcode, "errmsg": words})


@dataclass(frozen=True, slots=True)
class WechatPattern:
    """A template of the console: all of its keys, such as "thing1", in their order."""

    template_id: str
    keys: tuple[str, ...]


def rid(number: int) -> str:
    """The request id the platform puts behind its words."""
    return f"{0x66000000 + number:08x}-{number * 2654435761 % 2**32:08x}-{number:08x}"


def check_data(pattern: WechatPattern, data: object) -> dict[str, str]:
    """The values sent, by key. Raises Refusal 47003, 45168."""
    if not isinstance(data, dict):
        raise Refusal(47003, "argument invalid! data is not an object")
    values = {str(key): _value(key, inner) for key, inner in data.items()}
    for key in pattern.keys:
        if not values.get(key):
            raise Refusal(47003, f"argument invalid! data.{key}.value is empty")
        if not fits(key, values[key]):
            raise Refusal(47003, f"argument invalid! data.{key}.value invalid")
        if SENSITIVE in values[key]:
            raise Refusal(45168, "sensitive word")
    return values


def check_frame(body: Mapping[str, object]) -> None:
    """State and language. Raises Refusal 47003."""
    if body.get("miniprogram_state", "formal") not in STATES:
        raise Refusal(47003, "argument invalid! miniprogram_state")
    if body.get("lang", "zh_CN") not in LANGUAGES:
        raise Refusal(47003, "argument invalid! lang")
    if not isinstance(body.get("page", ""), str):
        raise Refusal(47003, "argument invalid! page")


def fits(key: str, value: str) -> bool:
    """Whether a value keeps the limit of the kind its key begins with."""
    limit = LIMITS.get(key.rstrip("0123456789"))
    return limit is not None and limit(value)


def _value(key: object, inner: object) -> str:
    value = inner.get("value") if isinstance(inner, dict) else None
    if not isinstance(value, str):
        raise Refusal(47003, f"argument invalid! data.{key}.value is not a string")
    return value


def _is_number(value: str) -> bool:
    whole, point, fraction = value.partition(".")
    if len(whole + fraction) > MOST_SHORT:
        return False
    return whole.isdecimal() and (not point or fraction.isdecimal())


def _is_name(value: str) -> bool:
    return len(value) <= (MOST_THING if value.isascii() else MOST_NAME) and not any(map(str.isdigit, value))


def _is_phrase(value: str) -> bool:
    return len(value) <= MOST_SYMBOLS and all("\u3400" <= sign <= "\u9fff" for sign in value)


def _are_symbols(value: str) -> bool:
    return len(value) <= MOST_SYMBOLS and not any(sign.isalnum() or sign.isspace() for sign in value)


def _all_match(pattern: re.Pattern[str], value: str) -> bool:
    parts = value.split("~")
    return 1 <= len(parts) <= 2 and all(pattern.fullmatch(part.strip()) for part in parts)  # noqa: PLR2004 -- from and until


LIMITS: Mapping[str, Callable[[str], bool]] = {
    "thing": lambda value: len(value) <= MOST_THING,
    "number": _is_number,
    "letter": lambda value: len(value) <= MOST_SHORT and value.isascii() and value.isalpha(),
    "symbol": _are_symbols,
    "character_string": lambda value: len(value) <= MOST_SHORT and value.isascii() and value.isprintable(),
    "time": lambda value: _all_match(TIME, value),
    "date": lambda value: _all_match(DATE, value),
    "amount": lambda value: AMOUNT.fullmatch(value) is not None,
    "phone_number": lambda value: len(value) <= MOST_PHONE and not any(map(str.isalpha, value)),
    "car_number": lambda value: len(value) <= MOST_CAR and value[1:-1].isascii(),
    "name": _is_name,
    "phrase": _is_phrase,
}
