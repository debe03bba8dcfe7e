"""What the clock (时限) asks of the outside: the calendar in force."""

from typing import Protocol

from domain.clock.calendar import WorkingCalendar


class Calendars(Protocol):
    """Where the published calendar comes from (implemented by adapters/files/calendar_csv.py)."""

    def current(self) -> WorkingCalendar:
        """The calendar as last published to us; never blocks and never fails."""
        ...
