"""An emulated mini-program platform for each test, with one user who has a phone."""

import pytest

from adapters.sandbox.kit import Books
from adapters.sandbox.wechat import create_app
from tests.sandbox.conftest import FixedClock, Hand
from tests.sandbox.wechat.client import CONFIG, USER, Client


@pytest.fixture
async def client(books: Books, clock: FixedClock, hand: Hand) -> Client:
    vendor = await hand.start(create_app(books, config=CONFIG, now=clock.now))
    client = Client(hand.http, hand, vendor)
    await client.control("/__user", openid=USER, phone="19900000101")
    return client
