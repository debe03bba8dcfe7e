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

from adapters.analysis.duckdb_engine import DuckDbEngine
from adapters.analysis.snapshot import CHANGES_PARQUET, MANIFEST, PARQUET, SnapshotWriter, place
from domain.findings.ports import ChangeRow, Move, SnapshotRef, SnapshotRow, Snapshots
from domain.kernel.refusal import Refused, Unavailable
from tests.adapters.registered import AS_OF, TODAY, change, in_batches, row

RULE = (
    "SELECT record_id, holder_key, holder_kind, issuing_body_code, valid_until AS event_date, has_contact,"
    " originals, duplicates FROM licences WHERE valid_until > $today ORDER BY record_id"
)


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".lock")


async def test_a_snapshot_is_a_folder_of_its_instant_with_its_manifest(tmp_path: Path) -> None:
    snapshots: Snapshots = SnapshotWriter(tmp_path)

    ref = await snapshots.write(
        in_batches(row(n) for n in range(2500)),
        in_batches(change(n) for n in range(0, 2500, 10)),
        as_of=AS_OF,
        source="social-register",
    )

    folder = tmp_path / "20261120T200000.000000Z"
    manifest = msgspec.json.decode((folder / MANIFEST).read_bytes())
    assert left_in(tmp_path) == [folder.name]
    assert left_in(folder) == [CHANGES_PARQUET, PARQUET, MANIFEST]
    assert (ref.rows, ref.changes, ref.source, ref.as_of) == (2500, 250, "social-register", AS_OF)
    assert ref.schema_version == 3
    assert manifest["sha256"] == ref.sha256 == sha256((folder / PARQUET).read_bytes()).hexdigest()
    told = sha256((folder / CHANGES_PARQUET).read_bytes()).hexdigest()
    assert manifest["changes_sha256"] == ref.changes_sha256 == told
    assert await snapshots.latest() == ref


async def test_what_was_written_is_read_back_as_it_was(tmp_path: Path) -> None:
    china = timezone(timedelta(hours=8))
    rows = [
        row(1, valid_from=None, valid_until=None, has_contact=False, originals=0),
        row(2, holder_kind='引号"逗号,', updated_at=datetime(2026, 11, 21, 4, tzinfo=china)),
    ]

    await SnapshotWriter(tmp_path).write(in_batches(rows), in_batches([]), as_of=AS_OF, source="x")

    with duckdb.connect() as connection:
        read = connection.read_parquet(str(place(tmp_path, AS_OF) / PARQUET)).order("record_id").fetchall()
    expected = [
        (*(getattr(one, name) for name in SnapshotRow.__dataclass_fields__ if name != "updated_at"),)
        for one in rows
    ]
    assert [(*one[:-2], one[-1]) for one in read] == expected
    assert read[1][-2] == datetime(2026, 11, 20, 20, tzinfo=UTC).replace(tzinfo=None)


async def test_a_change_stands_beside_every_licence_its_holder_has_that_day_and_no_other(
    tmp_path: Path,
) -> None:
    ours = {"holder_key": row(1).holder_key}
    licences = [
        row(1),
        row(2, **ours, licence_type="集中式供水单位卫生许可证", valid_until=None),
        row(3, **ours, valid_until=TODAY),  # its last day
        row(4, **ours, valid_until=TODAY - timedelta(days=1)),
        row(5, **ours, status="revoked"),
        row(6),
    ]
    changes = [change(1), change(1, changed_field="address", move=Move.UNCLEAR), change(99)]

    ref = await SnapshotWriter(tmp_path).write(
        in_batches(licences), in_batches(changes), as_of=AS_OF, source="x"
    )

    with duckdb.connect() as connection:
        read = connection.read_parquet(str(place(tmp_path, AS_OF) / CHANGES_PARQUET))
        told = read.project("record_id, change_id, changed_field, move").order("ALL").fetchall()
    assert told == [
        (f"r{n:08d}", "c00000001", field, move)
        for n in (1, 2, 3)
        for field, move in (("address", "unclear"), ("name", ""))
    ]
    assert (ref.rows, ref.changes) == (6, 6)


@pytest.mark.parametrize("again", [change(1), change(1, move=Move.ELSEWHERE), change(1, holder_key="b" * 64)])
async def test_a_field_of_a_change_that_comes_twice_makes_no_snapshot(
    tmp_path: Path, again: ChangeRow
) -> None:
    told = in_batches([change(1), change(2), again])

    with pytest.raises(Refused, match="change-twice"):
        await SnapshotWriter(tmp_path).write(in_batches([row(1)]), told, as_of=AS_OF, source="x")

    assert left_in(tmp_path) == []


