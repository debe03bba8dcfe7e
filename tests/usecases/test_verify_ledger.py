# ruff: noqa: S608 - the statements are ours, word for word
"""Whatever is done to the ledger behind the office's back is found, by its chains or by its checkpoints."""

import asyncio
import json
import random
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import DictRow, dict_row

from adapters.files.checkpoints import CheckpointFile, CheckpointForged
from adapters.postgres.ledger import GENESIS, PostgresLedger, _digest
from adapters.postgres.rows.core import LedgerEntryRow
from bff.compose.core import Core
from domain.kernel.ids import MatterId
from domain.ledger.entry import Head, Step
from domain.usecases.anchor_ledger import AnchorLedger, LedgerRewritten
from domain.usecases.verify_ledger import CUT, VerifyLedger
from tests.support.house import RING, HandClock
from tests.support.server import Urls

CHAIN, ENTRIES = 5, 12
COLUMNS = (
    "at, kind, matter_id, case_id, person_id, party_id, session_id, staff, level, channel, evidence_id,"
    " evidence_digest, facts, digest"
)
MATTER = MatterId(UUID(int=CHAIN))


class Vault:
    """A ledger with one full chain, its checkpoints, and somebody who owns the database."""

    def __init__(self, core: Core, urls: Urls, path: Path, clock: HandClock) -> None:
        self.core, self.path = core, path
        self.checkpoints = CheckpointFile(path, RING.ledger, clock)
        self.verify = VerifyLedger(core.ledger, self.checkpoints)
        self.anchor = AnchorLedger(core.ledger, self.checkpoints)
        self._owner = urls.owner

    async def write(self, entries: int = ENTRIES, *, matter: MatterId = MATTER) -> None:
        for number in range(entries):
            async with self.core.atomic():
                shown = await self.core.evidence.keep("shown", f"页面{number}".encode(), matter=matter)
                await self.core.ledger.append(
                    Step("probe", matter=matter, evidence=shown, facts={"to": f"state-{number}"})
                )

    def tamper(self, *statements: str) -> None:
        with psycopg.connect(self._owner, autocommit=True) as connection:
            for statement in statements:
                changed = connection.execute(statement.encode())
                assert changed.rowcount != 0, statement

    def read(self, query: str) -> list[DictRow]:
        with psycopg.connect(self._owner, row_factory=dict_row) as connection:
            return connection.execute(query.encode()).fetchall()

    async def faults(self) -> list[tuple[int, int, str]]:
        report = await self.verify()
        return [(fault.chain, fault.number, fault.what) for fault in report.faults]


@pytest.fixture
async def vault(core: Core, urls: Urls, tmp_path: Path, clock: HandClock) -> Vault:
    made = Vault(core, urls, tmp_path / "checkpoints.jsonl", clock)
    await made.write()
    return made


async def test_an_untouched_ledger_has_no_faults(vault: Vault) -> None:
    await vault.anchor()

    report = await vault.verify()

    assert (report.entries, report.checkpointed, report.faults) == (ENTRIES, ENTRIES, ())


async def test_a_ledger_never_anchored_is_verified_by_its_chains_alone(vault: Vault) -> None:
    report = await vault.verify()

    assert (report.entries, report.checkpointed, report.faults) == (ENTRIES, 0, ())


async def test_an_office_that_goes_on_writing_is_not_accused(vault: Vault) -> None:
    async def write() -> None:
        for n in range(30):
            await vault.write(1, matter=MatterId(UUID(int=n)))

    writing = asyncio.create_task(write())
    while not writing.done():
        assert await vault.faults() == []
    await writing


def _where(number: int) -> str:
    return f"WHERE chain = {CHAIN} AND number = {number}"


def _edit(chance: random.Random, number: int) -> tuple[str, ...]:
    change = chance.choice(
        (
            "kind = 'prober'",
            "at = at + interval '1 microsecond'",
            "matter_id = gen_random_uuid()",
            "matter_id = NULL",
            "case_id = gen_random_uuid()",
            "person_id = gen_random_uuid()",
            "staff = 'somebody'",
            "level = level + 1",
            "channel = 'h5'",
            "evidence_id = NULL",
            "evidence_digest = NULL",
            """facts = '{"to": "granted"}'""",
            """facts = facts || '{"more": null}'""",
            "digest = sha256(digest)",
            "id = gen_random_uuid()",
        )
    )
    return (f"UPDATE ledger_entries SET {change} {_where(number)}",)


def _delete(_: random.Random, number: int) -> tuple[str, ...]:
    return (f"DELETE FROM ledger_entries {_where(number)}",)


def _swap(chance: random.Random, number: int) -> tuple[str, ...]:
    other = chance.choice([n for n in range(1, ENTRIES + 1) if n != number])
    move = "UPDATE ledger_entries SET number = {to} WHERE chain = {chain} AND number = {at}"
    return tuple(
        move.format(chain=CHAIN, at=at, to=to) for at, to in ((number, 0), (other, number), (0, other))
    )


def _insert(chance: random.Random, number: int) -> tuple[str, ...]:
    to = chance.choice((0, -number, ENTRIES + 1, ENTRIES + 100))
    copy = f"SELECT gen_random_uuid(), chain, {to}, {COLUMNS} FROM ledger_entries {_where(number)}"
    return (f"INSERT INTO ledger_entries (id, chain, number, {COLUMNS}) {copy}",)


def _unsettle_head(chance: random.Random, number: int) -> tuple[str, ...]:
    change = chance.choice((f"number = {ENTRIES + number}", "digest = sha256(digest)"))
    return (f"UPDATE ledger_heads SET {change} WHERE chain = {CHAIN}",)


def _behead(_: random.Random, __: int) -> tuple[str, ...]:
    return (f"DELETE FROM ledger_heads WHERE chain = {CHAIN}",)


