"""One holder's rows, sensed without a snapshot: the same rules find the same."""

from datetime import timedelta

import hypothesis
import pytest
from hypothesis import strategies as st

from adapters.analysis.duckdb_engine import DuckDbEngine
from adapters.analysis.holder_engine import DuckDbHolderAnalysis
from domain.findings.ports import ChangeRow, Move, SnapshotRow
from domain.kernel.refusal import Refused
from tests.adapters.registered import AS_OF, TODAY, change, row
from tests.adapters.rules import CHANGE_RULE, RULE, WINDOW, snapshot_of

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
