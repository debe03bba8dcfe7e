"""One version of a licence in the emulated licence bank (证照库), and how it is told."""

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime, time

from adapters.sandbox.city_facts import Certificate, HeldLicence, Organisation
from adapters.sandbox.kit_public import BEIJING, beijing_text
from adapters.sandbox.public_codes import make_identifier

IN_FORCE, RESTRICTED, CANCELLED, SUPERSEDED = "in-force", "restricted", "cancelled", "superseded"
REVOKED = "revoked"  # 撤销: to whoever asks it is ended, as a cancelled one
STATES = frozenset({IN_FORCE, RESTRICTED, CANCELLED, REVOKED})
REGISTER_STATUS = {"01": IN_FORCE, "03": CANCELLED, "04": CANCELLED, "07": CANCELLED}
HOLDER_TYPE_NAMES = {
    "001": "统一社会信用代码",
    "099": "其他法人或其他组织有效证件代码",
    "111": "公民身份号码",
    "414": "普通护照护照号",
    "511": "台湾居民来往大陆通行证号码",
    "516": "港澳居民来往内地通行证号码",
    "999": "其他自然人有效证件代码",
}
NO_END = "长期"


@dataclass(frozen=True, slots=True)
class Licence:
    """`record_id` stays the same over all versions; holder, responsible and address as printed."""

    identifier: str
    type_code: str
    name: str
    number: str
    issuer_code: str
    issuer_name: str
    issued_on: str
    holder: str
    holder_code: str
    holder_type: str
    valid_from: str
    valid_until: str
    serial: str
    version: int
    state: str
    case_no: str | None
    record_id: str
    holder_kind: str
    responsible: str
    address: str
    originals: int
    duplicates: int
    updated_at: str

    def share_status(self, today: date) -> str:
        """What the sharing interface says of it: 0, 21, 22 or 23."""
        if self.state in {CANCELLED, SUPERSEDED, REVOKED}:
            return "21"
        if self.state == RESTRICTED:
            return "23"
        if self.valid_until == NO_END:
            return "0"
        return "22" if date.fromisoformat(self.valid_until) < today else "0"

    def metadata(self) -> dict[str, str]:
        """GB/T 36903 fields by the names Shandong's systems use."""
        return {
            "ZZMC": self.name,
            "ZZLXDM": self.type_code,
            "ZZBH": self.number,
            "ZZBS": self.identifier,
            "ZZBFJG": self.issuer_name,
            "ZZBFJGDM": self.issuer_code,
            "ZZBFRQ": self.issued_on,
            "CZZT": self.holder,
            "CZZTDM": self.holder_code,
            "CZZTDMLX": HOLDER_TYPE_NAMES.get(self.holder_type, "其他"),
            "CZZTDMLXDM": self.holder_type,
            "ZZYXQQSRQ": self.valid_from,
            "ZZYXQJZRQ": self.valid_until,
        }

    def directory_row(self) -> dict[str, object]:
        """As the directory (证照目录) tells it, whatever its state."""
        return {
            "recordId": self.record_id,
            "certIdentifier": self.identifier,
            "state": self.state,
            "holderKind": self.holder_kind,
            "copies": {"original": self.originals, "duplicate": self.duplicates},
            "updatedAt": self.updated_at,
            "certData": self.metadata() | {"FDDBR": self.responsible, "ZS": self.address},
        }

    def printed(self) -> list[tuple[str, str]]:
        return [
            ("证照名称", self.name),
            ("证照编号", self.number),
            ("持证主体", self.holder),
            ("持证主体代码", self.holder_code),
            *([("法定代表人（负责人）", self.responsible)] if self.responsible else []),
            *([("住所", self.address)] if self.address else []),
            ("颁发机构", self.issuer_name),
            ("有效期", f"{self.valid_from} 至 {self.valid_until}"),
            ("证照标识", self.identifier),
            ("说明", "演示证照，无法律效力"),
        ]


def read(row: sqlite3.Row) -> Licence:
    return Licence(**{name: row[name] for name in Licence.__slots__})


def of_organisation(organisation: Organisation) -> Licence:
    """A social organisation's registration certificate, which the bank has too."""
    certificate = organisation.certificate
    return of_holder(
        HeldLicence(
            certificate.record_id,
            organisation.uscc,
            "001",
            organisation.kind,
            organisation.name,
            organisation.responsible.name,
            organisation.address,
            certificate,
            organisation.story,
        )
    )


def of_holder(held: HeldLicence) -> Licence:
    """The first version."""
    certificate: Certificate = held.certificate
    body, serial = certificate.issuing_body, serial_of(held.record_id, certificate.valid_from.year)
    return Licence(
        identifier=make_identifier(certificate.type_code, body.uscc, serial, 1),
        type_code=certificate.type_code,
        name=certificate.name,
        number=certificate.number,
        issuer_code=body.uscc,
        issuer_name=body.name,
        issued_on=certificate.issued_on.isoformat(),
        holder=held.holder,
        holder_code=held.holder_code,
        holder_type=held.holder_type,
        valid_from=certificate.valid_from.isoformat(),
        valid_until=certificate.valid_until.isoformat(),
        serial=serial,
        version=1,
        state=REGISTER_STATUS[certificate.status],
        case_no=None,
        record_id=held.record_id,
        holder_kind=held.holder_kind,
        responsible=held.responsible,
        address=held.address,
        originals=certificate.originals,
        duplicates=certificate.duplicates,
        updated_at=beijing_text(datetime.combine(certificate.issued_on, time(), BEIJING)),
    )


def serial_of(record_id: str, year: int) -> str:
    return f"{year}{record_id.upper()}"
