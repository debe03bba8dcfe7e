"""List the counters that take appointments, each with the first and the last day that may be booked."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.clock.clock import beijing_date
from domain.clock.ports import Calendars
from domain.identity.appointment import Counter
from domain.identity.ports import Counters
from domain.kernel.ports import Clock

AHEAD = timedelta(days=14)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OpenCounter:
    counter: Counter
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class ListCounters:
    counters: Counters
    calendars: Calendars
    now: Clock

    async def __call__(self) -> tuple[OpenCounter, ...]:
        """Nothing while no working day of the coming two weeks is published."""
        days = self.days()
        return tuple(OpenCounter(counter, days[0], days[-1]) for counter in self.counters.all() if days)

    def days(self) -> tuple[date, ...]:
        """The working days from tomorrow on, within two weeks; unpublished ones are not promised."""
        today = beijing_date(self.now())
        calendar = self.calendars.current()
        coming = (today + DAY * n for n in range(1, AHEAD.days + 1))
        return tuple(day for day in coming if calendar.is_working(day))

    def find(self, code: str) -> Counter | None:
        return next((counter for counter in self.counters.all() if counter.code == code), None)
