"""Sensing: every holder due is found, none twice, whatever the number of licences."""

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from adapters.analysis.duckdb_engine import DuckDbEngine
from domain.catalogue.item import Item
from domain.findings.finding import Circumstances, Finding, Reason, judge, unseen
from domain.findings.ports import AnalysisEngine, Candidate, Move, SnapshotRef
from domain.kernel.ids import FindingId
from tests.adapters.registered import JIMO, LAIXI, TODAY, change, row
from tests.adapters.rules import CHANGE_RULE, RULE, WINDOW, item_15, snapshot_of
from tests.support.catalogue import shipped


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
from tests.adapters.rules import CHANGE_RULE, RULE, WINDOW

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


@pytest.mark.parametrize("item", shipped().live(), ids=lambda item: item.code)
async def test_every_items_rule_runs_on_a_snapshot_of_nobody(tmp_path: Path, item: Item) -> None:
    snapshot = await snapshot_of(tmp_path, [])

    found = await DuckDbEngine(tmp_path).candidates(
        item.rule.sql, snapshot=snapshot, parameters=item.rule_parameters(TODAY)
    )

    assert found == ()
