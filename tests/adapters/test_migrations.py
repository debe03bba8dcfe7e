"""Migrations: up, down, up; nothing left to write; and a kill in the middle that leaves nothing behind."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from adapters.postgres import migrate as migrations
from adapters.postgres.migrate import make, migrate, pending, step_back
from tests.support.server import TestServer, Urls

NAMES = [
    "0001_initial",
    "0002_jobs",
    "0003_rights",
    "0004_twenty_items",
    "0005_the_bureau",
    "0006_sessions_and_ledger",
    "0007_mandates_and_data",
    "0008_vendors",
    "0009_the_phone",
]
FOLDER = Path(migrations.__file__).parent / "migrations"


@pytest.fixture
def empty(server: TestServer) -> Iterator[Urls]:
    with server.database(empty=True) as urls:
        yield urls


def _tables(urls: Urls) -> set[str]:
    with psycopg.connect(urls.owner) as connection:
        rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    return {name for (name,) in rows}


async def test_up_down_up_ends_where_it_began(empty: Urls) -> None:
    assert await migrate(empty.owner) == [f"up {name}" for name in NAMES]
    tables = _tables(empty)

    down = await migrate(empty.owner, to="__first__")

    assert down == [f"down {name}" for name in reversed(NAMES)]
    assert _tables(empty) == {"tortoise_migrations"}
    assert await migrate(empty.owner) == [f"up {name}" for name in NAMES]
    assert _tables(empty) == tables
    assert await pending(empty.owner) == []


async def test_the_rows_say_what_the_migrations_made(urls: Urls) -> None:
    before = sorted(FOLDER.glob("*.py"))

    written = await make(urls.owner)

    for path in set(FOLDER.glob("*.py")) - set(before):
        path.unlink()
    assert written == []


async def test_a_step_back_undoes_the_newest_migration_alone(empty: Urls) -> None:
    await migrate(empty.owner)

    assert await step_back(empty.owner) == [f"down {NAMES[-1]}"]
    assert await pending(empty.owner) == [NAMES[-1]]


async def test_rows_from_before_the_newest_migration_live_on_and_the_program_of_before_goes_on_adding_them(
    empty: Urls,
) -> None:
    await migrate(empty.owner, to=NAMES[-2])
    known = _columns(empty)
    _insert(empty, known, 1)

    await migrate(empty.owner)

    _insert(empty, known, 2)  # the old program's own statements: it names no column that is new
    assert {table: _count(empty, table) for table in known} == dict.fromkeys(known, 2)


async def test_a_step_back_keeps_the_rows_that_were_there_before(empty: Urls) -> None:
    await migrate(empty.owner, to=NAMES[-2])
    known = _columns(empty)
    _insert(empty, known, 1)
    await migrate(empty.owner)

    await step_back(empty.owner)

    assert {table: _count(empty, table) for table in known} == dict.fromkeys(known, 1)
    assert _columns(empty) == known


Columns = dict[str, dict[str, str]]


def _columns(urls: Urls) -> Columns:
    """Our own tables with their columns and types, as the database has them now."""
    with psycopg.connect(urls.owner) as connection:
        rows = connection.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = 'public' AND is_identity = 'NO' ORDER BY 1, 2"
        ).fetchall()
    found: Columns = {}
    for table, column, kind in rows:
        if table != "tortoise_migrations" and not table.startswith("procrastinate"):
            found.setdefault(table, {})[column] = kind
    assert {"findings", "notices", "sessions", "cases", "ledger_entries"} <= set(found)
    return found


def _insert(urls: Urls, known: Columns, number: int) -> None:
    """One row in every table, as the running office writes it: every column that it knows, by name."""
    with psycopg.connect(urls.runtime) as connection:
        for table, columns in known.items():
            names = ", ".join(f'"{name}"' for name in columns)
            values = ", ".join(VALUES[kind].format(n=number) for kind in columns.values())
            connection.execute(f'INSERT INTO "{table}" ({names}) VALUES ({values})')  # noqa: S608 - the schema's own names


VALUES = {
    "uuid": "'00000000-0000-4000-8000-00000000000{n}'",
    "character varying": "'v{n}'",
    "text": "'t{n}'",
    "bytea": "'\\x0{n}'",
    "jsonb": "'[{n}]'",
    "timestamp with time zone": "'2026-11-23T04:00:0{n}Z'",
    "date": "'2026-11-0{n}'",
    "boolean": "true",
    "smallint": "{n}",
    "integer": "{n}",
    "bigint": "{n}",
}


def _count(urls: Urls, table: str) -> int:
    with psycopg.connect(urls.owner) as connection:
        row = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()  # noqa: S608 - the schema's own names
    return int(row[0]) if row else 0


async def test_a_second_run_changes_nothing(urls: Urls) -> None:
    assert await migrate(urls.owner) == []


HALF = """
import asyncio, os, signal, sys
from adapters.postgres import migrate as m
from adapters.postgres.migrate import migrate
real = m.MigrationRecorder.record_applied
async def killed(self, app, name):
    await real(self, app, name)
    os.kill(os.getpid(), signal.SIGKILL)
m.MigrationRecorder.record_applied = killed
asyncio.run(migrate(sys.argv[1]))
"""


def test_a_migration_killed_before_its_commit_leaves_nothing_and_runs_again(empty: Urls) -> None:
    killed = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-W", "ignore", "-c", HALF, empty.owner],
        env={**os.environ, "PYTHONPATH": str(FOLDER.parents[2])},
        check=False,
    )

    assert killed.returncode == -signal.SIGKILL
    deadline = time.monotonic() + 10
    while _sessions(empty) and time.monotonic() < deadline:  # the server notices the death in a moment
        time.sleep(0.02)
    assert _tables(empty) == {"tortoise_migrations"}
    assert asyncio.run(migrate(empty.owner)) == [f"up {name}" for name in NAMES]


def _sessions(urls: Urls) -> int:
    with psycopg.connect(urls.owner) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"  # noqa: E501 - one query
        ).fetchone()
    return int(row[0]) if row else 0
