"""Keeps the catalogue of a running process fresh (在用目录): shipped versions kept, signed ones served by."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog

from bff.chores import every, going_on
from bff.desks.item_versions import ItemVersionDesk

log = structlog.get_logger(__name__)
PAUSE = timedelta(seconds=5)


@asynccontextmanager
async def kept_fresh(desk: ItemVersionDesk, *, pause: timedelta = PAUSE) -> AsyncIterator[None]:
    """Up to date before the block begins, and within `pause` while it runs; a database that is away stops
    nothing: what served goes on serving."""
    for item in await desk.keep_shipped_versions():
        log.warning("item-changed-under-its-number", item=item)
    await _refresh(desk)
    async with going_on(every(pause, lambda: _refresh(desk))):
        yield


async def _refresh(desk: ItemVersionDesk) -> None:
    refreshed = await desk.refresh_catalogue()
    for head in refreshed.unreadable:
        log.error("item-version-unreadable", item=head.item, number=head.number, id=str(head.version_id))
    if refreshed.changed:
        log.info("catalogue-refreshed")
