"""Runs a vendor's kit (符合性测试), check by check, each on a stage of its own."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from adapters.conformance.expectation import NotConformant
from adapters.conformance.stage import Ground, staged
from adapters.conformance.suite import Check, Needs
from adapters.conformance.vendor import VendorKit
from adapters.outbound.watch import Exchange
from domain.kernel.refusal import Refusal

W = TypeVar("W")


class Verdict(StrEnum):
    KEPT = "kept"
    BROKEN = "broken"
    LEFT_OUT = "left out"  # it would need the emulator's hand


@dataclass(frozen=True)
class Result:
    """`said`: what was found instead; `exchanges`: the wire up to there."""

    name: str
    part: str
    verdict: Verdict
    said: str = ""
    exchanges: tuple[Exchange, ...] = ()
    seconds: float = 0.0


async def run_kit(kit: VendorKit[W], ground: Ground) -> AsyncIterator[Result]:
    for check in kit.checks:
        yield await run_check(kit, check, ground)


async def run_check(kit: VendorKit[W], check: Check[W], ground: Ground) -> Result:
    """Anything the check or the adapter raises is a verdict, never the end of the run."""
    if ground.base_url is not None and check.needs is not Needs.NOTHING:
        return Result(check.name, check.part, Verdict.LEFT_OUT, "needs the emulator's hand")
    begun = time.monotonic()
    exchanges: list[Exchange] = []
    try:
        async with staged(ground) as stage:
            exchanges = stage.exchanges
            async with kit.open(stage) as world:
                await check.run(world)
    except Exception as error:  # noqa: BLE001 - a broken adapter may raise anything
        return Result(
            check.name, check.part, Verdict.BROKEN, _said(error), tuple(exchanges), time.monotonic() - begun
        )
    return Result(check.name, check.part, Verdict.KEPT, "", tuple(exchanges), time.monotonic() - begun)


def _said(error: Exception) -> str:
    """In words of ours: an exception's own may hold what was sent."""
    if isinstance(error, NotConformant):
        return str(error)
    if isinstance(error, Refusal):
        return f"it ended as {type(error).__name__} ({error})"
    return f"{type(error).__name__} was raised"
