"""Join the registers into one answer about a holder (多源核对): who they are now, what their licence says.

Whose certificate it is stands in its id: those of the licence bank begin with «bank:», the social
register's stay bare. The bank has the social organisations' certificates too: they are left out here.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date

from domain.kernel.identifiers import is_resident
from domain.kernel.personal import DocumentNumber, Free, PersonName
from domain.parties.outside import (
    ChangeFeed,
    EnterpriseRegister,
    LicenceDirectory,
    PopulationRegister,
    SocialRegister,
)
from domain.parties.records import (
    BANK,
    ENTERPRISE,
    POPULATION,
    CertificateRow,
    DirectoryEntry,
    EnterpriseRecord,
    HolderRecord,
    HolderRows,
    PersonRecord,
    RegisteredChange,
    RepresentedOrganisation,
    Sourced,
)

PREFIX = "bank:"
SOCIAL_CERTIFICATES = frozenset(
    {"民办非企业单位登记证书", "社会团体法人登记证书", "基金会法人登记证书"}
)  # 登记证书 of social organisations: their own register answers for them


@dataclass(frozen=True, slots=True)
class JoinRegisters:
    """Implements HolderRegister. One register that is down makes the answer Unavailable, never shorter."""

    social: SocialRegister
    enterprises: EnterpriseRegister
    feed: ChangeFeed
    directory: LicenceDirectory
    population: PopulationRegister

    async def certificate(self, record_id: str, *, purpose: str) -> HolderRecord | None:
        """None also for a licence whose holder no register of ours knows."""
        if not record_id.startswith(PREFIX):
            return await self.social.certificate(record_id, purpose=purpose)
        entry = await self.directory.entry(record_id.removeprefix(PREFIX), purpose=purpose)
        if entry is None:
            return None
        number = entry.certificate.holder_number
        if is_resident(number):
            person = await self.population.lookup(number, purpose=purpose)
            return _of_person(entry, person) if person else None
        enterprise = await self.enterprises.enterprise(number, purpose=purpose)
        return _of_enterprise(entry, enterprise) if enterprise else None

    async def represented_by(
        self, name: PersonName, number: DocumentNumber, *, purpose: str
    ) -> tuple[RepresentedOrganisation, ...]:
        """Each organisation once, the social register's first."""
        named = (
            *await self.social.represented_by(name, number, purpose=purpose),
            *await self.enterprises.represented_by(name, number, purpose=purpose),
        )
        once: dict[DocumentNumber, RepresentedOrganisation] = {}
        for organisation in named:
            once.setdefault(organisation.number, organisation)
        return tuple(once.values())

    async def of_holder(self, number: DocumentNumber, *, since: date, purpose: str) -> HolderRows:
        """A person's number is shown to no register of organisations."""
        held = await self.directory.entries_of(number, purpose=purpose)
        if is_resident(number):
            return HolderRows(_rows(held), ())
        social = await self.social.certificates_of(number, purpose=purpose)
        changes = await self.feed.changes_of(number, since=since, purpose=purpose)
        return HolderRows((*social, *_rows(held)), changes)

    async def change(self, change_id: str, *, purpose: str) -> RegisteredChange | None:
        return await self.feed.change(change_id, purpose=purpose)


@dataclass(frozen=True, slots=True)
class JoinFeeds:
    """Implements RegisterFeed: the social register's certificates, then the bank's."""

    social: SocialRegister
    directory: LicenceDirectory
    feed: ChangeFeed

    async def pages(self, *, purpose: str) -> AsyncIterator[tuple[CertificateRow, ...]]:
        async for page in self.social.pages(purpose=purpose):
            yield page
        async for entries in self.directory.pages(purpose=purpose):
            yield _rows(entries)

    async def changes(self, since: date, *, purpose: str) -> AsyncIterator[tuple[RegisteredChange, ...]]:
        async for page in self.feed.changes(since, purpose=purpose):
            yield page


def _rows(entries: tuple[DirectoryEntry, ...]) -> tuple[CertificateRow, ...]:
    return tuple(
        _row(entry) for entry in entries if entry.certificate.licence_type not in SOCIAL_CERTIFICATES
    )


def _row(entry: DirectoryEntry) -> CertificateRow:
    return replace(entry.certificate, record_id=PREFIX + entry.certificate.record_id)


def _of_enterprise(entry: DirectoryEntry, told: EnterpriseRecord) -> HolderRecord:
    return HolderRecord(
        certificate=_row(entry),
        responsible=told.responsible,
        contact_phone=told.contact_phone,
        name=told.name,
        address=told.address,
        business_scope=told.business_scope,
        supervising_unit=Sourced(Free(""), told.as_of),
        funds_fen=told.capital_fen,
        as_of=told.as_of,
        holder_origin=ENTERPRISE,
        licence_origin=BANK,
        standing=told.standing,
        printed=entry.printed,
    )


def _of_person(entry: DirectoryEntry, told: PersonRecord) -> HolderRecord:
    nothing = Sourced(Free(""), told.as_of)
    return HolderRecord(
        certificate=_row(entry),
        responsible=None,
        contact_phone=told.phone,
        name=Sourced(told.name, told.as_of),
        address=Sourced(told.address, told.as_of),
        business_scope=nothing,
        supervising_unit=nothing,
        funds_fen=None,
        as_of=told.as_of,
        holder_origin=POPULATION,
        licence_origin=BANK,
        printed=entry.printed,
    )
