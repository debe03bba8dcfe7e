"""What a field of a subscribe message (订阅消息参数) may hold, by the kind its key begins with.

Source: developers.weixin.qq.com/miniprogram/dev/server/API/mp-message-management/subscribe-message/
api_sendmessage, table of value limits, read 2026-11-21.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

THING_LONGEST = 20
_DAY = r"(?:[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})"
_TIME = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?"
_WHEN, _HOUR = rf"{_DAY}(?: {_TIME})?", rf"(?:{_DAY} )?{_TIME}"
_CHINESE = r"[\u3400-\u9fff·]"

KINDS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "thing": re.compile(r".{1,20}", re.DOTALL),
        "number": re.compile(r"(?=.{1,33}$)[0-9]{1,32}(?:\.[0-9]{1,31})?"),
        "letter": re.compile(r"[A-Za-z]{1,32}"),
        "symbol": re.compile(r"[^\w\s]{1,5}"),
        "character_string": re.compile(r"[\x20-\x7e]{1,32}"),
        "time": re.compile(rf"{_HOUR}(?:~{_HOUR})?"),
        "date": re.compile(rf"{_WHEN}(?:~{_WHEN})?"),
        "amount": re.compile(r"[^\w\s]?[0-9]{1,10}(?:\.[0-9]{1,2})?元?"),
        "phone_number": re.compile(r"[0-9+() -]{1,17}"),
        "car_number": re.compile(rf"(?:{_CHINESE}|[0-9A-Z])[0-9A-Z]{{1,6}}(?:{_CHINESE}|[0-9A-Z])"),
        "name": re.compile(rf"{_CHINESE}{{1,10}}|[A-Za-z .]{{1,20}}"),
        "phrase": re.compile(rf"{_CHINESE}{{1,5}}"),
    }
)


def kind_of(key: str) -> str:
    """thing for «thing12»; the whole key when it has no number."""
    return key.rstrip("0123456789")


def fitting(key: str, value: str) -> str | None:
    """The value as it can be sent: a `thing` is cut, anything else is taken as it is or not at all (None)."""
    kind = kind_of(key)
    if kind == "thing" and len(value) > THING_LONGEST:
        value = value[: THING_LONGEST - 1] + "…"
    pattern = KINDS.get(kind)
    return value if pattern is not None and pattern.fullmatch(value) else None
