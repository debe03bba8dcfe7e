"""The engine: closed to all but its two files, limited in time and rows, deaf to a damaged snapshot."""

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from adapters.analysis.duckdb_engine import DuckDbEngine, open_closed, run_within
from adapters.analysis.snapshot import CHANGES_PARQUET, PARQUET, place
from adapters.analysis.sql_lint import Examined
from domain.kernel.refusal import Refused, Unavailable
from tests.adapters.registered import AS_OF, change, row
from tests.adapters.rules import RULE, WINDOW, snapshot_of


async def test_the_engine_runs_no_rule_the_lint_refuses(tmp_path: Path) -> None:
    snapshot = await snapshot_of(tmp_path, [row(1)])

    with pytest.raises(Refused, match="rule-breaks-contract"):
        await DuckDbEngine(tmp_path).candidates(f"{RULE} LIMIT 1", snapshot=snapshot, parameters=WINDOW)


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        (RULE.replace("valid_until AS", "status AS"), "rule-types"),
        (RULE.replace("valid_until <=", "valid_until IS NULL OR valid_until <="), "rule-finds-null"),
        (RULE.replace("valid_until <=", "status <="), "Exception"),
        (RULE, "rule-finds-too-many"),
        (RULE.replace("window_until", "today"), "rule-parameter-missing"),
    ],
)
async def test_a_rule_that_finds_what_it_may_not_is_refused(tmp_path: Path, sql: str, reason: str) -> None:
    snapshot = await snapshot_of(tmp_path, [row(1), row(2), row(3, valid_until=None)])

    with pytest.raises(Refused, match=reason) as refused:
        await DuckDbEngine(tmp_path, most=1).candidates(sql, snapshot=snapshot, parameters=WINDOW)

    assert "valid" not in str(refused.value)


@pytest.mark.parametrize("which", [PARQUET, CHANGES_PARQUET])
async def test_a_damaged_missing_or_newer_snapshot_is_not_believed(tmp_path: Path, which: str) -> None:
    snapshot = await snapshot_of(tmp_path, [row(1)], [change(1)])
    engine = DuckDbEngine(tmp_path)
    elsewhere = replace(snapshot, as_of=AS_OF + timedelta(days=1))
    newer = replace(snapshot, schema_version=4)
    await engine.candidates(RULE, snapshot=snapshot, parameters=WINDOW)
    file = place(tmp_path, AS_OF) / which
    file.write_bytes(file.read_bytes() + b"x")

    for wrong, reason in ((snapshot, "damaged"), (elsewhere, "missing"), (newer, "schema")):
        with pytest.raises(Unavailable, match=reason):
            await engine.candidates(RULE, snapshot=wrong, parameters=WINDOW)


async def test_a_run_whose_time_is_up_is_not_begun(tmp_path: Path) -> None:
    snapshot = await snapshot_of(tmp_path, [row(1)])

    with pytest.raises(Unavailable, match="deadline"):
        await DuckDbEngine(tmp_path, deadline=timedelta()).candidates(
            RULE, snapshot=snapshot, parameters=WINDOW
        )


def test_a_query_still_running_at_its_deadline_is_interrupted() -> None:
    endless = "SELECT count(*) FROM range(10000000) AS a, range(10000000) AS b WHERE a.range * b.range = 7"

    with duckdb.connect() as connection, pytest.raises(Unavailable, match="deadline"):
        run_within(connection, Examined((), endless), {}, seconds=0.2, most=1)


@pytest.mark.parametrize(
    "attempt",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM glob('/*')",
        "COPY licences TO '{folder}/stolen.csv'",
        "ATTACH '{folder}/other.db'",
        "EXPORT DATABASE '{folder}/stolen'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET allowed_paths = ['/etc/passwd']",
        "SET memory_limit = '64GB'",
        "SET threads = 64",
        "CREATE TABLE licences_too AS SELECT * FROM read_csv('/etc/passwd')",
    ],
)
async def test_even_without_the_lint_the_database_reads_its_two_files_only(
    tmp_path: Path, attempt: str
) -> None:
    await snapshot_of(tmp_path, [row(1)])
    folder = place(tmp_path, AS_OF)

    with open_closed((folder / PARQUET, folder / CHANGES_PARQUET), "256MB") as connection:
        with pytest.raises(duckdb.Error):
            connection.execute(attempt.format(folder=tmp_path))
        assert connection.execute("SELECT count(*) FROM licences").fetchone() == (1,)
    assert not (tmp_path / "stolen.csv").exists()


async def test_a_folder_with_a_quote_in_its_name_is_only_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "o'brien [1]*"
    snapshot = await snapshot_of(folder, [row(1)])

    found = await DuckDbEngine(folder).candidates(RULE, snapshot=snapshot, parameters=WINDOW)

    assert len(found) == 1


LONG = """
from adapters.analysis.database import in_memory

with in_memory("256MB") as connection:
    connection.execute("SET progress_bar_time = 1")
    connection.execute("SELECT count(*) FROM range(10000) a, range(20000) b WHERE a.range * b.range % 7 = 3")
"""


def test_a_question_that_takes_long_draws_nothing_into_our_output() -> None:
    run = subprocess.run([sys.executable, "-c", LONG], capture_output=True, check=True)  # noqa: S603 - our own

    assert run.stdout == b""
