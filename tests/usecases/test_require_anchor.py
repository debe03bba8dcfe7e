"""Evidence before availability: without a checkpoint of late no yes is taken."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bff.compose.core import Core
from bff.compose.ledger import require_anchor
from domain.ledger.anchor import EvidenceNotAnchored
from tests.support.house import HandClock
from tests.usecases.ledger_vault import CASE, Vault

DAY = timedelta(hours=24)


@pytest.fixture
def vault(core: Core, tmp_path: Path, clock: HandClock) -> Vault:
    return Vault(core, tmp_path / "checkpoints.jsonl", clock)


async def test_before_anything_was_said_nothing_is_missing(core: Core) -> None:
    required = require_anchor(replace(core, anchored_within=DAY))

    await required()

    assert (await required.is_met(), await required.age()) == (True, timedelta())


async def test_a_checkpoint_of_late_is_enough(vault: Vault, core: Core) -> None:
    await vault.write(1, case=CASE)
    await vault.anchor()
    vault.clock.go_on(DAY)
    required = require_anchor(replace(core, anchored_within=DAY))

    await required()

    assert (await required.is_met(), await required.age()) == (True, DAY)


async def test_an_old_checkpoint_stops_confirmations_and_says_when_to_come_back(
    vault: Vault, core: Core
) -> None:
    await vault.write(1, case=CASE)
    await vault.anchor()
    vault.clock.go_on(DAY + timedelta(seconds=1))
    required = require_anchor(replace(core, anchored_within=DAY))

    with pytest.raises(EvidenceNotAnchored) as refused:
        await required()

    assert refused.value.data == {"retry_after": 300}
    assert (await required.is_met(), await required.age()) == (False, DAY + timedelta(seconds=1))
    await vault.anchor()
    await required()


async def test_where_nothing_was_ever_anchored_the_oldest_entry_counts(vault: Vault, core: Core) -> None:
    required = require_anchor(replace(core, anchored_within=DAY))
    await vault.write_first(1)
    vault.clock.go_on(DAY * 2)
    await required()  # of the version before: its checkpoints are not in the database
    await vault.write(1, case=CASE)
    await required()
    vault.clock.go_on(DAY * 2)
    await vault.write(1, case=CASE)

    with pytest.raises(EvidenceNotAnchored):
        await required()


async def test_an_office_with_nothing_to_write_down_is_anchored_all_the_same(
    vault: Vault, core: Core
) -> None:
    """A week of holidays: the chore says every hour that nothing was added."""
    await vault.write(1, case=CASE)
    for _ in range(3):
        await vault.anchor()
        vault.clock.go_on(timedelta(hours=23))
    required = require_anchor(replace(core, anchored_within=DAY))

    await required()

    assert (await required.is_met(), await required.age()) == (True, timedelta(hours=23))


async def test_an_office_that_asks_for_none_goes_on(vault: Vault, core: Core) -> None:
    await vault.write(1, case=CASE)
    vault.clock.go_on(DAY * 365)
    required = require_anchor(core)

    await required()

    assert (await required.is_met(), await required.age()) == (True, DAY * 365)
