"""The licence bank as Shandong's cities share it (证照库共享接口), and what is asked of it alone.

Source: docs/vendors/licence-bank.md; GB/T 32918.5-2017 for the vectors.
"""

import io
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Literal

from adapters.conformance.envelope import (
    ACCOUNT,
    CALLER,
    IMPATIENT,
    each_fault_is_unavailable,
    signed,
)
from adapters.conformance.expectation import holds, never, same, unavailable
from adapters.conformance.licence_bank.suite import SUITE, WHY
from adapters.conformance.stage import Stage
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.vendor import VendorKit
from adapters.keys.sm2 import Sm2Key
from adapters.licences.bank import SharedLicenceBank
from adapters.licences.cipher import BankCipher
from adapters.sandbox.city import City, city
from adapters.sandbox.licence_bank import create_app
from domain.kernel.personal import DocumentNumber
from domain.licences.outside import BankStatus

TOKEN = "invented-token"  # noqa: S105 - the sandbox's
KEY, OTHER_KEY = f"{20261122:064x}", f"{20261123:064x}"
EXAMPLE_KEY = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8"
EXAMPLE = (
    "0404EBFC718E8D1798620432268E77FEB6415E2EDE0E073C0F4F640ECD2E149A73E858F9D81E5430A57B36DAAB8F950A3C64E6EE6A"
    "63094D99283AFF767E124DF059983C18F809E262923C53AEC295D30383B54E39D609D160AFCB1908D0BD876621886CA989CA9C7D58"
    "087307CA93092D651EFA"
)
EXAMPLE_TEXT = b"encryption standard"
Form = Literal["hex", "base64", "hex-bare"]


class Shandong:
    """`letter` is what an operator does when the account is opened: our public key, handed over."""

    def __init__(self, stage: Stage, url: str, town: City) -> None:
        self.stage, self.url, self.school = stage, url, town.of("journey")
        self.bank = stage.adapter(self.asking())

    def asking(self, *, deadline_seconds: float = 5.0, key: str = "") -> SharedLicenceBank:
        keys = (key or self.stage.given("sm2_key"),)
        return SharedLicenceBank(
            signed(self.stage, self.url, "licences", deadline_seconds=deadline_seconds),
            access_id=self.stage.given("access_id"),
            access_token=self.stage.given("access_token"),
            cipher=BankCipher("licences", lambda: keys),
        )

    async def letter(self, *, form: Form = "hex", order: str = "C1C2C3") -> None:
        told = {"publicKey": Sm2Key(self.stage.given("sm2_key")).public, "form": form, "order": order}
        await self.stage.control("/__key", **told)

    async def restrict(self, identifier: str) -> None:
        await self.stage.control("/__status", certIdentifier=identifier, state="restricted")

    async def renew(self, identifier: str) -> None:
        del identifier  # the bank renews by holder and type
        today = self.stage.clock.now().date()
        await self.stage.control(
            "/__issue",
            caseNo="C1",
            holderCode=self.school.uscc,
            certTypeCode=self.school.certificate.type_code,
            issuedOn=today.isoformat(),
            validFrom=today.isoformat(),
            validUntil=(today + timedelta(days=1825)).isoformat(),
        )

    async def be_down(self) -> None:
        await self.stage.mode("500")


@asynccontextmanager
async def opened(stage: Stage) -> AsyncIterator[Shandong]:
    town = city(stage.clock.now().date())
    url = await stage.vendor(
        lambda books, now: create_app(
            books,
            caller=CALLER,
            access_id="palm",
            access_token=TOKEN,
            organisations=town.organisations,
            now=now,
        )
    )
    world = Shandong(stage, url, town)
    if stage.is_emulated:
        await world.letter()
    yield world


OWN: Suite[Shandong] = Suite("licence-bank")


@OWN.check(Part.HAPPY, Needs.WIRE)
async def what_stands_on_a_licence_is_read_in_each_form_that_banks_seal_it_in(world: Shandong) -> None:
    number, seen = DocumentNumber(world.school.uscc), []
    forms: tuple[Form, ...] = ("hex", "base64", "hex-bare")
    for form in forms:
        for order in ("C1C2C3", "C1C3C2"):
            await world.letter(form=form, order=order)
            seen.append(await world.bank.of_holder(number, purpose=WHY))

    holds(seen[0][0].facts, "it is opened")
    same(len({repr(one) for one in seen}), 1, "how many ways it reads")


