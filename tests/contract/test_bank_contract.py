"""What every licence bank keeps to."""

from collections.abc import AsyncIterator
from typing import Protocol

import pytest

from adapters.licences.bank import SharedLicenceBank
from adapters.sandbox.city import City, Organisation
from adapters.sandbox.kit import Books, Running
from adapters.sandbox.licence_bank import create_app
from domain.kernel.personal import DocumentNumber, OrganisationName
from domain.kernel.refusal import Refused, Unavailable
from domain.licences.outside import BankStatus, LicenceBank, LicenceFacts
from tests.contract.stand import CALLER, Stand
from tests.fakes.bank import FakeBank
from tests.sandbox.conftest import FixedClock

WHY = "向本人出示"


class World(Protocol):
    @property
    def bank(self) -> LicenceBank: ...
    async def restrict(self, identifier: str) -> None: ...
    async def be_down(self) -> None: ...


class FakeWorld:
    def __init__(self, town: City, clock: FixedClock) -> None:
        issued = {f"1.2.156.3005.2.{n}": _facts(o) for n, o in enumerate(town.organisations)}
        self.bank = FakeBank(clock.now, issued)

    async def restrict(self, identifier: str) -> None:
        self.bank.standing[identifier] = BankStatus.RESTRICTED

    async def be_down(self) -> None:
        self.bank.trouble.before.append(Unavailable("licences", "http-500"))


class SharedWorld:
    def __init__(self, stand: Stand, vendor: Running) -> None:
        self._stand, self._vendor = stand, vendor
        window = stand.signed(vendor, "licences")
        self.bank = SharedLicenceBank(window, access_id="palm", access_token="invented-token")

    async def restrict(self, identifier: str) -> None:
        told = {"certIdentifier": identifier, "state": "restricted"}
        await self._stand.hand.control(self._vendor, "/__status", **told)

    async def be_down(self) -> None:
        await self._stand.mode(self._vendor, "500")


@pytest.fixture
def school(town: City) -> Organisation:
    return town.of("journey")


@pytest.fixture(params=["fake", "shared"])
async def world(
    request: pytest.FixtureRequest, stand: Stand, books: Books, clock: FixedClock, town: City
) -> AsyncIterator[World]:
    if request.param == "fake":
        yield FakeWorld(town, clock)
        return
    app = create_app(
        books,
        caller=CALLER,
        access_id="palm",
        access_token="invented-token",
        organisations=town.organisations,
        now=clock.now,
    )
    yield SharedWorld(stand, await stand.start(app))


async def test_a_holders_licence_is_listed_with_what_stands_on_it(world: World, school: Organisation) -> None:
    (licence,) = await world.bank.of_holder(DocumentNumber(school.uscc), purpose=WHY)

    assert licence.status is BankStatus.VALID
    assert licence.facts is not None
    assert licence.facts.number == school.certificate.number
    assert licence.facts.valid_until == school.certificate.valid_until
    assert licence.facts.holder_number.reveal() == school.uscc


async def test_a_holder_without_licences_has_an_empty_wallet(world: World) -> None:
    assert await world.bank.of_holder(DocumentNumber("52370285MJ00000000"), purpose=WHY) == ()


async def test_a_licence_is_found_by_its_printed_number(world: World, school: Organisation) -> None:
    kind, number = school.certificate.type_code, school.certificate.number

    found = await world.bank.by_number(number, licence_type=kind, purpose=WHY)

    assert found is not None
    assert await world.bank.by_number("没有这个编号", licence_type=kind, purpose=WHY) is None


async def test_a_restricted_licence_says_so_and_shows_and_hands_out_nothing(
    world: World, school: Organisation
) -> None:
    (licence,) = await world.bank.of_holder(DocumentNumber(school.uscc), purpose=WHY)
    await world.restrict(licence.identifier)

    (now,) = await world.bank.of_holder(DocumentNumber(school.uscc), purpose=WHY)

    assert (now.status, now.facts) == (BankStatus.RESTRICTED, None)
    assert await world.bank.status(licence.identifier) is BankStatus.RESTRICTED
    with pytest.raises(Refused, match="licence-restricted"):
        await world.bank.file(licence.identifier, purpose=WHY)


async def test_a_licence_nobody_issued_is_absent(world: World) -> None:
    assert await world.bank.status("1.2.156.3005.2.nothing") is BankStatus.ABSENT


async def test_the_file_is_the_banks_own(world: World, school: Organisation) -> None:
    (licence,) = await world.bank.of_holder(DocumentNumber(school.uscc), purpose=WHY)

    assert (await world.bank.file(licence.identifier, purpose=WHY)).startswith(b"PK\x03\x04")
    assert (await world.bank.file(licence.identifier, purpose=WHY, file_type="png")).startswith(b"\x89PNG")


async def test_a_question_without_a_purpose_is_refused(world: World, school: Organisation) -> None:
    with pytest.raises(Refused):
        await world.bank.of_holder(DocumentNumber(school.uscc), purpose="")


async def test_a_bank_that_is_down_is_unavailable(world: World, school: Organisation) -> None:
    await world.be_down()

    with pytest.raises(Unavailable):
        await world.bank.of_holder(DocumentNumber(school.uscc), purpose=WHY)


def _facts(o: Organisation) -> LicenceFacts:
    c = o.certificate
    return LicenceFacts(
        licence_type=c.type_code,
        name=c.name,
        number=c.number,
        holder_name=OrganisationName(o.name),
        holder_number=DocumentNumber(o.uscc),
        issuer_name=c.issuing_body.name,
        issuer_code=c.issuing_body.uscc,
        issued_on=c.issued_on,
        valid_from=c.valid_from,
        valid_until=c.valid_until,
    )
