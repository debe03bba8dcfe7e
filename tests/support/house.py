"""The house's own parts on a real database, with a clock that tests move by hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tortoise.connection import get_connection

from adapters.files.checkpoints import CheckpointFile, CheckpointKeys
from adapters.keys.cipher import FieldCipher, HmacDigests
from adapters.keys.randomness import SystemRandomness, uuid7
from adapters.keys.ring import KeyRing
from adapters.postgres.answers import PostgresAnswers
from adapters.postgres.connect import database
from adapters.postgres.jobs import ProcrastinateJobs
from adapters.postgres.ledger import PostgresEvidence, PostgresLedger
from adapters.postgres.ledger_verify import PostgresChains
from adapters.postgres.procrastinate_app import jobs_app
from adapters.postgres.work import PostgresWork
from bff.compose.core import Core
from bff.compose.mandates import with_mandates

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # a Monday, 12:00 in Beijing
RING = KeyRing.fresh("test")


class HandClock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def go_on(self, by: timedelta) -> None:
        self.at += by


@asynccontextmanager
async def house(runtime_url: str, clock: HandClock) -> AsyncIterator[Core]:
    """Core on a real database; jobs are real rows, run by nobody: read them with `jobs_deferred`."""
    cipher = FieldCipher(RING)
    app = jobs_app(runtime_url, pool=1, kept=0)  # it defers on the work's own connection
    async with database(runtime_url, pool=5), app.open_async():
        core = Core(
            now=clock,
            new_id=uuid7,
            atomic=PostgresWork(),
            jobs=ProcrastinateJobs(app),
            answers=PostgresAnswers(cipher, clock, uuid7),
            randomness=SystemRandomness(),
            digests=HmacDigests(RING),
            cipher=cipher,
            ledger=PostgresLedger(RING.ledger, clock, uuid7),
            evidence=PostgresEvidence(cipher, clock, uuid7),
            chains=PostgresChains(RING.ledger, cipher),
        )
        yield with_mandates(core)


def checkpoint_file(path: Path, clock: HandClock) -> CheckpointFile:
    """Signed with the ring's own key."""
    return CheckpointFile(path, CheckpointKeys(RING.checkpoint_key), RING.ledger, clock)


async def jobs_deferred() -> list[tuple[str, dict[str, str]]]:
    """Name and arguments of every job so far, oldest first."""
    rows = await get_connection("default").execute_query_dict(
        "SELECT task_name, args FROM procrastinate_jobs ORDER BY id"
    )
    return [(row["task_name"], row["args"]) for row in rows]


async def count(table: str) -> int:
    """How many rows `table` has."""
    rows = await get_connection("default").execute_query_dict(f"SELECT count(*) AS n FROM {table}")  # noqa: S608 - our own names
    number: int = rows[0]["n"]
    return number


async def rows(table: str) -> list[dict[str, Any]]:
    """All rows of one of our own tables, oldest id first."""
    found = await get_connection("default").execute_query_dict(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608 - our own names
    return list(found)