@OWN.check(Part.HAPPY, Needs.WIRE)
async def the_use_is_printed_on_the_file(world: Shandong) -> None:
    (licence,) = await world.bank.of_holder(DocumentNumber(world.school.uscc), purpose=WHY)

    page = await world.bank.file(licence.identifier, purpose="向年检窗口出示")

    with zipfile.ZipFile(io.BytesIO(page)) as package:
        text = package.read("Doc_0/Pages/Page_0/Content.xml").decode()
    holds("用途：向年检窗口出示" in text, "the purpose stands on the page")


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def what_was_sealed_to_another_key_is_no_answer_and_names_nobody(world: Shandong) -> None:
    with unavailable("cipher-unreadable"):
        await world.asking(key=OTHER_KEY).of_holder(DocumentNumber(world.school.uscc), purpose=WHY)


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def a_wrong_token_is_ours_to_mend(world: Shandong) -> None:
    stranger = SharedLicenceBank(
        signed(world.stage, world.url, "licences"),
        access_id="palm",
        access_token=f"{TOKEN}x",
        cipher=BankCipher("licences", lambda: (KEY,)),
    )

    with unavailable("11"):
        await stranger.status("1.2.156.3005.2.nothing")


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def a_licence_past_its_last_day_has_expired(world: Shandong) -> None:
    number = DocumentNumber(world.school.uscc)
    (licence,) = await world.bank.of_holder(number, purpose=WHY)
    last = world.school.certificate.valid_until
    world.stage.clock.move(days=(last - world.stage.clock.now().date()).days + 1)

    (now,) = await world.bank.of_holder(number, purpose=WHY)

    same((now.status, now.facts), (BankStatus.EXPIRED, None), "the licence")
    same(await world.bank.status(licence.identifier), BankStatus.EXPIRED, "the status")


@OWN.check(Part.REFUSALS, Needs.WIRE)
async def an_answer_about_somebody_else_is_none(world: Shandong) -> None:
    """A bank that errs or lies puts nothing into a stranger's wallet."""
    heard, school = world.stage.listener, DocumentNumber(world.school.uscc)
    named = ("ZZMC", "ZZLXDM", "ZZBH", "ZZBS", "ZZBFJG", "ZZBFJGDM", "CZZT", "CZZTDMLXDM")
    shown = {**dict.fromkeys(named, "x"), "CZZTDM": "91370283MA990001X3"}
    heard.answer = {"head": {"status": "0"}, "data": {"certIdentifier": "1.2", "certData": shown}}
    world.url = heard.url

    with unavailable("answer-of-another"):
        await world.asking().of_holder(school, purpose=WHY)
    with unavailable("answer-of-another"):
        await world.asking().status("1.3")


@OWN.check(Part.VECTORS, Needs.WIRE)
async def the_standards_example_opens(world: Shandong) -> None:
    del world
    cipher = BankCipher("licences", lambda: (EXAMPLE_KEY,))

    same(await cipher.clear(f'"{EXAMPLE}"'.encode()), EXAMPLE_TEXT, "GB/T 32918.5, encryption")


@OWN.check(Part.FAULTS, Needs.WIRE)
async def whatever_happens_on_the_way_nothing_is_read_from_it(world: Shandong) -> None:
    number, hurried = DocumentNumber(world.school.uscc), world.asking(deadline_seconds=IMPATIENT)

    await each_fault_is_unavailable(
        world.stage,
        lambda: world.bank.of_holder(number, purpose=WHY),
        lambda: hurried.of_holder(number, purpose=WHY),
    )


@OWN.check(Part.FAULTS, Needs.WIRE)
async def no_number_of_anybody_stands_in_an_address(world: Shandong) -> None:
    await world.bank.of_holder(DocumentNumber(world.school.uscc), purpose=WHY)

    never(any(world.school.uscc in one.what for one in world.stage.exchanges), "a number in an address")


KIT = VendorKit(
    "shandong",
    SUITE,
    opened,
    {**ACCOUNT, "access_id": "palm", "access_token": TOKEN, "sm2_key": KEY},
    "secret",
    OWN,
)
