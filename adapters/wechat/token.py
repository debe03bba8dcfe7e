"""The access token (接口调用凭证) of one app: shared by all processes, fetched by one of them.

Source: developers.weixin.qq.com/miniprogram/dev/server/API/ stable_token, read 2026-11-21. The older
`GET /cgi-bin/token` is another token space with a small daily quota: a loop there locks everybody out.
"""

import asyncio
from contextlib import AbstractAsyncContextManager
from typing import Protocol

import msgspec
import structlog

from adapters.wechat.wire import SYSTEM, TokenRefused, WechatWire
from domain.kernel.refusal import Refused, Unavailable

PATH = "/cgi-bin/stable_token"
SPARE_SECONDS = 300  # the platform renews five minutes before the end
LEAST_SECONDS = 30

log = structlog.get_logger(__name__)


class TokenStore(Protocol):
    """One token an appid for the whole cluster. Implemented by adapters/redis/wechat_tokens.py.

    Every method raises Unavailable when the store is out of reach.
    """

    async def read(self, appid: str) -> str | None: ...

    async def keep(self, appid: str, token: str, *, seconds: int) -> None: ...

    async def drop(self, appid: str, token: str) -> None:
        """Forget `token`; another that took its place meanwhile stays."""
        ...

    def alone(self, appid: str) -> AbstractAsyncContextManager[None]:
        """One holder at a time in the whole cluster; the others wait a few seconds, then Unavailable."""
        ...

    async def may_force(self, appid: str) -> bool:
        """True once in thirty seconds: the platform allows one forced refresh in that time, 20 a day."""
        ...


class _Told(msgspec.Struct):
    access_token: str = ""
    expires_in: int = 0


class AccessToken:
    """`secret` goes into the body of one call and is never part of an address or a message here."""

    def __init__(self, wire: WechatWire, store: TokenStore, *, appid: str, secret: str) -> None:
        self._wire, self._store, self._appid, self._secret = wire, store, appid, secret
        self._turn = asyncio.Lock()  # of this process, so that it stands in the cluster's queue once

    async def current(self) -> str:
        """The token to call with. Raises Refused (an operator must act), Unavailable."""
        kept = await self._store.read(self._appid)
        if kept is not None:
            return kept
        async with self._turn, self._store.alone(self._appid):
            # whoever held the turn before us has most likely fetched it
            kept = await self._store.read(self._appid)
            return kept if kept is not None else await self._fetch(force=False)

    async def instead_of(self, failed: str) -> str:
        """Another token than the one that just failed. Raises Refused, Unavailable (none to be had)."""
        async with self._turn, self._store.alone(self._appid):
            kept = await self._store.read(self._appid)
            if kept is not None and kept != failed:
                return kept
            await self._store.drop(self._appid, failed)
            fetched = await self._fetch(force=False)
            if fetched != failed:
                return fetched
            # the platform calls good what it just refused
            await self._store.drop(self._appid, failed)
            if await self._store.may_force(self._appid):
                return await self._fetch(force=True)
        log.error("wechat-token-stuck")
        raise Unavailable(SYSTEM, "token-stuck")

    async def _fetch(self, *, force: bool) -> str:
        asked = {
            "grant_type": "client_credential",
            "appid": self._appid,
            "secret": self._secret,
            "force_refresh": force,
        }
        try:
            told = await self._wire.ask("POST", PATH, _Told, body=asked)
        except TokenRefused:  # here it can only mean the secret
            raise Refused(SYSTEM, "secret") from None
        if not told.access_token:
            raise Unavailable(SYSTEM, "token-missing")
        seconds = max(told.expires_in - SPARE_SECONDS, LEAST_SECONDS)
        await self._store.keep(self._appid, told.access_token, seconds=seconds)
        return told.access_token
