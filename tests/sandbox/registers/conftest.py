"""The emulated registers of the city, each with a caller that is let in."""

from collections.abc import AsyncIterator

import pytest

from adapters.sandbox.kit import Books
from adapters.sandbox.population_register import create_app as population
from adapters.sandbox.social_register import create_app as social
from tests.sandbox.public_bodies import CALLER, Caller, now, open_body, the_city

SOCIAL, RESIDENTS = "370000000-social-organisations", "370000000-residents"


@pytest.fixture
async def register() -> AsyncIterator[Caller]:
    with Books(":memory:") as books:
        app = social(books, caller=CALLER, organisations=the_city().organisations, now=now)
        async with open_body(app, catalogue=SOCIAL) as caller:
            yield caller


@pytest.fixture
async def persons() -> AsyncIterator[Caller]:
    with Books(":memory:") as books:
        app = population(books, caller=CALLER, people=the_city().people, now=now)
        async with open_body(app, catalogue=RESIDENTS) as caller:
            yield caller
