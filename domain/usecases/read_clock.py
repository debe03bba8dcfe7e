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
from domain.staff.account import Role, StaffAccount
from domain.staff.ports import StaffNames
from domain.usecases.case_clock import clock_view, legal_clock, limits_of, stops_until_decided

BACK_END = "审批系统"
WORKERS = frozenset({Role.CLERK, Role.CHIEF})


@dataclass(frozen=True, slots=True)
class LimitView:
    text: str
    due: date | None


@dataclass(frozen=True, slots=True)
class StopView:
    """`by`, `resumed_by`: a colleague's name, or the back-end's."""

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
    """`prepared_by`, `decided_by`: a colleague's name."""

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
    """`actions`: stop, resume, extend, sign, as the state allows and this colleague may."""

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
    names: StaffNames
    now: Clock

    async def __call__(self, staff: StaffAccount, case: CaseId) -> CaseClockView:
        """Raises NotFound."""
        found = await self.cases.by_id(case)
        return await self.view(staff, found, await self.clocks.of_case(case))

    async def view(self, staff: StaffAccount, case: Case, record: ClockRecord) -> CaseClockView:
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
            stops=tuple([await self._stop(one) for one in stops_until_decided(case, record)]),
            extension=await self._extension(record.extension) if record.extension else None,
            actions=_actions(staff, case, clock, record),
            longest_extension=_longest(limits),
        )

    async def _stop(self, stop: ClockStop) -> StopView:
        return StopView(
            stop.stop_id,
            str(stop.reason),
            SuspensionReason(stop.reason).label,
            stop.document_number,
            stop.since,
            stop.until,
            await self.names.called(stop.by) or BACK_END,
            await self.names.called(stop.resumed_by),
        )

    async def _extension(self, extension: ClockExtension) -> ExtensionView:
        return ExtensionView(
            str(extension.state),
            extension.by.n,
            extension.document_number,
            extension.reason,
            await self.names.called(extension.prepared_by),
            extension.prepared_at,
            await self.names.called(extension.decided_by),
            extension.decided_at,
            extension.note,
        )


def _actions(
    staff: StaffAccount, case: Case, clock: LegalClock | None, record: ClockRecord
) -> tuple[str, ...]:
    if clock is None or case.state is not CaseState.ACCEPTED or not staff.roles & WORKERS:
        return ()
    extension = record.extension
    actions = ["resume" if record.standing else "stop"]
    if extension is not None and extension.state is ExtensionState.PREPARED:
        if Role.CHIEF in staff.roles and staff.login != extension.prepared_by:
            actions.append("sign")
    elif extension is None or extension.state is ExtensionState.SENT_BACK:
        actions.append("extend")
    return tuple(actions)


def _longest(limits: Limits) -> int:
    longest = limits.longest_extension
    return longest.n if longest.unit is Unit.WORKING else 0
