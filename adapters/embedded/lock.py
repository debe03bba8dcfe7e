"""One palm per folder: a lock the kernel drops with its holder, so a stale one never looks alive."""

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from adapters.embedded.errors import FolderInUse

# A holder killed a moment ago keeps its lock until the kernel has taken it apart.
PATIENCE_SECONDS = 0.5


class FolderLock:
    """`path` (for example `.palm/lock`) is made when missing and never removed: removing it would race."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Raises FolderInUse, naming the holder, when a live handle (even one of this process) has it."""
        # not inheritable (PEP 446): a child of ours never keeps the folder locked after us
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = os.pread(descriptor, 32, 0).strip()
                # our own second handle will not go away by waiting
                if time.monotonic() < deadline and holder != str(os.getpid()).encode():
                    time.sleep(0.02)
                    continue
                os.close(descriptor)
                raise FolderInUse(self._path.parent, int(holder) if holder.isdigit() else None) from None
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
            self._descriptor = descriptor
            return

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.release()
