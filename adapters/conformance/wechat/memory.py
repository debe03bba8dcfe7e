"""What a process of ours needs around WeChat's adapters, in memory: the token's store, pauses, nonces."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from domain.kernel.ports import Clock

FORCE_SECONDS = 30


@dataclass
class MemoryTokens:
    """What adapters/redis/wechat_tokens.py does, for one process. `forced_at` stops a second force."""

    clock: Clock
    tokens: dict[str, str] = field(default_factory=dict)
    kept_seconds: list[int] = field(default_factory=list)
    forced_at: float = 0.0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def read(self, appid: str) -> str | None:
        return self.tokens.get(appid)

    async def keep(self, appid: str, token: str, *, seconds: int) -> None:
        self.tokens[appid] = token
        self.kept_seconds.append(seconds)

    async def drop(self, appid: str, token: str) -> None:
        if self.tokens.get(appid) == token:
            del self.tokens[appid]

    @asynccontextmanager
    async def alone(self, appid: str) -> AsyncIterator[None]:
        del appid
        async with self.turn:
            yield

    async def may_force(self, appid: str) -> bool:
        del appid
        now = self.clock().timestamp()
        if now - self.forced_at < FORCE_SECONDS:
            return False
        self.forced_at = now
        return True


@dataclass
class Pauses:
    """Waits for nobody, and remembers how long it would have."""

    seconds: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


@dataclass
class MemoryNonces:
    seen: set[str] = field(default_factory=set)

    async def fresh(self, nonce: str) -> bool:
        known = nonce in self.seen
        self.seen.add(nonce)
        return not known
