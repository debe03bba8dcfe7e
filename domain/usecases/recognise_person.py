"""Recognise who sends a request: a token of ours, of this front, whose session still stands: asked anew."""

from dataclasses import dataclass

from domain.identity.ports import AccessTokens, Claims, Sessions
from domain.identity.session import Known, SessionEnded
from domain.kernel.party import Channel, Level
from domain.kernel.ports import Clock


@dataclass(frozen=True, slots=True)
class RecognisePerson:
    tokens: AccessTokens
    sessions: Sessions
    now: Clock

    async def __call__(self, access_token: str, *, front: Channel = Channel.H5) -> Known:
        """Raises SessionEnded for a bad token, an ended session and a token of another front alike."""
        claims = self.tokens.read(access_token)
        if not isinstance(claims, Claims) or claims.channel is not front:
            raise SessionEnded
        session = await self.sessions.by_id(claims.session)
        now = self.now()
        if (
            session is None
            or session.channel is not front
            or session.person != claims.person
            or not session.is_live(now)
        ):
            raise SessionEnded
        level = session.level(now)
        return Known(
            session.person,
            session.session_id,
            level,
            session.face_matter,
            session.visitor,
            session.device,
            session.face_check if level >= Level.FACE else None,
        )
