"""The process tree, the ports and the folder lock: nothing is left behind, what is in the way is named."""

import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.embedded.errors import ChildDied, FolderInUse, PortTaken
from adapters.embedded.lock import FolderLock
from adapters.embedded.ports import free_port_or_fail, unused_port
from adapters.embedded.processes import ProcessTree, spawn
from tests.embedded.support import eventually, is_running, program

SAYS_AND_STAYS = "import sys, time; print(sys.argv[1], flush=True); time.sleep(60)"
DEAF = "import signal as s, time; s.signal(s.SIGTERM, s.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
LEAVES_A_CHILD = (
    "import subprocess, time; print(subprocess.Popen(['sleep', '60']).pid, flush=True); time.sleep(60)"
)


@pytest.fixture
def tree(tmp_path: Path) -> Iterator[ProcessTree]:
    tree = ProcessTree(tmp_path / "logs")
    yield tree
    tree.stop(seconds=1)


def test_a_child_writes_to_its_own_log(tree: ProcessTree, tmp_path: Path) -> None:
    tree.start("worker", [sys.executable, "-c", SAYS_AND_STAYS, "hello"])

    tree.wait_until(lambda: "hello" in (tmp_path / "logs/worker.log").read_text(), seconds=10)

    assert (tmp_path / "logs/worker.log").stat().st_mode & 0o777 == 0o600


def test_the_last_started_is_stopped_first(tree: ProcessTree, tmp_path: Path) -> None:
    order = tmp_path / "order"
    source = (
        "import signal, sys, time\n"
        "def leave(*_):\n    open(sys.argv[2], 'a').write(sys.argv[1]); sys.exit()\n"
        "signal.signal(signal.SIGTERM, leave); print('ready', flush=True); time.sleep(60)"
    )
    for name in "abc":
        tree.start(name, [sys.executable, "-c", source, name, str(order)])
    logs = [tmp_path / f"logs/{name}.log" for name in "abc"]
    tree.wait_until(lambda: all("ready" in log.read_text() for log in logs), seconds=10)

    tree.stop()

    assert order.read_text() == "cba"


def test_a_child_that_does_not_listen_is_killed_after_the_deadline(tree: ProcessTree, tmp_path: Path) -> None:
    pid = tree.start("deaf", [sys.executable, "-c", DEAF])
    tree.wait_until(lambda: "deaf" in (tmp_path / "logs/deaf.log").read_text(), seconds=10)

    tree.stop(seconds=0.1)

    assert not is_running(pid)


def test_what_a_child_started_itself_goes_with_it(tree: ProcessTree, tmp_path: Path) -> None:
    log = tmp_path / "logs/parent.log"
    tree.start("parent", [sys.executable, "-c", LEAVES_A_CHILD])
    tree.wait_until(lambda: log.read_text().endswith("\n"), seconds=10)

    tree.stop()

    assert eventually(lambda: not is_running(int(log.read_text())))


def test_an_early_death_is_reported_with_the_last_words(tree: ProcessTree) -> None:
    tree.start("bff", [sys.executable, "-c", "import sys; print('no database'); sys.exit(3)"])

    with pytest.raises(
        ChildDied, match=r"bff ended with code 3; the end of .*bff\.log:\nno database"
    ) as death:
        tree.wait_until(lambda: False, seconds=10)

    assert death.value.code == 3


def test_a_killed_child_is_reported_by_its_signal(tree: ProcessTree) -> None:
    pid = tree.start("bff", ["/bin/sleep", "60"])
    os.kill(pid, signal.SIGKILL)

    with pytest.raises(ChildDied, match="was killed by signal 9"):
        tree.wait_until(lambda: False, seconds=10)


def test_a_program_that_is_not_there_is_an_early_death(tree: ProcessTree) -> None:
    tree.start("bff", ["/no/such/program"])

    with pytest.raises(ChildDied, match="No such file"):
        tree.wait_until(lambda: False, seconds=10)


def test_children_of_a_killed_palm_go_with_it(tmp_path: Path) -> None:
    source = """
import sys, time
from pathlib import Path
from adapters.embedded.processes import ProcessTree
print(ProcessTree(Path(sys.argv[1])).start("worker", ["/bin/sleep", "60"]), flush=True)
time.sleep(60)
"""
    with program(source, tmp_path) as palm:
        assert palm.stdout
        child = int(palm.stdout.readline())

        palm.kill()

        assert eventually(lambda: not is_running(child))


def test_a_child_is_not_started_from_a_thread_it_would_die_with(tmp_path: Path) -> None:
    refusals: list[str] = []

    def in_a_thread() -> None:
        try:
            spawn(["/bin/true"], log=tmp_path / "log")
        except RuntimeError as refusal:
            refusals.append(str(refusal))

    thread = threading.Thread(target=in_a_thread)
    thread.start()
    thread.join()

    assert refusals == ["children are started from the main thread"]


def test_a_taken_port_names_its_holder() -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]

        with pytest.raises(PortTaken) as refusal:
            free_port_or_fail(port)

    said = str(refusal.value)
    assert said.startswith(f"127.0.0.1:{port} is taken (by pid {os.getpid()}, ")
    assert said.endswith("): stop it or set PALM_PORT")


def test_nobody_is_told_a_port_that_somebody_else_was_told_before() -> None:
    told = [unused_port() for _ in range(1000)]

    assert len(set(told)) == len(told)


def test_a_free_port_is_free() -> None:
    port = unused_port()

    free_port_or_fail(port)

    with socket.create_server(("127.0.0.1", port)) as holder:
        assert holder.getsockname() == ("127.0.0.1", port)


def test_the_lock_of_a_live_holder_is_respected(tmp_path: Path) -> None:
    with FolderLock(tmp_path / "lock"), pytest.raises(FolderInUse) as refusal:
        FolderLock(tmp_path / "lock").acquire()

    assert refusal.value.pid == os.getpid()


def test_the_lock_of_a_dead_holder_is_taken_over(tmp_path: Path) -> None:
    source = """
import os, sys
from pathlib import Path
from adapters.embedded.lock import FolderLock
FolderLock(Path(sys.argv[1])).acquire()
os.kill(os.getpid(), 9)
"""
    with program(source, tmp_path / "lock") as holder:
        holder.wait(30)
    assert (tmp_path / "lock").read_text() == f"{holder.pid}\n"

    with FolderLock(tmp_path / "lock"):
        assert (tmp_path / "lock").read_text() == f"{os.getpid()}\n"


def test_a_child_does_not_keep_the_folder_locked(tmp_path: Path, tree: ProcessTree) -> None:
    with FolderLock(tmp_path / "lock"):
        tree.start("sleeper", ["/bin/sleep", "60"])

    with FolderLock(tmp_path / "lock"):
        pass
