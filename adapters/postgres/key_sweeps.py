"""How far sealing anew has come, in PostgreSQL, and whether a transaction of before is still running."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from tortoise.connection import get_connection

from adapters.postgres.rows.keys import KeySweepRow
from domain.keys.sweep import Sweep

NOW = "SELECT clock_timestamp() AS now"
# of sessions of other roles xact_start is not shown: nothing but this role writes sealed values
RUNNING = """
SELECT count(*) AS n FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend'
    AND pid <> pg_backend_pid() AND xact_start < %s
"""
POLL_SECONDS = 0.2
TRIES = 300  # a minute


class PostgresSweeps:
    """Implements domain.keys.ports.Sweeps."""

    async def of(self, place: str, version: str) -> Sweep | None:
        row = await KeySweepRow.get_or_none(place=place, version=version)
        if row is None:
            return None
        return Sweep(row.place, row.version, row.total, row.started_at, row.done, row.after, row.finished_at)

    async def keep(self, sweep: Sweep) -> None:
        await KeySweepRow.update_or_create(
            {
                "after": sweep.after,
                "done": sweep.done,
                "total": sweep.total,
                "started_at": sweep.started_at,
                "finished_at": sweep.finished_at,
            },
            place=sweep.place,
            version=sweep.version,
        )


class PostgresSettling:
    """Implements domain.keys.ports.Settling. `grace`: seconds until every process has looked at the ring."""

    def __init__(self, grace: Callable[[], float], *, tries: int = TRIES) -> None:
        self._grace, self._tries = grace, tries

    async def settled(self) -> bool:
        await asyncio.sleep(max(0.0, self._grace()))
        [row] = await get_connection("default").execute_query_dict(NOW)
        for _ in range(self._tries):
            if not await _is_running_since_before(row["now"]):
                return True
            await asyncio.sleep(POLL_SECONDS)
        return False


async def _is_running_since_before(moment: datetime) -> bool:
    [row] = await get_connection("default").execute_query_dict(RUNNING, [moment])
    return bool(row["n"])
