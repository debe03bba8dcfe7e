"""Leave a mini-program account: it signs nobody in by itself any more, and all that runs on it ends."""

from dataclasses import dataclass
from datetime import datetime

from domain.identity.ports import Sessions
from domain.identity.session import Ended
from domain.identity.visitor import Visitors
from domain.kernel.ids import PartyId, VisitorId


@dataclass(frozen=True, slots=True)
class LeaveAccount:
    """Part of a use case's transaction, the person held.

    Each start of the mini-program began a session of its own, one of them perhaps fresh from a face.
    """

    visitors: Visitors
    sessions: Sessions

    async def __call__(self, visitor: VisitorId, person: PartyId, why: Ended, at: datetime) -> bool:
        """False, and nothing ends: another's face passed there meanwhile, so it is no longer theirs."""
        held = await self.visitors.take(visitor)
        if held is None or held.person != person:
            return False
        await self.visitors.unlink(visitor)
        await self.sessions.end_others(visitor, None, at, why)
        return True
