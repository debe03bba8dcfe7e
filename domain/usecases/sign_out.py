"""Sign out: the session ends for every token it ever had, at once."""

from dataclasses import dataclass

from domain.identity.ports import Sessions
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Clock
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger


@dataclass(frozen=True, slots=True)
class SignOut:
    sessions: Sessions
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self, acting: Acting) -> None:
        """Harmless when repeated."""
        async with self.atomic():
            session = await self.sessions.by_id(acting.session) if acting.session else None
            if session is None or session.ended_at is not None:
                return
            session.ended_at = self.now()
            await self.sessions.save(session)
            await self.ledger.append(Step("session-ended", acting=acting, facts={"why": "signed-out"}))
