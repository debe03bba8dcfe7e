"""Erasure of one's own data (删除个人信息): what goes, what the law has us keep, why, and until when.

个人信息保护法 §47: what is no longer needed goes when the person asks; where a law sets a time it stays, for
nothing else. What goes, goes in families, each by itself, so that an interrupted erasure goes on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType

from domain.kernel.ids import ErasureId, ItemCode, PartyId
from domain.kernel.refusal import Refusal


class ErasurePreviewChanged(Refusal):
    """What they agreed to is not what would happen now."""

    code, title = "erasure-preview-changed", "可以删除或依法保留的内容有变化"
    advice = "请重新看一遍再确认"


class Family(StrEnum):
    """What goes together, in the order in which it goes: who finds others goes after them."""

    COPIES = "copies"
    ADDRESSES = "addresses"
    SUBSCRIPTIONS = "subscriptions"
    CALLS = "calls"
    NOTICES = "notices"
    APPOINTMENTS = "appointments"
    FORMS = "forms"
    WALLET = "wallet"
    ALERTS = "alerts"
    CONSENTS = "consents"
    PREFERENCES = "preferences"
    WECHAT = "wechat"
    PHONES = "phones"
    SESSIONS = "sessions"

    @property
    def words(self) -> str:
        return _WORDS[self]


# of a natural person alone: an organisation has none of these
PERSONAL = frozenset(
    {
        Family.ADDRESSES,
        Family.SUBSCRIPTIONS,
        Family.ALERTS,
        Family.CONSENTS,
        Family.PREFERENCES,
        Family.WECHAT,
        Family.PHONES,
        Family.SESSIONS,
    }
)
SIGNING_IN = frozenset({Family.WECHAT, Family.PHONES, Family.SESSIONS})  # with them sessions end or go
_WORDS: Mapping[Family, str] = MappingProxyType(
    {
        Family.COPIES: "整理好待下载的信息副本",
        Family.ADDRESSES: "地址簿",
        Family.SUBSCRIPTIONS: "微信提醒的订阅记录",
        Family.CALLS: "已处理完的来电、电话号码和联络备注",
        Family.NOTICES: "已结束事项的提示短信、微信内容和接收号码",
        Family.APPOINTMENTS: "已过期的窗口预约",
        Family.FORMS: "已结束办件里没有确认过的表单和材料（已经归档的，档案里还有）",
        Family.WALLET: "卡包里的证照副本（以后打开卡包会重新领取）",
        Family.ALERTS: "读过满六个月的安全提醒",
        Family.CONSENTS: "撤回满三年的刷脸同意记录",
        Family.PREFERENCES: "提醒方式、免打扰时段、语言和卡片顺序（以后按默认的办）",
        Family.WECHAT: "绑定的微信账号和手机号（用它的登录会退出），以及关注公众号的记录",
        Family.PHONES: "绑定的登录手机号（用它的登录会退出）",
        Family.SESSIONS: "结束满六个月的登录记录，以及接收提醒的应用",
    }
)


class Stay(StrEnum):
    """What stays."""

    RUNNING = "running"
    CASE = "case"
    EVIDENCE = "evidence"
    LEDGER = "ledger"
    IDENTITY = "identity"
    ACCESSES = "accesses"
    LOGS = "logs"
    ERASURE = "erasure"
    OTHERS = "others"
    DEALINGS = "dealings"
    OPEN = "open"
    MANDATES = "mandates"
    VOICES = "voices"
    LICENCES = "licences"
    REGISTERS = "registers"
    CHECKS = "checks"


@dataclass(frozen=True, slots=True)
class Kept:
    """`until`: its last day; None where `when` alone says it."""

    stay: Stay
    what: str
    basis: str
    when: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class HeldCase:
    """`until`: the last day its archive is kept; None for ever, where there is one."""

    item: ItemCode
    item_version: int | None
    number: str
    is_over: bool
    is_archived: bool
    until: date | None


@dataclass(frozen=True, slots=True)
class Going:
    family: Family
    count: int


@dataclass(frozen=True, slots=True)
class Preview:
    goes: tuple[Going, ...]
    stays: tuple[Kept, ...]

    @property
    def digest(self) -> bytes:
        """Of the text that is agreed to. Numbers of rows are no part of it: to agree needs a new session."""
        lines = [f"{one.family}\t{one.family.words}" for one in self.goes]
        lines += [
            "\t".join((one.stay, one.what, one.basis, one.when, str(one.until or ""))) for one in self.stays
        ]
        return sha256("\n".join(lines).encode()).digest()


class ErasureState(StrEnum):
    ASKED = "asked"
    DONE = "done"


@dataclass(slots=True)
class Erasure:
    """`gone`: how many of each family, written down as each goes."""

    erasure_id: ErasureId
    party: PartyId
    person: PartyId  # who asked
    asked_at: datetime
    stays: tuple[Kept, ...]
    gone: dict[Family, int]
    state: ErasureState = ErasureState.ASKED
    done_at: datetime | None = None

    @property
    def is_done(self) -> bool:
        return self.state is ErasureState.DONE

    def finish(self, now: datetime) -> None:
        self.state, self.done_at = ErasureState.DONE, now


def families(*, is_person: bool) -> tuple[Family, ...]:
    """Which there are for a party, in their order."""
    return tuple(one for one in Family if is_person or one not in PERSONAL)
