# ruff: noqa: S608 - the statements are ours, word for word
"""What is done to the ledger is found by its chains; what the key can hide, by checkpoints."""

import asyncio
import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from adapters.files.checkpoints import CheckpointForged
from adapters.postgres.ledger import PostgresLedger
from bff.compose.core import Core
from domain.kernel.ids import CaseId, IdentityCheckId, MatterId, PartyId, SessionId
from domain.kernel.party import Acting, Channel, Level
from domain.kernel.refusals import NotFound
from domain.ledger.anchor import LedgerRewritten
from domain.ledger.entry import LEAF_BYTES, Step
from domain.usecases.verify_ledger import VerifyLedger
from tests.support.first_ledger import first_checkpoint, first_heads
from tests.support.house import RING, HandClock, checkpoint_file
from tests.support.server import Urls
from tests.usecases.ledger_vault import CASE, FIRST, MATTER, OTHER, Vault, change, cutting, rewriting, where

ENTRIES = 12


@pytest.fixture
async def vault(core: Core, tmp_path: Path, clock: HandClock) -> Vault:
    made = Vault(core, tmp_path / "checkpoints.jsonl", clock)
    await made.write(ENTRIES, case=CASE)
    return made


async def test_an_untouched_ledger_has_no_faults(vault: Vault) -> None:
    await vault.anchor()

    report = await vault.verify()

    assert (report.entries, report.checkpointed, report.faults) == (ENTRIES, ENTRIES, ())


async def test_a_ledger_never_anchored_is_verified_by_its_chains_alone(vault: Vault) -> None:
    report = await vault.verify()

    assert (report.entries, report.checkpointed, report.faults) == (ENTRIES, 0, ())


async def test_an_office_that_goes_on_writing_and_anchoring_is_not_accused(vault: Vault) -> None:
    async def write() -> None:
        for n in range(20):
            await vault.write(1, case=(CASE, OTHER)[n % 2])
            await vault.anchor()

    writing = asyncio.create_task(write())
    while not writing.done():
        assert await vault.faults() == []
    await writing
    assert await vault.faults() == []


async def test_entries_of_the_version_before_stand_beside_those_of_today(vault: Vault) -> None:
    """While versions change, both write; each finds its own chain as it left it."""
    for _ in range(3):
        await vault.write_first(2)
        await vault.write(2)
    await vault.anchor()
    await vault.write_first(1)
    await vault.write(1)
    await vault.anchor()

    report = await vault.verify()

    assert (report.entries, report.checkpointed, report.faults) == (ENTRIES + 14, ENTRIES + 14, ())
    forms = [entry.format for entry in await vault.core.ledger.of_matter(MATTER)]
    assert forms == [2] * ENTRIES + [1, 1, 2, 2] * 3 + [1, 2]


async def test_checkpoints_of_the_version_before_are_held_against_the_ledger_and_gone_on_from(
    vault: Vault, urls: Urls
) -> None:
    await vault.write_first(5)
    first_checkpoint(vault.path, RING.ledger, await first_heads(), vault.clock)
    await vault.write_first(2)
    first_checkpoint(vault.path, RING.ledger, await first_heads(), vault.clock)
    assert await vault.faults() == []

    await vault.anchor()
    assert await vault.faults() == []

    change(urls, f"UPDATE ledger_entries SET digest = sha256(digest) {where(FIRST, 5)}")
    assert await vault.faults() == [(FIRST, 5, "记录被改动")]


async def test_a_first_chain_cut_before_the_versions_changed_is_given_no_leaf(
    vault: Vault, urls: Urls
) -> None:
    await vault.write_first(5)
    first_checkpoint(vault.path, RING.ledger, await first_heads(), vault.clock)
    change(
        urls,
        f"DELETE FROM ledger_entries {where(FIRST, 5)}",
        "UPDATE ledger_heads SET number = 4, digest = (SELECT digest FROM ledger_entries"
        f" {where(FIRST, 4)}) WHERE chain = {FIRST}",
    )

    with pytest.raises(LedgerRewritten):
        await vault.anchor()

    assert (FIRST, 5, "记录缺失") in await vault.faults()


