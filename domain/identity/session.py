"""A session: one person on one device, fresh from a face check or not."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.identity.check import FRESH
from domain.kernel.ids import MatterId, PartyId, SessionId, VisitorId
from domain.kernel.party import Channel, Level
from domain.kernel.refusal import Refusal

ACCESS = timedelta(minutes=15)
LIFE = timedelta(days=1)
VISIT = ACCESS  # in the mini-program, which signs in again by itself


class SessionEnded(Refusal):
    code, title = "session-ended", "登录已过期，请重新认证"


@dataclass(slots=True)
class Session:
    """`refresh`: digest of the running refresh token; `refresh_family`: of what all of them begin with."""

    session_id: SessionId
    person: PartyId
    started_at: datetime
    ends_at: datetime
    face_at: datetime | None
    face_matter: MatterId | None  # the matter the last face check was opened for
    refresh: bytes = field(repr=False)
    refresh_family: bytes = field(repr=False)
    ended_at: datetime | None = None
    channel: Channel = Channel.H5  # the one front that serves it
    visitor: VisitorId | None = None  # in the mini-program: on which account

    def is_live(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.ends_at

    def level(self, now: datetime) -> Level:
        """FACE while the check is fresh; afterwards we know who signed in, not who holds the phone."""
        if self.face_at is not None and now - self.face_at < FRESH:
            return Level.FACE
        return Level.PHONE


@dataclass(frozen=True, slots=True)
class Known:
    """Who a valid access token stands for right now."""

    person: PartyId
    session: SessionId
    level: Level
    face_matter: MatterId | None
    visitor: VisitorId | None = None
