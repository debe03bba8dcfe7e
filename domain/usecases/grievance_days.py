"""Until when a grievance must be answered (答复期限), by the calendar as it is published today."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.clock.calendar import WorkingCalendar
from domain.clock.clock import Light, beijing_date
from domain.grievances.grievance import Grievance

YELLOW_WITHIN = 1  # working days left, the last day included


@dataclass(frozen=True, slots=True)
class GrievanceDays:
    """None where the calendar is not published so far. `light`: green, yellow or red."""

    due: date | None
    contact_due: date | None
    light: str


def grievance_days(grievance: Grievance, calendar: WorkingCalendar, today: date) -> GrievanceDays:
    """The day it was raised on is not counted (民法典 201)."""
    start, days = beijing_date(grievance.counted_from), grievance.days
    due, contact = calendar.add_working_days(start, days.answer), None
    if grievance.wants_contact and days.contact is not None:
        contact = calendar.add_working_days(start, days.contact)
    light = Light.GREEN
    if grievance.waits:
        light = max((_light(day, calendar, today) for day in (due, contact)), key=list(Light).index)
    return GrievanceDays(due, contact, str(light))


def place_in_queue(grievance: Grievance, calendar: WorkingCalendar) -> date:
    """The earliest day something is owed; a guess, where the calendar ends, since it only orders rows."""
    start, days = beijing_date(grievance.counted_from), grievance.days
    owed = days.contact if grievance.wants_contact and days.contact is not None else days.answer
    return calendar.add_working_days(start, owed) or start + timedelta(days=owed + 2 * (owed // 5 + 1))


def _light(day: date | None, calendar: WorkingCalendar, today: date) -> Light:
    if day is None:
        return Light.GREEN
    if today > day:
        return Light.RED
    left = calendar.working_days_between(today - timedelta(days=1), day)
    return Light.YELLOW if left is not None and left <= YELLOW_WITHIN else Light.GREEN
