"""Begin a session of one of the office's people: a token that is shown once, its digest that is kept."""

from dataclasses import dataclass
from datetime import datetime

from domain.kernel.ids import StaffSessionId
from domain.kernel.ports import Clock, Digests, NewId, Randomness
from domain.staff.account import StaffAccount
from domain.staff.ports import StaffSessions
from domain.staff.session import StaffSession

TOKEN = "staff-session"  # noqa: S105 - the purpose of its digest


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`token` opens the console; it is nowhere else."""

    token: str
    expires_at: datetime
    account: StaffAccount

    def __repr__(self) -> str:
        return f"SignedIn({self.account.login})"


@dataclass(frozen=True, slots=True)
class BeginStaffSession:
    """Part of a transaction."""

    sessions: StaffSessions
    digests: Digests
    randomness: Randomness
    new_id: NewId
    now: Clock

    async def __call__(self, account: StaffAccount) -> SignedIn:
        token = self.randomness.token()
        session = StaffSession.begin(
            StaffSessionId(self.new_id()), account.staff_id, self.digests.keyed(TOKEN, token), at=self.now()
        )
        await self.sessions.add(session)
        return SignedIn(token, session.ends_at, account)
