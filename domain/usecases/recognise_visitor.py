"""Recognise who sends a request from the mini-program: an account, and the person behind it where known."""

from dataclasses import dataclass

from domain.identity.ports import AccessTokens, VisitorClaims
from domain.identity.session import SessionEnded
from domain.identity.visitor import Seen, Visitors
from domain.kernel.party import Channel
from domain.usecases.recognise_person import RecognisePerson


@dataclass(frozen=True, slots=True)
class RecogniseVisitor:
    tokens: AccessTokens
    visitors: Visitors
    recognise_person: RecognisePerson

    async def __call__(self, access_token: str) -> Seen:
        """Raises SessionEnded for a bad token, an ended session and a token of the phone page alike."""
        claims = self.tokens.read(access_token)
        if isinstance(claims, VisitorClaims):
            if await self.visitors.by_id(claims.visitor) is None:
                raise SessionEnded
            return Seen(claims.visitor)
        known = await self.recognise_person(access_token, front=Channel.MINI_PROGRAM)
        if known.visitor is None:
            raise SessionEnded
        return Seen(known.visitor, known)
