"""`palm catalogue versions` and `diff`: what an operator reads of what the city signed."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bff.cli.catalogue import catalogue_commands
from bff.cli.item_versions import diff_lines, version_lines
from bff.compose.core import Core
from tests.support.house import HandClock
from tests.usecases.item_version_world import ITEM, World, item_version_world

PHONE = ('phone = "12345"', 'phone = "0532-12345678"')


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await item_version_world(core, clock, tmp_path)


async def test_versions_are_listed_with_who_and_when_and_the_one_in_use(world: World) -> None:
    signed = await world.signed(PHONE)

    before = await version_lines(world.desk, ITEM)
    await world.roll_back(signed)
    after = await version_lines(world.desk, ITEM)

    assert before[1].startswith("  第 2 版 已签发〔在用〕，itv_")
    assert before[1].endswith("业务甲 起草于 2026-11-23，科长乙 签发，2026-11-23 起")
    assert before[2].startswith("  第 1 版 随程序发布，itv_")
    assert "科长乙 于 2026-11-23 结束：规则漏查" in after[1]
    assert "随程序发布〔在用〕" in after[2]


async def test_a_difference_is_told_key_by_key_and_line_by_line(world: World) -> None:
    await world.with_phone()

    told = await diff_lines(world.desk, ITEM, None, None)

    assert told[0] == f"{ITEM}：第 1 版 → 第 2 版"
    assert "  guide.phone：12345 → 0532-12345678" in told
    assert '+phone = "0532-12345678" # 没有公布过的咨询电话：先写政务服务便民热线' in told


async def test_two_versions_are_compared_whichever_way_one_asks(world: World) -> None:
    await world.with_phone()

    told = await diff_lines(world.desk, ITEM, 2, 1)

    assert "  guide.phone：0532-12345678 → 12345" in told


async def test_what_is_not_there_is_said_with_what_helps(world: World) -> None:
    with pytest.raises(ValueError, match="palm catalogue check"):
        await version_lines(world.desk, "wg-99")
    with pytest.raises(ValueError, match=f"palm catalogue versions {ITEM}"):
        await diff_lines(world.desk, ITEM, 1, 9)


@pytest.mark.parametrize("command", ["versions", "diff"])
def test_a_missing_configuration_is_said_in_one_go(command: str) -> None:
    told = CliRunner().invoke(catalogue_commands, [command, ITEM], env={"PALM_MODE": "nonsense"})

    assert told.exit_code == 2
    assert "The configuration has problems:" in told.stderr
