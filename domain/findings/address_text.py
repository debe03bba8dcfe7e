"""What a changed address text (住所) may mean: written differently, perhaps a move, or a move for certain.

Never says «not moved» of a text whose road or number differs: that is for a clerk to settle (非迁移).
"""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from domain.findings.ports import Move

# the city's districts and county-level cities in force. A code of before a merger or a renaming is not
# among them: 370282 became 370215 and nobody moved.
# Source: GB/T 2260, as five published data sets agree on it, read 2026-11
DIVISIONS: Mapping[str, str] = MappingProxyType(
    {
        "370202": "市南区",
        "370203": "市北区",
        "370211": "黄岛区",
        "370212": "崂山区",
        "370213": "李沧区",
        "370214": "城阳区",
        "370215": "即墨区",
        "370281": "胶州市",
        "370283": "平度市",
        "370285": "莱西市",
    }
)
_ABOVE = ("山东省", "青岛市")
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])\s+(?=[0-9])")
_SPACE = re.compile(r"\s+")


def weigh_move(before: str, after: str, before_division: str, after_division: str) -> Move:
    """Divisions are six digits, empty when the register does not tell them."""
    known = before_division in DIVISIONS and after_division in DIVISIONS
    if known and before_division != after_division:
        return Move.ELSEWHERE
    old, new = _written(before), _written(after)
    if old == new and (before_division == after_division or _names_division(new)):
        return Move.NONE
    if known and _within(old, before_division) == _within(new, after_division):
        return Move.NONE
    return Move.UNCLEAR


def _written(text: str) -> str:
    """One way of writing it: width, spaces, 号 for #, without the province and the city.

    A space between two digits parts them: «1 12号» is not «112号».
    """
    one = _BETWEEN_DIGITS.sub("_", unicodedata.normalize("NFKC", text).strip())
    one = _SPACE.sub("", one).replace("#", "号").upper()
    for name in _ABOVE:
        one = one.removeprefix(name)
    return one


def _within(text: str, division: str) -> str:
    return text.removeprefix(DIVISIONS[division])


def _names_division(text: str) -> bool:
    return text.startswith(tuple(DIVISIONS.values()))
