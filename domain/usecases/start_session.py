"""Start a session for a person whose face was just compared."""

from dataclasses import dataclass
from datetime import datetime

from domain.identity.ports import Sessions
from domain.identity.session import LIFE, Session
from domain.kernel.ids import MatterId, PartyId, SessionId
from domain.kernel.ports import Clock, Digests, NewId, Randomness

REFRESH, FAMILY = "refresh-token", "refresh-family"


@dataclass(frozen=True, slots=True)
class StartSession:
    sessions: Sessions
    digests: Digests
    randomness: Randomness
    now: Clock
    new_id: NewId

    async def __call__(
        self, person: PartyId, *, face_at: datetime, face_matter: MatterId | None
    ) -> tuple[Session, str]:
        """The session and its first refresh token, of which only digests stay. Inside atomic."""
        family, now = self.randomness.token(), self.now()
        token = f"{family}.{self.randomness.token()}"
        session = Session(
            SessionId(self.new_id()),
            person,
            started_at=now,
            ends_at=now + LIFE,
            face_at=face_at,
            face_matter=face_matter,
            refresh=self.digests.keyed(REFRESH, token),
            refresh_family=self.digests.keyed(FAMILY, family),
        )
        await self.sessions.add(session)
        return session, token
