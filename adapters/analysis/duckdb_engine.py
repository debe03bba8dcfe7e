"""The analysis engine (分析研判引擎) on DuckDB: a closed in-memory database a run, reading two files."""

import asyncio
import threading
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import duckdb

from adapters.analysis.database import in_memory, lock
from adapters.analysis.snapshot import CHANGES_PARQUET, PARQUET, SCHEMA_VERSION, place, sha256_of
from adapters.analysis.sql_lint import Examined, examine
from domain.findings.ports import Candidate, Move, SnapshotRef
from domain.kernel.refusal import Refused, Unavailable

_SYSTEM = "analysis"
_TYPES = (
    *("VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "DATE", "BOOLEAN", "INTEGER", "INTEGER"),
    *("VARCHAR", "VARCHAR", "VARCHAR"),
)
_BATCH = 10_000


class DuckDbEngine:
    """Implements `domain.findings.ports.AnalysisEngine`, in a thread."""

    def __init__(
        self,
        folder: Path,
        *,
        deadline: timedelta = timedelta(minutes=2),
        memory_limit: str = "1GB",
        most: int = 500_000,
    ) -> None:
        """`folder` is the snapshots'. A rule that finds more than `most` is wrong, and refused."""
        self._folder, self._deadline = folder, deadline
        self._memory_limit, self._most = memory_limit, most
        self._proved: set[tuple[str, int, int]] = set()

    async def candidates(
        self, sql: str, *, snapshot: SnapshotRef, parameters: Mapping[str, date | int | str]
    ) -> tuple[Candidate, ...]:
        return await asyncio.to_thread(self._candidates, sql, snapshot, dict(parameters))

    def _candidates(
        self, sql: str, snapshot: SnapshotRef, parameters: Mapping[str, date | int | str]
    ) -> tuple[Candidate, ...]:
        ends = monotonic() + self._deadline.total_seconds()
        rule = allowed(sql, parameters)
        files = self._prove(snapshot)
        with open_closed(files, self._memory_limit) as connection:
            return run_within(connection, rule, parameters, seconds=ends - monotonic(), most=self._most)

    def _prove(self, snapshot: SnapshotRef) -> tuple[Path, Path]:
        """The files are those the snapshot's manifest speaks of; hashed once a version."""
        if snapshot.schema_version != SCHEMA_VERSION:
            raise Unavailable(_SYSTEM, "snapshot-schema")
        folder = place(self._folder, snapshot.as_of).resolve()
        files = folder / PARQUET, folder / CHANGES_PARQUET
        for file, sha256 in zip(files, (snapshot.sha256, snapshot.changes_sha256), strict=True):
            try:
                now = file.stat()
            except FileNotFoundError:
                raise Unavailable(_SYSTEM, "snapshot-missing") from None
            version = (sha256, now.st_mtime_ns, now.st_size)
            if version not in self._proved:
                if sha256_of(file) != sha256:
                    raise Unavailable(_SYSTEM, "snapshot-damaged")
                self._proved.add(version)
        return files


def allowed(sql: str, parameters: Mapping[str, date | int | str]) -> Examined:
    """The rule as it may run. Raises Refused."""
    rule = examine(sql)
    if rule.problems:
        raise Refused(_SYSTEM, "rule-breaks-contract")
    if not rule.parameters <= parameters.keys():
        raise Refused(_SYSTEM, "rule-parameter-missing")
    return rule


def open_closed(files: tuple[Path, Path], memory_limit: str) -> duckdb.DuckDBPyConnection:
    """A locked database with the views `licences` and `changes` on `files`."""
    connection = in_memory(memory_limit)
    for name, file in zip(("licences", "changes"), files, strict=True):
        connection.read_parquet(str(file)).create_view(name)
    lock(connection, files)
    return connection


def run_within(
    connection: duckdb.DuckDBPyConnection,
    rule: Examined,
    parameters: Mapping[str, date | int | str],
    *,
    seconds: float,
    most: int,
) -> tuple[Candidate, ...]:
    """Run and read all of it before the time is up. Raises Unavailable or Refused."""
    if seconds <= 0:
        raise Unavailable(_SYSTEM, "deadline")
    bell = threading.Timer(seconds, connection.interrupt)
    bell.start()
    try:
        connection.execute(rule.sql, {name: parameters[name] for name in rule.parameters})
        return _read(connection, rule, most)
    except duckdb.InterruptException:
        raise Unavailable(_SYSTEM, "deadline") from None
    except duckdb.OutOfMemoryException:
        raise Unavailable(_SYSTEM, "memory") from None
    except duckdb.Error as wrong:  # its text may quote a value, its class does not
        raise Refused(_SYSTEM, type(wrong).__name__) from None
    finally:
        bell.cancel()


def _read(connection: duckdb.DuckDBPyConnection, rule: Examined, most: int) -> tuple[Candidate, ...]:
    shape = [(name, str(kind)) for name, kind, *_ in connection.description or ()]
    if shape != list(zip(rule.output, _TYPES, strict=False)):
        raise Refused(_SYSTEM, "rule-types")
    found: list[Candidate] = []
    while rows := connection.fetchmany(_BATCH):
        if any(None in row for row in rows):
            raise Refused(_SYSTEM, "rule-finds-null")
        found += (_candidate(row) for row in rows)
        if len(found) > most:
            raise Refused(_SYSTEM, "rule-finds-too-many")
    return tuple(found)


def _candidate(row: tuple[Any, ...]) -> Candidate:
    """`move` comes last, and only out of changes."""
    is_of_changes = len(row) == len(_TYPES)
    return Candidate(*((*row[:-1], Move(row[-1])) if is_of_changes else row))
