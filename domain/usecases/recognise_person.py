"""Recognise who sends a request: a token of ours whose session still stands, asked every time."""

from dataclasses import dataclass

from domain.identity.ports import AccessTokens, Sessions
from domain.identity.session import Known, SessionEnded
from domain.kernel.ports import Clock


@dataclass(frozen=True, slots=True)
class RecognisePerson:
    tokens: AccessTokens
    sessions: Sessions
    now: Clock

    async def __call__(self, access_token: str) -> Known:
        """Raises SessionEnded for a bad token and an ended session alike."""
        claims = self.tokens.read(access_token)
        session = await self.sessions.by_id(claims.session)
        now = self.now()
        if session is None or session.person != claims.person or not session.is_live(now):
            raise SessionEnded
        return Known(session.person, session.session_id, session.level(now), session.face_matter)
