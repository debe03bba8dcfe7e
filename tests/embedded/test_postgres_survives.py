"""The embedded PostgreSQL starts again after any death, with every acknowledged row."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from adapters.embedded.errors import FolderInUse, ServerWouldNotStart
from adapters.embedded.postgres import EmbeddedPostgres, attach
from tests.embedded.support import (
    Clerk,
    another_palm,
    eventually,
    is_running,
    kill_tree,
    room,
    rows,
    started,
)


@pytest.fixture(scope="module")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A database made once and stopped: making one anew for each test only keeps the disk busy."""
    folder = tmp_path_factory.mktemp("first_day")
    with started(folder) as server:
        server.start()
        server.stop()
        yield folder


@pytest.fixture
def folder(first_day: Path, tmp_path: Path) -> Path:
    """A copy of that database, where it lies in its folder; else an empty folder."""
    if room(first_day) == first_day / "pg18":
        shutil.copytree(first_day, tmp_path / "palm")
    return tmp_path / "palm"


def test_a_second_start_finds_the_rows_under_the_same_address(folder: Path) -> None:
    with started(folder) as server:
        first = server.start()
        with psycopg.connect(first.owner_url) as connection:
            connection.execute("create table entered as select 7 as number")
        server.stop()
        began = time.monotonic()

        second = server.start()

        assert time.monotonic() - began < 5  # 0.1 s on a quiet machine
        assert second == first
        assert rows(second.owner_url) == [7]


@pytest.mark.parametrize(
    "disaster", [lambda pid: os.kill(pid, signal.SIGKILL), kill_tree], ids=["one", "all"]
)
def test_acknowledged_rows_survive_the_death_of_the_server(
    folder: Path, disaster: Callable[[int], None]
) -> None:
    with started(folder) as server:
        clerk = Clerk(server.start().owner_url)
        victim = server.pid()
        assert victim
        clerk.work_until(lambda: disaster(victim))
        began = time.monotonic()

        again = server.start()

        assert time.monotonic() - began < 5  # 0.2 s on a quiet machine
        assert set(clerk.acknowledged) <= set(rows(again.owner_url))


def test_when_palm_is_killed_its_server_goes_and_the_rows_stay(folder: Path) -> None:
    with another_palm(folder) as other, started(folder) as server:
        endpoint = other.read_endpoint()
        clerk = Clerk(str(endpoint["owner_url"]))
        clerk.work_until(other.kill)

        again = server.start()

        assert not is_running(int(endpoint["pid"]))
        assert set(clerk.acknowledged) <= set(rows(again.owner_url))


def test_a_killed_palm_leaves_no_server_behind(folder: Path) -> None:
    with started(folder), another_palm(folder) as other:
        pid = int(other.read_endpoint()["pid"])

        other.kill()

        assert eventually(lambda: not is_running(pid))


def test_a_server_that_stayed_is_stopped_and_succeeded(folder: Path) -> None:
    with started(folder) as first, started(folder) as second:
        first.start()
        orphan = first.pid()
        assert orphan
        assert first._lock
        first._lock.release()  # as if its palm had gone and the kernel had not told it

        second.start()

        assert not is_running(orphan)
        assert second.pid() != orphan


def test_a_pid_that_is_another_program_by_now_is_not_believed(folder: Path) -> None:
    with started(folder) as server, subprocess.Popen(["/bin/sleep", "60"]) as stranger:
        server.start()
        stale = (room(folder) / "data/postmaster.pid").read_text().split("\n", 1)[1]
        server.stop()
        (room(folder) / "data/postmaster.pid").write_text(f"{stranger.pid}\n{stale}")

        server.start()

        assert stranger.poll() is None
        stranger.kill()


def test_killed_while_making_the_database_it_is_made_at_the_next_start(tmp_path: Path) -> None:
    with another_palm(tmp_path) as other, started(tmp_path) as server:
        assert eventually(lambda: any(room(tmp_path).glob("data.new/base")))
        other.kill()
        assert not (room(tmp_path) / "data").exists()

        endpoint = server.start()

        psycopg.connect(endpoint.runtime_url).close()


def test_a_lost_password_is_replaced_at_the_next_start(folder: Path) -> None:
    with started(folder) as server:
        before = server.start()
        server.stop()
        (folder / "pg18/palm_runtime.password").unlink()

        after = server.start()

        assert after.runtime_url != before.runtime_url
        assert after.owner_url == before.owner_url
        psycopg.connect(after.runtime_url).close()


def test_a_folder_in_use_is_refused_and_its_server_can_be_shared(folder: Path) -> None:
    with started(folder) as server, another_palm(folder) as other:
        endpoint = other.read_endpoint()

        with pytest.raises(FolderInUse, match=rf"another palm \(pid {other.process.pid}\): stop it first"):
            server.start()
        shared = attach(folder)

    assert shared
    assert shared.owner_url == endpoint["owner_url"]


def test_a_folder_nobody_uses_has_no_server_to_share(tmp_path: Path) -> None:
    assert attach(tmp_path) is None


def test_a_deep_folder_with_any_name_will_do(tmp_path: Path) -> None:
    folder = tmp_path / ("deep " * 20) / ("掌上办'\"" * 10) / ("x" * 100)

    with started(folder) as server:
        psycopg.connect(server.start().owner_url).close()


def test_a_port_taken_meanwhile_is_left_to_its_holder(folder: Path) -> None:
    with started(folder) as server, socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        first = server.start()
        server.stop()
        holder.bind(("127.0.0.1", first.port))
        holder.listen()

        second = server.start()

        assert second.port != first.port
        psycopg.connect(second.owner_url).close()


def test_a_server_that_cannot_start_says_why_and_frees_the_folder(tmp_path: Path) -> None:
    with pytest.raises(ServerWouldNotStart, match="shared_buffers"):
        EmbeddedPostgres(tmp_path, settings={"shared_buffers": "plenty"}).start()

    with started(tmp_path) as server:
        server.start()
