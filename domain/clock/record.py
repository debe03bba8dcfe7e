"""What was done to a case's clock (计时记录): its stops and its extension, each by a named person."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from domain.clock.calendar import Limit
from domain.clock.clock import ClockStepNotAllowed, Extension, LegalClock, Suspension, SuspensionReason
from domain.kernel.ids import CaseId, StopId
from domain.kernel.refusal import Refusal


class ExtensionSignerIsPreparer(Refusal):
    """Nobody signs what they prepared."""

    code, title = "extension-signer-is-preparer", "提出延长的人不能自己签批"
    advice = "请由另一位科长签批"


class ExtensionState(StrEnum):
    PREPARED = "prepared"  # waits for a chief
    SIGNED = "signed"  # 已批准: the clock has more time
    SENT_BACK = "sent_back"  # 退回: another may be prepared


@dataclass(frozen=True, slots=True)
class ClockStop:
    """One stretch in which the clock stands. `by`: a clerk's login; empty where the back-end said so."""

    stop_id: StopId
    case: CaseId
    reason: SuspensionReason
    document_number: str
    since: date
    by: str
    at: datetime
    until: date | None = None
    resumed_by: str = ""

    @property
    def suspension(self) -> Suspension:
        return Suspension(self.reason, self.document_number, self.since, self.until)

    def ended(self, until: date, by: str) -> "ClockStop":
        return replace(self, until=until, resumed_by=by)


@dataclass(frozen=True, slots=True)
class ClockExtension:
    """More time (延长审批期限, 行政许可法 §42): asked for by one, approved by another."""

    case: CaseId
    by: Limit
    document_number: str
    reason: str = field(repr=False)  # a clerk's words
    state: ExtensionState
    prepared_by: str
    prepared_at: datetime
    decided_by: str = ""
    decided_at: datetime | None = None
    decided_on: date | None = None  # Beijing
    note: str = field(default="", repr=False)

    def decided(self, state: ExtensionState, by: str, at: datetime, on: date, note: str) -> "ClockExtension":
        """Signed or sent back, once. Raises ClockStepNotAllowed, ExtensionSignerIsPreparer."""
        if self.state is not ExtensionState.PREPARED:
            raise ClockStepNotAllowed(str(self.case))
        if state is ExtensionState.SIGNED and by == self.prepared_by:
            raise ExtensionSignerIsPreparer(str(self.case))
        return replace(self, state=state, decided_by=by, decided_at=at, decided_on=on, note=note)

    @property
    def granted(self) -> Extension | None:
        """What the clock knows of it: nothing before it is signed."""
        if self.state is not ExtensionState.SIGNED or self.decided_on is None:
            return None
        return Extension(self.by, self.decided_by, self.document_number, self.decided_on)


@dataclass(frozen=True, slots=True)
class ClockRecord:
    """All of one case, stops oldest first."""

    stops: tuple[ClockStop, ...] = ()
    extension: ClockExtension | None = None

    @property
    def standing(self) -> ClockStop | None:
        """The stop still open, if any."""
        return self.stops[-1] if self.stops and self.stops[-1].until is None else None

    def on(self, clock: LegalClock) -> LegalClock:
        """The clock as it runs with all of this."""
        return replace(
            clock,
            suspensions=tuple(stop.suspension for stop in self.stops),
            extension=self.extension.granted if self.extension else None,
        )
