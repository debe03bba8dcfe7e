"""Snapshots for sensing (分析研判): two Parquet files and a manifest in a folder named by its instant.

`<folder>/20261121T080000.000000Z/licences.parquet`, `changes.parquet` and `manifest.json`; keys are opaque or
keyed hashes. Who changed what is put beside the holder's licences here, by DuckDB, never in our memory.
"""

import asyncio
import csv
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import duckdb
import msgspec

from adapters.analysis.database import in_memory
from adapters.analysis.tables import CHANGES, LICENCES, Columns, beside_licences, change_line, licence_line
from domain.clock.clock import beijing_date
from domain.findings.ports import ChangeRow, SnapshotRef, SnapshotRow
from domain.kernel.refusal import Refused, Unavailable

SCHEMA_VERSION = 3
PARQUET, CHANGES_PARQUET, MANIFEST = "licences.parquet", "changes.parquet", "manifest.json"
_STAMP = "%Y%m%dT%H%M%S.%fZ"
_SCRATCH = ".writing-"
T = TypeVar("T")


def place(folder: Path, as_of: datetime) -> Path:
    """The folder of the snapshot of that instant."""
    return folder / as_of.astimezone(UTC).strftime(_STAMP)


def sha256_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class SnapshotWriter:
    """Implements `domain.findings.ports.Snapshots`: one at a time; a killed one leaves only scratch."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def write(
        self,
        licences: AsyncIterator[Sequence[SnapshotRow]],
        changes: AsyncIterator[Sequence[ChangeRow]],
        *,
        as_of: datetime,
        source: str,
    ) -> SnapshotRef:
        if as_of.tzinfo is None:
            raise ValueError("as_of is a naive time")
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        target = place(self._folder, as_of)
        with _only_writer(self._folder), _scratch(self._folder) as scratch:
            if target.exists():
                raise Refused("analysis", "snapshot-exists")
            await _write_down(scratch / "licences.csv", licences, licence_line)
            await _write_down(scratch / "changes.csv", changes, change_line)
            return await asyncio.to_thread(_finish, scratch, target, as_of, source)

    async def latest(self) -> SnapshotRef | None:
        return await asyncio.to_thread(_latest, self._folder)


async def _write_down(
    file: Path, batches: AsyncIterator[Sequence[T]], line: Callable[[T], tuple[object, ...]]
) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream)
        async for batch in batches:
            await asyncio.to_thread(lines.writerows, map(line, batch))


def _finish(scratch: Path, target: Path, as_of: datetime, source: str) -> SnapshotRef:
    rows, changes = _to_parquet(scratch, as_of)
    shutil.rmtree(scratch / "spill", ignore_errors=True)
    for text in ("licences.csv", "changes.csv"):
        (scratch / text).unlink()
    ref = SnapshotRef(
        as_of.astimezone(UTC),
        rows,
        source,
        sha256_of(scratch / PARQUET),
        SCHEMA_VERSION,
        changes,
        sha256_of(scratch / CHANGES_PARQUET),
    )
    (scratch / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(ref)))
    for path in (scratch / PARQUET, scratch / CHANGES_PARQUET, scratch / MANIFEST, scratch):
        _to_disk(path)
    scratch.rename(target)
    _to_disk(target.parent)
    return ref


def _to_parquet(scratch: Path, as_of: datetime) -> tuple[int, int]:
    """Through text files and DuckDB's own reader: row by row into DuckDB would take minutes."""
    with in_memory("512MB", spill=scratch / "spill") as connection:
        told = {}
        for name, columns in (("licences", LICENCES), ("changes", CHANGES)):
            told[name] = _read(connection, scratch / f"{name}.csv", columns)
        told["licences"].write_parquet(str(scratch / PARQUET), compression="zstd")
        connection.read_parquet(str(scratch / PARQUET)).create_view("licences")
        told["changes"].to_table("told")
        _check_once(connection)
        beside = beside_licences(connection, beijing_date(as_of))
        beside.write_parquet(str(scratch / CHANGES_PARQUET), compression="zstd")
        written = connection.read_parquet(str(scratch / CHANGES_PARQUET)).aggregate("count(*)").fetchall()
        rows = connection.sql("SELECT count(*) FROM licences").fetchall()
    return int(rows[0][0]), int(written[0][0])


def _read(connection: duckdb.DuckDBPyConnection, file: Path, columns: Columns) -> duckdb.DuckDBPyRelation:
    rows = connection.read_csv(
        str(file),
        auto_detect=False,  # told, never guessed from the first rows
        header=False,
        columns=dict(columns),
        delimiter=",",
        quotechar='"',
        escapechar='"',
    )
    # in such a file an empty text and none at all look the same; our texts are never none
    return rows.project(
        ", ".join(
            f"coalesce({name}, '') AS {name}" if kind == "VARCHAR" else name for name, kind in columns.items()
        )
    )


def _check_once(connection: duckdb.DuckDBPyConnection) -> None:
    for table, key, reason in (
        ("licences", "record_id", "record-twice"),
        ("told", "(change_id, changed_field)", "change-twice"),
    ):
        counted = connection.sql(f"SELECT count(*), count(DISTINCT {key}) FROM {table}").fetchall()  # noqa: S608 - our own names
        if counted[0][0] != counted[0][1]:
            raise Refused("analysis", reason)


def _latest(folder: Path) -> SnapshotRef | None:
    """Names sort as their instants do; a scratch folder's name begins with a dot."""
    finished = sorted(folder.glob(f"[0-9]*Z/{MANIFEST}"))
    return msgspec.json.decode(finished[-1].read_bytes(), type=SnapshotRef) if finished else None


@contextmanager
def _only_writer(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unavailable("analysis", "snapshot-being-written") from None
        for leftover in folder.glob(f"{_SCRATCH}*"):  # of a writer that was killed
            shutil.rmtree(leftover, ignore_errors=True)
        yield


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    scratch = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=folder))
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)  # gone already when it became the snapshot


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
