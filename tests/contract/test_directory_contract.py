"""What the licence bank's directory keeps to."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Protocol

import pytest

from adapters.licences.directory import SharedLicenceDirectory
from adapters.sandbox.city import City, HeldLicence
from adapters.sandbox.kit import Books, Running
from adapters.sandbox.licence_bank import create_app
from domain.kernel.personal import Address, DocumentNumber, OrganisationName, PersonName
from domain.kernel.refusal import Refused, Unavailable
from domain.parties.outside import LicenceDirectory
from domain.parties.records import CertificateRow, DirectoryEntry, Printed
from tests.contract.stand import CALLER, Stand
from tests.fakes.registers import FakeLicenceDirectory
from tests.sandbox.conftest import FixedClock

WHY = "查找即将到期或者需要变更的证照"


class World(Protocol):
    @property
    def directory(self) -> LicenceDirectory: ...
    async def be_down(self) -> None: ...


class FakeWorld:
    def __init__(self, town: City, now: datetime) -> None:
        self.directory = FakeLicenceDirectory([_entry(held, now) for held in town.held], page_size=7)

    async def be_down(self) -> None:
        self.directory.trouble.before.append(Unavailable("licences", "http-503"))


class SharedWorld:
    def __init__(self, stand: Stand, vendor: Running) -> None:
        self._stand, self._vendor = stand, vendor
        window = stand.signed(vendor, "licences")
        self.directory = SharedLicenceDirectory(window, access_id="palm", access_token="invented-token")

    async def be_down(self) -> None:
        await self._stand.mode(self._vendor, "503")


@pytest.fixture(params=["fake", "shared"])
async def world(
    request: pytest.FixtureRequest, stand: Stand, books: Books, clock: FixedClock, town: City
) -> AsyncIterator[World]:
    if request.param == "fake":
        yield FakeWorld(town, clock.now())
        return
    app = create_app(
        books,
        caller=CALLER,
        access_id="palm",
        access_token="invented-token",
        organisations=(),
        held=town.held,
        now=clock.now,
    )
    yield SharedWorld(stand, await stand.start(app))


async def test_the_directory_holds_every_licence_once(world: World, town: City) -> None:
    told = [entry async for page in world.directory.pages(purpose=WHY) for entry in page]

    assert sorted(entry.certificate.record_id for entry in told) == sorted(
        held.record_id for held in town.held
    )


async def test_a_licence_is_told_with_what_is_printed_on_it(world: World, town: City) -> None:
    [held, *_] = town.enterprise("renamed-builder").licences

    entry = await world.directory.entry(held.record_id, purpose=WHY)

    assert entry is not None
    row, printed = entry.certificate, entry.printed
    assert (printed.name, printed.responsible_name, printed.address) == (
        OrganisationName(held.holder),
        PersonName(held.responsible),
        Address(held.address),
    )
    assert (row.licence_type, row.licence_number) == (held.certificate.name, held.certificate.number)
    assert (row.holder_number.reveal(), row.holder_kind) == (held.holder_code, "企业")
    assert row.issuing_body_code == held.certificate.issuing_body.uscc
    assert (row.valid_from, row.valid_until) == (held.certificate.valid_from, held.certificate.valid_until)
    assert (row.status, row.originals, row.duplicates) == ("valid", 1, held.certificate.duplicates)
    assert entry.identifier.startswith("1.2.156.3005.2.")


async def test_a_natural_persons_licence_bears_a_persons_name(world: World, town: City) -> None:
    [held] = town.licences("happy-99")

    [entry] = await world.directory.entries_of(DocumentNumber(held.holder_code), purpose=WHY)

    assert entry.certificate.holder_name == PersonName(held.holder)
    assert entry.certificate.holder_kind == "自然人"


async def test_one_holders_licences_are_told_together(world: World, town: City) -> None:
    builder = town.enterprise("renamed-builder")

    told = await world.directory.entries_of(DocumentNumber(builder.uscc), purpose=WHY)

    assert sorted(entry.certificate.record_id for entry in told) == sorted(
        held.record_id for held in builder.licences
    )


async def test_a_licence_nobody_has_is_not_there(world: World) -> None:
    assert await world.directory.entry("k999999", purpose=WHY) is None
    assert await world.directory.entries_of(DocumentNumber("52370200MJ0000018D"), purpose=WHY) == ()


async def test_a_question_without_a_purpose_is_refused(world: World) -> None:
    with pytest.raises(Refused):
        await world.directory.entry("k999999", purpose=" ")


async def test_a_bank_that_is_down_is_unavailable(world: World) -> None:
    await world.be_down()

    with pytest.raises(Unavailable):
        await world.directory.entry("k999999", purpose=WHY)


def _entry(held: HeldLicence, now: datetime) -> DirectoryEntry:
    one, is_person = held.certificate, held.holder_type == "111"
    name = PersonName(held.holder) if is_person else OrganisationName(held.holder)
    row = CertificateRow(
        record_id=held.record_id,
        holder_number=DocumentNumber(held.holder_code),
        holder_name=name,
        holder_kind=held.holder_kind,
        issuing_body_code=one.issuing_body.uscc,
        issuing_body_name=one.issuing_body.name,
        licence_number=one.number,
        licence_type=one.name,
        valid_from=one.valid_from,
        valid_until=one.valid_until,
        status="valid",
        originals=one.originals,
        duplicates=one.duplicates,
        updated_at=now,
    )
    printed = Printed(name, PersonName(held.responsible), Address(held.address))
    return DirectoryEntry(row, f"1.2.156.3005.2.{held.record_id}", printed)
