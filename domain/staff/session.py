"""The session of one of the office's people: ends when nobody uses it, and at the end of a day's work."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.kernel.ids import StaffId, StaffSessionId
from domain.staff.account import StaffAccount

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=9)
NOTED_EVERY = timedelta(minutes=1)  # use is written down so often, not with each request


@dataclass(slots=True)
class StaffSession:
    session_id: StaffSessionId
    staff_id: StaffId
    token: bytes  # keyed digest
    started_at: datetime
    used_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None

    @classmethod
    def begin(
        cls, session_id: StaffSessionId, staff_id: StaffId, token: bytes, *, at: datetime
    ) -> "StaffSession":
        return cls(session_id, staff_id, token, at, at, at + LONGEST)

    def runs(self, at: datetime) -> bool:
        return self.ended_at is None and at < self.ends_at and at < self.used_at + IDLE

    def use(self, at: datetime) -> bool:
        """True when it is time to write that down."""
        if at - self.used_at < NOTED_EVERY:
            return False
        self.used_at = at
        return True


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who is signed in, and in which session."""

    account: StaffAccount
    session: StaffSession
