"""Snapshots for sensing (分析研判): a Parquet file and a manifest in a folder named by its instant.

`<folder>/20261121T080000.000000Z/licences.parquet` and `manifest.json`; keys are opaque or keyed hashes.
"""

import asyncio
import csv
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import msgspec

from domain.findings.ports import SnapshotRef, SnapshotRow
from domain.kernel.refusal import Refused, Unavailable

SCHEMA_VERSION = 1
PARQUET, MANIFEST = "licences.parquet", "manifest.json"
_STAMP = "%Y%m%dT%H%M%S.%fZ"
_SCRATCH = ".writing-"
_COLUMNS = {
    "record_id": "VARCHAR",
    "holder_key": "VARCHAR",
    "holder_kind": "VARCHAR",
    "licence_type": "VARCHAR",
    "issuing_body_code": "VARCHAR",
    "valid_from": "DATE",
    "valid_until": "DATE",
    "status": "VARCHAR",
    "has_contact": "BOOLEAN",
    "originals": "INTEGER",
    "duplicates": "INTEGER",
    "updated_at": "TIMESTAMP",  # UTC
}


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
        self, batches: AsyncIterator[Sequence[SnapshotRow]], *, as_of: datetime, source: str
    ) -> SnapshotRef:
        if as_of.tzinfo is None:
            raise ValueError("as_of is a naive time")
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        target = place(self._folder, as_of)
        with _only_writer(self._folder), _scratch(self._folder) as scratch:
            if target.exists():
                raise Refused("analysis", "snapshot-exists")
            rows = scratch / "rows.csv"
            with rows.open("w", encoding="utf-8", newline="") as stream:
                lines = csv.writer(stream)
                async for batch in batches:
                    await asyncio.to_thread(lines.writerows, map(_line, batch))
            return await asyncio.to_thread(_finish, scratch, target, as_of, source)

    async def latest(self) -> SnapshotRef | None:
        return await asyncio.to_thread(_latest, self._folder)


def _line(row: SnapshotRow) -> tuple[object, ...]:
    return (*astuple(row)[:-1], row.updated_at.astimezone(UTC).replace(tzinfo=None).isoformat(" "))


def _finish(scratch: Path, target: Path, as_of: datetime, source: str) -> SnapshotRef:
    count = _to_parquet(scratch)
    shutil.rmtree(scratch / "spill", ignore_errors=True)
    (scratch / "rows.csv").unlink()
    ref = SnapshotRef(as_of.astimezone(UTC), count, source, sha256_of(scratch / PARQUET), SCHEMA_VERSION)
    (scratch / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(ref)))
    for path in (scratch / PARQUET, scratch / MANIFEST, scratch):
        _to_disk(path)
    scratch.rename(target)
    _to_disk(target.parent)
    return ref


def _to_parquet(scratch: Path) -> int:
    """Through a text file and DuckDB's own reader: row by row into DuckDB would take minutes."""
    with duckdb.connect(
        ":memory:",
        config={"threads": 2, "memory_limit": "512MB", "temp_directory": str(scratch / "spill")},
    ) as connection:
        rows = connection.read_csv(
            str(scratch / "rows.csv"),
            auto_detect=False,  # told, never guessed from the first rows
            header=False,
            columns=_COLUMNS,
            delimiter=",",
            quotechar='"',
            escapechar='"',
        )
        rows.write_parquet(str(scratch / PARQUET), compression="zstd")
        written = connection.read_parquet(str(scratch / PARQUET))
        count, different = written.aggregate("count(*), count(DISTINCT record_id)").fetchall()[0]
    if count != different:
        raise Refused("analysis", "record-twice")
    return int(count)


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
