"""What a text is billed as (计费条数): one part up to seventy characters, parts of sixty-seven beyond.

Source: help.aliyun.com 44335 and cloud.tencent.com 382/18058 (lengths), read 2026-11-22. The signature with
its 【】 counts. A text of several parts arrives as one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

SINGLE, EACH, MOST = 70, 67, 500


def characters(wording: str) -> int:
    """As the network counts: a rare character of a name outside the first plane takes two places."""
    return len(wording.encode("utf-16-le")) // 2


def segments(wording: str) -> int:
    """`wording`: the whole text, 【signature】 first."""
    length = characters(wording)
    return 1 if length <= SINGLE else -(-length // EACH)


@dataclass(frozen=True, slots=True)
class TextCost:
    """What texts will come to, before the first is sent. `fen`: rounded up."""

    messages: int
    segments: int
    fen: int


def estimate(messages: int, sample: Iterable[int], *, price_fen: Decimal) -> TextCost:
    """Of so many messages, each like those of the sample (their segments); none known: one each.

    Rounded up in the middle: an estimate that is too low helps nobody who signs for it.
    """
    known = tuple(sample)
    parts = messages if not known else -(-messages * sum(known) // len(known))
    return TextCost(messages, parts, int((parts * price_fen).to_integral_value(ROUND_CEILING)))
