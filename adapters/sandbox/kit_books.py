"""Books (账册): what an emulated vendor remembers over restarts, one SQLite file each."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self, TypeAlias

Value: TypeAlias = str | int | float | bytes | None


class Books:
    """One connection, used from the event loop's thread only; each `write` is on disk before it returns.

    A handler must not `await` inside `transaction()`: there is one connection, others would join in.
    """

    def __init__(self, path: Path | str) -> None:
        if isinstance(path, Path):
            path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000", "foreign_keys=ON"):
            self._db.execute(f"PRAGMA {pragma}")
        self.create("CREATE TABLE IF NOT EXISTS kit_values (name TEXT PRIMARY KEY, value TEXT NOT NULL)")

    def create(self, script: str) -> None:
        """Run `CREATE TABLE IF NOT EXISTS …;` statements."""
        self._db.executescript(script)

    def write(self, sql: str, *values: Value) -> int:
        """Change rows; returns how many."""
        return self._db.execute(sql, values).rowcount

    def insert(self, table: str, **row: Value) -> int:
        """Add one row; returns its rowid. `table` and the column names come from our own code only."""
        marks = ", ".join("?" for _ in row)
        sql = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"  # noqa: S608 -- names are ours, values are bound
        return self._db.execute(sql, tuple(row.values())).lastrowid or 0

    def rows(self, sql: str, *values: Value) -> list[sqlite3.Row]:
        return self._db.execute(sql, values).fetchall()

    def one(self, sql: str, *values: Value) -> sqlite3.Row | None:
        """First row or None."""
        rows: Sequence[sqlite3.Row] = self._db.execute(sql, values).fetchmany(1)
        return rows[0] if rows else None

    def count(self, sql: str, *values: Value) -> int:
        row = self.one(sql, *values)
        return int(row[0]) if row is not None else 0

    def next_number(self, name: str) -> int:
        """1, 2, 3 … per name, never twice, also over restarts: ids of an emulator are deterministic."""
        row = self.one(
            "INSERT INTO kit_values (name, value) VALUES (?, '1')"
            " ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1 RETURNING value",
            f"number:{name}",
        )
        return int(row["value"]) if row is not None else 0

    def value(self, name: str, default: str) -> str:
        row = self.one("SELECT value FROM kit_values WHERE name = ?", name)
        return str(row["value"]) if row is not None else default

    def keep_value(self, name: str, value: str) -> None:
        self.write("INSERT OR REPLACE INTO kit_values (name, value) VALUES (?, ?)", name, value)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, also under kill -9; inside another one it joins that."""
        if self._db.in_transaction:
            yield
            return
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Clock:
    """The emulator's time: the given clock plus what `/__advance` added, which the books remember."""

    def __init__(self, books: Books, now: Callable[[], datetime]) -> None:
        self._books, self._now = books, now
        self._ahead = timedelta(seconds=float(books.value("clock_ahead_seconds", "0")))

    def now(self) -> datetime:
        """Aware UTC, for windows, expiry and schedules."""
        return self._now() + self._ahead

    def wall(self) -> datetime:
        """Aware UTC, never advanced: a client's signed timestamp is compared with this one."""
        return self._now()

    def advance(self, seconds: float) -> None:
        self._ahead += timedelta(seconds=seconds)
        self._books.keep_value("clock_ahead_seconds", str(self._ahead.total_seconds()))
