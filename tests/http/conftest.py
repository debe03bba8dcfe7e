"""The town of these tests, new for each."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bff.compose.core import Core
from tests.http.opening import open_town
from tests.http.town import Town
from tests.support.house import HandClock


@pytest.fixture
async def town(core: Core, clock: HandClock, tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(core, clock, tmp_path, is_remembered=True) as made:
        yield made
