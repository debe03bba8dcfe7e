"""A call (电话联络) about a parcel: whom a clerk reached, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType


class Outcome(StrEnum):
    COMING = "coming"
    NO_ANSWER = "no_answer"
    NO_ORDER = "no_order"  # the courier never had it, or it is dead: another may be ordered
    HAS_ORDER = "has_order"
    LOST = "lost"
    SETTLED = "settled"  # with the holder of an old certificate that was lost on its way back
    # what a clerk writes down beside an act of theirs
    RECEIVED = "received"
    DECLARED_LOST = "declared_lost"


OUTCOME_WORDS: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.COMING: "对方答应办，明天再看",
        Outcome.NO_ANSWER: "没有打通",
        Outcome.NO_ORDER: "快递公司没有这一单",
        Outcome.HAS_ORDER: "快递公司有这一单",
        Outcome.LOST: "快递公司确认遗失",
        Outcome.SETTLED: "已与持证人商定补证",
        Outcome.RECEIVED: "持证人确认已收到",
        Outcome.DECLARED_LOST: "已登记遗失",
    }
)


@dataclass(frozen=True, slots=True)
class Call:
    """`by`: the clerk's login; `words`: what they wrote, which may name people."""

    at: datetime
    by: str
    outcome: Outcome
    words: str = field(default="", repr=False)
