"""A snapshot holds every licence and what of its holder changed lately, and names nobody."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest
from tortoise.connection import get_connection

from adapters.analysis.duckdb_engine import DuckDbEngine
from adapters.analysis.snapshot import CHANGES_PARQUET, PARQUET, SnapshotWriter, place
from adapters.catalogue.toml_items import TomlCatalogue
from bff.compose.core import Core
from domain.catalogue.item import LOOK_BACK, Status
from domain.findings.ports import Move
from domain.kernel.personal import Address, PersonName
from domain.kernel.refusal import Unavailable
from domain.parties.records import ChangedField, ChangedValue, RegisteredChange
from domain.usecases.compose_rows import ComposeRows
from domain.usecases.find_candidates import FindCandidates
from domain.usecases.take_snapshot import TakeSnapshot, changes_since
from tests.fakes.holder_register import FakeHolderRegister
from tests.support.catalogue import shipped
from tests.support.house import NOON
from tests.usecases.start_world import (
    BUILD,
    DESIGN,
    GRAIN,
    NEW_NAME,
    OLD_NAME,
    TODAY,
    TYPES,
    USCC,
    a_change,
    a_licence,
    readdressed,
    renamed,
)

CATALOGUE = shipped()


@pytest.fixture
def register() -> FakeHolderRegister:
    made = FakeHolderRegister({}, NOON)
    made.records = {
        one.certificate.record_id: one
        for one in (a_licence(1, TYPES[BUILD]), a_licence(2, TYPES[DESIGN]), a_licence(6, "粮食收购许可证"))
    }
    return made


@pytest.fixture
def take(core: Core, register: FakeHolderRegister, tmp_path: Path) -> TakeSnapshot:
    rows = ComposeRows(core.digests)
    return TakeSnapshot(
        register, SnapshotWriter(tmp_path), CATALOGUE, rows, core.atomic, core.ledger, core.now
    )


def changed(register: FakeHolderRegister, *changes: RegisteredChange) -> None:
    register.changed.update({change.change_id: change for change in changes})


async def test_a_change_is_put_beside_each_licence_of_its_holder(
    take: TakeSnapshot, register: FakeHolderRegister
) -> None:
    changed(register, renamed())

    ref = await take()

    assert (ref.rows, ref.changes, ref.source, ref.schema_version) == (3, 3, "registers", 3)


async def test_the_ledger_holds_the_digests_of_what_the_rules_will_read(
    take: TakeSnapshot, register: FakeHolderRegister
) -> None:
    changed(register, renamed())

    ref = await take()

    found = await get_connection("default").execute_query_dict("SELECT kind, facts FROM ledger_entries")
    assert [(row["kind"], row["facts"]) for row in found] == [
        (
            "snapshot-taken",
            {
                "source": "registers",
                "rows": 3,
                "sha256": ref.sha256,
                "changes": 3,
                "changes_sha256": ref.changes_sha256,
            },
        )
    ]


async def test_neither_number_nor_name_nor_address_is_written_down(
    take: TakeSnapshot, register: FakeHolderRegister, tmp_path: Path
) -> None:
    there = readdressed("李沧区九水路12号", "李沧区九水东路12号")
    responsible = ChangedValue(ChangedField.RESPONSIBLE, PersonName("甲子安"), PersonName("乙丑平"))
    changed(register, replace(renamed(), values=(*renamed().values, there, responsible)))

    ref = await take()

    folder = place(tmp_path, ref.as_of)
    with duckdb.connect() as connection:
        files = [str(folder / name) for name in (PARQUET, CHANGES_PARQUET)]
        kept = str([connection.read_parquet(file).fetchall() for file in files])
    named = {USCC.reveal(), OLD_NAME.reveal(), NEW_NAME.reveal(), "甲子安", "乙丑平", "九水"}
    assert [one for one in named if one in kept] == []
    assert "unclear" in kept


async def test_an_address_only_written_differently_is_no_change(
    take: TakeSnapshot, register: FakeHolderRegister
) -> None:
    changed(register, a_change(readdressed("李沧区九水路12号", "九水路１２号")))

    assert (await take()).changes == 0


async def test_changes_are_asked_for_as_far_back_as_the_widest_window_of_any_rule(
    take: TakeSnapshot, register: FakeHolderRegister
) -> None:
    windows = [
        item.rule_parameters(TODAY)["window_from"] for item in CATALOGUE.live() if "changes" in item.rule.sql
    ]
    first = changes_since(CATALOGUE, TODAY)
    changed(register, renamed(days_ago=(TODAY - first).days), a_change(days_ago=500, change_id="c000002"))

    ref = await take()

    assert first == min(windows)
    assert TODAY - first > LOOK_BACK
    assert ref.changes == 3


class BreaksOff(FakeHolderRegister):
    """Tells all licences, and then not what changed."""

    async def changes(self, since: date, *, purpose: str) -> AsyncIterator[tuple[RegisteredChange, ...]]:
        async for page in super().changes(since, purpose=purpose):
            yield page
            raise Unavailable("enterprise-register", "http-503")


async def test_a_feed_that_breaks_off_leaves_no_snapshot(
    take: TakeSnapshot, register: FakeHolderRegister, tmp_path: Path
) -> None:
    broken = BreaksOff(register.records, NOON, changed={"c000001": renamed()})

    with pytest.raises(Unavailable):
        await replace(take, register=broken)()

    assert await SnapshotWriter(tmp_path).latest() is None


@pytest.mark.parametrize(
    ("kind", "record", "expected"),
    [
        ("民办非企业单位", "r000018", "民办非企业单位登记证书"),
        ("社会团体", "r000018", "社会团体法人登记证书"),
        ("基金会", "r000018", "基金会法人登记证书"),
        ("民办非企业单位", "bank:l000018", "集中式供水单位卫生许可证"),  # a school with its own well
        ("企业", "bank:l000018", "集中式供水单位卫生许可证"),
        ("自然人", "bank:l000018", "集中式供水单位卫生许可证"),
    ],
)
def test_only_the_registers_own_certificates_are_renamed(
    core: Core, kind: str, record: str, expected: str
) -> None:
    licence = a_licence(18, "集中式供水单位卫生许可证", holder_kind=kind, record_id=record).certificate

    assert ComposeRows(core.digests).licence(licence, NOON).licence_type == expected


def test_of_two_addresses_in_one_change_the_worse_counts(core: Core) -> None:
    near = readdressed("李沧区九水路12号", "李沧区九水东路12号")
    far = readdressed("李沧区九水路12号", "城阳区正阳路1号", "370214")
    same = ChangedValue(ChangedField.ADDRESS, Address("九水路12号"), Address("九水路12#"))

    for values in ((near, far, same), (far, same, near)):
        [row] = ComposeRows(core.digests).changes(a_change(*values))
        assert row.move is Move.ELSEWHERE


async def test_a_cancelled_items_rule_runs_too_and_a_drafts_does_not(
    take: TakeSnapshot, register: FakeHolderRegister, tmp_path: Path
) -> None:
    changed(register, renamed())
    await take()
    drafted = TomlCatalogue(
        [replace(item, status=Status.DRAFT) if item.code == DESIGN else item for item in CATALOGUE.all()]
    )
    find = FindCandidates(drafted, SnapshotWriter(tmp_path), DuckDbEngine(tmp_path))

    found = {item.code: len(candidates) async for item, _, candidates in find(TODAY)}

    assert found[BUILD] == 1
    assert found[GRAIN] == 1
    assert DESIGN not in found


async def test_without_a_snapshot_nothing_is_found(tmp_path: Path) -> None:
    find = FindCandidates(CATALOGUE, SnapshotWriter(tmp_path), DuckDbEngine(tmp_path))

    with pytest.raises(Unavailable, match="no-snapshot"):
        [item async for item in find(TODAY)]
