"""Where logs are kept (日志留存): a file a day for each kind of process, its owner's alone, then gone.

网络安全法 §23(3): six months at least. Without a folder whoever keeps standard error keeps them.
"""

import asyncio
import fcntl
import gzip
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import IO

from bff.chores import every, going_on
from bff.settings import Settings

MINE = 0o600
NAME = re.compile(r"[a-z]+-(\d{4}-\d{2}-\d{2})\.log(\.gz)?")
HOUR = timedelta(hours=1)
OPEN = timedelta(days=1)  # whoever wrote yesterday's last line may still have the file in its hand

Today = Callable[[], date]


class LogFolder:
    """As a stream: each line goes to standard error as before, and to the file of its day.

    Several processes of one kind write to one file: a line is one write at its end. A full disk stops nobody:
    the line stands in standard error then.
    """

    def __init__(self, folder: Path, process: str, today: Today, beside: IO[str] | None = None) -> None:
        self._folder, self._process, self._today = folder, process, today
        self._beside = beside or sys.stderr
        self._day: date | None = None
        self._file = -1

    def write(self, text: str) -> int:
        self._beside.write(text)
        try:
            self._roll(self._today())
            os.write(self._file, text.encode("utf-8", "backslashreplace"))
        except OSError:
            self._day = None  # the next line tries to open the file anew
        return len(text)

    def flush(self) -> None:
        self._beside.flush()

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
        self._day, self._file = None, -1

    def _roll(self, day: date) -> None:
        if day == self._day:
            return
        self.close()
        path = self._folder / f"{self._process}-{day.isoformat()}.log"
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, MINE)
        self._day = day


def tidy(folder: Path, today: date, *, days: int) -> tuple[int, int]:
    """Pack what is older than yesterday, remove what is older than `days`: how many of each.

    One process at a time; another finds it done.
    """
    turn = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return _tidy(folder, today, days)
    except BlockingIOError:
        return 0, 0
    finally:
        os.close(turn)


def _tidy(folder: Path, today: date, days: int) -> tuple[int, int]:
    packed = removed = 0
    for path in sorted(folder.iterdir()):
        name = NAME.fullmatch(path.name)
        if name is None:
            continue
        age = today - date.fromisoformat(name[1])
        if age > timedelta(days=days):
            path.unlink()
            removed += 1
        elif name[2] is None and age > OPEN:
            _pack(path)
            packed += 1
    return packed, removed


def _pack(path: Path) -> None:
    """Killed half-way, it is done again: the packed file has its name only when it is whole."""
    half, whole = path.with_suffix(".half"), path.with_name(f"{path.name}.gz")
    with (
        path.open("rb") as plain,
        os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, MINE), "wb") as out,
        gzip.GzipFile(filename="", mode="wb", fileobj=out) as file,
    ):
        shutil.copyfileobj(plain, file)
    half.replace(whole)
    path.unlink()


def kept_lines(settings: Settings, process: str, today: Today) -> LogFolder | None:
    """None: no folder is configured."""
    return LogFolder(settings.log_folder, process, today) if settings.log_folder else None


@asynccontextmanager
async def kept_tidy(settings: Settings, today: Today) -> AsyncIterator[None]:
    """As long as the block runs, once an hour."""
    folder = settings.log_folder
    if folder is None:
        yield
        return
    chore = every(HOUR, lambda: asyncio.to_thread(tidy, folder, today(), days=settings.log_days))
    async with going_on(chore):
        yield
