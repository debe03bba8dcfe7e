"""The licence (证照) in the wallet: a reference to the authority's e-licence, never one of ours."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.kernel.ids import LicenceId, PartyId
from domain.kernel.refusal import Refusal


class LicenceStatus(StrEnum):
    """Canonical (standards differ: adapters map); the derived ones are never stored."""

    VALID = "valid"
    SUSPENDED = "suspended"  # 暂扣
    REVOKED = "revoked"  # 撤销/吊销
    CANCELLED = "cancelled"  # 注销
    RESTRICTED = "restricted"  # 受限
    SUPERSEDED = "superseded"  # replaced by a newer version
    UNKNOWN = "unknown"
    EXPIRED = "expired"  # 已过期, derived
    EXPIRING = "expiring"  # 即将到期, derived
    RENEWING = "renewing"  # 换发中, derived


WORDS = {
    LicenceStatus.VALID: "有效",
    LicenceStatus.SUSPENDED: "已暂扣",
    LicenceStatus.REVOKED: "已撤销",
    LicenceStatus.CANCELLED: "已注销",
    LicenceStatus.RESTRICTED: "受限使用",
    LicenceStatus.SUPERSEDED: "已换发新证",
    LicenceStatus.UNKNOWN: "状态待核实",
    LicenceStatus.EXPIRED: "已过期",
    LicenceStatus.EXPIRING: "即将到期",
    LicenceStatus.RENEWING: "换发中",
}
EXPIRING_DAYS = 60
CONFIRMED_FOR = timedelta(hours=24)  # our choice: a night's outage of the bank, and no more
IN_FORCE = frozenset({LicenceStatus.VALID, LicenceStatus.EXPIRING, LicenceStatus.RENEWING})
TAIL = 5  # characters: enough to tell one's own cards apart, too few to quote


class LicenceNotShowable(Refusal):
    """`why`: its status."""

    code, title = "licence-not-showable", "该证照当前不能出示"
    advice = "请查看证照状态；如有疑问请拨打12345"


class PurposeNotRegistered(Refusal):
    """A verifier may look for the purposes it registered, and for no other."""

    code, title = "purpose-not-registered", "核验用途未登记"
    advice = "请选择贵单位已登记的用途"


@dataclass(slots=True)
class Licence:
    """`identifier`: 证照标识, never rewritten; `valid_until` inclusive, None for 长期.

    `confirmed_at`: when the bank last said how it stands; None: not since its content was fetched.
    """

    licence_id: LicenceId
    holder: PartyId
    identifier: str
    number: str
    name: str
    licence_type: str
    issuer: str
    valid_from: date | None
    valid_until: date | None
    status: LicenceStatus
    fetched_at: datetime
    version: int = 0
    confirmed_at: datetime | None = None

    def shown_as(self, *, today: date, is_renewing: bool) -> LicenceStatus:
        """What people see: 已过期 once the date is past, whatever is pending; else 换发中."""
        if self.status is not LicenceStatus.VALID:
            return self.status
        if self.valid_until is not None and today > self.valid_until:
            return LicenceStatus.EXPIRED
        if is_renewing:
            return LicenceStatus.RENEWING
        if self.valid_until is not None and (self.valid_until - today).days <= EXPIRING_DAYS:
            return LicenceStatus.EXPIRING
        return LicenceStatus.VALID

    @property
    def last_confirmed(self) -> datetime:
        """最近核对: whatever the bank tells of a licence confirms how it stands."""
        return max(self.fetched_at, self.confirmed_at or self.fetched_at)

    def is_confirmed(self, now: datetime) -> bool:
        """Whether what we keep may still be called the bank's word."""
        return now - self.last_confirmed <= CONFIRMED_FOR

    @property
    def number_tail(self) -> str:
        return self.number[-TAIL:]
