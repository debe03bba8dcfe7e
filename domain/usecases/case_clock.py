"""The legal clock (时限) of one case, said for a screen: the light, the last day, the words."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.cases.case import Case
from domain.cases.waiting import Wait
from domain.catalogue.item import Item, Limit, LimitUnit
from domain.clock.calendar import Limit as Counted
from domain.clock.calendar import Unit, WorkingCalendar
from domain.clock.clock import BEIJING, LegalClock, Limits, Outage, beijing_date
from domain.clock.record import ClockRecord, ClockStop

_UNITS = {
    LimitUnit.WORKING_DAY: Unit.WORKING,
    LimitUnit.NATURAL_DAY: Unit.NATURAL,
    LimitUnit.MONTH: Unit.MONTH,
}
_HOURS = 24
_LAST_DAYS = 2  # of a limit in working days, each of which is a day at least
_LONGEST_REST = 10  # days: no holiday so far was as long; a limit that ends after one is yellow through it
_SHORTEST_MONTH = 28
_DAY = timedelta(days=1)
NOTHING_DONE = ClockRecord()
LEFT_OUT = "审批系统无法接通的整日不计入承诺时限，法定时限照常计算"


@dataclass(frozen=True, slots=True)
class ClockView:
    """`due` None where the calendar is not published so far; `light`: green, yellow or red."""

    light: str
    due: date | None
    text: str


def limits_of(item: Item) -> Limits:
    """What the office promised and what the law allows, as the clock counts them."""
    return Limits(_counted(item.timing.promised), _counted(item.timing.statutory))


def quiet_days(limits: Limits) -> int:
    """Days after acceptance in which neither limit can turn yellow, whatever the calendar says."""
    return max(min(_quiet(limits.promised), _quiet(limits.statutory)), 0)


def legal_clock(case: Case, item: Item, record: ClockRecord = NOTHING_DONE) -> LegalClock | None:
    """None before acceptance: until then no clock runs. A decision ends whatever pause still stood."""
    if case.accepted_at is None:
        return None
    extension = record.extension.granted if record.extension else None
    suspensions = tuple(stop.suspension for stop in stops_until_decided(case, record))
    accepted, limits = beijing_date(case.accepted_at), limits_of(item)
    return LegalClock(accepted, limits, suspensions, extension, outages_of(case))


def outages_of(case: Case) -> tuple[Outage, ...]:
    """The whole days of its waits; a decision ends one that still went on."""
    waits = (*case.waited, *([case.waits] if case.waits else []))
    return tuple(one for wait in waits if (one := _whole_days(wait, case.decided_at)) is not None)


def _whole_days(wait: Wait, decided_at: datetime | None) -> Outage | None:
    """From the morning after it began to the evening before it ended, Beijing; None: none of them whole."""
    began = beijing_date(wait.since)
    first = began if wait.since <= datetime.combine(began, time(), BEIJING) else began + _DAY
    until = wait.until or decided_at
    last = None if until is None else beijing_date(until) - _DAY
    return Outage(first, last) if last is None or first <= last else None


def stops_until_decided(case: Case, record: ClockRecord) -> tuple[ClockStop, ...]:
    if case.decided_at is None:
        return record.stops
    decided = beijing_date(case.decided_at)
    return tuple(stop if stop.until else stop.ended(max(decided, stop.since), "") for stop in record.stops)


def clock_view(
    case: Case, item: Item, calendar: WorkingCalendar, today: date, record: ClockRecord = NOTHING_DONE
) -> ClockView | None:
    """None before acceptance."""
    clock = legal_clock(case, item, record)
    if clock is None:
        return None
    due, limit = clock.due(calendar), _that_ends_first(clock, calendar)
    if case.decided_at is None:
        text = f"{limit}内办结" if due.day else due.text
        text += f"；{LEFT_OUT}" if clock.outages and due.day else ""
        return ClockView(str(clock.light(today, calendar)), due.day, text)
    decided = beijing_date(case.decided_at)
    used = clock.used(decided, calendar)
    text = f"{limit}内办结" + ("" if used is None else f"，实际用时{used}个工作日")
    return ClockView(str(clock.light(decided, calendar)), due.day, text)


def _that_ends_first(clock: LegalClock, calendar: WorkingCalendar) -> Counted:
    """The promise, but where the law's days are over sooner."""
    promised, statutory = clock.promised_due(calendar), clock.statutory_due(calendar)
    is_law = statutory is not None and (promised is None or statutory < promised)
    return clock.limits.statutory if is_law else clock.limits.promised


def _quiet(limit: Counted) -> int:
    match limit.unit:
        case Unit.WORKING:
            return limit.n - _LAST_DAYS
        case Unit.NATURAL:
            return limit.n - _LONGEST_REST
        case Unit.MONTH:
            return _SHORTEST_MONTH * limit.n - _LONGEST_REST


def _counted(limit: Limit) -> Counted:
    if limit.unit is LimitUnit.HOUR:  # the clock counts days; a part of one is one
        return Counted(-(-limit.n // _HOURS), Unit.WORKING)
    return Counted(limit.n, _UNITS[limit.unit])
