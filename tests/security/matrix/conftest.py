"""One town for the whole package: it is put back between the tests."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.security.matrix.rewind import END
from tests.security.matrix.scene import Scene, set_up
from tests.support.server import TestServer


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def town_of_all(server: TestServer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    async with set_up(server, tmp_path_factory.mktemp("matrix")) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="package")
async def scene(town_of_all: Scene) -> Scene:
    """As it stood at the end."""
    await town_of_all.rewind.to(END)
    return town_of_all
