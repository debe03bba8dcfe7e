"""What the tests of the embedded servers share: waiting, killing, counting rows, and other palms."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg

from adapters.embedded.footing import Footings
from adapters.embedded.postgres import EmbeddedPostgres

ROOT = Path(__file__).parents[2]


def eventually(claim: Callable[[], bool], seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while not claim():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def is_running(pid: int) -> bool:
    """False for a zombie as well: whoever should reap it may be slow."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def kill_tree(pid: int) -> None:
    """The process and its children, at once and without a word."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for victim in (pid, *map(int, children)):
        os.kill(victim, signal.SIGKILL)


def room(folder: Path) -> Path:
    """Where the server of `folder` keeps its data: root without user namespaces has to put it elsewhere."""
    elsewhere = folder / "pg18/elsewhere"
    return Path(elsewhere.read_text().strip()) if elsewhere.exists() else folder / "pg18"


@contextlib.contextmanager
def started(folder: Path, footings: Footings | None = None) -> Iterator[EmbeddedPostgres]:
    """A handle that is stopped in the end, whoever started it."""
    server = EmbeddedPostgres(folder, footings=footings)
    try:
        yield server
    finally:
        server.stop()
        if room(folder) != folder / "pg18":
            shutil.rmtree(room(folder).parent, ignore_errors=True)


class Clerk:
    """Enters numbers, each in its own transaction, and remembers those PostgreSQL has acknowledged."""

    def __init__(self, url: str) -> None:
        self.acknowledged: list[int] = []
        self._url = url
        with psycopg.connect(url) as connection:
            connection.execute("create table if not exists entered (number int primary key)")
        self._thread = threading.Thread(target=self._work)

    def _work(self) -> None:
        with (
            contextlib.suppress(psycopg.OperationalError),
            psycopg.connect(self._url, autocommit=True) as line,
        ):
            for number in range(1_000_000):
                line.execute("insert into entered values (%s)", (number,))
                self.acknowledged.append(number)

    def work_until(self, disaster: Callable[[], None]) -> None:
        self._thread.start()
        assert eventually(lambda: len(self.acknowledged) > 50)
        disaster()
        self._thread.join(10)


def rows(url: str) -> list[int]:
    with psycopg.connect(url) as connection:
        return [number for (number,) in connection.execute("select number from entered order by number")]


@dataclass(frozen=True)
class AnotherPalm:
    process: subprocess.Popen[str]

    def read_endpoint(self) -> dict[str, str | int]:
        assert self.process.stdout
        endpoint: dict[str, str | int] = json.loads(self.process.stdout.readline())
        return endpoint

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def program(source: str, *words: str | Path) -> subprocess.Popen[str]:
    """A short Python program of its own, with the project to import from."""
    return subprocess.Popen(  # noqa: S603 - our own interpreter, a literal in a test
        [sys.executable, "-c", source, *map(str, words)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@contextlib.contextmanager
def another_palm(
    folder: Path,
    *,
    python: str | Path = sys.executable,
    beside: Path = ROOT,
    environment: Mapping[str, str] | None = None,
    uid: int | None = None,
) -> Iterator[AnotherPalm]:
    """`beside`: the folder its modules are imported from."""
    with subprocess.Popen(  # noqa: S603 - our own program
        [python, "-m", "tests.embedded.another_palm", str(folder)],
        cwd=beside,
        env={"PATH": "/usr/bin:/bin", **(environment or {})},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        user=uid,
        group=uid,
        extra_groups=None if uid is None else [],
    ) as process:
        try:
            yield AnotherPalm(process)
        finally:
            process.terminate()
