"""What DuckDB said once in this process it is not asked again: the same rows, rules and values give the same.

A database is opened anew for each question, on threads of its own: a story's beginning took half its time
there. The real parts answer first, and whenever anything differs; what they refuse is refused each time. What
reads a snapshot is known by the files' own bytes, so that a damaged one is still found out.
"""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from adapters.analysis.duckdb_engine import DuckDbEngine
from adapters.analysis.holder_engine import DuckDbHolderAnalysis
from adapters.analysis.questions import DuckDbQuestions
from adapters.analysis.snapshot import CHANGES_PARQUET, MANIFEST, PARQUET, SnapshotWriter, place
from domain.findings.ports import Candidate, ChangeRow, Questionable, SnapshotRef, SnapshotRow

FILES = (PARQUET, CHANGES_PARQUET, MANIFEST)
T = TypeVar("T")
Parameters = Mapping[str, date | int | str]


@cache
def _remembered(_: str) -> dict[object, Any]:
    """One memory for each kind of question."""
    return {}


def _values(parameters: Parameters) -> tuple[tuple[str, str, object], ...]:
    """With their types: 1 is not '1', and True not 1."""
    return tuple(sorted((name, type(value).__name__, value) for name, value in parameters.items()))


def _read(folder: Path, snapshot: SnapshotRef) -> tuple[bytes, ...]:
    """What the reader would read; nothing when it is not all there."""
    place_of_it = place(folder, snapshot.as_of)
    files = [place_of_it / name for name in (PARQUET, CHANGES_PARQUET)]
    return tuple(file.read_bytes() for file in files) if all(file.exists() for file in files) else ()


async def _all(batches: AsyncIterator[Sequence[T]]) -> list[Sequence[T]]:
    return [batch async for batch in batches]


async def _again(batches: list[Sequence[T]]) -> AsyncIterator[Sequence[T]]:
    for batch in batches:
        yield batch


class RememberedSnapshots:
    """Implements Snapshots: a snapshot of rows known already is a copy of its files."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._real = folder, SnapshotWriter(folder)

    async def write(
        self,
        licences: AsyncIterator[Sequence[SnapshotRow]],
        changes: AsyncIterator[Sequence[ChangeRow]],
        *,
        as_of: datetime,
        source: str,
    ) -> SnapshotRef:
        rows, told = await _all(licences), await _all(changes)
        key = (tuple(map(tuple, rows)), tuple(map(tuple, told)), as_of, source)
        memory, target = _remembered("snapshots"), place(self._folder, as_of)
        if key in memory and not target.exists():
            ref, files = memory[key]
            target.mkdir(parents=True)
            for name, content in zip(FILES, files, strict=True):
                (target / name).write_bytes(content)
            return ref  # type: ignore[no-any-return] # the memory holds what was put in
        ref = await self._real.write(_again(rows), _again(told), as_of=as_of, source=source)
        memory[key] = ref, tuple((target / name).read_bytes() for name in FILES)
        return ref

    async def latest(self) -> SnapshotRef | None:
        return await self._real.latest()


class RememberedEngine:
    """Implements AnalysisEngine."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._real = folder, DuckDbEngine(folder)

    async def candidates(
        self, sql: str, *, snapshot: SnapshotRef, parameters: Parameters
    ) -> tuple[Candidate, ...]:
        key = (sql, snapshot, _read(self._folder, snapshot), _values(parameters))
        memory: dict[object, tuple[Candidate, ...]] = _remembered("candidates")
        if key not in memory:
            memory[key] = await self._real.candidates(sql, snapshot=snapshot, parameters=parameters)
        return memory[key]


class RememberedQuestions:
    """Implements SnapshotQuestions."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._real = folder, DuckDbQuestions(folder)

    async def of_records(
        self, snapshot: SnapshotRef, records: Collection[str], *, stale_before: datetime
    ) -> Mapping[str, Questionable]:
        key = (snapshot, _read(self._folder, snapshot), tuple(sorted(records)), stale_before)
        memory: dict[object, Mapping[str, Questionable]] = _remembered("questions")
        if key not in memory:
            memory[key] = await self._real.of_records(snapshot, records, stale_before=stale_before)
        return dict(memory[key])


class RememberedHolderAnalysis:
    """Implements HolderAnalysis."""

    def __init__(self) -> None:
        self._real = DuckDbHolderAnalysis()

    async def candidates_among(
        self,
        sql: str,
        *,
        licences: Sequence[SnapshotRow],
        changes: Sequence[ChangeRow],
        as_of: datetime,
        parameters: Parameters,
    ) -> tuple[Candidate, ...]:
        key = (sql, tuple(licences), tuple(changes), as_of, _values(parameters))
        memory: dict[object, tuple[Candidate, ...]] = _remembered("among")
        if key not in memory:
            memory[key] = await self._real.candidates_among(
                sql, licences=licences, changes=changes, as_of=as_of, parameters=parameters
            )
        return memory[key]
