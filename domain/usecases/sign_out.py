"""Sign out: the session ends for every token it ever had, at once; in the mini-program, the link with it."""

from dataclasses import dataclass
from datetime import datetime

from domain.identity.ports import Sessions
from domain.identity.session import Ended, Session
from domain.kernel.ids import PartyId
from domain.kernel.party import Acting, Channel
from domain.kernel.ports import Atomic, Clock
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.parties.ports import Parties
from domain.usecases.leave_account import LeaveAccount


@dataclass(frozen=True, slots=True)
class SignOut:
    sessions: Sessions
    leave_account: LeaveAccount
    parties: Parties
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self, acting: Acting) -> None:
        """Harmless when repeated."""
        async with self.atomic():
            await self.parties.hold(acting.person)
            session = await self.sessions.by_id(acting.session) if acting.session else None
            if session is None or not await self._end(session, acting.person):
                return
            await self.ledger.append(Step("session-ended", acting=acting, facts={"why": "signed-out"}))

    async def _end(self, session: Session, person: PartyId) -> bool:
        """Whether anything ended by it."""
        at = self.now()
        visitor = session.visitor if session.channel is Channel.MINI_PROGRAM else None
        # whichever of its sessions asks: a face may have begun another in its place just now
        if visitor is not None and await self.leave_account(visitor, person, Ended.SIGNED_OUT, at):
            return True
        standing = [session] if session.ended_at is None else await self._instead_of(session, at)
        for one in standing:
            one.end(Ended.SIGNED_OUT, at)
            await self.sessions.save(one)
        return bool(standing)

    async def _instead_of(self, session: Session, at: datetime) -> list[Session]:
        """What a face begun in another tab of the same phone put in its place."""
        if session.ended_why is not Ended.RENEWED or not session.device:
            return []
        running = await self.sessions.running(session.person, at)
        return [one for one in running if (one.channel, one.device) == (session.channel, session.device)]
