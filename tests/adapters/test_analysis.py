"""Sensing: every holder due is found, none twice, and a rule can do nothing but select."""

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import duckdb
import hypothesis
import pytest
from hypothesis import strategies as st

import domain.catalogue
from adapters.analysis.duckdb_engine import DuckDbEngine, open_closed, run_within
from adapters.analysis.holder_engine import DuckDbHolderAnalysis
from adapters.analysis.snapshot import CHANGES_PARQUET, PARQUET, SnapshotWriter, place
from adapters.analysis.sql_lint import Examined, examine, lint
from adapters.catalogue.toml_items import TomlCatalogue
from domain.catalogue.item import Item
from domain.findings.finding import Circumstances, Finding, Reason, judge, unseen
from domain.findings.ports import AnalysisEngine, Candidate, ChangeRow, Move, SnapshotRef, SnapshotRow
from domain.kernel.ids import FindingId, ItemCode
from domain.kernel.refusal import Refused, Unavailable
from tests.adapters.registered import AS_OF, JIMO, LAIXI, TODAY, change, in_batches, row

ITEMS = Path(domain.catalogue.__path__[0]) / "items"
SELECTED = (
    "SELECT record_id, holder_key, holder_kind, issuing_body_code, valid_until AS event_date,"
    " has_contact, originals, duplicates"
)
RULE = f"{SELECTED} FROM licences WHERE valid_until <= $window_until ORDER BY record_id"
WINDOW = {"window_until": TODAY + timedelta(days=90)}
CHANGED = (
    "SELECT record_id, holder_key, holder_kind, issuing_body_code, changed_on AS event_date,"
    " has_contact, originals, duplicates, change_id, changed_field, move"
)
CHANGE_RULE = f"{CHANGED} FROM changes ORDER BY record_id"


def item_15() -> Item:
    return TomlCatalogue.load(ITEMS, lint=lint).get(ItemCode("wg-15-minban-renewal"))


async def snapshot_of(
    folder: Path, rows: Iterable[SnapshotRow], changes: Iterable[ChangeRow] = ()
) -> SnapshotRef:
    return await SnapshotWriter(folder).write(
        in_batches(rows), in_batches(changes), as_of=AS_OF, source="registers"
    )


async def sense(engine: AnalysisEngine, snapshot: SnapshotRef, known: set[str]) -> tuple[Finding, ...]:
    """One run as the use case will do it: find, judge, keep what is new."""
    item = item_15()
    found = await engine.candidates(item.rule.sql, snapshot=snapshot, parameters=item.rule_parameters(TODAY))
    findings = (
        Finding(
            FindingId(UUID(int=n)),
            item.code,
            judge(
                candidate,
                Circumstances(
                    is_in_force=item.is_in_force(TODAY, in_sandbox=True),
                    is_covered=item.covers(candidate.issuing_body_code),
                    has_open_matter=False,
                    wants_no_notice=False,
                    needs_clerk=False,
                    last_day=item.last_day_to_apply(candidate.event_date),
                    today=TODAY,
                ),
                rule_id=item.rule.id,
                rule_version=item.rule.version,
                as_of=snapshot.as_of,
            ),
        )
        for n, candidate in enumerate(found)
    )
    return unseen(findings, pursued=known)


async def test_the_rule_of_item_15_finds_who_is_due_and_names_why_others_are_not(tmp_path: Path) -> None:
    def until(days: int) -> date:
        return TODAY + timedelta(days=days)

    snapshot = await snapshot_of(
        tmp_path,
        [
            row(1),
            row(2, valid_until=until(30)),  # today is the last lawful day
            row(3, valid_until=until(29)),  # yesterday was
            row(4, issuing_body_code=JIMO),
            row(5, has_contact=False),
            row(6, valid_until=until(91)),  # not yet
            row(7, valid_until=until(-1)),  # over
            row(8, valid_until=None),
            row(9, status="revoked"),
            row(10, holder_kind="社会团体"),
            row(11, licence_type="社会团体法人登记证书"),
        ],
    )

    findings = await sense(DuckDbEngine(tmp_path), snapshot, set())

    assert {finding.verdict.candidate.record_id: finding.reason for finding in findings} == {
        "r00000001": None,
        "r00000002": None,
        "r00000003": Reason.TOO_LATE,
        "r00000004": Reason.OUT_OF_SCOPE,
        "r00000005": Reason.NO_CONTACT,
    }


async def test_none_is_found_twice_over_two_runs(tmp_path: Path) -> None:
    snapshot = await snapshot_of(tmp_path, [row(1), row(2), row(3, has_contact=False)])
    engine = DuckDbEngine(tmp_path)

    first = await sense(engine, snapshot, set())
    second = await sense(engine, snapshot, {finding.event_key for finding in first if finding.reason is None})

    assert len(first) == 3
    assert [finding.reason for finding in second] == [Reason.NO_CONTACT]  # asked again: one day it has one