async def test_one_case_is_verified_by_its_own_chain_its_matters_and_their_evidence(
    vault: Vault, core: Core, urls: Urls
) -> None:
    await vault.write(3)
    await vault.write(3, case=OTHER)
    await vault.anchor()
    verify = VerifyLedger(
        core.chains,
        vault.anchors,
        vault.checkpoints,
        Known(MATTER),  # type: ignore[arg-type] # nothing else is asked of a case
    )
    whole = await verify(CASE)
    change(urls, f"UPDATE ledger_entries SET kind = 'x' {where(OTHER, 2)}")

    report, other = await verify(CASE), await verify(OTHER)

    assert whole == report
    assert (report.entries, report.checkpointed, report.faults) == (ENTRIES + 3, ENTRIES + 3, ())
    assert [(fault.chain, fault.number) for fault in other.faults] == [(OTHER, 2)]


async def test_a_case_there_is_none_of_proves_nothing(vault: Vault) -> None:
    with pytest.raises(NotFound):
        await vault.verify(CASE)


@dataclass
class Known:
    """Every case is of this matter."""

    matter: MatterId

    async def by_id(self, _: CaseId) -> "Known":
        return self


async def test_evidence_may_be_erased_and_the_chain_stays_whole(vault: Vault, urls: Urls) -> None:
    change(urls, "UPDATE evidence SET sealed = NULL")

    assert (await vault.verify(contents=True)).faults == ()


@pytest.mark.parametrize(
    "altered", ["salt = 'another'", "sealed = '\\x00'", "sealed = set_byte(sealed, 40, 1)"]
)
async def test_evidence_whose_content_is_not_what_was_shown_is_named(
    vault: Vault, urls: Urls, altered: str
) -> None:
    which = f"(SELECT evidence_id FROM ledger_entries {where(CASE, 7)})"
    change(urls, f"UPDATE evidence SET {altered} WHERE id = {which}")

    report = await vault.verify(contents=True)

    assert [(one.chain, one.number, one.what) for one in report.faults] == [(CASE, 7, "证据内容与摘要不符")]


async def test_a_rewritten_chain_gets_no_leaf_and_all_others_do(vault: Vault, urls: Urls) -> None:
    await vault.anchor()
    change(urls, *await rewriting(vault.core, CASE, 4))
    await vault.write(3, case=CASE)
    await vault.write(2, case=OTHER)

    with pytest.raises(LedgerRewritten, match=str(CASE)):
        await vault.anchor()

    report = await vault.verify()
    assert [(one.chain, one.number) for one in report.faults] == [(CASE, 4)]
    assert report.checkpointed == ENTRIES + 2


async def test_a_chain_cut_and_grown_again_is_given_no_leaf(vault: Vault, urls: Urls) -> None:
    await vault.anchor()
    change(urls, *cutting(CASE, 10))

    with pytest.raises(LedgerRewritten):
        await vault.anchor()
    await vault.write(5, case=CASE)
    with pytest.raises(LedgerRewritten):
        await vault.anchor()

    assert [(chain, number) for chain, number, _ in await vault.faults()] == [(CASE, 10)]


async def test_an_anchor_with_nothing_new_says_so_again_only_after_a_while(vault: Vault) -> None:
    first = await vault.anchor()
    before = vault.path.read_bytes()
    again = await vault.anchor()
    assert (vault.path.read_bytes(), again) == (before, first)

    vault.clock.go_on(timedelta(hours=1))
    later = await vault.anchor()

    assert (later.line, later.entries, later.at) == (2, ENTRIES, vault.clock())
    assert await vault.anchors.newest() == later


async def test_a_crash_after_the_line_was_written_is_made_good(vault: Vault) -> None:
    line = vault.checkpoints.extend(await vault.anchors.pending(), None)

    anchored = await vault.anchor()

    assert anchored == line.anchor == await vault.anchors.newest()
    assert (await vault.anchors.pending()).leaves == b""
    assert (await vault.verify()).checkpointed == ENTRIES


