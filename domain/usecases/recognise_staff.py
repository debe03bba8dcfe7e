"""Recognise one of the office's people by the token of their session."""

from dataclasses import dataclass

from domain.kernel.ports import Clock, Digests
from domain.staff.account import KeyUnknown
from domain.staff.ports import StaffSessions
from domain.staff.session import OnDuty
from domain.usecases.begin_staff_session import TOKEN


@dataclass(frozen=True, slots=True)
class RecogniseStaff:
    sessions: StaffSessions
    digests: Digests
    now: Clock

    async def __call__(self, token: str) -> OnDuty:
        """With the roles as they are at this moment. Raises KeyUnknown: no session, or one that has ended."""
        found, at = await self.sessions.by_token(self.digests.keyed(TOKEN, token)), self.now()
        if found is None or not found.session.runs(at):
            raise KeyUnknown
        if found.session.use(at):
            await self.sessions.used(found.session.session_id, at)
        return found
