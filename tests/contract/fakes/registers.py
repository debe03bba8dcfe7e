"""The registers of social organisations and of people in memory, with the hands their suite needs."""

from datetime import datetime

from adapters.conformance.stage import Stage
from adapters.sandbox.city import Organisation, Person, city
from domain.kernel.personal import Address, DocumentNumber, Free, OrganisationName, PersonName, Phone
from domain.kernel.refusal import Unavailable
from domain.parties.records import CertificateRow, HolderRecord, PersonRecord, ResponsiblePerson, Sourced
from tests.fakes.registers import FakePopulationRegister, FakeSocialRegister


class FakeWorld:
    def __init__(self, stage: Stage) -> None:
        now = stage.clock.now()
        self.town = city(now.date())
        records = {o.certificate.record_id: _record(o, now) for o in self.town.organisations}
        self.social = FakeSocialRegister(records, now)
        people = {DocumentNumber(p.id_number): _person(p, now) for p in self.town.people}
        self.population = FakePopulationRegister(people)

    async def be_down(self) -> None:
        for one in (self.social, self.population):
            one.trouble.before.append(Unavailable(one.trouble.system, "http-503"))


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


WORLD = FakeWorld
