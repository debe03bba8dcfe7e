"""The enterprise register on the data-sharing platform (数据共享), and what is asked of it alone.

Source: docs/vendors/enterprise-register.md, our profile.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.conformance.enterprise_register.suite import NOBODY, SUITE, WHY
from adapters.conformance.envelope import ACCOUNT, CALLER, IMPATIENT, each_fault_is_unavailable, signed
from adapters.conformance.expectation import never, same
from adapters.conformance.stage import Stage
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.vendor import VendorKit
from adapters.registry.enterprise import SharedEnterpriseRegister
from adapters.registry.enterprise_changes import SharedChangeFeed
from adapters.sandbox.city import City, city
from adapters.sandbox.enterprise_register import create_app
from domain.kernel.personal import DocumentNumber, PersonName


class DataSharing:
    def __init__(self, stage: Stage, url: str, town: City) -> None:
        self.stage, self.url, self.town = stage, url, town
        window = signed(stage, url, "enterprise-register")
        self.register = stage.adapter(SharedEnterpriseRegister(window))
        self.feed = stage.adapter(SharedChangeFeed(window))

    async def be_down(self) -> None:
        await self.stage.mode("503", times=2)


@asynccontextmanager
async def opened(stage: Stage) -> AsyncIterator[DataSharing]:
    town = city(stage.clock.now().date())
    url = await stage.vendor(
        lambda books, now: create_app(books, caller=CALLER, enterprises=town.enterprises, now=now)
    )
    yield DataSharing(stage, url, town)


OWN: Suite[DataSharing] = Suite("enterprise-register")


@OWN.check(Part.HAPPY, Needs.WIRE)
async def who_was_replaced_this_minute_represents_nobody_any_more(world: DataSharing) -> None:
    shop, other = world.town.enterprise("bookshop"), world.town.people[0]
    name, number = PersonName(shop.responsible.name), DocumentNumber(shop.responsible.id_number)
    await world.stage.control("/__representative", uscc=shop.uscc, name=other.name, idNumber=other.id_number)

    same(await world.register.represented_by(name, number, purpose=WHY), (), "whom they represent")


@OWN.check(Part.FAULTS, Needs.WIRE)
async def whatever_happens_on_the_way_nothing_is_read_from_it(world: DataSharing) -> None:
    stage = world.stage
    hurried = SharedChangeFeed(signed(stage, world.url, "enterprise-register", deadline_seconds=IMPATIENT))

    await each_fault_is_unavailable(
        stage,
        lambda: world.feed.change("chg-000001", purpose=WHY),
        lambda: hurried.change("chg-000001", purpose=WHY),
    )


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def a_persons_number_stands_in_no_address(world: DataSharing) -> None:
    who = world.town.enterprise("bookshop").responsible
    told = await world.register.represented_by(
        PersonName(who.name), DocumentNumber(who.id_number), purpose=WHY
    )

    same(len(told), 1, "how many they represent")
    never(any(who.id_number in one.what for one in world.stage.exchanges), "a number in an address")
    never(await world.register.enterprise(NOBODY, purpose=WHY), "an enterprise nobody has")


KIT = VendorKit("data-sharing", SUITE, opened, ACCOUNT, "secret", OWN)
