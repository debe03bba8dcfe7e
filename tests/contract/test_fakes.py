"""The fakes behind the ports keep the same contract as the vendors: else what they test is nothing."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest

from adapters.conformance.kits import KITS
from adapters.conformance.stage import Ground, staged
from adapters.conformance.suite import Check, Needs
from tests.contract import fakes


def _checks() -> Iterator[Any]:
    for module in iter_modules(fakes.__path__):
        kind = module.name.replace("_", "-")
        for check in KITS[kind][0].suite.checks:
            if check.needs is not Needs.WIRE:
                yield pytest.param(module.name, check, id=f"{kind}-{check.name}")


@pytest.mark.parametrize(("name", "check"), list(_checks()))
async def test_a_fake_keeps_the_contract_of_its_port(name: str, check: Check[Any]) -> None:
    world = import_module(f"tests.contract.fakes.{name}").WORLD
    ended = False

    async with staged(Ground({})) as stage:
        await check.run(world(stage))
        ended = True

    assert ended
