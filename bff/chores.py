"""The chores (例行任务) of a process: each done again and again, and over when the process is."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog

log = structlog.get_logger(__name__)
UNHEARD_SECONDS = 1.0


async def every(pause: timedelta, chore: Callable[[], Awaitable[object]]) -> None:
    """Do the chore again and again; one that fails is logged and done again after the pause."""
    while True:
        try:
            await chore()
        except Exception:
            log.exception("chore-failed")
        await asyncio.sleep(pause.total_seconds())


@asynccontextmanager
async def going_on(*chores: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """They run beside the block, and none of them outlives it."""
    tasks = [asyncio.create_task(chore) for chore in chores]
    try:
        yield
    finally:
        # one cancellation may be lost where a connection is given back to its pool
        while alive := {task for task in tasks if not task.done()}:
            for task in alive:
                task.cancel()
            await asyncio.wait(alive, timeout=UNHEARD_SECONDS)
