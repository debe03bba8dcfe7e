"""What the emulated licence bank (证照库) keeps: every version, superseded but never lost."""

from collections.abc import Iterable, Mapping

from adapters.sandbox.kit import Books
from adapters.sandbox.licence_bank_issuing import Order, first_version, next_version
from adapters.sandbox.licence_bank_licence import SUPERSEDED, Licence, read

TABLE = """
CREATE TABLE IF NOT EXISTS licences (
    identifier TEXT PRIMARY KEY, type_code TEXT NOT NULL, name TEXT NOT NULL, number TEXT NOT NULL,
    issuer_code TEXT NOT NULL, issuer_name TEXT NOT NULL, issued_on TEXT NOT NULL, holder TEXT NOT NULL,
    holder_code TEXT NOT NULL, holder_type TEXT NOT NULL, valid_from TEXT NOT NULL, valid_until TEXT NOT NULL,
    serial TEXT NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL, case_no TEXT UNIQUE
);
CREATE INDEX IF NOT EXISTS licences_holder ON licences (holder_code, type_code);
"""
DIRECTORY = "CREATE INDEX IF NOT EXISTS licences_record ON licences (record_id, version)"
ADDED: Mapping[str, str] = {
    "record_id": "TEXT NOT NULL DEFAULT ''",
    "holder_kind": "TEXT NOT NULL DEFAULT ''",
    "responsible": "TEXT NOT NULL DEFAULT ''",
    "address": "TEXT NOT NULL DEFAULT ''",
    "originals": "INTEGER NOT NULL DEFAULT 1",
    "duplicates": "INTEGER NOT NULL DEFAULT 0",
    "updated_at": "TEXT NOT NULL DEFAULT ''",
}
"""Columns that books older than the directory do not have."""


class LicenceBooks:
    def __init__(self, books: Books) -> None:
        self._books = books
        books.create(TABLE)
        known = {row["name"] for row in books.rows("PRAGMA table_info(licences)")}
        for name in ADDED.keys() - known:
            books.create(f"ALTER TABLE licences ADD COLUMN {name} {ADDED[name]}")
        books.create(DIRECTORY)

    def fill(self, first: Iterable[Licence]) -> None:
        """First versions that are not there yet; what old books lack of the others."""
        kept = {row["serial"] for row in self._books.rows("SELECT DISTINCT serial FROM licences")}
        with self._books.transaction():
            for licence in first:
                if licence.serial not in kept:
                    self._keep(licence)
                    continue
                self._books.write(
                    "UPDATE licences SET record_id = ?, holder_kind = ?, responsible = ?, address = ?,"
                    " originals = ?, duplicates = ?, updated_at = ? WHERE serial = ? AND record_id = ''",
                    *(licence.record_id, licence.holder_kind, licence.responsible, licence.address),
                    *(licence.originals, licence.duplicates, licence.updated_at, licence.serial),
                )

    def dump(self) -> dict[str, object]:
        rows = self._books.rows(
            "SELECT identifier, number, holder_code, version, state, case_no, record_id"
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
        return [read(row) for row in rows]

    def find(self, identifier: str, number: str, type_code: str) -> Licence | None:
        """By identifier when given, else by the printed number and the type."""
        row = self._books.one(
            "SELECT * FROM licences WHERE (? <> '' AND identifier = ?)"
            " OR (? = '' AND number = ? AND type_code = ?) ORDER BY version DESC",
            *(identifier, identifier, identifier, number, type_code),
        )
        return read(row) if row is not None else None

    def page(self, after: str, limit: int) -> list[Licence]:
        """Latest versions by record, those after the given one."""
        rows = self._books.rows(
            "SELECT * FROM licences WHERE record_id > ? AND state <> ? ORDER BY record_id LIMIT ?",
            *(after, SUPERSEDED, limit),
        )
        return [read(row) for row in rows]

    def of_record(self, record_id: str) -> Licence | None:
        row = self._books.one(
            "SELECT * FROM licences WHERE record_id = ? AND state <> ?", record_id, SUPERSEDED
        )
        return read(row) if row is not None else None

    def change(self, identifier: str, state: str, at: str) -> bool:
        sql = "UPDATE licences SET state = ?, updated_at = ? WHERE identifier = ? AND state <> ?"
        return self._books.write(sql, state, at, identifier, SUPERSEDED) > 0

    def issue(self, order: Order, types: Mapping[str, str], at: str) -> Licence:
        """The next version of the holder's licence, or a first one of a type in `types`.

        A repeated case answers the same. Raises: ValueError.
        """
        done = self._books.one("SELECT * FROM licences WHERE case_no = ?", order.case_no)
        if done is not None:
            return read(done)
        old = self._held(order.holder_code, order.type_code)
        if old is not None:
            issued = next_version(old, order, at)
        elif order.type_code in types:
            number, other = self._books.next_number("first"), self._held(order.holder_code, "")
            issued = first_version(order, types[order.type_code], number, other, at)
        else:
            raise ValueError("the holder has no licence of this type")
        with self._books.transaction():
            if old is not None:
                self._books.write(
                    "UPDATE licences SET state = ? WHERE identifier = ?", SUPERSEDED, old.identifier
                )
            self._keep(issued)
        return issued

    def _held(self, holder_code: str, type_code: str) -> Licence | None:
        row = self._books.one(
            "SELECT * FROM licences WHERE holder_code = ? AND state <> ? AND (? = '' OR type_code = ?)"
            " ORDER BY state = 'in-force' DESC, identifier",
            *(holder_code, SUPERSEDED, type_code, type_code),
        )
        return read(row) if row is not None else None

    def _keep(self, licence: Licence) -> None:
        self._books.insert("licences", **{name: getattr(licence, name) for name in Licence.__slots__})
