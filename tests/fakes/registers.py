"""The registers in memory, and a memory of one-use values."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime

from domain.kernel.personal import DocumentNumber, OrganisationName, PersonName
from domain.kernel.refusal import Refused
from domain.parties.outside import (
    CertificateRow,
    Match,
    OrganisationRecord,
    PersonRecord,
    RepresentedOrganisation,
)
from tests.fakes.trouble import Trouble


@dataclass
class FakeNonces:
    seen: set[str] = field(default_factory=set)

    async def fresh(self, nonce: str) -> bool:
        known = nonce in self.seen
        self.seen.add(nonce)
        return not known


@dataclass
class FakeSocialRegister:
    """`records`: by record id. Who is responsible in them represents the organisation."""

    records: dict[str, OrganisationRecord]
    as_of: datetime
    page_size: int = 10
    purposes: list[str] = field(default_factory=list)
    trouble: Trouble = field(default_factory=lambda: Trouble("social-register"))

    async def pages(self, *, purpose: str) -> AsyncIterator[tuple[CertificateRow, ...]]:
        self._enter(purpose)
        rows = [record.certificate for record in self.records.values()]
        for start in range(0, len(rows), self.page_size):
            yield tuple(rows[start : start + self.page_size])

    async def certificate(self, record_id: str, *, purpose: str) -> OrganisationRecord | None:
        self._enter(purpose)
        return self.records.get(record_id)

    async def represented_by(
        self, name: PersonName, number: DocumentNumber, *, purpose: str
    ) -> tuple[RepresentedOrganisation, ...]:
        self._enter(purpose)
        return tuple(
            RepresentedOrganisation(
                record.certificate.holder_number,
                OrganisationName(record.name.value.reveal()),
                record.certificate.holder_kind,
                record.responsible.capacity,
                self.as_of,
            )
            for record in self.records.values()
            if record.responsible and (record.responsible.name, record.responsible.number) == (name, number)
        )

    def _enter(self, purpose: str) -> None:
        self.trouble.enter()
        check_purpose("social-register", purpose)
        self.purposes.append(purpose)


@dataclass
class FakePopulationRegister:
    people: dict[DocumentNumber, PersonRecord]
    trouble: Trouble = field(default_factory=lambda: Trouble("population"))

    async def matches(self, name: PersonName, number: DocumentNumber, *, purpose: str) -> Match:
        self.trouble.enter()
        check_purpose("population", purpose)
        person = self.people.get(number)
        if person is None:
            return "absent"
        return "match" if person.name == name else "mismatch"

    async def lookup(self, number: DocumentNumber, *, purpose: str) -> PersonRecord | None:
        self.trouble.enter()
        check_purpose("population", purpose)
        return self.people.get(number)


def check_purpose(system: str, purpose: str) -> None:
    if not purpose.strip() or len(purpose) > 200:
        raise Refused(system, "purpose-malformed")
