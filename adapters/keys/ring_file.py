"""The key ring's file, looked at again while the process runs: a new key is learned without a restart.

Whoever writes it gives it its name whole (`replaced`), so that no process ever reads half a ring.
"""

import fcntl
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import structlog

from adapters.keys.ring import KeyRing, KeyRingProblem

log = structlog.get_logger(__name__)
LOOK_SECONDS = 5.0


class RingFile:
    """Implements adapters.keys.ring.Ring. A file that became worse is reported and not believed."""

    def __init__(self, path: Path, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Raises KeyRingProblem: nothing starts without its keys."""
        self._path, self._monotonic = path, monotonic
        self._mark, self._looked = _mark(path), monotonic()
        self._ring = KeyRing.read(path)

    def now(self) -> KeyRing:
        if self._monotonic() - self._looked >= LOOK_SECONDS:
            self._look()
        return self._ring

    def anew(self) -> KeyRing:
        self._look()
        return self._ring

    def _look(self) -> None:
        self._looked, mark = self._monotonic(), _mark(self._path)
        if mark == self._mark:
            return
        self._mark = mark
        try:
            found = KeyRing.read(self._path)
        except KeyRingProblem as problem:
            log.error("key-ring-unreadable", problem=str(problem))  # noqa: TRY400 - the line says it all
            return
        if not follows(found, self._ring):
            log.error("key-ring-of-another-house", file=self._path.name)
            return
        self._ring = found
        log.info("key-ring-changed", current=found.current, versions=sorted(found.keys))


def follows(found: KeyRing, known: KeyRing) -> bool:
    """Whether what never changes is the same: index, ledger, and each version's own key."""
    is_same = (found.index, found.indexing, found.ledger) == (known.index, known.indexing, known.ledger)
    return is_same and all(found.keys.get(name, key) == key for name, key in known.keys.items())


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """One command at a time changes the ring of that folder; a killed one leaves nothing locked."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def replaced(path: Path, ring: KeyRing) -> None:
    """The file becomes `ring`, whole and on disk before any process can seal with it. Inside alone.

    Raises KeyRingProblem rather than lose what data depends on.
    """
    if not follows(ring, KeyRing.read(path)):
        raise KeyRingProblem(f"{path.name}: the new ring is not a successor of the old one")
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(ring))
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _mark(path: Path) -> tuple[int, int, int] | None:
    """Changes with the file, its mode included; None when it is away."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_ctime_ns, found.st_size
