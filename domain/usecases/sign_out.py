"""Sign out: the session ends for every token it ever had, at once; in the mini-program, the link with it."""

from dataclasses import dataclass
from datetime import datetime

from domain.identity.ports import Sessions
from domain.identity.session import Ended, Session
from domain.identity.visitor import Visitors
from domain.kernel.ids import PartyId
from domain.kernel.party import Acting, Channel
from domain.kernel.ports import Atomic, Clock
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.parties.ports import Parties


@dataclass(frozen=True, slots=True)
class SignOut:
    sessions: Sessions
    visitors: Visitors
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
        if session.channel is Channel.MINI_PROGRAM and session.visitor is not None:
            # the account, whichever of its sessions asks: a face may have begun another in its place just
            # now; but not that of somebody else whose face passed there
            account = await self.visitors.take(session.visitor)
            if account is not None and account.person == person:
                # else the account would sign in again by itself; and each start of the mini-program began a
                # session of its own, one of them perhaps fresh from a face
                await self.visitors.unlink(session.visitor)
                await self.sessions.end_others(session.visitor, None, at, Ended.SIGNED_OUT)
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
