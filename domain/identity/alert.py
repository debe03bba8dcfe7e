"""An alert (安全提醒): what a person is told about their own access, on the phone and by a text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from domain.kernel.ids import AlertId, PartyId
from domain.kernel.personal import Phone

Facts = Mapping[str, str | int | bool | None]


class AlertKind(StrEnum):
    REUSED = "refresh-reused"
    OTHER_DEVICE = "other-device"


@dataclass(frozen=True, slots=True)
class AlertWords:
    """`happened`: short enough for one variable of a text message."""

    title: str
    happened: str
    advice: str


_KEEP_CALM = "我们已让这次登录退出，您的资料没有改变。请在「登录的设备」里看看有没有不认识的，有就让它退出。"
WORDS: Mapping[AlertKind, AlertWords] = MappingProxyType(
    {
        AlertKind.REUSED: AlertWords("您的登录凭证被重复使用", "登录凭证被重复使用", _KEEP_CALM),
        AlertKind.OTHER_DEVICE: AlertWords("有别的设备用了您的登录", "登录在别的设备上被使用", _KEEP_CALM),
    }
)


@dataclass(slots=True)
class Alert:
    """`facts`: ids, codes and states only; `told_at`: when the text went out, if any did."""

    alert_id: AlertId
    person: PartyId
    kind: AlertKind
    facts: Facts
    made_at: datetime
    party: PartyId | None = None
    told_at: datetime | None = None
    read_at: datetime | None = None


class Alerts(Protocol):
    """Adapter: adapters/postgres/alerts.py."""

    async def add(self, alert: Alert) -> None: ...

    async def by_id(self, alert: AlertId) -> Alert | None: ...

    async def mark_told(self, alert: AlertId, at: datetime) -> None: ...

    async def of(self, person: PartyId, *, size: int) -> tuple[Alert, ...]:
        """The newest first. What only a newer version of the program has words for is left out."""
        ...

    async def mark_read(self, person: PartyId, at: datetime) -> None:
        """All of this person's that are unread."""
        ...

    async def unread(self, person: PartyId) -> int: ...


class PersonPhones(Protocol):
    """Numbers a person gave us. Adapter: adapters/postgres/alerts.py."""

    async def of(self, person: PartyId) -> tuple[Phone, ...]:
        """Those they sign in with, the one used last first; then those they gave the mini-program."""
        ...
