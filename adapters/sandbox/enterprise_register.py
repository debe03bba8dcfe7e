"""Emulator of the enterprise register (市场主体登记系统): enterprises, who represents them, what changed.

Source: docs/vendors/enterprise-register.md.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable
from datetime import date, datetime

import msgspec
from aiohttp import web

from adapters.sandbox.city_facts import Enterprise
from adapters.sandbox.enterprise_register_controls import Registrar
from adapters.sandbox.enterprise_register_rows import CATALOGUE_ID, TABLES, enter, value
from adapters.sandbox.kit import Books, Desk, mask
from adapters.sandbox.kit_public import (
    Counter,
    Credentials,
    Envelope,
    Refused,
    beijing_text,
    read_as,
    throttled,
)
from adapters.sandbox.register_requests import (
    cursor_behind,
    page_size,
    place_asked,
    read_who,
    require_sharing,
    uscc_in,
)


class _Which(msgspec.Struct, forbid_unknown_fields=True):
    uscc: str


def create_app(
    books: Books, *, caller: Credentials, enterprises: Iterable[Enterprise], now: Callable[[], datetime]
) -> web.Application:
    """`enterprises` are entered once: what the books have of one they remember."""
    books.create(TABLES)
    known = {row["uscc"] for row in books.rows("SELECT uscc FROM enterprises")}
    with books.transaction():
        for enterprise in enterprises:
            if enterprise.uscc not in known:
                enter(books, enterprise)
    register, registrar = _Register(books), Registrar(books)
    desk = Desk(books, now=now, throttled=throttled, dump=register.dump)
    register.now = registrar.now = desk.clock.now
    counter = Counter(desk, Envelope(books, caller, desk.clock.wall))
    counter.serve("GET", "/api/v1/enterprises/{uscc}", register.read)
    counter.serve("GET", "/api/v1/enterprises/{uscc}/changes", register.changes_of)
    counter.serve("POST", "/api/v1/representatives", register.represented)
    counter.serve("GET", "/api/v1/changes", register.list_changes)
    counter.serve("GET", "/api/v1/changes/{changeId}", register.read_change)
    counter.serve("POST", "/api/v1/e-licences/verify", register.verify)
    desk.control("/__change", registrar.change)
    desk.control("/__representative", registrar.replace_representative)
    return desk.app


class _Register:
    def __init__(self, books: Books) -> None:
        self._books = books
        self.now: Callable[[], datetime]

    def dump(self) -> dict[str, object]:
        changes = self._books.rows("SELECT change_id, uscc, changed_on FROM changes ORDER BY change_id")
        people = self._books.rows("SELECT uscc, id_number, capacity FROM representatives ORDER BY uscc")
        return {
            "changes": [dict(row) for row in changes],
            "representatives": [dict(row) | {"id_number": mask(row["id_number"])} for row in people],
        }

    async def read(self, request: web.Request) -> object:
        require_sharing(request, CATALOGUE_ID)
        return self._enterprise(uscc_in(request.match_info["uscc"]))

    async def represented(self, request: web.Request) -> object:
        """Agents (委托代理人) stand in the answer too, each with who gave them leave: the caller looks."""
        require_sharing(request, CATALOGUE_ID)
        who = await read_who(request)
        found = self._books.rows(
            "SELECT e.uscc, e.facts, e.kind, r.capacity, r.authorised_by FROM representatives r"
            " JOIN enterprises e USING (uscc) WHERE r.name = ? AND r.id_number = ?"
            " ORDER BY e.uscc, r.capacity",
            *who,
        )
        return {
            "organisations": [
                {
                    "uscc": row["uscc"],
                    "name": json.loads(row["facts"])["name"]["value"],
                    "kind": row["kind"],
                    "capacity": row["capacity"],
                    "authorisedBy": row["authorised_by"],
                }
                for row in found
            ],
            **self._provenance(),
        }

    async def list_changes(self, request: web.Request) -> object:
        require_sharing(request, CATALOGUE_ID)
        since, limit = _day(request), page_size(request)
        day, _, change_id = place_asked(request).partition(" ")
        rows = self._books.rows(
            "SELECT * FROM changes WHERE changed_on >= ? AND (changed_on, change_id) > (?, ?)"
            " ORDER BY changed_on, change_id LIMIT ?",
            *(since, day, change_id, limit + 1),
        )
        page = rows[:limit]
        more = len(rows) > len(page)
        return {
            "rows": [_change(row) for row in page],
            "nextCursor": cursor_behind(_place(page[-1])) if more else None,
            **self._provenance(),
        }

    async def changes_of(self, request: web.Request) -> object:
        require_sharing(request, CATALOGUE_ID)
        uscc = uscc_in(request.match_info["uscc"])
        self._enterprise(uscc)
        rows = self._books.rows(
            "SELECT * FROM changes WHERE uscc = ? AND changed_on >= ? ORDER BY changed_on, change_id",
            *(uscc, _day(request)),
        )
        return {"rows": [_change(row) for row in rows], **self._provenance()}

    async def read_change(self, request: web.Request) -> object:
        require_sharing(request, CATALOGUE_ID)
        row = self._books.one("SELECT * FROM changes WHERE change_id = ?", request.match_info["changeId"])
        if row is None:
            raise Refused("4040", "未找到该变更登记")
        return _change(row) | self._provenance()

    async def verify(self, request: web.Request) -> object:
        """电子营业执照核验."""
        require_sharing(request, CATALOGUE_ID)
        told = self._enterprise(uscc_in((await read_as(request, _Which)).uscc))
        who = self._responsible(str(told["uscc"]))
        return {
            "uscc": told["uscc"],
            "name": told["name"],
            "responsibleName": value(who["name"], str(who["as_of"])),
            "standing": told["standing"],
            **self._provenance(),
        }

    def _enterprise(self, uscc: str) -> dict[str, object]:
        row = self._books.one("SELECT * FROM enterprises WHERE uscc = ?", uscc)
        if row is None:
            raise Refused("4040", "未找到该市场主体")
        who = self._responsible(uscc)
        person = {"name": who["name"], "idNumber": who["id_number"], "capacity": who["capacity"]}
        return {
            "uscc": uscc,
            "kind": row["kind"],
            "standing": value(row["standing"], beijing_text(self.now())),
            **json.loads(row["facts"]),
            "responsible": value(person, str(who["as_of"])),
            **self._provenance(),
        }

    def _responsible(self, uscc: str) -> sqlite3.Row:
        who = self._books.one(
            "SELECT r.* FROM representatives r"
            " JOIN enterprises e ON e.uscc = r.uscc AND e.capacity = r.capacity WHERE r.uscc = ?",
            uscc,
        )
        if who is None:
            raise Refused("4040", "未找到该市场主体")
        return who

    def _provenance(self) -> dict[str, object]:
        return {"asOf": beijing_text(self.now()), "catalogueId": CATALOGUE_ID}


def _change(row: sqlite3.Row) -> dict[str, object]:
    return {
        "changeId": row["change_id"],
        "uscc": row["uscc"],
        "changedOn": row["changed_on"],
        "values": json.loads(row["told"]),
        "recordedAt": row["recorded_at"],
    }


def _place(row: sqlite3.Row) -> str:
    return f"{row['changed_on']} {row['change_id']}"


def _day(request: web.Request) -> str:
    try:
        return date.fromisoformat(request.query.get("since", "")).isoformat()
    except ValueError as error:
        raise Refused("4000", "since 应为日期") from error
