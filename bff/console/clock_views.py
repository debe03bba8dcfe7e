"""What the desk reads of clocks (时限): one row of queue 5, and one case's clock whole."""

from datetime import date, datetime
from typing import Self

from bff.console.today import PREFIXES
from bff.http.boundary import View
from domain.clock.clock import SuspensionReason
from domain.kernel.ids import short
from domain.staff.account import StaffAccount
from domain.staff.today import action_for
from domain.usecases.list_clocks import ClockLine
from domain.usecases.read_clock import CaseClockView, ExtensionView, LimitView, StopView


class Limit(View, frozen=True):
    text: str
    due: date | None = None

    @classmethod
    def of(cls, limit: LimitView) -> Self:
        return cls(limit.text, limit.due)


class Row(View, frozen=True):
    kind: str
    ref: str
    case_id: str
    title: str
    detail: str
    since: datetime
    action: str
    light: str | None = None
    due: date | None = None
    promised: Limit | None = None
    statutory: Limit | None = None

    @classmethod
    def of(cls, line: ClockLine, staff: StaffAccount) -> Self:
        return cls(
            line.kind,
            short(PREFIXES[line.kind], line.ref),
            short("case", line.case_id),
            line.title,
            line.detail,
            line.since,
            action_for(staff, line.action, line.role, line.not_by),
            line.light or None,
            line.due,
            Limit.of(line.promised) if line.promised else None,
            Limit.of(line.statutory) if line.statutory else None,
        )


class Counted(View, frozen=True):
    notice: str
    published_through: date


class Clocks(View, frozen=True, omit_defaults=False):
    count: int
    rows: list[Row]
    calendar: Counted


class Stop(View, frozen=True):
    stop_id: str
    reason: str
    reason_text: str
    document_number: str
    since: date
    by: str
    until: date | None = None
    resumed_by: str | None = None

    @classmethod
    def of(cls, stop: StopView) -> Self:
        return cls(
            short("stop", stop.stop_id),
            stop.reason,
            stop.reason_text,
            stop.document_number,
            stop.since,
            stop.by,
            stop.until,
            stop.resumed_by or None,
        )


class Extension(View, frozen=True):
    state: str
    days: int
    document_number: str
    reason: str
    prepared_by: str
    prepared_at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None
    note: str | None = None

    @classmethod
    def of(cls, extension: ExtensionView) -> Self:
        return cls(
            extension.state,
            extension.days,
            extension.document_number,
            extension.reason,
            extension.prepared_by,
            extension.prepared_at,
            extension.decided_by or None,
            extension.decided_at,
            extension.note or None,
        )


class Why(View, frozen=True):
    reason: str
    label: str


REASONS = [Why(str(reason), reason.label) for reason in SuspensionReason]


class CaseClock(View, frozen=True):
    case_id: str
    item_name: str
    state_text: str
    promised: Limit
    statutory: Limit
    text: str
    calendar: Counted
    stops: list[Stop]
    actions: list[str]
    reasons: list[Why]
    number: str | None = None
    accepted_at: datetime | None = None
    light: str | None = None
    extension: Extension | None = None
    longest_extension: int | None = None

    @classmethod
    def of(cls, view: CaseClockView) -> Self:
        return cls(
            short("case", view.case_id),
            view.item_name,
            view.state_text,
            Limit.of(view.promised),
            Limit.of(view.statutory),
            view.text,
            Counted(view.notice, view.published_through),
            [Stop.of(stop) for stop in view.stops],
            list(view.actions),
            REASONS,
            view.number,
            view.accepted_at,
            view.light or None,
            Extension.of(view.extension) if view.extension else None,
            view.longest_extension or None,
        )
