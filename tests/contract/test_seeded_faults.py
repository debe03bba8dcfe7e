"""The kit finds each fault that is put around a good adapter, in the part that is about it."""

from typing import Any

import pytest

from adapters.conformance.kits import KITS
from adapters.conformance.run import Verdict, run_check
from adapters.conformance.stage import Ground
from adapters.conformance.suite import Check
from adapters.conformance.vendor import VendorKit
from tests.contract.seeded import SEEDS, Seed


def _checks(seed: Seed) -> tuple[VendorKit[Any], list[Check[Any]]]:
    [kit] = [kit for kit in KITS[seed.kind] if kit.name == seed.vendor]
    return kit, [check for check in kit.checks if check.part is seed.found_in]


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
async def test_the_kit_finds_the_seeded_fault(seed: Seed) -> None:
    kit, checks = _checks(seed)
    found: list[str] = []

    for check in checks:
        result = await run_check(kit, check, Ground(kit.account, around=seed.around))
        if result.verdict is Verdict.BROKEN:
            found.append(result.said)
            break

    assert found, f"nobody found that the adapter {seed.name}"


def test_there_are_at_least_ten_of_them_in_more_than_four_ports() -> None:
    assert len(SEEDS) >= 10
    assert len({seed.kind for seed in SEEDS}) > 4
