"""Refresh a session: a refresh token works once, on its own device; seen again or elsewhere it ends all."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime

from domain.identity.alert import AlertKind
from domain.identity.ports import AccessTokens, Claims, Sessions
from domain.identity.session import ACCESS, UNKNOWN_DEVICE, Device, Ended, Session, SessionEnded
from domain.kernel.party import Acting, Channel, Level
from domain.kernel.ports import Atomic, Clock, Digests
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.usecases.raise_alert import RaiseAlert
from domain.usecases.start_session import FAMILY, REFRESH

NEXT = "refresh-next"
ALERTS = {Ended.REUSED: AlertKind.REUSED, Ended.OTHER_DEVICE: AlertKind.OTHER_DEVICE}


@dataclass(frozen=True, slots=True)
class SessionRenewed:
    access_token: str = field(repr=False)
    expires_at: datetime
    level: Level
    refresh_token: str = field(repr=False)
    refresh_seconds: int


@dataclass(frozen=True, slots=True)
class RefreshSession:
    """Never at a higher level than before, and never beyond the session's end.

    The next token is a keyed digest of the one that is shown, so that a lost answer can be given again
    without being kept: for ten seconds, to the same device.
    """

    sessions: Sessions
    tokens: AccessTokens
    raise_alert: RaiseAlert
    ledger: Ledger
    digests: Digests
    atomic: Atomic
    now: Clock

    async def __call__(self, refresh_token: str, device: Device = UNKNOWN_DEVICE) -> SessionRenewed:
        """Raises SessionEnded, also for the thief and the owner of a token that was used twice."""
        async with self.atomic():
            renewed = await self._renew(refresh_token, device)
        if renewed is None:  # after the transaction: a refusal within would undo the ending
            raise SessionEnded
        return renewed

    async def _renew(self, refresh_token: str, device: Device) -> SessionRenewed | None:
        now, family = self.now(), refresh_token.partition(".")[0]
        session = await self.sessions.take_by_refresh(self.digests.keyed(FAMILY, family))
        if session is None or session.channel is not Channel.H5 or not session.is_live(now):
            return None
        shown = self.digests.keyed(REFRESH, refresh_token)
        token = f"{family}.{self.digests.keyed(NEXT, refresh_token).hex()}"
        is_running = hmac.compare_digest(session.refresh, shown)
        if not is_running and not session.is_replay(shown, device, now):
            await self._end(session, Ended.REUSED, now)
            return None
        if not session.is_same_device(device):
            await self._end(session, Ended.OTHER_DEVICE, now)
            return None
        if is_running:
            session.rotate(self.digests.keyed(REFRESH, token), now)
            await self.sessions.save(session)
        expires_at = min((session.rotated_at or now) + ACCESS, session.ends_at)
        return SessionRenewed(
            self.tokens.issue(Claims(session.session_id, session.person, expires_at)),
            expires_at,
            session.level(now),
            token,
            int((session.ends_at - now).total_seconds()),
        )

    async def _end(self, session: Session, why: Ended, now: datetime) -> None:
        """Ended, in the ledger, and its person warned: all or nothing."""
        acting = Acting(
            session.person,
            session.person,
            session.level(now),
            Channel.H5,
            session.session_id,
            device=session.device,
        )
        session.end(why, now)
        await self.sessions.save(session)
        await self.ledger.append(Step("session-ended", acting=acting, facts={"why": str(why)}))
        await self.raise_alert(session.person, ALERTS[why], {"session": str(session.session_id)})
