"""Production refuses a database that a power cut could empty or a role that could rewrite the ledger."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from adapters.embedded.binaries import find_postgres
from adapters.embedded.cluster import RUNTIME, Cluster
from adapters.embedded.footing import Footings
from adapters.embedded.postgres import EmbeddedPostgres, PostgresEndpoint
from adapters.postgres.migrate import migrate
from bff.compose.servers import refuse_unsafe_database
from bff.settings import SettingsProblems
from tests.cli.palm import palm, production
from tests.support.server import Urls


class SafeServer:
    """A PostgreSQL as one would run it, whose roles can be given too much while it is down."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server = EmbeddedPostgres(folder)
        self.endpoint: PostgresEndpoint = self._server.start()
        asyncio.run(migrate(self.endpoint.owner_url))

    def alter_runtime(self, attribute: str) -> None:
        """Nobody can sign in as superuser to do this: it takes whoever has the files."""
        self._server.stop()
        binaries = find_postgres(None)
        home = self._folder / f"pg{binaries.major}"
        cluster = Cluster(home, Footings().choose(home, binaries))
        cluster._as_superuser(cluster.data, [f"ALTER ROLE {RUNTIME} {attribute}"])
        self.endpoint = self._server.start()

    def stop(self) -> None:
        self._server.stop()


@pytest.fixture(scope="module")
def safe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SafeServer]:
    server = SafeServer(tmp_path_factory.mktemp("safe"))
    yield server
    server.stop()


def _problems(url: str) -> list[str]:
    try:
        refuse_unsafe_database(url)
    except SettingsProblems as refused:
        return refused.problems
    return []


def test_a_durable_server_and_the_runtime_role_are_accepted(safe: SafeServer) -> None:
    assert _problems(safe.endpoint.runtime_url) == []

    with psycopg.connect(safe.endpoint.runtime_url) as connection:
        asked = "SELECT current_setting('fsync'), current_user::text"
        assert connection.execute(asked).fetchone() == ("on", RUNTIME)


def test_the_owner_is_refused_because_it_may_change_the_ledger(safe: SafeServer) -> None:
    [problem] = _problems(safe.endpoint.owner_url)

    assert "may change the ledger" in problem


@pytest.mark.parametrize("attribute", ["CREATEROLE", "BYPASSRLS"])
def test_a_role_that_may_make_others_or_pass_by_the_rules_is_refused(
    safe: SafeServer, attribute: str
) -> None:
    safe.alter_runtime(attribute)

    [problem] = _problems(safe.endpoint.runtime_url)

    safe.alter_runtime(f"NO{attribute}")
    assert "superuser or may make roles" in problem


def test_a_superuser_is_refused_for_both_reasons(safe: SafeServer) -> None:
    safe.alter_runtime("SUPERUSER")

    role, ledger = _problems(safe.endpoint.runtime_url)

    safe.alter_runtime("NOSUPERUSER")
    assert "superuser" in role
    assert "may change the ledger" in ledger


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_server_that_does_not_write_through_is_refused_in_one_line(
    urls: Urls, tmp_path: Path, command: str
) -> None:
    said = palm(command, environment=production(tmp_path, urls.runtime))

    assert said.returncode == 2
    [line] = said.stderr.splitlines()
    assert "fsync=off" in line
    assert "postgresql://" not in line


def test_a_database_nobody_has_migrated_is_refused_in_one_line(safe: SafeServer, tmp_path: Path) -> None:
    bare = make_conninfo(safe.endpoint.owner_url, dbname="postgres")

    said = palm("serve", environment=production(tmp_path, bare))

    assert said.returncode == 2
    assert [line.partition(":")[0] for line in said.stderr.splitlines()] == ["PALM_DATABASE_URL"]
    assert "palm migrate up" in said.stderr


@pytest.mark.parametrize("command", [("serve",), ("migrate", "up")], ids=" ".join)
def test_a_server_that_is_not_there_is_told_in_one_line(command: tuple[str, ...], tmp_path: Path) -> None:
    nowhere = "postgresql://palm_runtime:a-secret-word@127.0.0.1:1/palm"

    said = palm(*command, environment=production(tmp_path, nowhere))

    assert said.returncode == 2
    assert [line.partition(":")[0] for line in said.stderr.splitlines()] == ["PALM_DATABASE_URL"]
    assert "a-secret-word" not in said.stderr
