"""What the sandbox city (演示城市) is made of: bodies, people, organisations, enterprises, licences."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Body:
    uscc: str
    name: str
    division: str


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    id_number: str
    sex: str
    phone: str | None
    address: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """`status` speaks 住建部's codes for want of a national list: 01 有效, 03 撤销, 04 注销, 07 吊销."""

    record_id: str
    type_code: str
    name: str
    number: str
    issuing_body: Body
    issued_on: date
    valid_from: date
    valid_until: date
    status: str
    originals: int
    duplicates: int


@dataclass(frozen=True, slots=True)
class Organisation:
    """`story` says what the demo shows with it; `contact_phone` is what the register has on file."""

    story: str
    uscc: str
    name: str
    kind: str
    responsible: Person
    former_responsible: Person | None
    contact_phone: str | None
    address: str
    business_scope: str
    supervising_unit: str
    funds_fen: int
    certificate: Certificate
    updated_on: date


@dataclass(frozen=True, slots=True)
class HeldLicence:
    """A licence only the licence bank knows; holder, responsible and address as PRINTED on it.

    `holder_type` 001 is an organisation by its USCC, 111 a person by their number.
    """

    record_id: str
    holder_code: str
    holder_type: str
    holder_kind: str
    holder: str
    responsible: str
    address: str
    certificate: Certificate
    story: str


@dataclass(frozen=True, slots=True)
class ChangedText:
    """One changed field: name, responsible, address or business_scope; divisions of addresses only."""

    field: str
    before: str
    after: str
    before_division: str = ""
    after_division: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One 变更登记 of an enterprise."""

    change_id: str
    changed_on: date
    values: tuple[ChangedText, ...]


@dataclass(frozen=True, slots=True)
class Enterprise:
    """As it stands today, after its changes; its licences still carry what stood before them.

    `agents` are 委托代理人 with leave of somebody else; `contact_phone` is what the register has on file.
    """

    story: str
    uscc: str
    name: str
    kind: str  # 企业 or 个体工商户
    capacity: str  # 法定代表人 or 经营者
    responsible: Person
    former_responsible: Person | None
    agents: tuple[Person, ...]
    contact_phone: str | None
    address: str
    division: str
    scope: str
    capital_fen: int
    licences: tuple[HeldLicence, ...]
    changes: tuple[Change, ...]
    registered_on: date


@dataclass(frozen=True, slots=True)
class Task:
    """An item as one body publishes it; `code` is the 31-character 实施编码."""

    code: str
    name: str
    body: Body
    certificate_type: str


@dataclass(frozen=True, slots=True)
class SignIn:
    """A person the demo can sign in as, and what to expect then (Chinese: the demo prints it)."""

    person: Person
    note: str