async def test_a_candidate_carries_what_the_register_said(tmp_path: Path) -> None:
    snapshot = await snapshot_of(tmp_path, [row(1, originals=1, duplicates=3)])

    found = await DuckDbEngine(tmp_path).candidates(RULE, snapshot=snapshot, parameters=WINDOW)

    assert found == (
        Candidate(
            "r00000001", row(1).holder_key, "民办非企业单位", LAIXI, TODAY + timedelta(days=60), True, 1, 3
        ),
    )


async def test_parameters_a_rule_does_not_ask_for_are_left_out(tmp_path: Path) -> None:
    snapshot = await snapshot_of(tmp_path, [row(1)])

    found = await DuckDbEngine(tmp_path).candidates(
        RULE, snapshot=snapshot, parameters={**WINDOW, "licence_type": "x", "today": TODAY}
    )

    assert len(found) == 1


MEASURED = """
import asyncio, resource, sys
from datetime import timedelta
from pathlib import Path
from adapters.analysis.duckdb_engine import DuckDbEngine
from adapters.analysis.snapshot import SnapshotWriter
from tests.adapters.registered import AS_OF, TODAY, change, in_batches, row
from tests.adapters.test_analysis import CHANGE_RULE, RULE, WINDOW

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

async def main(folder):
    rows = (row(n, valid_until=TODAY + timedelta(days=n % 1000)) for n in range(100_000))
    before = peak()
    changes = (change(n) for n in range(0, 100_000, 10))
    ref = await SnapshotWriter(folder).write(in_batches(rows), in_batches(changes), as_of=AS_OF, source="x")
    found = await DuckDbEngine(folder).candidates(RULE, snapshot=ref, parameters=WINDOW)
    touched = await DuckDbEngine(folder).candidates(CHANGE_RULE, snapshot=ref, parameters={})
    print(ref.rows, len(found), len({one.record_id for one in found}), len(touched), peak() - before)

asyncio.run(main(Path(sys.argv[1])))
"""


def test_a_hundred_thousand_licences_are_sensed_in_little_memory(tmp_path: Path) -> None:
    run = subprocess.run(  # noqa: S603 - our own interpreter and words
        [sys.executable, "-c", MEASURED, str(tmp_path)], capture_output=True, text=True, check=True
    )

    rows, found, different, touched, megabytes = map(int, run.stdout.split())
    assert (rows, found, different, touched) == (100_000, 9_100, 9_100, 10_000)
    assert megabytes < 300


