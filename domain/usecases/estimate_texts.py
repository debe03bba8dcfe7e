"""Estimate what the texts of a push list (推送清单) come to, for whoever signs it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.catalogue.item import Item
from domain.invitations.outside import SmsSender
from domain.invitations.segments import TextCost, estimate, segments
from domain.kernel.refusal import Refused
from domain.usecases.tell_holder import cut, said_day

TYPICAL = 14  # characters of an organisation's name, where none is known
CODE = "123 456 789"  # as long as every address code


@dataclass(frozen=True, slots=True)
class Told:
    """One who would be told, and of what."""

    party_name: str
    item_name: str
    last_day: date


@dataclass(frozen=True, slots=True)
class EstimateTexts:
    """From the sample's own names and dates, worded as they would be; at most one text each.

    Fewer go out when one holder has several items, or is written to in the mini-program.
    """

    sms: SmsSender
    price_fen: Decimal

    def __call__(self, messages: int, items: Sequence[Item], sample: Iterable[Told]) -> TextCost:
        by_name = {item.name: item for item in items}
        known = [(by_name[one.item_name], one) for one in sample if one.item_name in by_name]
        somebody = "一" * TYPICAL
        told = known or [(item, Told(somebody, item.name, date(2026, 12, 31))) for item in items]
        parts = [found for item, one in told if (found := self._segments(item, one))]
        return estimate(messages, parts, price_fen=self.price_fen)

    def _segments(self, item: Item, told: Told) -> int:
        """0: the office has no such text."""
        values = {
            "org": cut(told.party_name),
            "item": cut(item.licence_type),
            "n": "1",
            "day": said_day(told.last_day),
            "code": CODE,
        }
        try:
            return segments(self.sms.wording(item.notice_template, values))
        except Refused:
            return 0
