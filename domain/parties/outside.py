"""What parties (服务对象) need from outside: the registers that say who exists and who represents whom."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from domain.kernel.personal import Address, DocumentNumber, Free, Masked, OrganisationName, PersonName, Phone

Match = Literal["match", "mismatch", "absent"]
CertificateStatus = Literal["valid", "revoked", "cancelled", "superseded", "suspended", "unknown"]


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """One certificate as the snapshot for sensing sees it: nobody is named; dates inclusive, Beijing."""

    record_id: str  # the register's opaque key
    holder_number: DocumentNumber
    holder_name: OrganisationName
    holder_kind: str  # 社会团体 | 民办非企业单位 | 基金会
    issuing_body_code: str
    issuing_body_name: str
    licence_number: str
    licence_type: str
    valid_from: date
    valid_until: date | None  # None: 长期
    status: CertificateStatus
    originals: int
    duplicates: int
    updated_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sourced:
    """One field with its provenance; an empty value means the register has none."""

    value: Masked
    as_of: datetime


@dataclass(frozen=True, slots=True)
class ResponsiblePerson:
    """`capacity` 负责人, 法定代表人 …, in the register's word."""

    name: PersonName
    number: DocumentNumber
    capacity: str
    as_of: datetime


@dataclass(frozen=True, slots=True)
class OrganisationRecord:
    """An organisation and one certificate of it. `contact_phone` None: none on file, or no mobile number."""

    certificate: CertificateRow
    responsible: ResponsiblePerson | None
    contact_phone: Phone | None
    name: Sourced
    address: Sourced
    business_scope: Sourced
    supervising_unit: Sourced  # 业务主管单位
    funds_fen: int | None  # 开办资金
    as_of: datetime


@dataclass(frozen=True, slots=True)
class RepresentedOrganisation:
    """Who the person may speak for at this moment."""

    number: DocumentNumber
    name: OrganisationName
    kind: str
    capacity: str
    as_of: datetime


@dataclass(frozen=True, slots=True)
class PersonRecord:
    name: PersonName
    sex: Free
    phone: Phone | None
    address: Address
    as_of: datetime


class SocialRegister(Protocol):
    """社会组织登记系统. Adapter: adapters/registry/social.py. Fake: tests/fakes/registers.py.

    `purpose` is the 用途 of each call, 1 to 200 characters: the law has it written down.
    """

    def pages(self, *, purpose: str) -> AsyncIterator[tuple[CertificateRow, ...]]:
        """All certificates, at most 1,000 a page, for a snapshot. Raises Refused, Unavailable."""
        ...

    async def certificate(self, record_id: str, *, purpose: str) -> OrganisationRecord | None:
        """One certificate with its organisation; None when there is none. Raises Refused, Unavailable."""
        ...

    async def represented_by(
        self, name: PersonName, number: DocumentNumber, *, purpose: str
    ) -> tuple[RepresentedOrganisation, ...]:
        """Whom this person represents now; empty for nobody. Raises Refused, Unavailable."""
        ...


class PopulationRegister(Protocol):
    """人口库. Adapter: adapters/registry/population.py. Fake: tests/fakes/registers.py."""

    async def matches(self, name: PersonName, number: DocumentNumber, *, purpose: str) -> Match:
        """Whether name and number belong together. Raises Refused, Unavailable."""
        ...

    async def lookup(self, number: DocumentNumber, *, purpose: str) -> PersonRecord | None:
        """The person; None when there is none. Raises Refused, Unavailable."""
        ...
