"""The gateway of these tests, new for each."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bff.compose.core import Core
from tests.gateway.world import World, open_world
from tests.support.house import HandClock


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(core, clock, tmp_path) as made:
        yield made
