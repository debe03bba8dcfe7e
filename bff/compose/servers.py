"""PostgreSQL and Redis of one process: what the settings name, or the embedded ones of the folder.

Production names its own and refuses anything a crash could lose or a stranger could change.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

from adapters.embedded import postgres, valkey
from adapters.keys.ring import KeyRing, KeyRingProblem
from bff.compose.rights import weaknesses
from bff.settings import Settings, SettingsProblems

# instead of the driver's words, which may hold a part of the address, and with it a password
OUT_OF_REACH = "no server answers there, or it does not let the role in"
NO_SCHEMA = "there is no schema of this release yet; run `palm migrate up`"


@dataclass(frozen=True, slots=True)
class Servers:
    """Where PostgreSQL (as the runtime role) and Redis are."""

    database_url: str
    redis_url: str

    def __repr__(self) -> str:
        return "Servers(…)"


@contextmanager
def servers(settings: Settings) -> Iterator[Servers]:
    """Started here when nobody runs them yet; stopped here only when started here."""
    with _database(settings) as (_, runtime_url), _redis(settings) as redis_url:
        yield Servers(runtime_url, redis_url)


@contextmanager
def owner(settings: Settings) -> Iterator[str]:
    """The database as its owner, for migrations. Raises SettingsProblems when it is out of reach."""
    with _database(settings) as (owner_url, _):
        try:
            psycopg.connect(owner_url, connect_timeout=5).close()
        except psycopg.Error:
            variable = "PALM_OWNER_URL" if settings.owner_url else "PALM_DATABASE_URL"
            raise SettingsProblems([f"{variable}: {OUT_OF_REACH}"]) from None
        yield owner_url


@contextmanager
def _database(settings: Settings) -> Iterator[tuple[str, str]]:
    if settings.database_url:
        yield settings.owner_url or settings.database_url, settings.database_url
        return
    running = postgres.attach(settings.folder, bin_dir=settings.pg_bin)
    if running:
        yield running.owner_url, running.runtime_url
        return
    embedded = postgres.EmbeddedPostgres(settings.folder, bin_dir=settings.pg_bin)
    started = embedded.start()
    try:
        yield started.owner_url, started.runtime_url
    finally:
        embedded.stop()


@contextmanager
def _redis(settings: Settings) -> Iterator[str]:
    if settings.redis_url:
        yield settings.redis_url
        return
    running = valkey.attach(settings.folder)
    if running:
        yield running
        return
    embedded = valkey.EmbeddedValkey(settings.folder)
    try:
        yield embedded.start()
    finally:
        embedded.stop()


def refuse_unusable_ring(settings: Settings) -> None:
    """Raises SettingsProblems: there is no ring, others may read it, or it lacks a key."""
    try:
        KeyRing.read(settings.keys_file)
    except KeyRingProblem as broken:
        raise SettingsProblems([f"PALM_KEYS_FILE: {broken}"]) from None


def refuse_unsafe_database(runtime_url: str) -> None:
    """For production. Raises SettingsProblems: out of reach, fsync off, a role that may do too much."""
    try:
        with psycopg.connect(runtime_url, connect_timeout=5) as connection:
            problems = weaknesses(connection)
    except psycopg.errors.UndefinedTable:
        problems = [NO_SCHEMA]
    except psycopg.Error:
        problems = [OUT_OF_REACH]
    if problems:
        raise SettingsProblems([f"PALM_DATABASE_URL: {problem}" for problem in problems])
