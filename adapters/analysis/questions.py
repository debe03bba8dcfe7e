"""Rows of a snapshot that only a clerk can read (疑点): a name twice, a row nobody touched for years."""

import asyncio
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from adapters.analysis.duckdb_engine import open_closed
from adapters.analysis.snapshot import CHANGES_PARQUET, PARQUET, place
from domain.findings.ports import Question, Questionable, SnapshotRef
from domain.kernel.refusal import Unavailable

MEMORY = "512MB"
# of one name and another number: the other row that was touched last
SAME_NAME = """
SELECT mine.record_id, arg_max(other.record_id, other.updated_at)
FROM licences mine JOIN licences other
    ON other.name_key = mine.name_key AND other.holder_key <> mine.holder_key AND other.status = 'valid'
WHERE mine.name_key <> '' AND list_contains($records, mine.record_id)
GROUP BY mine.record_id
"""
STALE = "SELECT record_id FROM licences WHERE updated_at < $before AND list_contains($records, record_id)"


class DuckDbQuestions:
    """Implements domain.findings.ports.SnapshotQuestions, in a thread, on the files the rules read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def of_records(
        self, snapshot: SnapshotRef, records: Collection[str], *, stale_before: datetime
    ) -> Mapping[str, Questionable]:
        if not records:
            return {}
        return await asyncio.to_thread(self._of, snapshot, sorted(records), stale_before)

    def _of(
        self, snapshot: SnapshotRef, records: list[str], stale_before: datetime
    ) -> Mapping[str, Questionable]:
        folder = place(self._folder, snapshot.as_of).resolve()
        before = stale_before.astimezone(UTC).replace(tzinfo=None)
        try:
            with open_closed((folder / PARQUET, folder / CHANGES_PARQUET), MEMORY) as connection:
                stale = connection.execute(STALE, {"records": records, "before": before}).fetchall()
                twice = connection.execute(SAME_NAME, {"records": records}).fetchall()
        except duckdb.Error as wrong:  # its text may quote a value, its class does not
            raise Unavailable("analysis", type(wrong).__name__) from None
        found = {str(record): Questionable(Question.STALE) for (record,) in stale}
        return found | {str(mine): Questionable(Question.SAME_NAME, str(other)) for mine, other in twice}
