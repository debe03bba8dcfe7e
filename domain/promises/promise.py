"""The promise (承诺): a material that comes later (容缺后补), or a commitment in its place (告知承诺)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from domain.kernel.ids import CaseId, MatterId, PromiseId
from domain.kernel.refusal import Refusal
from domain.kernel.refusals import StepNotAllowed


class PromiseKind(StrEnum):
    DEFER = "defer"  # 容缺受理: the material comes later
    INSTEAD = "instead"  # 告知承诺: the commitment stands in for the proof


class PromiseState(StrEnum):
    OPEN = "open"  # binding
    GIVEN = "given"  # the material was brought, on its way to the back-end
    KEPT = "kept"  # the back-end has the material, or the check found it true
    LATE = "late"  # the day has passed
    UNTRUE = "untrue"  # the check found otherwise
    WITHDRAWN = "withdrawn"  # taken back, or not needed any more


NEXT: Mapping[PromiseKind, Mapping[PromiseState, tuple[PromiseState, ...]]] = MappingProxyType(
    {
        PromiseKind.DEFER: {
            PromiseState.OPEN: (PromiseState.GIVEN, PromiseState.LATE, PromiseState.WITHDRAWN),
            PromiseState.GIVEN: (PromiseState.KEPT, PromiseState.WITHDRAWN),
        },
        PromiseKind.INSTEAD: {
            PromiseState.OPEN: (PromiseState.KEPT, PromiseState.UNTRUE, PromiseState.WITHDRAWN),
        },
    }
)
STATE_WORDS: Mapping[PromiseKind, Mapping[PromiseState, str]] = MappingProxyType(
    {
        PromiseKind.DEFER: {
            PromiseState.OPEN: "待补交",
            PromiseState.GIVEN: "已补交，正在提交审批系统",
            PromiseState.KEPT: "已补交",
            PromiseState.LATE: "逾期未补交",
            PromiseState.WITHDRAWN: "无需补交",
        },
        PromiseKind.INSTEAD: {
            PromiseState.OPEN: "已承诺",
            PromiseState.KEPT: "核查属实",
            PromiseState.UNTRUE: "核查不属实",
            PromiseState.WITHDRAWN: "已撤回承诺",
        },
    }
)
KIND_WORDS: Mapping[PromiseKind, str] = MappingProxyType(
    {PromiseKind.DEFER: "容缺后补", PromiseKind.INSTEAD: "告知承诺"}
)


class PromiseOver(Refusal):
    """Given, too late, taken back, or its case was decided."""

    code, title = "promise-over", "这项承诺现在不能再变更"
    advice = "请刷新页面查看最新进度；如有疑问请联系办理窗口"


class Reminder(StrEnum):
    """The three times a deferral is remembered; a later one makes those before it needless."""

    HALF_TIME = "half-time"
    TWO_DAYS = "two-days"
    LAST_DAY = "last-day"


@dataclass(frozen=True, slots=True)
class Brought:
    """The material as it was brought; the bytes are kept apart. `sm3` lower-case hex, `size` in bytes."""

    content_type: str
    size: int
    sm3: str


@dataclass(slots=True)
class Promise:
    """`days` working days from acceptance (受理) for a deferral; the day itself is never kept: a republished
    calendar gives another (docs/adr/0010-legal-clock.md). `text`: what was signed, whole."""

    promise_id: PromiseId
    case: CaseId
    matter: MatterId
    material: str  # its key
    material_name: str
    kind: PromiseKind
    state: PromiseState
    text_version: str
    text: str
    signed_at: datetime
    days: int | None = None
    reminded: Reminder | None = None  # the last that went out
    brought: Brought | None = None
    brought_at: datetime | None = None
    told_at: datetime | None = None  # the back-end knows how it ended
    checked_by: str = ""
    checked_at: datetime | None = None
    check_note: str = field(default="", repr=False)

    @property
    def state_words(self) -> str:
        return STATE_WORDS[self.kind][self.state]

    def move(self, to: PromiseState) -> tuple[PromiseState, PromiseState]:
        """(from, to), for the ledger. Raises StepNotAllowed."""
        before = self.state
        if to not in NEXT[self.kind].get(before, ()):
            raise StepNotAllowed(f"{self.promise_id}: {before} → {to}")
        self.state = to
        return before, to

    def bring(self, brought: Brought, at: datetime) -> bool:
        """The promised material; False for the very same file once more. Raises PromiseOver."""
        if self.state in (PromiseState.GIVEN, PromiseState.KEPT) and self.brought == brought:
            return False
        if self.kind is not PromiseKind.DEFER or self.state is not PromiseState.OPEN:
            raise PromiseOver(str(self.promise_id))
        self.move(PromiseState.GIVEN)
        self.brought, self.brought_at = brought, at
        return True

    def take_back(self) -> None:
        """By the person, before the decision. Raises PromiseOver."""
        if self.kind is not PromiseKind.INSTEAD or self.state is not PromiseState.OPEN:
            raise PromiseOver(str(self.promise_id))
        self.move(PromiseState.WITHDRAWN)

    def check(self, found: PromiseState, *, by: str, at: datetime, note: str) -> None:
        """What the later check found, by a named clerk. Raises StepNotAllowed."""
        if self.kind is not PromiseKind.INSTEAD or found not in (PromiseState.KEPT, PromiseState.UNTRUE):
            raise StepNotAllowed(f"{self.promise_id}: checked as {found}")
        self.move(found)
        self.checked_by, self.checked_at, self.check_note = by, at, note


def reminder_due(today: date, *, half: date, two_before: date, last: date) -> Reminder | None:
    """The newest reminder whose day has come: one missed while we were down is not sent after all."""
    for reminder, day in (
        (Reminder.LAST_DAY, last),
        (Reminder.TWO_DAYS, two_before),
        (Reminder.HALF_TIME, half),
    ):
        if today >= day:
            return reminder
    return None
