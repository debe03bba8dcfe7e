"""What the registers keep to."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Protocol

import pytest

from adapters.registry.population import SharedPopulationRegister
from adapters.registry.social import SharedSocialRegister
from adapters.sandbox import population_register, social_register
from adapters.sandbox.city import City, Organisation, Person
from adapters.sandbox.kit import Books, Running
from domain.kernel.personal import Address, DocumentNumber, Free, OrganisationName, PersonName, Phone
from domain.kernel.refusal import Refused, Unavailable
from domain.parties.outside import PopulationRegister, SocialRegister
from domain.parties.records import CertificateRow, HolderRecord, PersonRecord, ResponsiblePerson, Sourced
from tests.contract.stand import CALLER, Stand
from tests.fakes.registers import FakePopulationRegister, FakeSocialRegister
from tests.sandbox.conftest import FixedClock

WHY = "民办非企业单位登记证书到期换发"


class World(Protocol):
    @property
    def social(self) -> SocialRegister: ...
    @property
    def population(self) -> PopulationRegister: ...
    async def be_down(self) -> None: ...


class FakeWorld:
    def __init__(self, town: City, now: datetime) -> None:
        records = {o.certificate.record_id: _record(o, now) for o in town.organisations}
        self.social = FakeSocialRegister(records, now)
        people = {DocumentNumber(p.id_number): _person(p, now) for p in town.people}
        self.population = FakePopulationRegister(people)

    async def be_down(self) -> None:
        self.social.trouble.before.append(Unavailable("social-register", "http-503"))


class SharedWorld:
    def __init__(self, stand: Stand, social: Running, population: Running) -> None:
        self._stand, self._vendor = stand, social
        self.social = SharedSocialRegister(stand.signed(social, "social-register"))
        self.population = SharedPopulationRegister(stand.signed(population, "population"))

    async def be_down(self) -> None:
        await self._stand.mode(self._vendor, "503")


@pytest.fixture(params=["fake", "shared"])
async def world(
    request: pytest.FixtureRequest, stand: Stand, books: Books, clock: FixedClock, town: City
) -> AsyncIterator[World]:
    if request.param == "fake":
        yield FakeWorld(town, clock.now())
        return
    social = social_register.create_app(books, caller=CALLER, organisations=town.organisations, now=clock.now)
    with Books(":memory:") as others:
        people = population_register.create_app(others, caller=CALLER, people=town.people, now=clock.now)
        yield SharedWorld(stand, await stand.start(social), await stand.start(people))


async def test_the_snapshot_holds_every_certificate_once(world: World, town: City) -> None:
    rows = [row async for page in world.social.pages(purpose=WHY) for row in page]

    assert sorted(row.record_id for row in rows) == sorted(
        o.certificate.record_id for o in town.organisations
    )


async def test_a_certificate_comes_with_its_organisation_and_sources(world: World, town: City) -> None:
    school = town.of("journey")

    record = await world.social.certificate(school.certificate.record_id, purpose=WHY)

    assert record is not None
    assert record.certificate.holder_number.reveal() == school.uscc
    assert (record.certificate.originals, record.certificate.duplicates) == (1, 2)
    assert record.certificate.valid_until == school.certificate.valid_until
    assert record.responsible is not None
    assert record.responsible.number.reveal() == school.responsible.id_number
    assert record.address.value.reveal() == school.address
    assert record.address.as_of.tzinfo is not None


async def test_a_certificate_nobody_has_is_not_there(world: World) -> None:
    assert await world.social.certificate("r999999", purpose=WHY) is None


async def test_one_organisations_certificates_are_told_together(world: World, town: City) -> None:
    school = town.of("journey")

    [row] = await world.social.certificates_of(DocumentNumber(school.uscc), purpose=WHY)

    assert (row.record_id, row.holder_kind) == (school.certificate.record_id, school.kind)
    assert await world.social.certificates_of(DocumentNumber("52370200MJ0000018D"), purpose=WHY) == ()


async def test_the_responsible_person_represents_and_a_former_one_does_not(world: World, town: City) -> None:
    school = town.of("journey")
    now, before = school.responsible, school.former_responsible
    assert before is not None

    present = await world.social.represented_by(
        PersonName(now.name), DocumentNumber(now.id_number), purpose=WHY
    )
    former = await world.social.represented_by(
        PersonName(before.name), DocumentNumber(before.id_number), purpose=WHY
    )

    assert school.uscc in [one.number.reveal() for one in present]
    assert school.uscc not in [one.number.reveal() for one in former]


async def test_a_question_without_a_purpose_is_refused(world: World, town: City) -> None:
    person = town.people[0]

    with pytest.raises(Refused):
        await world.social.certificate("r999999", purpose=" ")
    with pytest.raises(Refused):
        await world.population.lookup(DocumentNumber(person.id_number), purpose="长" * 201)


async def test_a_register_that_is_down_is_unavailable(world: World, town: City) -> None:
    await world.be_down()

    with pytest.raises(Unavailable):
        await world.social.certificate(town.of("journey").certificate.record_id, purpose=WHY)


async def test_name_and_number_match_or_do_not_or_are_unknown(world: World, town: City) -> None:
    person, other = town.people[0], town.people[1]
    number = DocumentNumber(person.id_number)

    assert await world.population.matches(PersonName(person.name), number, purpose=WHY) == "match"
    assert await world.population.matches(PersonName(other.name), number, purpose=WHY) == "mismatch"
    unknown = DocumentNumber("370285199001019985")
    assert await world.population.matches(PersonName(person.name), unknown, purpose=WHY) == "absent"


async def test_a_person_is_looked_up_by_number(world: World, town: City) -> None:
    person = town.people[0]

    found = await world.population.lookup(DocumentNumber(person.id_number), purpose=WHY)

    assert found is not None
    assert found.name.reveal() == person.name
    assert found.address.reveal() == person.address
    assert await world.population.lookup(DocumentNumber("370285199001019985"), purpose=WHY) is None


def _record(o: Organisation, now: datetime) -> HolderRecord:
    c = o.certificate
    return HolderRecord(
        certificate=CertificateRow(
            record_id=c.record_id,
            holder_number=DocumentNumber(o.uscc),
            holder_name=OrganisationName(o.name),
            holder_kind=o.kind,
            issuing_body_code=c.issuing_body.uscc,
            issuing_body_name=c.issuing_body.name,
            licence_number=c.number,
            licence_type=c.type_code,
            valid_from=c.valid_from,
            valid_until=c.valid_until,
            status="valid",
            originals=c.originals,
            duplicates=c.duplicates,
            updated_at=now,
        ),
        responsible=ResponsiblePerson(
            PersonName(o.responsible.name), DocumentNumber(o.responsible.id_number), "负责人", now
        ),
        contact_phone=Phone(o.contact_phone) if o.contact_phone else None,
        name=Sourced(OrganisationName(o.name), now),
        address=Sourced(Address(o.address), now),
        business_scope=Sourced(Free(o.business_scope), now),
        supervising_unit=Sourced(Free(o.supervising_unit), now),
        funds_fen=o.funds_fen,
        as_of=now,
    )


def _person(p: Person, now: datetime) -> PersonRecord:
    phone = Phone(p.phone) if p.phone else None
    return PersonRecord(PersonName(p.name), Free(p.sex), phone, Address(p.address), now)
