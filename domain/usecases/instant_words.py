"""How what an instant rule (秒批规则) was given is read by people; the codes stay in what is signed."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from domain.catalogue.instant import Input, Said, Value
from domain.licences.licence import WORDS as LICENCE_WORDS
from domain.usecases.compose_shown import FIELDS
from domain.usecases.compose_shown import said as day_said
from domain.usecases.form_values import STANDING_WORDS

ENDLESS = "长期"
NONE, UNSETTLED = "无", "状态待核实"


def in_words(asked: Input, said: Said) -> str:
    """Never empty where something was said; a word the registers never told us before stands as it is."""
    return said.words or _READ[asked](said.value) or NONE


def _coded(words: Mapping[str, str]) -> Callable[[Value], str]:
    return lambda value: words.get(str(value)) or str(value)


def _counted(unit: str) -> Callable[[Value], str]:
    return lambda value: f"{value}{unit}" if value else NONE


def _day(value: Value) -> str:
    if not isinstance(value, date):
        return str(value)
    return ENDLESS if value == date.max else day_said(value)


def _fields(value: Value) -> str:
    changed = value if isinstance(value, tuple) else (str(value),)
    known = [words for field, words in FIELDS.items() if field in changed]
    return "、".join((*known, *(field for field in changed if field not in FIELDS))) or NONE


_READ: Mapping[Input, Callable[[Value], str]] = MappingProxyType(
    {
        Input.TODAY: _day,
        Input.LICENCE_STATUS: _coded({str(status): words for status, words in LICENCE_WORDS.items()}),
        Input.LICENCE_VALID_UNTIL: _day,
        Input.LICENCE_ISSUING_BODY: str,
        Input.HOLDER_KIND: str,  # the register's own word
        Input.REGISTER_STANDING: _coded(
            {**{str(one): words for one, words in STANDING_WORDS.items()}, "unknown": UNSETTLED}
        ),
        Input.REGISTER_DIFFERING_COUNT: _counted("项不一致"),
        Input.CHANGE_FIELDS: _fields,
        Input.CHANGE_MOVE: _coded({"none": NONE, "unclear": "看不出是否搬迁", "elsewhere": "搬到了别处"}),
        Input.DAYS_SINCE_CHANGE: lambda value: f"{value}天",
        Input.ACTOR_CAPACITY: str,  # likewise
        Input.DISPUTED_COUNT: _counted("项"),
        Input.OVERRIDDEN_COUNT: _counted("项"),
        Input.MATERIALS_MISSING_COUNT: _counted("份"),
        Input.OLD_CERTIFICATE: _coded({"yes": "已收到", "no": "还没有收到", "not-needed": "无需交回"}),
    }
)
