"""Tickets into the web-view in Redis: under a digest, for a minute, given out once.

They may be lost at any time: then the mini-program asks for another.
"""

from datetime import timedelta

import msgspec
from redis.asyncio import Redis
from redis.exceptions import RedisError

from domain.identity.web_view import WebViewTicket
from domain.kernel.ids import SessionId, short, unshort
from domain.kernel.refusal import Unavailable
from domain.kernel.work import forbid_inside_work

SYSTEM = "web-view-tickets"


class _Kept(msgspec.Struct):
    session: str
    path: str


class RedisWebViewTickets:
    """Implements domain.identity.web_view.WebViewTickets. Without Redis nobody enters this way."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    async def keep(self, key: bytes, ticket: WebViewTicket, *, lasts: timedelta) -> None:
        forbid_inside_work(SYSTEM)
        kept = msgspec.json.encode(_Kept(short("ses", ticket.session), ticket.path))
        try:
            await self._client.set(_name(key), kept, ex=int(lasts.total_seconds()))
        except (RedisError, OSError, TimeoutError) as error:
            raise Unavailable(SYSTEM, type(error).__name__) from None

    async def take(self, key: bytes) -> WebViewTicket | None:
        forbid_inside_work(SYSTEM)
        try:
            kept = await self._client.getdel(_name(key))
        except (RedisError, OSError, TimeoutError) as error:
            raise Unavailable(SYSTEM, type(error).__name__) from None
        if kept is None:
            return None
        told = msgspec.json.decode(kept, type=_Kept)
        session = unshort("ses", told.session)
        return None if session is None else WebViewTicket(SessionId(session), told.path)


def _name(key: bytes) -> str:
    return f"web-view:{key.hex()}"
