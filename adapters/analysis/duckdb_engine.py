"""The analysis engine (分析研判引擎) on DuckDB: a closed in-memory database a run, reading one file.

Source: DuckDB 2.0.0 itself, tried 2026-11-21: allowed_paths, enable_external_access, lock_configuration.
"""

import asyncio
import threading
from collections.abc import Mapping
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from time import monotonic

import duckdb

from adapters.analysis.snapshot import PARQUET, SCHEMA_VERSION, place, sha256_of
from adapters.analysis.sql_lint import OUTPUT, examine
from domain.findings.ports import Candidate, SnapshotRef
from domain.kernel.refusal import Refused, Unavailable

_SYSTEM = "analysis"
_TYPES = ("VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "DATE", "BOOLEAN", "INTEGER", "INTEGER")
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
        rule = examine(sql)
        if rule.problems:
            raise Refused(_SYSTEM, "rule-breaks-contract")
        if not rule.parameters <= parameters.keys():
            raise Refused(_SYSTEM, "rule-parameter-missing")
        file = self._prove(snapshot)
        asked = {name: parameters[name] for name in rule.parameters}
        with closing(open_closed(file, self._memory_limit)) as connection:
            return run_within(connection, rule.sql, asked, seconds=ends - monotonic(), most=self._most)

    def _prove(self, snapshot: SnapshotRef) -> Path:
        """The file is the one the snapshot's manifest speaks of; hashed once a version."""
        if snapshot.schema_version != SCHEMA_VERSION:
            raise Unavailable(_SYSTEM, "snapshot-schema")
        file = place(self._folder, snapshot.as_of).resolve() / PARQUET
        try:
            now = file.stat()
        except FileNotFoundError:
            raise Unavailable(_SYSTEM, "snapshot-missing") from None
        version = (snapshot.sha256, now.st_mtime_ns, now.st_size)
        if version not in self._proved:
            if sha256_of(file) != snapshot.sha256:
                raise Unavailable(_SYSTEM, "snapshot-damaged")
            self._proved.add(version)
        return file


def open_closed(file: Path, memory_limit: str) -> duckdb.DuckDBPyConnection:
    """A database with the view `licences` on `file`; no other file, no network, no extension, no setting."""
    connection = duckdb.connect(
        ":memory:",
        config={
            "threads": 2,
            "memory_limit": memory_limit,
            "temp_directory": "",  # nothing of the registers is spilled to a disk
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
        },
    )
    connection.read_parquet(str(file)).create_view("licences")
    quoted = str(file).replace("'", "''")
    connection.execute(f"SET allowed_paths = ['{quoted}']")  # cannot be given before the database is up
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def run_within(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
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
        connection.execute(sql, dict(parameters))
        return _read(connection, most)
    except duckdb.InterruptException:
        raise Unavailable(_SYSTEM, "deadline") from None
    except duckdb.OutOfMemoryException:
        raise Unavailable(_SYSTEM, "memory") from None
    except duckdb.Error as wrong:  # its text may quote a value, its class does not
        raise Refused(_SYSTEM, type(wrong).__name__) from None
    finally:
        bell.cancel()


def _read(connection: duckdb.DuckDBPyConnection, most: int) -> tuple[Candidate, ...]:
    shape = [(name, str(kind)) for name, kind, *_ in connection.description or ()]
    if shape != list(zip(OUTPUT, _TYPES, strict=True)):
        raise Refused(_SYSTEM, "rule-types")
    found: list[Candidate] = []
    while rows := connection.fetchmany(_BATCH):
        if any(None in row for row in rows):
            raise Refused(_SYSTEM, "rule-finds-null")
        found += (Candidate(*row) for row in rows)
        if len(found) > most:
            raise Refused(_SYSTEM, "rule-finds-too-many")
    return tuple(found)
