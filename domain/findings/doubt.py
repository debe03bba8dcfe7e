"""The doubt (疑点): what only a named clerk can read: road renamed or moved, one name twice, an old row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType

from domain.findings.ports import Candidate, Move
from domain.kernel.ids import DoubtId, StaffId
from domain.kernel.refusals import StepNotAllowed


class DoubtState(StrEnum):
    OPEN = "open"  # 待核实
    CLEARED = "cleared"  # 非迁移
    MOVED = "moved"  # 实为迁移
    SET_ASIDE = "set_aside"  # 不予推送, of what is no change of address


class DoubtKind(StrEnum):
    ADDRESS = "address"  # 非迁移？
    SAME_NAME = "same-name"  # 同名
    STALE = "stale"  # 陈旧数据


NEXT: Mapping[DoubtState, tuple[DoubtState, ...]] = MappingProxyType(
    {
        DoubtState.OPEN: (DoubtState.CLEARED, DoubtState.MOVED, DoubtState.SET_ASIDE),
        # settled by mistake: another clerk may say otherwise, once (see `correct`)
        DoubtState.CLEARED: (DoubtState.MOVED, DoubtState.SET_ASIDE),
        DoubtState.MOVED: (DoubtState.CLEARED,),
        DoubtState.SET_ASIDE: (DoubtState.CLEARED,),
    }
)
VERDICTS: Mapping[DoubtKind, frozenset[DoubtState]] = MappingProxyType(
    {
        DoubtKind.ADDRESS: frozenset({DoubtState.CLEARED, DoubtState.MOVED}),
        DoubtKind.SAME_NAME: frozenset({DoubtState.CLEARED, DoubtState.SET_ASIDE}),
        DoubtKind.STALE: frozenset({DoubtState.CLEARED, DoubtState.SET_ASIDE}),
    }
)
KEY = 30  # hex digits, after the kind: as long as a change id may be


@dataclass(slots=True)
class Doubt:
    """One a change. `record_id`: a licence of the same holder, to ask the register who it is.

    One about a row of the register has a key of its own in `change_id` (see `question_key`), the event it
    holds back in `event`, and of a name that stands twice the other row in `other`.
    """

    doubt_id: DoubtId
    change_id: str
    record_id: str
    opened_at: datetime
    state: DoubtState = DoubtState.OPEN
    settled_by: StaffId | None = None
    settled_at: datetime | None = None
    reason: str | None = None  # in the clerk's words
    overruled: StaffId | None = None  # who had settled it the other way; once said, it stays
    kind: DoubtKind = DoubtKind.ADDRESS
    event: str = ""
    other: str = ""

    def settle(self, to: DoubtState, *, by: StaffId, at: datetime, reason: str) -> bool:
        """True when it is news; the same again changes nothing. Raises StepNotAllowed: settled otherwise."""
        if to is self.state:
            return False
        if self.state is not DoubtState.OPEN:
            raise self._not_allowed(to)
        self._become(to, by, at, reason)
        return True

    def is_correctable(self, *, by: StaffId) -> bool:
        """Settled, by another clerk than this one, and never corrected yet."""
        is_second_pair_of_eyes = self.settled_by is not None and by != self.settled_by
        return self.state is not DoubtState.OPEN and self.overruled is None and is_second_pair_of_eyes

    def correct(self, to: DoubtState, *, by: StaffId, at: datetime, reason: str) -> None:
        """The other verdict, once, by another clerk than the first. Raises StepNotAllowed."""
        if not self.is_correctable(by=by):
            raise self._not_allowed(to)
        first = self.settled_by
        self._become(to, by, at, reason)
        self.overruled = first

    def _become(self, to: DoubtState, by: StaffId, at: datetime, reason: str) -> None:
        if to not in NEXT[self.state] or to not in VERDICTS[self.kind]:
            raise self._not_allowed(to)
        self.state, self.settled_by, self.settled_at, self.reason = to, by, at, reason

    def _not_allowed(self, to: DoubtState) -> StepNotAllowed:
        return StepNotAllowed(f"{self.doubt_id}: {self.state} → {to}")


def question_key(kind: DoubtKind, event_key: str) -> str:
    """The same for the same question about the same event: settled once, it is not asked again."""
    return f"{kind}:{sha256(event_key.encode()).hexdigest()[:KEY]}"


def has_moved(candidate: Candidate, doubt: Doubt | None, *, not_moved_only: bool) -> bool:
    """Whether the item is closed to this candidate, because the register or a clerk says it moved."""
    if not not_moved_only:
        return False
    by_clerk = doubt is not None and doubt.state is DoubtState.MOVED
    return candidate.move is Move.ELSEWHERE or (candidate.move is Move.UNCLEAR and by_clerk)


def needs_clerk(candidate: Candidate, doubt: Doubt | None, *, not_moved_only: bool) -> bool:
    """Whether nobody can tell yet if it moved, and the item depends on it."""
    is_settled = doubt is not None and doubt.state is not DoubtState.OPEN
    return not_moved_only and candidate.move is Move.UNCLEAR and not is_settled
