"""Refresh a session: a refresh token works once; any of them seen again ends the session."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime

from domain.identity.ports import AccessTokens, Claims, Sessions
from domain.identity.session import ACCESS, SessionEnded
from domain.kernel.party import Acting, Channel, Level
from domain.kernel.ports import Atomic, Clock, Digests, Randomness
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.usecases.start_session import FAMILY, REFRESH


@dataclass(frozen=True, slots=True)
class SessionRenewed:
    access_token: str = field(repr=False)
    expires_at: datetime
    level: Level
    refresh_token: str = field(repr=False)
    refresh_seconds: int


@dataclass(frozen=True, slots=True)
class RefreshSession:
    """Never at a higher level than before, and never beyond the session's end."""

    sessions: Sessions
    tokens: AccessTokens
    ledger: Ledger
    digests: Digests
    randomness: Randomness
    atomic: Atomic
    now: Clock

    async def __call__(self, refresh_token: str) -> SessionRenewed:
        """Raises SessionEnded, also for the thief and the owner of a token that was used twice."""
        async with self.atomic():
            renewed = await self._renew(refresh_token)
        if renewed is None:  # after the transaction: a refusal within would undo the ending
            raise SessionEnded
        return renewed

    async def _renew(self, refresh_token: str) -> SessionRenewed | None:
        now, family = self.now(), refresh_token.partition(".")[0]
        session = await self.sessions.take_by_refresh(self.digests.keyed(FAMILY, family))
        if session is None or session.channel is not Channel.H5 or not session.is_live(now):
            return None
        acting = Acting(session.person, session.person, session.level(now), Channel.H5, session.session_id)
        if not hmac.compare_digest(session.refresh, self.digests.keyed(REFRESH, refresh_token)):
            session.ended_at = now
            await self.sessions.save(session)
            await self.ledger.append(Step("session-ended", acting=acting, facts={"why": "refresh-reused"}))
            return None
        token = f"{family}.{self.randomness.token()}"
        session.refresh = self.digests.keyed(REFRESH, token)
        await self.sessions.save(session)
        expires_at = min(now + ACCESS, session.ends_at)
        return SessionRenewed(
            self.tokens.issue(Claims(session.session_id, session.person, expires_at)),
            expires_at,
            session.level(now),
            token,
            int((session.ends_at - now).total_seconds()),
        )
