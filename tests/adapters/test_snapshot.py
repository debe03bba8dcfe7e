"""A snapshot is there whole or not at all, and holds nothing that names anybody."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

import duckdb
import msgspec
import pytest

from adapters.analysis.snapshot import MANIFEST, PARQUET, SnapshotWriter, place
from domain.findings.ports import SnapshotRow, Snapshots
from domain.kernel.refusal import Refused, Unavailable
from tests.adapters.registered import AS_OF, in_batches, row


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".lock")


async def test_a_snapshot_is_a_folder_of_its_instant_with_its_manifest(tmp_path: Path) -> None:
    snapshots: Snapshots = SnapshotWriter(tmp_path)

    ref = await snapshots.write(
        in_batches(row(n) for n in range(2500)), as_of=AS_OF, source="social-register"
    )

    folder = tmp_path / "20261120T200000.000000Z"
    manifest = msgspec.json.decode((folder / MANIFEST).read_bytes())
    assert left_in(tmp_path) == [folder.name]
    assert left_in(folder) == [PARQUET, MANIFEST]
    assert (ref.rows, ref.source, ref.as_of, ref.schema_version) == (2500, "social-register", AS_OF, 1)
    assert manifest["sha256"] == ref.sha256 == sha256((folder / PARQUET).read_bytes()).hexdigest()
    assert await snapshots.latest() == ref


async def test_what_was_written_is_read_back_as_it_was(tmp_path: Path) -> None:
    china = timezone(timedelta(hours=8))
    rows = [
        row(1, valid_from=None, valid_until=None, has_contact=False, originals=0),
        row(2, holder_kind='引号"逗号,', updated_at=datetime(2026, 11, 21, 4, tzinfo=china)),
    ]

    await SnapshotWriter(tmp_path).write(in_batches(rows), as_of=AS_OF, source="x")

    with duckdb.connect() as connection:
        read = connection.read_parquet(str(place(tmp_path, AS_OF) / PARQUET)).order("record_id").fetchall()
    expected = [
        (*(getattr(one, name) for name in SnapshotRow.__dataclass_fields__ if name != "updated_at"),)
        for one in rows
    ]
    assert [one[:-1] for one in read] == expected
    assert read[1][-1] == datetime(2026, 11, 20, 20, tzinfo=UTC).replace(tzinfo=None)


async def test_the_latest_snapshot_is_the_one_of_the_latest_instant(tmp_path: Path) -> None:
    snapshots = SnapshotWriter(tmp_path)
    before = await snapshots.latest()

    newer = await snapshots.write(in_batches([row(1)]), as_of=AS_OF, source="x")
    await snapshots.write(in_batches([row(1)]), as_of=AS_OF - timedelta(days=1), source="x")

    assert before is None
    assert await snapshots.latest() == newer


async def test_a_register_that_breaks_off_leaves_no_snapshot(tmp_path: Path) -> None:
    async def breaks_off() -> AsyncIterator[Sequence[SnapshotRow]]:
        yield [row(1)]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await SnapshotWriter(tmp_path).write(breaks_off(), as_of=AS_OF, source="x")

    assert left_in(tmp_path) == []


async def test_a_record_that_comes_twice_makes_no_snapshot(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="record-twice"):
        await SnapshotWriter(tmp_path).write(in_batches([row(1), row(2), row(1)]), as_of=AS_OF, source="x")

    assert left_in(tmp_path) == []


async def test_a_snapshot_is_never_written_over(tmp_path: Path) -> None:
    snapshots = SnapshotWriter(tmp_path)
    first = await snapshots.write(in_batches([row(1)]), as_of=AS_OF, source="x")

    with pytest.raises(Refused, match="snapshot-exists"):
        await snapshots.write(in_batches([row(2)]), as_of=AS_OF, source="x")

    assert await snapshots.latest() == first


async def test_two_do_not_write_at_once(tmp_path: Path) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow() -> AsyncIterator[Sequence[SnapshotRow]]:
        begun.set()
        await go_on.wait()
        yield [row(1)]

    first = asyncio.create_task(SnapshotWriter(tmp_path).write(slow(), as_of=AS_OF, source="x"))
    await begun.wait()
    with pytest.raises(Unavailable, match="snapshot-being-written"):
        await SnapshotWriter(tmp_path).write(in_batches([row(1)]), as_of=AS_OF + timedelta(1), source="x")
    go_on.set()

    assert (await first).rows == 1


async def test_what_a_killed_writer_left_is_no_snapshot_and_is_cleared_away(tmp_path: Path) -> None:
    scratch = tmp_path / ".writing-killed"
    scratch.mkdir()
    (scratch / MANIFEST).write_text("{}", encoding="utf-8")
    snapshots = SnapshotWriter(tmp_path)

    before = await snapshots.latest()
    ref = await snapshots.write(in_batches([row(1)]), as_of=AS_OF, source="x")

    assert before is None
    assert left_in(tmp_path) == [place(tmp_path, ref.as_of).name]


async def test_an_empty_register_is_a_snapshot_of_nobody(tmp_path: Path) -> None:
    ref = await SnapshotWriter(tmp_path).write(in_batches([]), as_of=AS_OF, source="x")

    assert ref.rows == 0


def test_whoever_reads_the_catalogue_loads_no_analysis() -> None:
    asked = (
        "import sys, adapters.catalogue.toml_items, domain.findings.push_list;"
        "print(sorted({'duckdb', 'sqlglot'} & set(sys.modules)))"
    )

    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter and words

    assert answer.stdout.strip() == "[]"
