"""The case (办件): one party's application for one item, from yes to delivery. Pure state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from domain.cases.waiting import Wait
from domain.kernel.ids import CaseId, CaseNumber, ItemCode, MandateId, MatterId, PartyId
from domain.kernel.refusals import StepNotAllowed


class CaseState(StrEnum):
    INTENDED = "intended"  # 已确认意向: this is the application, its time counts
    WITH_STAFF = "with_staff"  # 转人工: a disputed value is what the item is about
    CONFIRMED = "confirmed"  # 申报信息已确认
    FILED = "filed"  # 已提交审批系统, 办件编号 known
    SUPPLEMENTING = "supplementing"  # 待补正: told once what is missing
    ACCEPTED = "accepted"  # 已受理
    NOT_ACCEPTED = "not_accepted"  # 不予受理
    GRANTED = "granted"  # 准予许可, the licence bank not asked yet
    DENIED = "denied"  # 不予许可
    LICENSED = "licensed"  # 办结: signed push and the bank's identifier are both here
    DELIVERED = "delivered"  # 已送达
    CLOSED = "closed"  # 已归档
    RETURNED = "returned"  # 已退件: what was asked for did not come in time
    WITHDRAWN = "withdrawn"  # 已撤回 by the person, before a decision
    REVOKED = "revoked"  # 已撤销: a granted one taken back by who granted it (行政许可法 §69)


NEXT: Mapping[CaseState, tuple[CaseState, ...]] = MappingProxyType(
    {
        CaseState.INTENDED: (CaseState.CONFIRMED, CaseState.WITH_STAFF, CaseState.WITHDRAWN),
        CaseState.WITH_STAFF: (CaseState.INTENDED, CaseState.CONFIRMED, CaseState.WITHDRAWN),
        CaseState.CONFIRMED: (CaseState.FILED, CaseState.WITHDRAWN),
        CaseState.FILED: (
            CaseState.SUPPLEMENTING,
            CaseState.ACCEPTED,
            CaseState.NOT_ACCEPTED,
            CaseState.GRANTED,
            CaseState.DENIED,
            CaseState.WITHDRAWN,
        ),
        CaseState.SUPPLEMENTING: (
            CaseState.FILED,
            CaseState.ACCEPTED,
            CaseState.NOT_ACCEPTED,
            CaseState.GRANTED,
            CaseState.DENIED,
            CaseState.RETURNED,
            CaseState.WITHDRAWN,
        ),
        CaseState.ACCEPTED: (
            CaseState.GRANTED,
            CaseState.DENIED,
            CaseState.RETURNED,
            CaseState.WITHDRAWN,
        ),
        CaseState.GRANTED: (CaseState.LICENSED, CaseState.REVOKED),
        CaseState.LICENSED: (CaseState.DELIVERED, CaseState.REVOKED),
        CaseState.DELIVERED: (CaseState.CLOSED, CaseState.REVOKED),
        CaseState.NOT_ACCEPTED: (CaseState.CLOSED,),
        CaseState.DENIED: (CaseState.CLOSED,),
        CaseState.RETURNED: (CaseState.CLOSED,),
        CaseState.WITHDRAWN: (CaseState.CLOSED,),
        CaseState.CLOSED: (CaseState.REVOKED,),
    }
)


# ended without what was asked for: whatever was collected goes back
UNGRANTED = frozenset({CaseState.DENIED, CaseState.NOT_ACCEPTED, CaseState.RETURNED, CaseState.WITHDRAWN})
# decided, and the licence issued where it was granted: parcels, rating and archive may still come
SETTLED = UNGRANTED | {CaseState.LICENSED, CaseState.DELIVERED, CaseState.CLOSED, CaseState.REVOKED}


@dataclass(slots=True)
class Case:
    """`push_seq`: the newest push of the back-end that was applied; older ones move nothing."""

    case_id: CaseId
    matter: MatterId
    item: ItemCode
    party: PartyId
    actor: PartyId  # the natural person who said yes
    capacity: str  # 负责人 … at the moment of yes
    state: CaseState
    intended_at: datetime
    number: CaseNumber | None = None
    confirmed_at: datetime | None = None
    filed_at: datetime | None = None
    accepted_at: datetime | None = None
    decided_at: datetime | None = None
    delivered_at: datetime | None = None
    push_seq: int = 0
    filing_tried_at: datetime | None = None  # a try is out, or was when we were killed
    materials_put_at: datetime | None = None  # the back-end has every material's bytes
    version: int = 0
    item_version: int | None = None  # the one it began with and keeps; None: begun before there were several
    deemed_accepted_at: datetime | None = None  # when nobody had said what was missing (行政许可法 §32)
    ended_at: datetime | None = None  # when it became one of UNGRANTED
    ended_as: CaseState | None = None  # what it was when it was closed
    mandate: MandateId | None = None  # by which its actor acted, when by one
    body: str | None = None  # whose decision it is (实施机关); None: begun before cases kept it

    waits: Wait | None = None  # for the outside, which is away
    waited: tuple[Wait, ...] = ()  # those that are over

    def begin_wait(self, system: str, since: datetime) -> bool:
        """Whether that is news: one wait at a time, and none begins before the last one ended."""
        if self.waits is not None:
            return False
        over = max((one.until for one in self.waited if one.until), default=since)
        self.waits = Wait(system, max(since, over))
        return True

    def end_wait(self, at: datetime) -> bool:
        """Whether there was one."""
        if self.waits is None:
            return False
        self.waited = (*self.waited, Wait(self.waits.system, self.waits.since, max(at, self.waits.since)))
        self.waits = None
        return True

    def move(self, to: CaseState) -> tuple[CaseState, CaseState]:
        """One step: (from, to), for the ledger. Raises StepNotAllowed."""
        before = self.state
        if to not in NEXT.get(before, ()):
            raise StepNotAllowed(f"{self.case_id}: {before} → {to}")
        self.state = to
        if to is CaseState.CLOSED:
            self.ended_as = before
        self.version += 1
        return before, to


class ReplayDiffers(ValueError):
    """The ledger's story and the row disagree: for `palm case replay`."""


def replay(steps: tuple[tuple[CaseState, CaseState], ...]) -> CaseState:
    """The state the ledger's moves lead to. Raises ReplayDiffers when a move does not follow the last."""
    state = CaseState.INTENDED
    for before, after in steps:
        if before is not state or after not in NEXT.get(before, ()):
            raise ReplayDiffers(f"{state}: {before} → {after}")
        state = after
    return state
