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
    MANDATE_GIVEN = "mandate-given"  # 授权委托
    MANDATE_USED = "mandate-used"
    MANDATE_ENDED = "mandate-ended"
    COPY_ASKED = "data-export-asked"  # 个人信息副本
    APP_BOUND = "app-bound"  # 应用绑定
    TOLD_LESS = "told-less"  # 偏好设置: a way turned off, or more of the day quiet
    ADDRESS_CHANGED = "address-changed"  # 地址簿


@dataclass(frozen=True, slots=True)
class AlertWords:
    """`happened`: short enough for one variable of a text message."""

    title: str
    happened: str
    advice: str


_KEEP_CALM = "我们已让这次登录退出，您的资料没有改变。请在「登录的设备」里看看有没有不认识的，有就让它退出。"
_REVOKE = "如果不是您的意思，请在「谁能代表我」里撤销它，撤销后马上失效；已提交的事可以撤回。"
WORDS: Mapping[AlertKind, AlertWords] = MappingProxyType(
    {
        AlertKind.REUSED: AlertWords(
            "您的登录凭证被重复使用", "您的登录凭证被重复使用，已让它退出", _KEEP_CALM
        ),
        AlertKind.OTHER_DEVICE: AlertWords(
            "有别的设备用了您的登录", "您的登录在别的设备上被使用，已让它退出", _KEEP_CALM
        ),
        AlertKind.MANDATE_GIVEN: AlertWords("您授权了他人代办", "您授权他人代办事项", _REVOKE),
        AlertKind.MANDATE_USED: AlertWords("受托人用您的授权办了事", "受托人代您办理事项", _REVOKE),
        AlertKind.COPY_ASKED: AlertWords(
            "有一份您的信息副本正在整理",
            "您申请了一份信息副本",
            "如果不是您申请的，请马上在「登录的设备」里全部退出，再到窗口或拨打12345告诉我们。",
        ),
        AlertKind.APP_BOUND: AlertWords(
            "一台手机上的应用开始接收您的提醒",
            "一台手机的应用开始接收您的提醒",
            "如果不是您本人开启的，请马上在「登录的设备」里让那一台退出，以后的提醒会用其他方式发给您。",
        ),
        AlertKind.TOLD_LESS: AlertWords(
            "您接收提醒的方式或时段减少了",
            "您接收提醒的方式或时段被减少",
            "如果不是您改的，请马上在「登录的设备」里让不认识的退出，再到「设置」里改回来。",
        ),
        AlertKind.ADDRESS_CHANGED: AlertWords(
            "您地址簿里的地址改动了",
            "您地址簿里的地址或电话被改动",
            "如果不是您改的，请马上在「登录的设备」里让不认识的退出，再到「地址簿」里改回来；寄件前请核对地址。",
        ),
        AlertKind.MANDATE_ENDED: AlertWords(
            "一份代办授权已结束", "一份代办授权已结束", "从现在起不能再凭它办理，已办的事不受影响。"
        ),
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
