"""Ways into the mini-program (小程序链接、小程序码) kept in Redis: asked for once, used by many.

The platform gives half a million links a day and 5,000 pictures a minute, and a link may be opened by
everybody: one a page does. It may be lost at any time: then another is asked for.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Generic, TypeVar

import msgspec
from redis.asyncio import Redis
from redis.exceptions import RedisError

from domain.invitations.mini_program_link import CodePicture, MiniProgramLink, MiniProgramLinks
from domain.kernel.ports import Clock

T = TypeVar("T")
GOOD_FOR = timedelta(days=7)  # whoever is given a kept one has at least so long
PICTURE_DAYS = 30
AT_HAND = 64


class _Kept(msgspec.Struct):
    url: str
    expires_at: datetime


class KeptLinks:
    """Implements MiniProgramLinks in front of another: strangers may ask as often as they like.

    However many do at once, this process asks for one way once; without Redis it keeps what it was told.
    """

    def __init__(self, links: MiniProgramLinks, client: Redis, *, clock: Clock) -> None:
        self._links, self._client, self._clock = links, client, clock
        self._ways, self._pictures = _AtHand[MiniProgramLink](), _AtHand[CodePicture]()

    async def link(self, page: str, query: str, *, lasts: timedelta) -> MiniProgramLink:
        key, least = _key("link", page, query), min(GOOD_FOR, lasts / 2)
        known = self._ways.known(key)
        if known is not None and known.expires_at - self._clock() >= least:
            return known
        return await self._ways.ask(key, partial(self._link, key, page, query, lasts, least))

    async def code(self, page: str, scene: str) -> CodePicture:
        key = _key("code", page, scene)
        known = self._pictures.known(key)
        return known or await self._pictures.ask(key, partial(self._code, key, page, scene))

    async def _link(
        self, key: str, page: str, query: str, lasts: timedelta, least: timedelta
    ) -> MiniProgramLink:
        kept, now = await self._read(key), self._clock()
        if kept is not None:
            with suppress(msgspec.DecodeError):
                known = msgspec.json.decode(kept, type=_Kept)
                if known.expires_at - now >= least:
                    return MiniProgramLink(known.url, known.expires_at)
        made = await self._links.link(page, query, lasts=lasts)
        await self._keep(key, msgspec.json.encode(_Kept(made.url, made.expires_at)), made.expires_at - now)
        return made

    async def _code(self, key: str, page: str, scene: str) -> CodePicture:
        kept = await self._read(key)
        if kept is not None:
            kind, _, content = kept.partition(b"\n")
            return CodePicture(content, kind.decode())
        made = await self._links.code(page, scene)
        await self._keep(key, b"\n".join((made.kind.encode(), made.content)), timedelta(days=PICTURE_DAYS))
        return made

    async def _read(self, key: str) -> bytes | None:
        try:
            kept = await self._client.get(key)
        except (RedisError, OSError, TimeoutError):
            return None
        return kept if isinstance(kept, bytes) else None

    async def _keep(self, key: str, content: bytes, lasts: timedelta) -> None:
        with suppress(RedisError, OSError, TimeoutError):
            await self._client.set(key, content, ex=max(int(lasts.total_seconds()), 1))


class _AtHand(Generic[T]):
    """What this process was told last, of a few keys; who asks while a question runs waits for its answer."""

    def __init__(self) -> None:
        self._told: dict[str, T] = {}
        self._asking: dict[str, asyncio.Task[T]] = {}

    def known(self, key: str) -> T | None:
        return self._told.get(key)

    async def ask(self, key: str, ask: Callable[[], Awaitable[T]]) -> T:
        """Raises what `ask` does."""
        asking = self._asking.get(key)
        if asking is None:
            asking = self._asking[key] = asyncio.create_task(self._ask(key, ask))
            asking.add_done_callback(partial(self._over, key))
        return await asyncio.shield(asking)  # one who goes away takes it from nobody

    async def _ask(self, key: str, ask: Callable[[], Awaitable[T]]) -> T:
        told = await ask()
        self._told.pop(key, None)
        self._told[key] = told
        if len(self._told) > AT_HAND:
            del self._told[next(iter(self._told))]
        return told

    def _over(self, key: str, asked: asyncio.Task[T]) -> None:
        del self._asking[key]
        if not asked.cancelled():
            asked.exception()  # seen, though all who waited may have gone


def _key(kind: str, page: str, more: str) -> str:
    """Nothing of what it leads to can be read in it."""
    return f"wechat:{kind}:{hashlib.sha256(f'{page}?{more}'.encode()).hexdigest()}"
