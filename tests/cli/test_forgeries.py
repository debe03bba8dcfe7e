"""The demonstration's five forgeries, on a small ledger: each is found at its place and leaves nothing."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bff.cli.demo import forgeries
from bff.cli.demo.forgeries import FORGERIES, NotProved, Target, forge_all, forged
from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.kernel.ids import CaseId
from domain.ledger.entry import Step
from tests.support.house import RING, HandClock, house, rows
from tests.support.server import Urls
from tests.usecases.wallet_world import World, wallet_world

ENTRIES = 8


@pytest.fixture
async def owner(urls: Urls, clock: HandClock) -> AsyncIterator[Core]:
    """The office on the database as its owner, whom the database lets do anything."""
    async with house(urls.owner, clock) as core:
        yield core


@pytest.fixture
async def world(owner: Core, clock: HandClock, tmp_path: Path) -> World:
    return await wallet_world(owner, clock, tmp_path)


async def a_case(world: World, entries: int = ENTRIES) -> CaseId:
    """Under a checkpoint."""
    case = await world.case(CaseState.FILED)
    for number in range(entries):
        async with world.core.atomic():
            await world.core.ledger.append(Step("case-filed", None, case, facts={"number": f"N-{number}"}))
    await world.desk.anchor_ledger()
    return case


@pytest.mark.parametrize("what", FORGERIES)
async def test_each_forgery_is_named_at_its_first_bad_entry_and_undone(world: World, what: str) -> None:
    case = await a_case(world)
    before = await rows("ledger_entries"), await rows("ledger_chains")
    target = Target(case, await world.core.ledger.of_chain(case), ENTRIES // 2, RING.ledger)

    number, fault = await forged(world.core.atomic, world.desk.verify_ledger, target, FORGERIES[what])

    assert fault is not None
    assert (fault.chain, fault.number) == (case, number)
    assert (await rows("ledger_entries"), await rows("ledger_chains")) == before
    assert (await world.desk.verify_ledger()).faults == ()


async def test_all_five_are_told_and_then_the_ledger_is_whole(world: World) -> None:
    case, told = await a_case(world), list[tuple[str, str]]()

    await forge_all(
        world.core, world.desk.verify_ledger, RING.ledger, case, lambda step, text: told.append((step, text))
    )

    assert [step for step, _ in told] == ["篡改"] * 5 + ["撤销"]
    assert all("：查出，第" in text for step, text in told if step == "篡改")


async def test_a_forgery_that_nobody_sees_ends_the_demonstration(world: World) -> None:
    """Without the checkpoint, who has the key is not found."""
    case = await world.case(CaseState.FILED)
    for _ in range(ENTRIES):
        async with world.core.atomic():
            await world.core.ledger.append(Step("case-filed", None, case))

    with pytest.raises(NotProved, match="截去链尾"):
        await forge_all(world.core, world.desk.verify_ledger, RING.ledger, case, lambda _, __: None)


async def test_too_short_a_chain_is_not_forged(world: World) -> None:
    case = await a_case(world, forgeries.FEWEST - 1)

    with pytest.raises(NotProved, match="too few"):
        await forge_all(world.core, world.desk.verify_ledger, RING.ledger, case, lambda _, __: None)
