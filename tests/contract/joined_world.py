"""The sandbox city's four registers under the real adapters, joined as the house joins them."""

from collections.abc import AsyncIterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from adapters.licences.cipher import BankCipher
from adapters.licences.directory import SharedLicenceDirectory
from adapters.registry.enterprise import SharedEnterpriseRegister
from adapters.registry.enterprise_changes import SharedChangeFeed
from adapters.registry.population import SharedPopulationRegister
from adapters.registry.social import SharedSocialRegister
from adapters.sandbox import enterprise_register, licence_bank, population_register, social_register
from adapters.sandbox.city import City
from adapters.sandbox.kit import Books, Running
from domain.usecases.join_registers import JoinFeeds, JoinRegisters
from tests.contract.stand import CALLER, Stand
from tests.sandbox.conftest import FixedClock


@dataclass
class World:
    city: City
    stand: Stand
    register: Running
    bank: Running
    joined: JoinRegisters
    feeds: JoinFeeds


@pytest.fixture
async def joined_world(stand: Stand, books: Books, clock: FixedClock, town: City) -> AsyncIterator[World]:
    with ExitStack() as stack:

        def fresh() -> Books:
            return stack.enter_context(Books(":memory:"))

        social = await stand.start(
            social_register.create_app(books, caller=CALLER, organisations=town.organisations, now=clock.now)
        )
        register = await stand.start(
            enterprise_register.create_app(
                fresh(), caller=CALLER, enterprises=town.enterprises, now=clock.now
            )
        )
        people = await stand.start(
            population_register.create_app(fresh(), caller=CALLER, people=town.people, now=clock.now)
        )
        bank = await stand.start(
            licence_bank.create_app(
                fresh(),
                caller=CALLER,
                access_id="palm",
                access_token="invented-token",
                organisations=town.organisations,
                held=town.held,
                now=clock.now,
            )
        )
        societies = SharedSocialRegister(stand.signed(social, "social-register"))
        window = stand.signed(register, "enterprise-register")
        directory = SharedLicenceDirectory(
            stand.signed(bank, "licences"),
            access_id="palm",
            access_token="invented-token",
            cipher=BankCipher("licences", lambda: ()),
        )
        feed = SharedChangeFeed(window)
        joined = JoinRegisters(
            societies,
            SharedEnterpriseRegister(window),
            feed,
            directory,
            SharedPopulationRegister(stand.signed(people, "population")),
        )
        yield World(town, stand, register, bank, joined, JoinFeeds(societies, directory, feed))
        for one in stand.hand.running:
            await one.stop()
        stand.hand.running.clear()
