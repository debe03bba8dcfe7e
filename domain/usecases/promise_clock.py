"""The days of a promise (容缺后补): the last one, and when it is remembered; counted anew at every look."""

from datetime import date

from domain.cases.case import Case
from domain.clock.calendar import WorkingCalendar
from domain.clock.clock import beijing_date
from domain.promises.promise import Promise, PromiseKind, PromiseState, Reminder, reminder_due

TWO = 2  # working days before the last one


def promise_due(promise: Promise, case: Case, calendar: WorkingCalendar) -> date | None:
    """The last day to bring it, itself included; None before acceptance (受理), where nothing is to be
    brought, and where the calendar is not published that far."""
    if promise.kind is not PromiseKind.DEFER or promise.days is None or case.accepted_at is None:
        return None
    return calendar.add_working_days(beijing_date(case.accepted_at), promise.days)


def owed_until(promise: Promise, case: Case, calendar: WorkingCalendar) -> date | None:
    """The same while it is still owed."""
    return promise_due(promise, case, calendar) if promise.state is PromiseState.OPEN else None


def reminder_of(promise: Promise, case: Case, calendar: WorkingCalendar, today: date) -> Reminder | None:
    """The newest reminder whose day has come."""
    last, accepted, days = promise_due(promise, case, calendar), case.accepted_at, promise.days
    if last is None or accepted is None or days is None:
        return None
    start = beijing_date(accepted)
    half = calendar.add_working_days(start, max(days // 2, 1))
    two_before = calendar.add_working_days(start, max(days - TWO, 1))
    if half is None or two_before is None:
        return None
    return reminder_due(today, half=half, two_before=two_before, last=last)