async def test_a_chain_that_somebody_writes_to_is_marked_the_next_time(vault: Vault, urls: Urls) -> None:
    """The anchor waits for nobody, so that nobody ever waits in a ring with it."""
    with psycopg.connect(urls.owner) as writing:
        writing.execute("SELECT FROM ledger_chains FOR UPDATE")
        first = await vault.anchor()
        waiting = await vault.anchors.pending()

    again = await vault.anchor()

    assert (first.entries, again.entries, len(waiting.leaves)) == (ENTRIES, ENTRIES, ENTRIES * LEAF_BYTES)
    assert (await vault.anchors.pending()).leaves == b""
    assert await vault.faults() == []


async def test_a_ledger_signed_with_another_key_is_found(vault: Vault, core: Core) -> None:
    stranger = PostgresLedger(bytes(32), core.now, core.new_id)
    async with core.atomic():
        await stranger.append(Step("probe", matter=MATTER, case=CASE))

    assert await vault.faults() == [(CASE, ENTRIES + 1, "记录被改动")]


async def test_checkpoints_put_away_or_cut_short_are_missed(vault: Vault) -> None:
    await vault.anchor()
    vault.clock.go_on(timedelta(hours=1))
    await vault.anchor()
    first, _ = vault.path.read_bytes().splitlines(keepends=True)

    for left in (first, b""):
        vault.path.write_bytes(left)
        with pytest.raises(CheckpointForged, match="line 2 is missing"):
            await vault.verify()
        with pytest.raises(CheckpointForged, match="line 2 is missing"):
            await vault.anchor()


async def test_checkpoints_written_anew_with_their_own_key_are_not_those_the_ledger_saw(
    vault: Vault, urls: Urls
) -> None:
    await vault.anchor()
    for path in vault.path.parent.glob("checkpoints*"):
        path.unlink()
    change(urls, *await rewriting(vault.core, CASE, 4))
    checkpoint_file(vault.path, vault.clock).extend(await vault.anchors.pending(), None)

    with pytest.raises(CheckpointForged, match="not the one that the ledger saw"):
        await vault.verify()


async def test_forged_checkpoints_are_refused_before_anything_is_said(vault: Vault) -> None:
    await vault.anchor()
    line = json.loads(vault.path.read_text())
    line["count"] = 1
    vault.path.write_text(json.dumps(line) + "\n")

    with pytest.raises(CheckpointForged):
        await vault.verify()
    with pytest.raises(CheckpointForged):
        await vault.anchor()


async def test_an_entry_binds_who_acted_for_whom_by_which_check_on_which_device(
    vault: Vault, core: Core, urls: Urls
) -> None:
    acting = Acting(
        PartyId(core.new_id()),
        PartyId(core.new_id()),
        Level.FACE,
        Channel.MINI_PROGRAM,
        SessionId(core.new_id()),
        device=bytes(range(16)),
        check=IdentityCheckId(core.new_id()),
    )
    async with core.atomic():
        await core.ledger.append(Step("probe", matter=MATTER, case=OTHER, acting=acting, facts={"n": 1}))

    [entry] = await core.ledger.of_case(OTHER)

    assert entry.step.acting == acting
    for column in ("person_id", "party_id", "session_id", "check_id"):
        change(urls, f"UPDATE ledger_entries SET {column} = gen_random_uuid() {where(OTHER, 1)}")
        assert [(chain, number) for chain, number, _ in await vault.faults()] == [(OTHER, 1)]
        back = getattr(acting, column.removesuffix("_id"))
        change(urls, f"UPDATE ledger_entries SET {column} = '{back}' {where(OTHER, 1)}")
    change(urls, f"UPDATE ledger_entries SET device = NULL {where(OTHER, 1)}")
    assert [(chain, number) for chain, number, _ in await vault.faults()] == [(OTHER, 1)]
