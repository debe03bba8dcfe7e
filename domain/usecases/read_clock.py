"""Read the clock (时限) of one case at the desk: both limits, every stop, the extension, what may be done."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.cases.case import Case, CaseState
from domain.cases.ports import Cases
from domain.cases.words import STATE_WORDS
from domain.catalogue.ports import Catalogue
from domain.clock.calendar import Unit
from domain.clock.clock import LegalClock, Limits, SuspensionReason, beijing_date
from domain.clock.ports import Calendars, ClockRecords
from domain.clock.record import ClockExtension, ClockRecord, ClockStop, ExtensionState
from domain.kernel.ids import CaseId
from domain.kernel.ports import Clock
from domain.usecases.case_clock import clock_view, legal_clock, limits_of

BACK_END = "审批系统"


@dataclass(frozen=True, slots=True)
class LimitView:
    text: str
    due: date | None


@dataclass(frozen=True, slots=True)
class StopView:
    stop_id: UUID
    reason: str
    reason_text: str
    document_number: str
    since: date
    until: date | None
    by: str
    resumed_by: str


@dataclass(frozen=True, slots=True)
class ExtensionView:
    state: str
    days: int
    document_number: str
    reason: str
    prepared_by: str
    prepared_at: datetime
    decided_by: str
    decided_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class CaseClockView:
    """`actions`: stop, resume, extend, sign, as the state allows; who may is the route's to say."""

    case_id: UUID
    number: str | None
    item_name: str
    state_text: str
    accepted_at: datetime | None
    promised: LimitView
    statutory: LimitView
    light: str
    text: str
    notice: str
    published_through: date
    stops: tuple[StopView, ...]
    extension: ExtensionView | None
    actions: tuple[str, ...]
    longest_extension: int


@dataclass(frozen=True, slots=True)
class ReadClock:
    cases: Cases
    clocks: ClockRecords
    catalogue: Catalogue
    calendars: Calendars
    now: Clock

    async def __call__(self, case: CaseId) -> CaseClockView:
        """Raises NotFound."""
        found = await self.cases.by_id(case)
        return self.view(found, await self.clocks.of_case(case))

    def view(self, case: Case, record: ClockRecord) -> CaseClockView:
        """Counted anew from the calendar in force."""
        item, calendar = self.catalogue.of_case(case), self.calendars.current()
        clock = legal_clock(case, item, record)
        seen = clock_view(case, item, calendar, beijing_date(self.now()), record)
        limits = limits_of(item)
        return CaseClockView(
            case_id=case.case_id,
            number=case.number,
            item_name=item.name,
            state_text=STATE_WORDS[case.state],
            accepted_at=case.accepted_at,
            promised=LimitView(str(limits.promised), clock.promised_due(calendar) if clock else None),
            statutory=LimitView(str(limits.statutory), clock.statutory_due(calendar) if clock else None),
            light=seen.light if seen else "",
            text=seen.text if seen else "受理后开始计时",
            notice=calendar.notice,
            published_through=calendar.published_through,
            stops=tuple(_stop(one) for one in record.stops),
            extension=_extension(record.extension) if record.extension else None,
            actions=_actions(case, clock, record),
            longest_extension=_longest(limits),
        )


def _actions(case: Case, clock: LegalClock | None, record: ClockRecord) -> tuple[str, ...]:
    if clock is None or case.state is not CaseState.ACCEPTED:
        return ()
    extension = record.extension
    actions = ["resume" if record.standing else "stop"]
    if extension is not None and extension.state is ExtensionState.PREPARED:
        actions.append("sign")
    elif extension is None or extension.state is ExtensionState.SENT_BACK:
        actions.append("extend")
    return tuple(actions)


def _longest(limits: Limits) -> int:
    longest = limits.longest_extension
    return longest.n if longest.unit is Unit.WORKING else 0


def _stop(stop: ClockStop) -> StopView:
    return StopView(
        stop.stop_id,
        str(stop.reason),
        SuspensionReason(stop.reason).label,
        stop.document_number,
        stop.since,
        stop.until,
        stop.by or BACK_END,
        stop.resumed_by,
    )


def _extension(extension: ClockExtension) -> ExtensionView:
    return ExtensionView(
        str(extension.state),
        extension.by.n,
        extension.document_number,
        extension.reason,
        extension.prepared_by,
        extension.prepared_at,
        extension.decided_by,
        extension.decided_at,
        extension.note,
    )
