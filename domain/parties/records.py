"""What the registers say of holders (持证主体) and their licences; each value with whose, and as of when."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from domain.kernel.personal import Address, DocumentNumber, Free, Masked, OrganisationName, PersonName, Phone

Match = Literal["match", "mismatch", "absent"]
CertificateStatus = Literal["valid", "revoked", "cancelled", "superseded", "suspended", "unknown"]
Standing = Literal["active", "ended", "unknown"]
"""登记状态: 存续 is active; 注销, 吊销, 撤销 have ended."""


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """One licence as the snapshot for sensing sees it; dates inclusive, Beijing."""

    record_id: str  # the register's opaque key; those of the licence bank begin with «bank:»
    holder_number: DocumentNumber
    holder_name: OrganisationName | PersonName
    holder_kind: str  # 社会团体 | 民办非企业单位 | 基金会 | 企业 … | 自然人, as the catalogue writes it
    issuing_body_code: str
    issuing_body_name: str
    licence_number: str
    licence_type: str  # 证照名称, or the social register's own type code
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


SHARING_LAW = "国务院关于在线政务服务的若干规定（国令第716号）第七条"
"""What can be had by sharing is not asked of people: the 依据 of every question to a register."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose answer it is: the register as people call it, the 数据资源目录编号 asked for, and the 依据."""

    register: str
    catalogue_id: str
    basis: str = SHARING_LAW


SOCIAL = Origin("社会组织登记系统", "370000000-social-organisations")
ENTERPRISE = Origin("市场主体登记系统", "370000000-enterprises")
BANK = Origin("电子证照库", "370000000-licences")
POPULATION = Origin("人口库", "370000000-residents")


@dataclass(frozen=True, slots=True)
class ResponsiblePerson:
    """`capacity` 负责人, 法定代表人 …, in the register's word."""

    name: PersonName
    number: DocumentNumber
    capacity: str
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands on the licence itself, where its bank tells: old, when the register has changed since."""

    name: OrganisationName | PersonName
    responsible_name: PersonName
    address: Address


@dataclass(frozen=True, slots=True)
class HolderRecord:
    """A holder and one licence of theirs. `contact_phone` None: none on file, or no mobile number.

    `responsible` None: nobody is named, or the holder is a person themselves.
    """

    certificate: CertificateRow
    responsible: ResponsiblePerson | None
    contact_phone: Phone | None
    name: Sourced
    address: Sourced
    business_scope: Sourced
    supervising_unit: Sourced  # 业务主管单位
    funds_fen: int | None  # 开办资金, 注册资本
    as_of: datetime
    holder_origin: Origin = SOCIAL
    licence_origin: Origin = SOCIAL
    standing: Standing = "active"
    printed: Printed | None = None


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


class ChangedField(StrEnum):
    """登记事项 whose change can make a licence due."""

    NAME = "name"  # 名称
    RESPONSIBLE = "responsible"  # 法定代表人（负责人）
    ADDRESS = "address"  # 住所
    BUSINESS_SCOPE = "business_scope"  # 经营范围


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """Before and after. Divisions (GB/T 2260, six digits) are told of addresses only; empty: not told."""

    field: ChangedField
    before: Masked
    after: Masked
    before_division: str = ""
    after_division: str = ""


@dataclass(frozen=True, slots=True)
class RegisteredChange:
    """One approved change (变更登记) of one holder: all that became different with it, on one day."""

    change_id: str  # opaque, the register's own, at most 40 characters
    holder_number: DocumentNumber
    changed_on: date
    values: tuple[ChangedValue, ...]
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class EnterpriseRecord:
    """An enterprise as the register has it now; `holder_kind` 企业, 个体工商户 …"""

    number: DocumentNumber
    holder_kind: str
    name: Sourced
    address: Sourced
    business_scope: Sourced
    responsible: ResponsiblePerson | None
    contact_phone: Phone | None
    capital_fen: int | None
    standing: Standing
    as_of: datetime


@dataclass(frozen=True, slots=True)
class BusinessLicence:
    """电子营业执照 as its own system vouches for it at `as_of`."""

    number: DocumentNumber
    name: OrganisationName
    responsible_name: PersonName
    standing: Standing
    as_of: datetime


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """One licence of the licence bank's directory (证照目录) with what is printed on it.

    `identifier`: 证照标识. `certificate.record_id` is the bank's own key, without a prefix.
    """

    certificate: CertificateRow
    identifier: str
    printed: Printed


@dataclass(frozen=True, slots=True)
class HolderRows:
    """Everything sensing may want to know of one holder."""

    certificates: tuple[CertificateRow, ...]
    changes: tuple[RegisteredChange, ...]
