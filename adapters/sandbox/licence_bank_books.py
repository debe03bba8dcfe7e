"""What the emulated licence bank (证照库) keeps: every version, superseded but never lost."""

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from adapters.sandbox.city import Organisation
from adapters.sandbox.kit import Books
from adapters.sandbox.public_codes import make_identifier

IN_FORCE, RESTRICTED, CANCELLED, SUPERSEDED = "in-force", "restricted", "cancelled", "superseded"
STATES = frozenset({IN_FORCE, RESTRICTED, CANCELLED})
REGISTER_STATUS = {"01": IN_FORCE, "03": CANCELLED, "04": CANCELLED, "07": CANCELLED}
HOLDER_TYPE_NAMES = {"001": "统一社会信用代码", "111": "公民身份号码"}
TABLE = """
CREATE TABLE IF NOT EXISTS licences (
    identifier TEXT PRIMARY KEY, type_code TEXT NOT NULL, name TEXT NOT NULL, number TEXT NOT NULL,
    issuer_code TEXT NOT NULL, issuer_name TEXT NOT NULL, issued_on TEXT NOT NULL, holder TEXT NOT NULL,
    holder_code TEXT NOT NULL, holder_type TEXT NOT NULL, valid_from TEXT NOT NULL, valid_until TEXT NOT NULL,
    serial TEXT NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL, case_no TEXT UNIQUE
);
CREATE INDEX IF NOT EXISTS licences_holder ON licences (holder_code, type_code);
"""


@dataclass(frozen=True, slots=True)
class Licence:
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

    def share_status(self, today: date) -> str:
        """What the sharing interface says of it: 0, 21, 22 or 23."""
        if self.state in {CANCELLED, SUPERSEDED}:
            return "21"
        if self.state == RESTRICTED:
            return "23"
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

    def printed(self) -> list[tuple[str, str]]:
        return [
            ("证照名称", self.name),
            ("证照编号", self.number),
            ("持证主体", self.holder),
            ("持证主体代码", self.holder_code),
            ("颁发机构", self.issuer_name),
            ("有效期", f"{self.valid_from} 至 {self.valid_until}"),
            ("证照标识", self.identifier),
            ("说明", "演示证照，无法律效力"),
        ]


class LicenceBooks:
    def __init__(self, books: Books) -> None:
        self._books = books
        books.create(TABLE)

    def fill(self, organisations: Iterable[Organisation]) -> None:
        """The city's certificates as first versions; nothing when the books already hold licences."""
        if self._books.count("SELECT count(*) FROM licences") > 0:
            return
        with self._books.transaction():
            for organisation in organisations:
                self._keep(_first_version(organisation))

    def dump(self) -> dict[str, object]:
        rows = self._books.rows(
            "SELECT identifier, number, holder_code, version, state, case_no"
            " FROM licences ORDER BY identifier"
        )
        return {"licences": [dict(row) for row in rows]}

    def knows_type(self, code: str) -> bool:
        return self._books.one("SELECT 1 FROM licences WHERE type_code = ?", code) is not None

    def of_holder(self, code: str, holder_type: str, type_code: str) -> list[Licence]:
        """Latest versions; `type_code` empty means all types."""
        rows = self._books.rows(
            "SELECT * FROM licences WHERE holder_code = ? AND holder_type = ? AND state <> ?"
            " AND (? = '' OR type_code = ?) ORDER BY identifier",
            *(code, holder_type, SUPERSEDED, type_code, type_code),
        )
        return [_licence(row) for row in rows]

    def find(self, identifier: str, number: str, type_code: str) -> Licence | None:
        """By identifier when given, else by the printed number and the type."""
        row = self._books.one(
            "SELECT * FROM licences WHERE (? <> '' AND identifier = ?)"
            " OR (? = '' AND number = ? AND type_code = ?) ORDER BY version DESC",
            *(identifier, identifier, identifier, number, type_code),
        )
        return _licence(row) if row is not None else None

    def change(self, identifier: str, state: str) -> bool:
        sql = "UPDATE licences SET state = ? WHERE identifier = ? AND state <> ?"
        return self._books.write(sql, state, identifier, SUPERSEDED) > 0

    def issue(
        self,
        *,
        case_no: str,
        holder_code: str,
        type_code: str,
        issued_on: date,
        valid_from: date,
        valid_until: date,
    ) -> Licence:
        """The next version of the holder's licence; a repeated case answers the same. Raises: ValueError."""
        done = self._books.one("SELECT * FROM licences WHERE case_no = ?", case_no)
        if done is not None:
            return _licence(done)
        old = self._books.one(
            "SELECT * FROM licences WHERE holder_code = ? AND state <> ? AND (? = '' OR type_code = ?)",
            *(holder_code, SUPERSEDED, type_code, type_code),
        )
        if old is None:
            raise ValueError("the holder has no licence of this type")
        before = _licence(old)
        version = before.version + 1
        row = dict(old) | {
            "identifier": make_identifier(before.type_code, before.issuer_code, before.serial, version),
            "number": _next_number(before.number, issued_on, version),
            "issued_on": issued_on.isoformat(),
            "valid_from": valid_from.isoformat(),
            "valid_until": valid_until.isoformat(),
            "version": version,
            "state": IN_FORCE,
            "case_no": case_no,
        }
        with self._books.transaction():
            self._books.write(
                "UPDATE licences SET state = ? WHERE identifier = ?", SUPERSEDED, before.identifier
            )
            self._books.insert("licences", **row)
        return Licence(**row)

    def _keep(self, licence: Licence) -> None:
        self._books.insert("licences", **{name: getattr(licence, name) for name in Licence.__slots__})


def _licence(row: sqlite3.Row) -> Licence:
    return Licence(**{name: row[name] for name in row.keys()})  # noqa: SIM118 -- a Row iterates over its values


def _first_version(organisation: Organisation) -> Licence:
    certificate = organisation.certificate
    serial = f"{certificate.valid_from.year}{certificate.record_id.upper()}"
    body = certificate.issuing_body
    return Licence(
        identifier=make_identifier(certificate.type_code, body.uscc, serial, 1),
        type_code=certificate.type_code,
        name=certificate.name,
        number=certificate.number,
        issuer_code=body.uscc,
        issuer_name=body.name,
        issued_on=certificate.issued_on.isoformat(),
        holder=organisation.name,
        holder_code=organisation.uscc,
        holder_type="001",
        valid_from=certificate.valid_from.isoformat(),
        valid_until=certificate.valid_until.isoformat(),
        serial=serial,
        version=1,
        state=REGISTER_STATUS[certificate.status],
        case_no=None,
    )


def _next_number(number: str, issued_on: date, version: int) -> str:
    """A new certificate carries a new number: a clerk who scans must be able to tell old from new."""
    told = re.sub(r"第\d{4}-", f"第{issued_on.year}-", number)
    return told if told != number else f"{number}-{version}"
