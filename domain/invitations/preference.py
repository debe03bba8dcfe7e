"""The preferences (偏好设置): how somebody wants to be told, when not, and in which language they read.

They are a person's, whomever they act for. What the law has us tell goes out by text whatever they say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from domain.invitations.quiet import LEAST_OPEN, QuietHours, open_of_a_day, silences_more
from domain.kernel.ids import PartyId
from domain.kernel.party import Channel
from domain.kernel.personal import DocumentNumber
from domain.kernel.refusal import Refusal
from domain.kernel.refusals import ChangedMeanwhile

HOURS = int(LEAST_OPEN.total_seconds()) // 3600


class LastWay(Refusal):
    """Nothing would lead to them any more."""

    code, title = "last-way", "至少要留一种能联系到您的方式"
    advice = "请先打开另一种能收到的方式，再关这一种"


class QuietTooLong(Refusal):
    """With the city's own night too little of the day would be left."""

    code, title = "quiet-too-long", "免打扰时段太长，会收不到提醒"
    advice = f"加上夜间统一免打扰的时间，每天至少要留出 {HOURS} 个小时"


class Language(StrEnum):
    CHINESE = "zh"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one may wish for. `quiet`: beside the city's own hours, never instead of them."""

    muted: frozenset[Channel] = frozenset()
    quiet: QuietHours | None = None
    language: Language | None = None

    def silent(self, *, is_due_by_law: bool) -> frozenset[Channel]:
        """The ways that are not gone. What the law has us tell goes by text all the same."""
        return self.muted - {Channel.SMS} if is_due_by_law else self.muted

    def is_told_less(self, than: "Wishes") -> bool:
        """A way is off that was on, or some hour is quiet that was not."""
        return bool(self.muted - than.muted) or silences_more(than.quiet, self.quiet)

    def changed(self, other: "Wishes") -> tuple[str, ...]:
        """In what they differ, as the ledger names it."""
        named = (
            ("ways", self.muted != other.muted),
            ("quiet-hours", self.quiet != other.quiet),
            ("language", self.language != other.language),
        )
        return tuple(name for name, is_other in named if is_other)


@dataclass(slots=True)
class Preference:
    """Version 0: they never changed anything."""

    person: PartyId
    wishes: Wishes = Wishes()
    version: int = 0
    changed_at: datetime | None = None

    def change(
        self, wishes: Wishes, *, seen: int, reached: frozenset[Channel], city: QuietHours | None, at: datetime
    ) -> bool:
        """`seen`: the version they looked at; `reached`: the ways that lead to them now. False, whatever they
        looked at, when they have it so already.

        Raises ChangedMeanwhile, LastWay, QuietTooLong.
        """
        if wishes == self.wishes:
            return False
        if seen != self.version:
            raise ChangedMeanwhile(str(self.person))
        if wishes.muted - self.wishes.muted and not reached - wishes.muted:
            raise LastWay
        if wishes.quiet is not None and wishes.quiet != self.wishes.quiet:
            hours = (wishes.quiet, city) if city else (wishes.quiet,)
            if open_of_a_day(hours) < LEAST_OPEN or wishes.quiet.starts == wishes.quiet.ends:
                raise QuietTooLong
        self.wishes, self.version, self.changed_at = wishes, self.version + 1, at
        return True


class Preferences(Protocol):
    """Adapter: adapters/postgres/preferences.py."""

    async def of(self, person: PartyId) -> Preference:
        """The usual, of version 0, when they never changed anything."""
        ...

    async def take(self, person: PartyId) -> Preference:
        """Likewise, by one asker at a time until the transaction ends, also when there is none yet."""
        ...

    async def of_numbers(self, *numbers: DocumentNumber) -> Mapping[DocumentNumber, Preference]:
        """By identity number, of those people we ever met."""
        ...

    async def save(self, preference: Preference) -> None: ...


LABELS: Mapping[Channel, str] = MappingProxyType(
    {
        Channel.APP: "手机应用",
        Channel.MINI_PROGRAM: "微信小程序",
        Channel.OFFICIAL_ACCOUNT: "微信公众号",
        Channel.SMS: "短信",
    }
)
_READY: Mapping[Channel, str] = MappingProxyType(
    {
        Channel.APP: "在打开了提醒的手机应用里收到",
        Channel.MINI_PROGRAM: "在微信的“服务通知”里收到",
        Channel.OFFICIAL_ACCOUNT: "在关注的公众号里收到",
    }
)
_NOT_READY: Mapping[Channel, str] = MappingProxyType(
    {
        Channel.APP: "还没有在手机应用里打开提醒",
        Channel.MINI_PROGRAM: "还没有在微信小程序里允许提醒",
        Channel.OFFICIAL_ACCOUNT: "还没有关注公众号，或者没有在小程序里认证过",
    }
)
_SMS_ON = "收不到别的提醒时发短信。关掉后，补正、决定等依法要告知您的，照样发短信"
_SMS_ONLY = "现在只有短信能联系到您，先打开另一种能收到的方式才能关"
_SMS_OFF = "到期提醒不发短信；补正、决定等依法要告知您的照样发。别的方式都送不到时，由工作人员打电话"


@dataclass(frozen=True, slots=True)
class WayLine:
    """`is_ready`: whether it leads to them now; `why`: what to know of it, in words."""

    channel: Channel
    label: str
    is_on: bool
    is_ready: bool
    may_turn_off: bool
    why: str


def way_line(channel: Channel, wishes: Wishes, reached: frozenset[Channel]) -> WayLine:
    """`reached`: the offered ways that lead to them now, texts among them."""
    is_on, is_ready = channel not in wishes.muted, channel in reached
    may_turn_off = bool(reached - wishes.muted - {channel})
    if channel is Channel.SMS:
        why = (_SMS_ON if may_turn_off else _SMS_ONLY) if is_on else _SMS_OFF
    else:
        why = (_READY if is_ready else _NOT_READY)[channel]
    return WayLine(channel, LABELS[channel], is_on, is_ready, may_turn_off, why)
