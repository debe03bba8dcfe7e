"""The registers in memory, and a memory of one-use values."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.kernel.personal import DocumentNumber, OrganisationName, PersonName
from domain.kernel.refusal import Refused
from domain.parties.records import (
    BusinessLicence,
    CertificateRow,
    DirectoryEntry,
    EnterpriseRecord,
    HolderRecord,
    HolderRows,
    Match,
    PersonRecord,
    RegisteredChange,
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
    """`records`: by record id. Who is responsible in them represents the organisation.

    It stands for the joined registers too (HolderRegister, RegisterFeed); then `feed` is what changed.
    """

    records: dict[str, HolderRecord]
    as_of: datetime
    page_size: int = 10
    purposes: list[str] = field(default_factory=list)
    trouble: Trouble = field(default_factory=lambda: Trouble("social-register"))
    feed: list[RegisteredChange] = field(default_factory=list)

    async def pages(self, *, purpose: str) -> AsyncIterator[tuple[CertificateRow, ...]]:
        self._enter(purpose)
        rows = [record.certificate for record in self.records.values()]
        for start in range(0, len(rows), self.page_size):
            yield tuple(rows[start : start + self.page_size])

    async def certificate(self, record_id: str, *, purpose: str) -> HolderRecord | None:
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

    async def certificates_of(self, number: DocumentNumber, *, purpose: str) -> tuple[CertificateRow, ...]:
        self._enter(purpose)
        rows = (record.certificate for record in self.records.values())
        return tuple(row for row in rows if row.holder_number == number)

    async def of_holder(self, number: DocumentNumber, *, since: date, purpose: str) -> HolderRows:
        certificates = await self.certificates_of(number, purpose=purpose)
        return HolderRows(certificates, tuple(_since(self.feed, since, of=number)))

    async def change(self, change_id: str, *, purpose: str) -> RegisteredChange | None:
        self._enter(purpose)
        return next((one for one in self.feed if one.change_id == change_id), None)

    async def changes(self, since: date, *, purpose: str) -> AsyncIterator[tuple[RegisteredChange, ...]]:
        self._enter(purpose)
        for change in _since(self.feed, since):
            yield (change,)

    def _enter(self, purpose: str) -> None:
        self.trouble.enter()
        check_purpose("social-register", purpose)
        self.purposes.append(purpose)


@dataclass
class FakeEnterpriseRegister:
    """`enterprises`: by number. Who is responsible in them represents them."""

    enterprises: dict[DocumentNumber, EnterpriseRecord] = field(default_factory=dict)
    trouble: Trouble = field(default_factory=lambda: Trouble("enterprise-register"))

    async def enterprise(self, number: DocumentNumber, *, purpose: str) -> EnterpriseRecord | None:
        self._enter(purpose)
        return self.enterprises.get(number)

    async def represented_by(
        self, name: PersonName, number: DocumentNumber, *, purpose: str
    ) -> tuple[RepresentedOrganisation, ...]:
        self._enter(purpose)
        return tuple(
            RepresentedOrganisation(
                one.number,
                OrganisationName(one.name.value.reveal()),
                one.holder_kind,
                one.responsible.capacity,
                one.as_of,
            )
            for one in self.enterprises.values()
            if one.responsible and (one.responsible.name, one.responsible.number) == (name, number)
        )

    async def verify_licence(self, number: DocumentNumber, *, purpose: str) -> BusinessLicence | None:
        self._enter(purpose)
        one = self.enterprises.get(number)
        if one is None or one.responsible is None:
            return None
        name = OrganisationName(one.name.value.reveal())
        return BusinessLicence(one.number, name, one.responsible.name, one.standing, one.as_of)

    def _enter(self, purpose: str) -> None:
        self.trouble.enter()
        check_purpose("enterprise-register", purpose)


@dataclass
class FakeChangeFeed:
    feed: list[RegisteredChange] = field(default_factory=list)
    page_size: int = 10
    trouble: Trouble = field(default_factory=lambda: Trouble("enterprise-register"))

    async def changes(self, since: date, *, purpose: str) -> AsyncIterator[tuple[RegisteredChange, ...]]:
        self._enter(purpose)
        told = _since(self.feed, since)
        for start in range(0, len(told), self.page_size):
            yield tuple(told[start : start + self.page_size])

    async def changes_of(
        self, number: DocumentNumber, *, since: date, purpose: str
    ) -> tuple[RegisteredChange, ...]:
        self._enter(purpose)
        return tuple(_since(self.feed, since, of=number))

    async def change(self, change_id: str, *, purpose: str) -> RegisteredChange | None:
        self._enter(purpose)
        return next((one for one in self.feed if one.change_id == change_id), None)

    def _enter(self, purpose: str) -> None:
        self.trouble.enter()
        check_purpose("enterprise-register", purpose)


@dataclass
class FakeLicenceDirectory:
    entries: list[DirectoryEntry] = field(default_factory=list)
    page_size: int = 10
    trouble: Trouble = field(default_factory=lambda: Trouble("licences"))

    async def pages(self, *, purpose: str) -> AsyncIterator[tuple[DirectoryEntry, ...]]:
        self._enter(purpose)
        for start in range(0, len(self.entries), self.page_size):
            yield tuple(self.entries[start : start + self.page_size])

    async def entry(self, record_id: str, *, purpose: str) -> DirectoryEntry | None:
        self._enter(purpose)
        return next((one for one in self.entries if one.certificate.record_id == record_id), None)

    async def entries_of(self, number: DocumentNumber, *, purpose: str) -> tuple[DirectoryEntry, ...]:
        self._enter(purpose)
        return tuple(one for one in self.entries if one.certificate.holder_number == number)

    def _enter(self, purpose: str) -> None:
        self.trouble.enter()
        check_purpose("licences", purpose)


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


def _since(
    feed: list[RegisteredChange], since: date, *, of: DocumentNumber | None = None
) -> list[RegisteredChange]:
    told = [one for one in feed if one.changed_on >= since and of in (None, one.holder_number)]
    return sorted(told, key=lambda one: (one.changed_on, one.change_id))


def check_purpose(system: str, purpose: str) -> None:
    if not purpose.strip() or len(purpose) > 200:
        raise Refused(system, "purpose-malformed")
