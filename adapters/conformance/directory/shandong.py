"""The directory of the licence bank (证照目录), on the bank's own window, and what is asked of it alone.

Source: docs/vendors/licence-directory.md, our profile.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.conformance.directory.suite import SUITE, WHY
from adapters.conformance.envelope import ACCOUNT, CALLER, IMPATIENT, each_fault_is_unavailable, signed
from adapters.conformance.expectation import unavailable
from adapters.conformance.stage import Stage
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.vendor import VendorKit
from adapters.licences.cipher import BankCipher
from adapters.licences.directory import SharedLicenceDirectory
from adapters.sandbox.city import City, city
from adapters.sandbox.licence_bank import create_app

TOKEN = "invented-token"  # noqa: S105 - the sandbox's


class Shandong:
    def __init__(self, stage: Stage, url: str, town: City) -> None:
        self.stage, self.url, self.town = stage, url, town
        self.directory = stage.adapter(self.asking())

    def asking(self, *, deadline_seconds: float = 5.0, token: str = "") -> SharedLicenceDirectory:
        return SharedLicenceDirectory(
            signed(self.stage, self.url, "licences", deadline_seconds=deadline_seconds),
            access_id=self.stage.given("access_id"),
            access_token=token or self.stage.given("access_token"),
            cipher=BankCipher("licences", lambda: ()),
        )

    async def be_down(self) -> None:
        await self.stage.mode("503")


@asynccontextmanager
async def opened(stage: Stage) -> AsyncIterator[Shandong]:
    town = city(stage.clock.now().date())
    url = await stage.vendor(
        lambda books, now: create_app(
            books,
            caller=CALLER,
            access_id="palm",
            access_token=TOKEN,
            organisations=(),
            held=town.held,
            now=now,
        )
    )
    yield Shandong(stage, url, town)


OWN: Suite[Shandong] = Suite("directory")


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def a_wrong_token_is_ours_to_mend(world: Shandong) -> None:
    with unavailable("11"):
        await world.asking(token=f"{TOKEN}x").entry("k000001", purpose=WHY)


@OWN.check(Part.FAULTS, Needs.WIRE)
async def whatever_happens_on_the_way_nothing_is_read_from_it(world: Shandong) -> None:
    record, hurried = world.town.held[0].record_id, world.asking(deadline_seconds=IMPATIENT)

    await each_fault_is_unavailable(
        world.stage,
        lambda: world.directory.entry(record, purpose=WHY),
        lambda: hurried.entry(record, purpose=WHY),
    )


KIT = VendorKit(
    "shandong",
    SUITE,
    opened,
    {**ACCOUNT, "access_id": "palm", "access_token": TOKEN},
    "secret",
    OWN,
)
