"""A port's suite runs twice: against its fake, and against its real adapter and the vendor's emulator."""

from collections.abc import AsyncIterator

import pytest

from adapters.outbound.http import Outbound
from adapters.sandbox.city import City, city
from adapters.sandbox.kit import Books
from tests.contract.stand import Stand
from tests.sandbox.conftest import FixedClock, Hand, Listener, books, clock, hand, listener

__all__ = ["FixedClock", "Hand", "Listener", "books", "clock", "hand", "listener"]


@pytest.fixture
async def http() -> AsyncIterator[Outbound]:
    async with Outbound(loopback=True) as outbound:
        yield outbound


@pytest.fixture
def town(clock: FixedClock) -> City:
    return city(clock.now().date())


@pytest.fixture
def stand(books: Books, http: Outbound, hand: Hand, clock: FixedClock) -> Stand:
    del books  # set up before the hand, so that they close after the emulators
    return Stand(http, hand, clock)
