"""The connections to Redis (or Valkey) of one process, with time-outs short enough to say no in time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio import Redis

PATIENCE_SECONDS = 1.0


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Redis]:
    """A client on `url`; nothing is sent until it is used, and all of it is closed at the end."""
    client = Redis.from_url(
        url,
        socket_timeout=PATIENCE_SECONDS,
        socket_connect_timeout=PATIENCE_SECONDS,
        health_check_interval=30,
    )
    try:
        yield client
    finally:
        await client.aclose()
