"""The mini-program's access token in Redis: one for all processes, with whose turn it is to fetch another.

It may be lost at any time: the next caller fetches it again. It must not know how that is done.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from redis.asyncio import Redis
from redis.exceptions import RedisError

from domain.kernel.refusal import Unavailable
from domain.kernel.work import forbid_inside_work

SYSTEM = "wechat-tokens"
TURN_SECONDS = 15.0  # longer than any fetch: after it a turn whose holder died passes on
WAIT_SECONDS = 5.0
FORCE_SECONDS = 30

DROP = """
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0
"""


class RedisWechatTokens:
    """Implements adapters.wechat.token.TokenStore."""

    def __init__(self, client: Redis) -> None:
        self._client = client
        self._drop = client.register_script(DROP)

    async def read(self, appid: str) -> str | None:
        async with _reached():
            kept = await self._client.get(_key(appid))
        return kept.decode() if isinstance(kept, bytes) else kept

    async def keep(self, appid: str, token: str, *, seconds: int) -> None:
        async with _reached():
            await self._client.set(_key(appid), token, ex=seconds)

    async def drop(self, appid: str, token: str) -> None:
        async with _reached():
            await self._drop(keys=[_key(appid)], args=[token])

    @asynccontextmanager
    async def alone(self, appid: str) -> AsyncIterator[None]:
        lock = self._client.lock(
            f"{_key(appid)}:turn", timeout=TURN_SECONDS, blocking_timeout=WAIT_SECONDS, sleep=0.05
        )
        async with _reached():
            if not await lock.acquire():
                raise Unavailable(SYSTEM, "turn")
        try:
            yield
        finally:
            with suppress(RedisError, OSError, TimeoutError):  # it ends by itself
                await lock.release()

    async def may_force(self, appid: str) -> bool:
        async with _reached():
            return bool(await self._client.set(f"{_key(appid)}:forced", b"", nx=True, ex=FORCE_SECONDS))


def _key(appid: str) -> str:
    return f"wechat:token:{appid}"


@asynccontextmanager
async def _reached() -> AsyncIterator[None]:
    """Raises Unavailable: without the store nobody knows whether the token is still the one."""
    forbid_inside_work(SYSTEM)
    try:
        yield
    except (RedisError, OSError, TimeoutError) as error:
        raise Unavailable(SYSTEM, type(error).__name__) from None
