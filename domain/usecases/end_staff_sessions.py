"""End sessions of one of the office's people: this one, another of theirs, or all."""

from dataclasses import dataclass

from domain.kernel.ids import StaffSessionId
from domain.kernel.ports import Atomic, Clock
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.staff.account import StaffAccount
from domain.staff.ports import StaffSessions


@dataclass(frozen=True, slots=True)
class EndStaffSessions:
    """Ended, and in the ledger; nobody ends anybody else's."""

    sessions: StaffSessions
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self, staff: StaffAccount, *, only: StaffSessionId | None = None) -> None:
        """Raises NotFound: `only` is none of theirs that runs."""
        async with self.atomic():
            ended = await self.sessions.end(staff.staff_id, at=self.now(), only=only)
            if only is not None and not ended:
                raise NotFound(str(only))
            if ended:
                await self.ledger.append(
                    Step("staff-signed-out", staff=staff.login, facts={"sessions": ended})
                )
