"""The call entry (电话联络): everything that asks a clerk to ring one holder about one matter, in one place.

It is never an intent and never a lasting suppression, whatever was replied and whoever replied it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from domain.kernel.ids import CallId, EvidenceId, MatterId
from domain.kernel.personal import Free, Phone
from domain.kernel.refusals import StepNotAllowed


class ReplyKind(StrEnum):
    """Why somebody is to be called."""

    CALL_ME = "call_me"  # 1
    NOT_THIS_TIME = "not_this_time"  # 2
    NOT_ME = "not_me"  # 3
    OTHER = "other"
    UNREACHABLE = "unreachable"  # no reply: no number on file, or nothing arrives there
    LAST_RUNG = "last_rung"  # the last reminder moved nobody
    NO_SMARTPHONE = "no_smartphone"  # asked at 12345 or at the counter
    UNFINISHED = "unfinished"  # said yes, and left the form open


class CallOutcome(StrEnum):
    REACHED_ONLINE = "reached_online"  # 联系上，本人自行在手机办理
    FORM_PREPARED = "form_prepared"  # 电话中已代填，待本人确认
    WANTS_COUNTER = "wants_counter"  # 到窗口办理
    APPOINTMENT_MADE = "appointment_made"  # 已预约窗口
    NOT_REACHED = "not_reached"  # 未接通
    WRONG_NUMBER = "wrong_number"  # 号码有误
    DOES_NOT_WANT = "does_not_want"  # 本人表示不办
    LAPSED = "lapsed"  # 已过期限, by our own worker
    MOOT = "moot"  # 本人已办, by our own worker


@dataclass(frozen=True, slots=True)
class Call:
    """One thing that was said; `evidence`: the words themselves, where somebody wrote any."""

    call_id: UUID
    phone: Phone | None
    kind: ReplyKind
    received_at: datetime
    matter: MatterId | None
    evidence: EvidenceId | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a clerk (`by`: their login, empty for the worker) did about it, and when to try again."""

    at: datetime
    outcome: CallOutcome
    by: str
    again_on: date | None = None
    note: Free | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """How often one thing was said, from when to when."""

    kind: ReplyKind
    times: int
    first: datetime
    last: datetime


@dataclass(slots=True)
class CallEntry:
    """`calls`: at least one, in the order they came in; the first gives the entry its id."""

    call_id: CallId
    matter: MatterId | None
    calls: tuple[Call, ...]
    attempts: tuple[Attempt, ...] = ()
    closed_at: datetime | None = None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Each kind once, in the order they first came."""
        by_kind: dict[ReplyKind, list[datetime]] = {}
        for call in self.calls:
            by_kind.setdefault(call.kind, []).append(call.received_at)
        return tuple(Reason(kind, len(at), min(at), max(at)) for kind, at in by_kind.items())

    @property
    def phones(self) -> tuple[Phone, ...]:
        """The newest first, each once."""
        return tuple(dict.fromkeys(call.phone for call in reversed(self.calls) if call.phone))

    @property
    def since(self) -> datetime:
        return min(call.received_at for call in self.calls)

    @property
    def tries(self) -> int:
        return sum(one.outcome is CallOutcome.NOT_REACHED for one in self.attempts)

    @property
    def again_on(self) -> date | None:
        """The day it was put off to, while it is open."""
        return self.attempts[-1].again_on if self.attempts and self.closed_at is None else None

    @property
    def outcome(self) -> CallOutcome | None:
        return self.attempts[-1].outcome if self.attempts else None

    def settle(self, attempt: Attempt) -> None:
        """Not reached leaves it open; everything else closes it. Raises StepNotAllowed when it is closed."""
        if self.closed_at is not None:
            raise StepNotAllowed(f"{self.call_id}: closed")
        self.attempts = (*self.attempts, attempt)
        if attempt.outcome is not CallOutcome.NOT_REACHED:
            self.closed_at = attempt.at