def _cut_tail(_: random.Random, number: int) -> tuple[str, ...]:
    return (f"DELETE FROM ledger_entries WHERE chain = {CHAIN} AND number >= {number}",)


def _change_evidence(_: random.Random, number: int) -> tuple[str, ...]:
    which = f"WHERE id = (SELECT evidence_id FROM ledger_entries {_where(number)})"
    return (f"UPDATE evidence SET digest = sha256(digest) {which}",)


KINDS = (_edit, _edit, _edit, _delete, _swap, _insert, _unsettle_head, _behead, _cut_tail, _change_evidence)


async def test_two_hundred_ways_of_tampering_are_each_found(vault: Vault) -> None:
    chance = random.Random(20261123)  # noqa: S311 - repeatable on purpose
    before = {
        table: vault.read(f"SELECT * FROM {table} ORDER BY 1")
        for table in ("ledger_entries", "ledger_heads", "evidence")
    }
    vault.tamper(*(f"CREATE TABLE good_{table} AS TABLE {table}" for table in before))
    missed = []

    for turn in range(200):
        kind, number = KINDS[turn % len(KINDS)], chance.randint(1, ENTRIES)
        statements = kind(chance, number)
        vault.tamper(*statements)
        if not await vault.faults():
            missed.append(statements)
        vault.tamper(
            *(f"TRUNCATE {table}" for table in before),
            *(f"INSERT INTO {table} TABLE good_{table}" for table in before),
        )

    assert missed == []
    assert await vault.faults() == []


async def test_the_first_changed_entry_is_named(vault: Vault) -> None:
    vault.tamper(*_edit(random.Random(1), 7), *_delete(random.Random(1), 9))  # noqa: S311 - any will do

    assert await vault.faults() == [(CHAIN, 7, "记录被改动")]


async def test_evidence_may_be_erased_and_the_chain_stays_whole(vault: Vault) -> None:
    vault.tamper("UPDATE evidence SET sealed = NULL")

    assert await vault.faults() == []


async def _rewrite(vault: Vault, first: int) -> None:
    """By somebody who has the key: entry `first` is changed, all behind it are counted anew."""
    before = GENESIS
    for row in await LedgerEntryRow.filter(chain=CHAIN).order_by("number"):
        if row.number == first:
            row.kind = "never-happened"
        if row.number >= first:
            row.digest = _digest(RING.ledger, before, row)
            vault.tamper(
                f"UPDATE ledger_entries SET kind = '{row.kind}', digest = '\\x{row.digest.hex()}'"
                f" {_where(row.number)}"
            )
        before = row.digest
    vault.tamper(f"UPDATE ledger_heads SET digest = '\\x{before.hex()}' WHERE chain = {CHAIN}")


async def test_a_chain_rewritten_with_the_key_is_whole_and_the_checkpoint_finds_it(vault: Vault) -> None:
    await _rewrite(vault, 4)
    assert await vault.faults() == []
    await vault.write(2)
    await vault.anchor()

    await _rewrite(vault, 8)

    assert await vault.faults() == [(CHAIN, ENTRIES + 2, CUT)]


async def test_a_tail_cut_off_together_with_its_head_is_found_by_the_checkpoint(vault: Vault) -> None:
    await vault.anchor()
    vault.tamper(
        f"DELETE FROM ledger_entries WHERE chain = {CHAIN} AND number > 9",
        f"UPDATE ledger_heads SET number = 9, digest = (SELECT digest FROM ledger_entries {_where(9)})"
        f" WHERE chain = {CHAIN}",
    )

    assert await vault.faults() == [(CHAIN, ENTRIES, CUT)]


async def test_a_chain_taken_away_whole_is_found_by_the_checkpoint(vault: Vault) -> None:
    await vault.anchor()
    vault.tamper("DELETE FROM ledger_entries", "DELETE FROM ledger_heads")

    assert await vault.faults() == [(CHAIN, ENTRIES, CUT)]


async def test_a_rewritten_ledger_is_given_no_new_checkpoint(vault: Vault) -> None:
    await vault.anchor()
    await _rewrite(vault, 4)
    await vault.write(3)

    with pytest.raises(LedgerRewritten):
        await vault.anchor()

    assert await vault.faults() == [(CHAIN, ENTRIES, CUT)]


async def test_an_anchor_with_nothing_new_writes_nothing(vault: Vault) -> None:
    await vault.anchor()
    before = vault.path.read_bytes()

    heads = await vault.anchor()

    assert vault.path.read_bytes() == before
    assert [(head.chain, head.number) for head in heads] == [(CHAIN, ENTRIES)]


async def test_a_ledger_signed_with_another_key_is_found(vault: Vault, core: Core) -> None:
    stranger = PostgresLedger(bytes(32), core.now, core.new_id)
    async with core.atomic():
        await stranger.append(Step("probe", matter=MATTER))

    assert await vault.faults() == [(CHAIN, ENTRIES + 1, "记录被改动")]


async def test_forged_checkpoints_are_refused_before_anything_is_said(vault: Vault) -> None:
    await vault.anchor()
    line = json.loads(vault.path.read_text())
    line["heads"][0]["number"] = 1
    vault.path.write_text(json.dumps(line) + "\n")

    with pytest.raises(CheckpointForged):
        await vault.verify()
    with pytest.raises(CheckpointForged):
        await vault.anchor()


HEADS = tuple(Head(chain, chain + 3, bytes([chain]) * 32) for chain in range(3))


@pytest.mark.usefixtures("vault")
async def test_a_head_is_held_by_place_and_digest(core: Core) -> None:
    [head] = await core.ledger.heads()

    assert await core.ledger.holds(head)
    assert not any([await core.ledger.holds(other) for other in HEADS])
