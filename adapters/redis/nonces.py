"""One-use values that callers sign, remembered in Redis for as long as a signed request counts.

It must not know what the values are for: the caller has checked the signature already.
"""

import hashlib

from redis.asyncio import Redis
from redis.exceptions import RedisError

from domain.kernel.refusal import Unavailable
from domain.kernel.work import forbid_inside_work

SYSTEM = "nonces"
KEPT_SECONDS = 600


class RedisNonces:
    """Implements domain.kernel.callbacks.Nonces. Without Redis nobody is let in."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    async def fresh(self, nonce: str) -> bool:
        """Raises Unavailable: what cannot be known to be new is not taken."""
        forbid_inside_work(SYSTEM)
        key = f"nonce:{hashlib.sha256(nonce.encode()).hexdigest()}"
        try:
            return bool(await self._client.set(key, b"", nx=True, ex=KEPT_SECONDS))
        except (RedisError, OSError, TimeoutError) as error:
            raise Unavailable(SYSTEM, type(error).__name__) from None
