"""Start a session: for a person whose face was just compared, or whose account it is known to be."""

from dataclasses import dataclass
from datetime import datetime

from domain.identity.ports import Sessions
from domain.identity.session import LIFE, VISIT, Session
from domain.kernel.ids import MatterId, PartyId, SessionId, VisitorId
from domain.kernel.party import Channel
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
        self,
        person: PartyId,
        *,
        face_at: datetime | None,
        face_matter: MatterId | None,
        visitor: VisitorId | None = None,
    ) -> tuple[Session, str]:
        """The session and its first refresh token, of which only digests stay. Inside atomic.

        With a `visitor` it is the mini-program's; its refresh token is told to nobody and renews nothing.
        """
        family, now = self.randomness.token(), self.now()
        token = f"{family}.{self.randomness.token()}"
        session = Session(
            SessionId(self.new_id()),
            person,
            started_at=now,
            ends_at=now + (VISIT if visitor else LIFE),
            face_at=face_at,
            face_matter=face_matter,
            refresh=self.digests.keyed(REFRESH, token),
            refresh_family=self.digests.keyed(FAMILY, family),
            channel=Channel.MINI_PROGRAM if visitor else Channel.H5,
            visitor=visitor,
        )
        await self.sessions.add(session)
        return session, token
