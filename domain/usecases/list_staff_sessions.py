"""List the sessions of one of the office's people that run."""

from dataclasses import dataclass

from domain.kernel.ports import Clock
from domain.staff.account import StaffAccount
from domain.staff.ports import StaffSessions
from domain.staff.session import StaffSession


@dataclass(frozen=True, slots=True)
class ListStaffSessions:
    sessions: StaffSessions
    now: Clock

    async def __call__(self, staff: StaffAccount) -> tuple[StaffSession, ...]:
        """Newest first."""
        at = self.now()
        return tuple(one for one in await self.sessions.of(staff.staff_id) if one.runs(at))
