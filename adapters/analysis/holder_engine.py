"""The same rules over one holder's rows (自己办): the same engine, in memory alone, no file anywhere."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

import duckdb

from adapters.analysis.database import in_memory, lock
from adapters.analysis.duckdb_engine import allowed, run_within
from adapters.analysis.tables import CHANGES, LICENCES, Columns, beside_licences, change_line, licence_line
from domain.clock.clock import beijing_date
from domain.findings.ports import Candidate, ChangeRow, SnapshotRow

_MEMORY, _MOST = "128MB", 10_000


class DuckDbHolderAnalysis:
    """Implements `domain.findings.ports.HolderAnalysis`, in a thread."""

    def __init__(self, *, deadline: timedelta = timedelta(seconds=20)) -> None:
        self._deadline = deadline

    async def candidates_among(
        self,
        sql: str,
        *,
        licences: Sequence[SnapshotRow],
        changes: Sequence[ChangeRow],
        as_of: datetime,
        parameters: Mapping[str, date | int | str],
    ) -> tuple[Candidate, ...]:
        return await asyncio.to_thread(self._among, sql, licences, changes, beijing_date(as_of), parameters)

    def _among(
        self,
        sql: str,
        licences: Sequence[SnapshotRow],
        changes: Sequence[ChangeRow],
        day: date,
        parameters: Mapping[str, date | int | str],
    ) -> tuple[Candidate, ...]:
        rule = allowed(sql, parameters)
        with in_memory(_MEMORY) as connection:
            _fill(connection, "licences", LICENCES, map(licence_line, licences))
            _fill(connection, "told", CHANGES, map(change_line, changes))
            beside_licences(connection, day).to_table("changes")
            lock(connection)
            seconds = self._deadline.total_seconds()
            return run_within(connection, rule, parameters, seconds=seconds, most=_MOST)


def _fill(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Columns, lines: Iterable[tuple[object, ...]]
) -> None:
    connection.execute(f"CREATE TABLE {table} ({', '.join(map(' '.join, columns.items()))})")
    rows = list(lines)
    if rows:
        marks = ", ".join("?" * len(columns))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - our own names
