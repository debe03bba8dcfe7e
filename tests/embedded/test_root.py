"""Root and ordinary users below private folders: PostgreSQL is never root and finds its data again."""

import os
import pwd
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from adapters.embedded.binaries import find_postgres
from adapters.embedded.errors import FolderNotOurs
from adapters.embedded.footing import Footings
from adapters.embedded.identity import namespaced
from adapters.embedded.postgres import EmbeddedPostgres
from tests.embedded.readable_copy import readable_copy
from tests.embedded.support import another_palm, is_running, kill_tree

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to be root and to become another user")


@pytest.fixture
def ground() -> Iterator[Path]:
    """A temporary directory open to all users; pytest closes its own ones at the start of every session."""
    folder = Path(tempfile.mkdtemp(prefix="palm-test-"))
    folder.chmod(0o1777)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def private(ground: Path) -> Path:
    """Like /root or `mktemp -d`: nobody else may even pass through."""
    folder = ground / "private"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def shelter(ground: Path) -> Path:
    folder = ground / "shelter"
    folder.mkdir()
    folder.chmod(0o1777)
    return folder


def uid_of(server: EmbeddedPostgres) -> int:
    return Path(f"/proc/{server.pid()}").stat().st_uid


def test_root_below_a_private_folder_keeps_its_data_there(private: Path) -> None:
    if not namespaced().may_use(private, ()):
        pytest.skip("this kernel gives no user namespace")
    server = EmbeddedPostgres(private)
    try:
        endpoint = server.start()

        assert (private / "pg18/data/PG_VERSION").exists()
        assert private.stat().st_mode & 0o777 == 0o700
        psycopg.connect(endpoint.owner_url).close()
        namespaces = {Path(f"/proc/{pid}/ns/user").readlink() for pid in (os.getpid(), server.pid())}
        assert len(namespaces) == 2
    finally:
        server.stop()


def test_without_a_namespace_root_uses_a_shelter_and_finds_it_again(
    private: Path, shelter: Path, caplog: pytest.LogCaptureFixture
) -> None:
    found = find_postgres(None)
    package = found.folder.parent.parent
    for name in (package.name, f"{package.name}.libs"):  # programs no other account can reach
        if (package.parent / name).is_dir():
            shutil.copytree(package.parent / name, private / name, copy_function=os.link)
    programs = private / found.folder.relative_to(package.parent)
    server = EmbeddedPostgres(private, bin_dir=programs, footings=Footings(in_place=(), shelter=shelter))
    try:
        with psycopg.connect(server.start().owner_url) as connection:
            connection.execute("create table entered as select 7 as number")
        nobody, victim = uid_of(server), server.pid()
        assert victim
        kill_tree(victim)

        again = server.start()

        assert nobody == pwd.getpwnam("nobody").pw_uid
        assert not is_running(victim)
        assert f"keeps its data in {shelter}/palm-" in caplog.text
        assert (private / "pg18/elsewhere").read_text().startswith(str(shelter))
        assert private.stat().st_mode & 0o777 == 0o700
        with psycopg.connect(again.owner_url) as connection:
            assert connection.execute("select number from entered").fetchone() == (7,)
    finally:
        server.stop()


def test_a_shelter_that_was_cleaned_is_an_error_and_not_an_empty_database(
    private: Path, shelter: Path
) -> None:
    server = EmbeddedPostgres(private, footings=Footings(in_place=(), shelter=shelter))
    try:
        server.start()
        server.stop()
        for folder in shelter.iterdir():
            shutil.rmtree(folder)

        with pytest.raises(FolderNotOurs, match="which is gone"):
            server.start()
    finally:
        server.stop()


def test_a_shelter_somebody_else_prepared_is_refused(private: Path, shelter: Path) -> None:
    server = EmbeddedPostgres(private, footings=Footings(in_place=(), shelter=shelter))
    try:
        server.start()
        server.stop()
        (only,) = shelter.iterdir()
        os.chown(only, 65534, 65534)

        with pytest.raises(FolderNotOurs, match="somebody else"):
            server.start()
    finally:
        server.stop()


def test_a_removed_folder_begins_anew(private: Path, shelter: Path) -> None:
    footings = Footings(in_place=(), shelter=shelter)
    server = EmbeddedPostgres(private / ".palm", footings=footings)
    try:
        with psycopg.connect(server.start().owner_url) as connection:
            connection.execute("create table entered ()")
        server.stop()
        shutil.rmtree(private / ".palm")

        with psycopg.connect(server.start().owner_url) as connection:
            assert connection.execute("select to_regclass('entered')").fetchone() == (None,)
    finally:
        server.stop()


def test_an_ordinary_user_needs_nothing_special_and_root_respects_their_data(
    ground: Path, private: Path
) -> None:
    uid = pwd.getpwnam("nobody").pw_uid
    copy = readable_copy(ground / "copy")
    os.chown(private, uid, uid)
    with another_palm(
        private, python=copy.python, beside=copy.folder, environment=copy.environment, uid=uid
    ) as other:
        endpoint = other.read_endpoint()
        with psycopg.connect(str(endpoint["owner_url"])) as connection:
            connection.execute("create table entered as select 7 as number")
        assert Path(f"/proc/{endpoint['pid']}").stat().st_uid == uid
    server = EmbeddedPostgres(private, bin_dir=copy.programs)
    try:
        with psycopg.connect(server.start().owner_url) as connection:
            assert connection.execute("select number from entered").fetchone() == (7,)

        assert uid_of(server) == uid
    finally:
        server.stop()