@pytest.mark.parametrize(
    "attack",
    [
        "",
        ";",
        "SELECT",
        "SELECT 'unfinished",
        "DROP TABLE licences",
        "DELETE FROM licences",
        "COPY licences TO 'stolen.csv'",
        "ATTACH 'other.db'",
        "PRAGMA database_list",
        "SET enable_external_access = true",
        "INSTALL httpfs",
        "LOAD httpfs",
        "CALL pragma_version()",
        "EXPORT DATABASE 'stolen'",
        "SUMMARIZE licences",
        "CREATE TABLE x AS SELECT 1",
        "VALUES (1)",
        "FROM licences",
        "SELECT * FROM licences ORDER BY record_id",
        f"{RULE}; DROP TABLE licences",
        f"{RULE} LIMIT 1",
        f"{RULE} OFFSET 1",
        f"{RULE} UNION ALL {RULE}",
        f"WITH licences AS (SELECT 1) {RULE}",
        f"EXPLAIN {RULE}",
        RULE.replace("SELECT", "SELECT DISTINCT", 1),
        RULE.replace("licences", "'/etc/passwd'"),
        RULE.replace("licences", '"/etc/passwd"'),
        RULE.replace("licences", "read_csv('/etc/passwd')"),
        RULE.replace("licences", "read_parquet(['a', 'b'])"),
        RULE.replace("licences", "glob('/*')"),
        RULE.replace("licences", "main.licences"),
        RULE.replace("licences", "information_schema.tables"),
        RULE.replace("licences", "duckdb_settings()"),
        RULE.replace("licences", "licences, licences AS other"),
        RULE.replace("licences", "licences JOIN licences AS other USING (record_id)"),
        RULE.replace("licences", "licences TABLESAMPLE 10%"),
        RULE.replace("licences", "(SELECT * FROM licences)"),
        RULE.replace("licences", "query('SELECT 1')"),
        RULE.replace("licences", "licences AS l(record_id, holder_key)"),
        RULE.replace("licences", "changes"),
        RULE.replace("licences", "told"),
        RULE.replace("licences", "licences, changes"),
        RULE.replace("licences", "licences JOIN changes USING (record_id)"),
        RULE.replace("$window_until", "$window_until AND change_id <> ''"),
        RULE.replace("$window_until", "$window_until AND record_id IN (SELECT record_id FROM changes)"),
        CHANGE_RULE.replace("changes", "licences"),
        CHANGE_RULE.replace("changes", "main.changes"),
        CHANGE_RULE.replace("changes", "changes AS c(record_id)"),
        CHANGE_RULE.replace(", move", ""),
        CHANGE_RULE.replace(", move", ", '' AS move"),
        CHANGE_RULE.replace(", move", ", nullif(move, 'unclear') AS move"),
        CHANGE_RULE.replace(", move", ", changed_field AS move"),
        CHANGE_RULE.replace("change_id", "record_id AS change_id"),
        CHANGE_RULE.replace("record_id,", "'r1' AS record_id,"),
        CHANGE_RULE.replace("ORDER BY record_id", "ORDER BY change_id"),
        CHANGE_RULE.replace("FROM changes", "FROM changes WHERE before = '九水路12号'"),
        RULE.replace("$window_until", "now()"),
        RULE.replace("$window_until", "current_date"),
        RULE.replace("$window_until", "today()"),
        RULE.replace("$window_until", "$other"),
        RULE.replace("$window_until", "?"),
        RULE.replace("$window_until", "$1"),
        RULE.replace("$window_until", "valid_from + INTERVAL 3 DAY"),
        RULE.replace("$window_until", "CAST(status AS DATE)"),
        RULE.replace("$window_until", "'2026-01-01'::TIMESTAMP"),
        RULE.replace("$window_until", "(SELECT max(valid_until) FROM licences)"),
        RULE.replace("$window_until", "$window_until AND random() < 0.5"),
        RULE.replace("$window_until", "$window_until AND getenv('HOME') <> ''"),
        RULE.replace("$window_until", "$window_until AND status LIKE '%'"),
        RULE.replace("$window_until", "$window_until AND regexp_matches(status, '(a+)+$')"),
        RULE.replace("$window_until", "$window_until AND status IN (SELECT status FROM licences)"),
        RULE.replace("$window_until", "$window_until AND EXISTS (SELECT 1)"),
        RULE.replace("$window_until", "$window_until GROUP BY ALL"),
        RULE.replace("$window_until", "$window_until QUALIFY row_number() OVER () = 1"),
        RULE.replace("$window_until", "$window_until AND name = '某某'"),
        RULE.replace("holder_kind", "'民办非企业单位' AS kind"),
        RULE.replace("holder_key, ", ""),
        RULE.replace("record_id, holder_key", "holder_key, record_id"),
        RULE.replace("originals", "count(*) AS originals"),
        RULE.replace("originals", "random() AS originals"),
        RULE.replace("ORDER BY record_id", ""),
        RULE.replace("ORDER BY record_id", "ORDER BY valid_until"),
        RULE.replace("ORDER BY record_id", "ORDER BY ALL"),
        RULE.replace("ORDER BY record_id", "ORDER BY record_id || 'x'"),
        RULE.replace("$window_until", "(" * 500 + "$window_until" + ")" * 500),
        RULE.replace("$window_until", "$window_until AND " + "true AND " * 600 + "true"),
    ],
)
def test_a_rule_that_says_anything_else_is_refused(attack: str) -> None:
    examined = examine(attack)

    assert examined.problems
    assert examined.sql == ""


@pytest.mark.parametrize(
    "condition",
    [
        "valid_until BETWEEN DATE '2026-01-01' AND $window_until",
        "NOT (status = 'revoked' OR status IN ('cancelled', 'expired'))",
        "coalesce(valid_until, $today) > $window_from",
        "CASE WHEN has_contact THEN originals > 0 ELSE false END",
        "substring(issuing_body_code, 3, 4) = '3702' AND length(licence_type) > 2",
        "valid_from IS NOT NULL AND nullif(duplicates, 0) IS NULL",
        "l.licence_type = $licence_type AND \"record_id\" <> 'x' /* 说明 */",
    ],
)
async def test_what_a_rule_needs_may_be_said(tmp_path: Path, condition: str) -> None:
    sql = f"{SELECTED} FROM licences AS l WHERE {condition} ORDER BY valid_until DESC, record_id"
    snapshot = await snapshot_of(tmp_path, [row(1), row(2, valid_until=None)])
    asked = item_15().rule_parameters(TODAY)

    assert lint(sql) == ()
    await DuckDbEngine(tmp_path).candidates(
        sql.replace("valid_until AS event_date", "coalesce(valid_until, $today) AS event_date"),
        snapshot=snapshot,
        parameters=asked,
    )


