"""Issue an activation key (启用码) for an account: whatever opened it before does so no more."""

from dataclasses import dataclass

from domain.kernel.ids import StaffId
from domain.kernel.ports import Clock, Digests, Randomness
from domain.staff.ports import CredentialStore, StaffSessions
from domain.usecases.choose_password import ACTIVATION


@dataclass(frozen=True, slots=True)
class IssueActivation:
    """Part of a transaction. Only the key's digest is kept."""

    credentials: CredentialStore
    sessions: StaffSessions
    digests: Digests
    randomness: Randomness
    now: Clock

    async def __call__(self, staff: StaffId) -> str:
        """The key, to be shown once."""
        key, at = self.randomness.token(), self.now()
        held = await self.credentials.take(staff)
        held.begin_anew(self.digests.keyed(ACTIVATION, key), at=at)
        await self.credentials.save(held)
        await self.sessions.end(staff, at=at)
        return key
