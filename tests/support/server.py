"""One PostgreSQL for the whole run, one migrated template, and a database of its own for each test."""

import asyncio
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from adapters.embedded.postgres import EmbeddedPostgres
from adapters.postgres.migrate import migrate
from tests.support.lending import Spare, Urls

__all__ = ["TestServer", "Urls", "ground", "running"]

TEMPLATE = "palm_template"
FAST = {
    "autovacuum": "off",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "128MB",  # it may lie in memory
}
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own in it, made by mkdtemp
ROOM_BYTES = 1 << 30
ROUNDS_ARE_A_SETTING = 16_00_00  # the version


class TestServer:
    """Lends databases made from the template."""

    __test__ = False

    def __init__(self, urls: Urls) -> None:
        self._urls, self._numbers = urls, itertools.count(1)
        self._connection = psycopg.connect(urls.owner, autocommit=True)
        self._idle: list[Spare] = []
        self.run(f"CREATE DATABASE {TEMPLATE}")
        asyncio.run(migrate(urls.of(TEMPLATE).owner))

    def version(self) -> str:
        row = self._connection.execute("SHOW server_version").fetchone()
        return str(row[0]) if row else ""

    def run(self, *statements: str) -> None:
        for statement in statements:
            self._connection.execute(statement.encode())

    def close(self) -> None:
        for one in self._idle:
            one.close()
        self._connection.close()

    @contextmanager
    def database(self, *, empty: bool = False) -> Iterator[Urls]:
        """A copy of the template, or a new one without any table."""
        if empty:
            name = f"palm_test_{next(self._numbers)}"
            self.run(f"CREATE DATABASE {name} STRATEGY FILE_COPY")
            try:
                yield self._urls.of(name)
            finally:
                self.run(f"DROP DATABASE {name} WITH (FORCE)")
            return
        one = self._idle.pop() if self._idle else self._new()
        urls = self._urls.of(one.name)
        try:
            yield urls
        finally:
            if not urls.had_an_owner and one.is_as_new():
                self._idle.append(one)
            else:
                one.close()
                self.run(f"DROP DATABASE {one.name} WITH (FORCE)")

    def _new(self) -> Spare:
        name = f"palm_test_{next(self._numbers)}"
        # the template's files are copied, not its pages written to the log one by one
        self.run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
        return Spare(name, self._urls.of(name).owner)


@contextmanager
def ground(otherwise: Path) -> Iterator[Path]:
    """A folder in memory where there is room, else `otherwise`.

    A database is five hundred files. Where hundreds have just been deleted, ext4 looks long for an inode for
    each new one: making a database took 150 ms there, and 15 ms in memory.
    """
    if not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ROOM_BYTES:
        yield otherwise
        return
    for left in MEMORY.glob("palm-test-*"):  # by a run that was killed
        if not Path(f"/proc/{left.name.split('-')[2]}").exists():
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"palm-test-{os.getpid()}-", dir=MEMORY))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def running(folder: Path, *, bin_dir: Path | None = None) -> Iterator[TestServer]:
    """In a folder of its own; `bin_dir` holds another PostgreSQL than the wheel's."""
    embedded = EmbeddedPostgres(folder, bin_dir=bin_dir, settings=FAST)
    endpoint = embedded.start()
    try:
        for url in (endpoint.owner_url, endpoint.runtime_url):
            _take_less_time(url)
        server = TestServer(Urls(endpoint.owner_url, endpoint.runtime_url))
        try:
            yield server
        finally:
            server.close()
    finally:
        embedded.stop()


def _take_less_time(url: str) -> None:
    """The same password, kept with one round of its hash instead of 4,096, on which a sign-in spends 2 ms."""
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.info.server_version >= ROUNDS_ARE_A_SETTING:
            connection.execute("SET scram_iterations = 1")
            role, secret = sql.Identifier(connection.info.user), sql.Literal(connection.info.password)
            connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, secret))
