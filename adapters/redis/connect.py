"""The connections to Redis (or Valkey) of one process, with time-outs short enough to say no in time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio import Redis

PATIENCE_SECONDS = 1.0


@asynccontextmanager
async def connected(url: str, *, patience: float = PATIENCE_SECONDS) -> AsyncIterator[Redis]:
    """A client on `url`; nothing is sent until it is used, and all of it is closed at the end.

    `patience` is how many seconds one connection, and one answer, may take.
    """
    client = Redis.from_url(
        url,
        socket_timeout=patience,
        socket_connect_timeout=patience,
        health_check_interval=30,
    )
    try:
        yield client
    finally:
        await client.aclose()