async def test_a_change_feed_that_breaks_off_leaves_no_snapshot(tmp_path: Path) -> None:
    async def breaks_off() -> AsyncIterator[Sequence[ChangeRow]]:
        yield [change(1)]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await SnapshotWriter(tmp_path).write(in_batches([row(1)]), breaks_off(), as_of=AS_OF, source="x")

    assert left_in(tmp_path) == []


@pytest.mark.parametrize(
    "slip",
    [
        {"holder_key": "52370285MJ9900010X"},
        {"change_id": "370285196001059982"},
        {"change_id": "九水路12号"},
        {"change_id": ""},
    ],
)
def test_a_change_names_nobody(slip: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="is not") as refused:
        change(1, **slip)

    assert not any(value and str(value) in str(refused.value) for value in slip.values())


async def test_a_snapshot_of_the_version_before_is_read_as_such(tmp_path: Path) -> None:
    folder = place(tmp_path, AS_OF)
    folder.mkdir()
    (folder / MANIFEST).write_text(
        '{"as_of": "2026-11-20T20:00:00Z", "rows": 7, "source": "social-register", "sha256": "ab",'
        ' "schema_version": 1}',
        encoding="utf-8",
    )

    ref = await SnapshotWriter(tmp_path).latest()

    assert ref == SnapshotRef(AS_OF, 7, "social-register", "ab", 1)
    with pytest.raises(Unavailable, match="snapshot-schema"):
        await DuckDbEngine(tmp_path).candidates(RULE, snapshot=ref, parameters={"today": TODAY})


async def test_the_latest_snapshot_is_the_one_of_the_latest_instant(tmp_path: Path) -> None:
    snapshots = SnapshotWriter(tmp_path)
    before = await snapshots.latest()

    newer = await snapshots.write(in_batches([row(1)]), in_batches([]), as_of=AS_OF, source="x")
    await snapshots.write(in_batches([row(1)]), in_batches([]), as_of=AS_OF - timedelta(days=1), source="x")

    assert before is None
    assert await snapshots.latest() == newer


async def test_a_register_that_breaks_off_leaves_no_snapshot(tmp_path: Path) -> None:
    async def breaks_off() -> AsyncIterator[Sequence[SnapshotRow]]:
        yield [row(1)]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await SnapshotWriter(tmp_path).write(breaks_off(), in_batches([]), as_of=AS_OF, source="x")

    assert left_in(tmp_path) == []


async def test_a_record_that_comes_twice_makes_no_snapshot(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="record-twice"):
        await SnapshotWriter(tmp_path).write(
            in_batches([row(1), row(2), row(1)]), in_batches([]), as_of=AS_OF, source="x"
        )

    assert left_in(tmp_path) == []


async def test_a_snapshot_is_never_written_over(tmp_path: Path) -> None:
    snapshots = SnapshotWriter(tmp_path)
    first = await snapshots.write(in_batches([row(1)]), in_batches([]), as_of=AS_OF, source="x")

    with pytest.raises(Refused, match="snapshot-exists"):
        await snapshots.write(in_batches([row(2)]), in_batches([]), as_of=AS_OF, source="x")

    assert await snapshots.latest() == first


async def test_two_do_not_write_at_once(tmp_path: Path) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow() -> AsyncIterator[Sequence[SnapshotRow]]:
        begun.set()
        await go_on.wait()
        yield [row(1)]

    first = asyncio.create_task(
        SnapshotWriter(tmp_path).write(slow(), in_batches([]), as_of=AS_OF, source="x")
    )
    await begun.wait()
    with pytest.raises(Unavailable, match="snapshot-being-written"):
        await SnapshotWriter(tmp_path).write(
            in_batches([row(1)]), in_batches([]), as_of=AS_OF + timedelta(1), source="x"
        )
    go_on.set()

    assert (await first).rows == 1


async def test_what_a_killed_writer_left_is_no_snapshot_and_is_cleared_away(tmp_path: Path) -> None:
    scratch = tmp_path / ".writing-killed"
    scratch.mkdir()
    (scratch / MANIFEST).write_text("{}", encoding="utf-8")
    snapshots = SnapshotWriter(tmp_path)

    before = await snapshots.latest()
    ref = await snapshots.write(in_batches([row(1)]), in_batches([]), as_of=AS_OF, source="x")

    assert before is None
    assert left_in(tmp_path) == [place(tmp_path, ref.as_of).name]


async def test_an_empty_register_is_a_snapshot_of_nobody(tmp_path: Path) -> None:
    ref = await SnapshotWriter(tmp_path).write(in_batches([]), in_batches([]), as_of=AS_OF, source="x")

    assert ref.rows == 0


def test_whoever_reads_the_catalogue_loads_no_analysis() -> None:
    asked = (
        "import sys, adapters.catalogue.toml_items, domain.findings.push_list;"
        "print(sorted({'duckdb', 'sqlglot'} & set(sys.modules)))"
    )

    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter and words

    assert answer.stdout.strip() == "[]"
