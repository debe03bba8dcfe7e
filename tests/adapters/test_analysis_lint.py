"""The lint of a rule: it can do nothing but select, and all that is wrong with it is said."""

from pathlib import Path

import pytest

from adapters.analysis.duckdb_engine import DuckDbEngine
from adapters.analysis.sql_lint import examine, lint
from tests.adapters.registered import TODAY, row
from tests.adapters.rules import CHANGE_RULE, RULE, SELECTED, item_15, snapshot_of


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
