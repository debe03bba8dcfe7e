"""Quiet hours (免打扰时段): no notice goes out at night; codes people wait for are another matter."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone

_BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `starts` in the evening to `ends` in the morning, Beijing time."""

    starts: time = time(22)
    ends: time = time(8)

    def wait(self, now: datetime) -> timedelta:
        """How long until a notice may go out; zero by day."""
        here = now.astimezone(_BEIJING)
        if self.ends <= here.time() < self.starts:
            return timedelta()
        morning = here.replace(hour=self.ends.hour, minute=self.ends.minute, second=0, microsecond=0)
        return (morning if here < morning else morning + timedelta(days=1)) - here
