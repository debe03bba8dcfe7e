"""An emulated courier agency for each test."""

import pytest

from adapters.sandbox.kit import Books
from adapters.sandbox.kuaidi100 import create_app
from tests.sandbox.conftest import FixedClock, Hand, Listener
from tests.sandbox.kuaidi100.agency import Agency, config


@pytest.fixture
async def agency(books: Books, clock: FixedClock, hand: Hand, listener: Listener) -> Agency:
    vendor = await hand.start(create_app(books, config=config(), now=clock.now))
    return Agency(hand, vendor, listener)
