"""The numbers (统计): what the office found, told, took and decided in a period, each defined once, here."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from domain.kernel.refusal import Refusal

LONGEST_DAYS = 366
EARLIEST, LATEST = date(2000, 1, 1), date(2999, 12, 31)  # beyond, a day has no instants to count from


class By(StrEnum):
    """What the numbers are told apart by."""

    ITEM = "item"  # 事项
    BODY = "body"  # 实施机关
    CHANNEL = "channel"  # 渠道


class PeriodInvalid(Refusal):
    code, title = "period-invalid", "统计区间不正确"
    advice = "起止日期按北京时间，起不晚于止，最长一年（366天）"


@dataclass(frozen=True, slots=True)
class Period:
    """Beijing days, both ends inclusive."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Raises PeriodInvalid."""
        is_long = (self.last - self.first).days >= LONGEST_DAYS
        if is_long or not EARLIEST <= self.first <= self.last <= LATEST:
            raise PeriodInvalid(f"{self.first}…{self.last}")

    @property
    def words(self) -> str:
        first, last = (f"{day.year}年{day.month}月{day.day}日" for day in (self.first, self.last))
        return f"{first}至{last}"


@dataclass(slots=True)
class Figures:
    """One row of numbers; MEANINGS says what each counts."""

    found: int = 0
    told: int = 0
    read: int = 0
    accepted: int = 0
    done: int = 0
    refused: int = 0
    withdrawn: int = 0
    decided: int = 0
    in_time: int = 0

    def plus(self, other: "Figures") -> "Figures":
        """Number by number."""
        return Figures(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def share_in_time(self) -> Fraction | None:
        """Of those decided, in time; None without any."""
        return Fraction(self.in_time, self.decided) if self.decided else None


NAMES = tuple(one.name for one in fields(Figures))
LABELS: Mapping[str, str] = MappingProxyType(
    {
        "found": "发现",
        "told": "告知",
        "read": "已读",
        "accepted": "同意办理",
        "done": "办结",
        "refused": "未准予",
        "withdrawn": "撤回",
        "decided": "已决定",
        "in_time": "按承诺时限",
    }
)
MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "found": "区间内编制的推送清单上应提示的，每个事项每本证照一次（不算暂不提示的、发出前去掉的）",
        "told": "区间内第一次成功发出办理提示的事项数（短信或小程序消息，一次提示含几个事项就计几个）",
        "read": "区间内第一次打开办理提示的事项数",
        "accepted": "区间内答复「继续办理」的办件数",
        "done": "区间内作出准予许可决定的办件数",
        "refused": "区间内不予受理、不予许可和退件的办件数",
        "withdrawn": "区间内由申请人撤回的办件数",
        "decided": "区间内作出准予或者不予许可决定、受理后计时的办件数",
        "in_time": "其中决定日不晚于承诺时限最后一日的办件数（依法暂停的日子不计）",
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """`key`: an item's code, a body's code or a channel; `label` as people read it."""

    key: str
    label: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Numbers:
    period: Period
    by: By
    lines: tuple[Line, ...]
    total: Figures
    meanings: Mapping[str, str] = field(default_factory=lambda: MEANINGS)
