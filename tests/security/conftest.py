"""The town after everything has happened, shared by the tests of a module, none of which needs it new."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bff.compose.core import Core
from tests.http.opening import open_town
from tests.http.town import Town
from tests.security.cast import Cast, gathered
from tests.support.house import HandClock, house
from tests.support.server import TestServer


@pytest.fixture
async def town(core: Core, clock: HandClock, tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(core, clock, tmp_path, is_remembered=True) as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cast(server: TestServer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Cast]:
    clock = HandClock()
    with server.database() as urls:
        async with (
            house(urls.runtime, clock) as core,
            open_town(core, clock, tmp_path_factory.mktemp("cast")) as town,
        ):
            yield await gathered(town)