def test_all_problems_of_a_rule_are_said_with_their_place() -> None:
    sql = RULE.replace(" FROM", "\nFROM").replace(" WHERE", "\nWHERE now() > $then AND name = 'x' AND")

    assert lint(sql) == (
        "line 3, column 7: the function now is not allowed",
        "line 3, column 15: $then is no parameter: use $licence_type, $today, $window_from, $window_until",
        "line 3, column 25: name is no column of licences",
    )


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
    newer = replace(snapshot, schema_version=3)
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


async def test_a_rule_of_changes_finds_each_changed_field_of_each_licence_in_one_order(
    tmp_path: Path,
) -> None:
    ours = {"holder_key": row(1).holder_key}
    snapshot = await snapshot_of(
        tmp_path,
        [row(2, **ours), row(1)],
        [change(1, changed_field="name"), change(1, changed_field="address", move=Move.UNCLEAR)],
    )

    found = await DuckDbEngine(tmp_path).candidates(CHANGE_RULE, snapshot=snapshot, parameters={})

    changed_on = TODAY - timedelta(days=10)
    told = [(one.record_id, one.change_id, one.changed_field, one.move, one.event_date) for one in found]
    assert told == [
        ("r00000001", "c00000001", "address", Move.UNCLEAR, changed_on),
        ("r00000001", "c00000001", "name", Move.NONE, changed_on),
        ("r00000002", "c00000001", "address", Move.UNCLEAR, changed_on),
        ("r00000002", "c00000001", "name", Move.NONE, changed_on),
    ]


@pytest.mark.parametrize("item", TomlCatalogue.load(ITEMS, lint=lint).live(), ids=lambda item: item.code)
async def test_every_items_rule_runs_on_a_snapshot_of_nobody(tmp_path: Path, item: Item) -> None:
    snapshot = await snapshot_of(tmp_path, [])

    found = await DuckDbEngine(tmp_path).candidates(
        item.rule.sql, snapshot=snapshot, parameters=item.rule_parameters(TODAY)
    )

    assert found == ()


KEYS = [row(n).holder_key for n in range(3)]
LICENCES = st.lists(
    st.builds(
        row,
        st.integers(0, 30),
        holder_key=st.sampled_from(KEYS),
        status=st.sampled_from(["valid", "revoked", "suspended"]),
        valid_until=st.one_of(st.none(), st.dates(TODAY - timedelta(2), TODAY + timedelta(120))),
        valid_from=st.one_of(st.none(), st.just(TODAY)),
        holder_kind=st.sampled_from(["企业", "", '引号"逗号,']),
        has_contact=st.booleans(),
        originals=st.integers(0, 3),
    ),
    unique_by=lambda one: one.record_id,
    max_size=8,
)
CHANGES = st.lists(
    st.builds(
        change,
        st.integers(0, 5),
        holder_key=st.sampled_from(KEYS),
        changed_field=st.sampled_from(["name", "responsible", "address"]),
        changed_on=st.dates(TODAY - timedelta(days=20), TODAY),
        move=st.sampled_from(Move),
    ),
    unique_by=lambda one: (one.change_id, one.changed_field),
    max_size=8,
)


@hypothesis.settings(max_examples=25)
@hypothesis.given(licences=LICENCES, changes=CHANGES)
@pytest.mark.parametrize("sql", [RULE, CHANGE_RULE.replace("ORDER", "WHERE move <> 'elsewhere' ORDER")])
async def test_one_holders_rows_lead_to_what_a_snapshot_of_them_leads_to(
    tmp_path_factory: pytest.TempPathFactory,
    sql: str,
    licences: list[SnapshotRow],
    changes: list[ChangeRow],
) -> None:
    folder = tmp_path_factory.mktemp("same")
    snapshot = await snapshot_of(folder, licences, changes)

    filed = await DuckDbEngine(folder).candidates(sql, snapshot=snapshot, parameters=WINDOW)
    among = await DuckDbHolderAnalysis().candidates_among(
        sql, licences=licences, changes=changes, as_of=AS_OF, parameters=WINDOW
    )

    assert among == filed


@pytest.mark.parametrize("wrong", [f"{RULE} LIMIT 1", RULE.replace("window_until", "today")])
async def test_one_holders_rows_are_asked_under_the_same_lint(wrong: str) -> None:
    with pytest.raises(Refused, match="rule-"):
        await DuckDbHolderAnalysis().candidates_among(
            wrong, licences=[row(1)], changes=[], as_of=AS_OF, parameters=WINDOW
        )
