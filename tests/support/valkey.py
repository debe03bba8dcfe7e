"""A Valkey for the tests of one module, emptied before each."""

from collections.abc import AsyncIterator, Iterator

import pytest
from redis.asyncio import Redis

from adapters.embedded.valkey import EmbeddedValkey
from adapters.redis.connect import connected


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    valkey = EmbeddedValkey(tmp_path_factory.mktemp("valkey"))
    yield valkey.start()
    valkey.stop()


@pytest.fixture
async def client(address: str) -> AsyncIterator[Redis]:
    async with connected(address, patience=30) as redis:  # a busy machine is no trouble of Valkey's
        await redis.flushdb()
        yield redis
