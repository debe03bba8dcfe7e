"""What the traps of the outside systems are tried with: a listener that answers whatever it is told to."""

from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from aliyunsdkcore.client import AcsClient

from adapters.aliyun.client import AliyunProduct, connect
from adapters.outbound.http import Outbound
from tests.contract.conftest import books, clock, hand, http, stand
from tests.contract.stand import Stand
from tests.sandbox.conftest import Listener, listener

Make = Callable[..., AliyunProduct]
__all__ = ["books", "clock", "hand", "http", "listener", "stand"]


@pytest.fixture
async def other_http() -> AsyncIterator[Outbound]:
    """As production has it: nothing but https."""
    async with Outbound() as outbound:
        yield outbound


@pytest.fixture
def canned(listener: Listener, stand: Stand) -> Listener:
    """A vendor that answers `canned.answer` to everything and keeps what it was asked."""
    del stand
    return listener


@pytest.fixture
def client() -> AcsClient:
    return connect("testAccessKeyId", "testAccessKeySecret", pool_size=4, deadline_seconds=0.6)


@pytest.fixture
def make(client: AcsClient) -> Iterator[Make]:
    made: list[AliyunProduct] = []

    def product(url: str, *, system: str = "sms", threads: int = 4, waiting: int = 16) -> AliyunProduct:
        made.append(
            AliyunProduct(
                client,
                system=system,
                base_url=url,
                version="2017-05-25",
                threads=threads,
                waiting=waiting,
                deadline_seconds=0.8,
                loopback=True,
            )
        )
        return made[-1]

    yield product
    for one in made:
        one.close()
