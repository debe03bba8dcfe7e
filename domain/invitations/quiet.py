"""Quiet hours (免打扰时段): no notice goes out at night; codes people wait for are another matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone

_BEIJING = timezone(timedelta(hours=8))
LEAST_OPEN = timedelta(hours=6)  # of a day: who sleeps by day still leaves us the evening
ONE_DAY = timedelta(days=1)
_MINUTES_OF_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `starts` to `ends`, Beijing time; over midnight where `ends` is the earlier one."""

    starts: time = time(22)
    ends: time = time(8)

    def holds(self, at: time) -> bool:
        if self.starts < self.ends:
            return self.starts <= at < self.ends
        return not self.ends <= at < self.starts

    def wait(self, now: datetime) -> timedelta:
        """How long until a notice may go out; zero by day."""
        here = now.astimezone(_BEIJING)
        if not self.holds(here.time()):
            return timedelta()
        over = here.replace(hour=self.ends.hour, minute=self.ends.minute, second=0, microsecond=0)
        return (over if here < over else over + ONE_DAY) - here


def silences_more(before: QuietHours | None, after: QuietHours | None) -> bool:
    """Whether some minute of the day is quiet that was not."""
    if after is None:
        return False
    minutes = (time(*divmod(minute, 60)) for minute in range(_MINUTES_OF_A_DAY))
    return any(after.holds(at) and not (before and before.holds(at)) for at in minutes)


def wait_of_all(hours: Sequence[QuietHours], now: datetime) -> timedelta:
    """How long until none of them holds; a day or more where together they leave nothing of it."""
    until = now
    while until - now < ONE_DAY and (wait := max((one.wait(until) for one in hours), default=timedelta())):
        until += wait
    return until - now


def open_of_a_day(hours: Sequence[QuietHours]) -> timedelta:
    """How much of a day none of them holds, to the minute."""
    moments = (time(*divmod(minute, 60)) for minute in range(_MINUTES_OF_A_DAY))
    return timedelta(minutes=sum(not any(one.holds(at) for one in hours) for at in moments))
