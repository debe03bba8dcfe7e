"""One PostgreSQL for the whole run, one migrated template, and a database of its own for each test."""

import asyncio
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from adapters.embedded.postgres import EmbeddedPostgres
from adapters.postgres.migrate import migrate

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


@dataclass(frozen=True, slots=True)
class Urls:
    """Of one database, for the owner and for the runtime role."""

    owner: str
    runtime: str

    def of(self, database: str) -> "Urls":
        return Urls(_named(self.owner, database), _named(self.runtime, database))


def _named(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


class TestServer:
    """Databases made from the template, each dropped after its test."""

    __test__ = False

    def __init__(self, urls: Urls) -> None:
        self._urls, self._numbers = urls, itertools.count(1)
        self.run(f"CREATE DATABASE {TEMPLATE}")
        asyncio.run(migrate(urls.of(TEMPLATE).owner))

    def version(self) -> str:
        with psycopg.connect(self._urls.owner) as connection:
            row = connection.execute("SHOW server_version").fetchone()
        return str(row[0]) if row else ""

    def run(self, *statements: str) -> None:
        with psycopg.connect(self._urls.owner, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    @contextmanager
    def database(self, *, empty: bool = False) -> Iterator[Urls]:
        name = f"palm_test_{next(self._numbers)}"
        source = "" if empty else f" TEMPLATE {TEMPLATE}"
        # the template's files are copied, not its pages written to the log one by one
        self.run(f"CREATE DATABASE {name}{source} STRATEGY FILE_COPY")
        try:
            yield self._urls.of(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")


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
        yield TestServer(Urls(endpoint.owner_url, endpoint.runtime_url))
    finally:
        embedded.stop()
