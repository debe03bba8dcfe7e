"""How often something may be tried, counted in Redis by fixed windows; closed while Redis is out of reach."""

from redis.asyncio import Redis
from redis.exceptions import RedisError

from domain.kernel.limits import LimitsUnavailable, TooManyRequests
from domain.kernel.work import forbid_inside_work

# One step, so that a counter never stands without its end, whatever dies in between.
COUNT = """
local tries = redis.call('INCR', KEYS[1])
local left = redis.call('TTL', KEYS[1])
if left < 0 then
  redis.call('EXPIRE', KEYS[1], ARGV[1])
  left = tonumber(ARGV[1])
end
return {tries, left}
"""


class RedisLimits:
    """Implements domain.identity.ports.Limits. Keys hold digests, never an address or a number."""

    def __init__(self, client: Redis) -> None:
        self._count = client.register_script(COUNT)

    async def spend(self, purpose: str, subject: str, *, allowed: int, seconds: int) -> None:
        forbid_inside_work("limits")
        try:
            tries, left = await self._count(keys=[f"limit:{purpose}:{subject}"], args=[seconds])
        except (RedisError, OSError, TimeoutError) as error:
            raise LimitsUnavailable(type(error).__name__) from None
        if tries > allowed:
            raise TooManyRequests(purpose, retry_after=max(int(left), 1))
