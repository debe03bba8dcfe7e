"""Sign out: the session ends for every token it ever had, at once; in the mini-program, the link with it."""

from dataclasses import dataclass

from domain.identity.ports import Sessions
from domain.identity.session import Ended
from domain.identity.visitor import Visitors
from domain.kernel.party import Acting, Channel
from domain.kernel.ports import Atomic, Clock
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger


@dataclass(frozen=True, slots=True)
class SignOut:
    sessions: Sessions
    visitors: Visitors
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self, acting: Acting) -> None:
        """Harmless when repeated."""
        async with self.atomic():
            session = await self.sessions.by_id(acting.session) if acting.session else None
            if session is None or session.ended_at is not None:
                return
            at = self.now()
            if session.channel is Channel.H5:
                session.end(Ended.SIGNED_OUT, at)
                await self.sessions.save(session)
            await self.ledger.append(Step("session-ended", acting=acting, facts={"why": "signed-out"}))
            is_account = session.channel is Channel.MINI_PROGRAM
            if (
                is_account and session.visitor is not None
            ):  # in the order of a check that links it: ledger first
                # else the account would sign in again by itself; and each start of the mini-program began a
                # session of its own, one of them perhaps fresh from a face
                await self.visitors.unlink(session.visitor)
                await self.sessions.end_others(session.visitor, None, at, Ended.SIGNED_OUT)
