"""Emulator of the social organisation register (社会组织登记系统): certificates and who represents whom.

Source: docs/vendors/social-organisation-register.md.
"""

import json
from collections.abc import Callable, Iterable
from datetime import datetime

from aiohttp import web

from adapters.sandbox.city import Organisation
from adapters.sandbox.kit import Books, Desk
from adapters.sandbox.kit_public import (
    Counter,
    Credentials,
    Envelope,
    Refused,
    beijing_text,
    day_of,
    text_of,
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
from adapters.sandbox.social_register_rows import SELECT, TABLES, certificate_row, enter

REPLACED, CATALOGUE_ID = "05", "370000000-social-organisations"


def create_app(
    books: Books, *, caller: Credentials, organisations: Iterable[Organisation], now: Callable[[], datetime]
) -> web.Application:
    """`organisations` are entered once: what the books have of one they remember."""
    books.create(TABLES)
    known = {row["uscc"] for row in books.rows("SELECT uscc FROM organisations")}
    with books.transaction():
        for organisation in organisations:
            if organisation.uscc not in known:
                enter(books, organisation)
    register = _Register(books)
    desk = Desk(books, now=now, throttled=throttled, dump=register.dump)
    register.now = desk.clock.now
    counter = Counter(desk, Envelope(books, caller, desk.clock.wall))
    counter.serve("GET", "/api/v1/certificates", register.list_certificates)
    counter.serve("GET", "/api/v1/certificates/{recordId}", register.read_certificate)
    counter.serve("GET", "/api/v1/organisations/{uscc}", register.read_organisation)
    counter.serve("POST", "/api/v1/representatives", register.represented)
    desk.control("/__representative", register.replace_representative)
    desk.control("/__renew", register.renew)
    return desk.app


class _Register:
    def __init__(self, books: Books) -> None:
        self._books = books
        self.now: Callable[[], datetime]

    def dump(self) -> dict[str, object]:
        certificates = self._books.rows("SELECT * FROM certificates ORDER BY record_id")
        return {"certificates": [dict(row) for row in certificates]}

    async def list_certificates(self, request: web.Request) -> object:
        require_sharing(request, CATALOGUE_ID)
        limit = page_size(request)
        rows = self._books.rows(
            f"{SELECT} WHERE c.record_id > ? ORDER BY c.record_id LIMIT ?",
            *(place_asked(request), limit + 1),
        )
        page = rows[:limit]
        more = len(rows) > len(page)
        return {
            "rows": [certificate_row(row) for row in page],
            "nextCursor": cursor_behind(page[-1]["record_id"]) if more else None,
            "asOf": self._as_of(),
            "catalogueId": CATALOGUE_ID,
        }

    async def read_certificate(self, request: web.Request) -> object:
        require_sharing(request, CATALOGUE_ID)
        row = self._books.one(
            f"{SELECT} WHERE c.record_id = ?",
            request.match_info["recordId"],
        )
        if row is None:
            raise Refused("4040", "未找到该证书")
        organisation = self._organisation(row["uscc"])
        return certificate_row(row) | {"organisation": organisation, "catalogueId": CATALOGUE_ID}

    async def read_organisation(self, request: web.Request) -> object:
        require_sharing(request, CATALOGUE_ID)
        return self._organisation(uscc_in(request.match_info["uscc"]))

    async def represented(self, request: web.Request) -> object:
        require_sharing(request, CATALOGUE_ID)
        who = await read_who(request)
        found = self._books.rows(
            "SELECT o.uscc, o.name, o.kind FROM representatives r JOIN organisations o USING (uscc)"
            " WHERE r.name = ? AND r.id_number = ? ORDER BY o.uscc",
            *who,
        )
        return {
            "organisations": [dict(row) | {"capacity": "负责人"} for row in found],
            "asOf": self._as_of(),
            "catalogueId": CATALOGUE_ID,
        }

    def replace_representative(self, body: dict[str, object]) -> None:
        uscc, name, number = text_of(body, "uscc"), text_of(body, "name"), text_of(body, "idNumber")
        changed = self._books.write(
            "UPDATE representatives SET name = ?, id_number = ?, as_of = ? WHERE uscc = ?",
            *(name, number.upper(), self._as_of(), uscc),
        )
        if changed == 0:
            raise ValueError("no such organisation")

    def renew(self, body: dict[str, object]) -> dict[str, str]:
        """A new certificate in place of the one in force; the same case again changes nothing."""
        uscc, case_no, number = (
            text_of(body, "uscc"),
            text_of(body, "caseNo"),
            text_of(body, "certificateNumber"),
        )
        start, end = day_of(body, "validFrom"), day_of(body, "validUntil")
        done = self._books.one("SELECT record_id FROM certificates WHERE case_no = ?", case_no)
        if done is not None:
            return {"recordId": done["record_id"]}
        # 莱西 or not, one organisation holds one registration certificate in force
        old = self._books.one("SELECT * FROM certificates WHERE uscc = ? AND status = '01'", uscc)
        if old is None:
            raise ValueError("nothing to renew")
        with self._books.transaction():
            new = dict(old) | {
                "record_id": f"s{self._books.next_number('record'):06d}",
                "number": number,
                "valid_from": start.isoformat(),
                "valid_until": end.isoformat(),
                "case_no": case_no,
                "updated_at": self._as_of(),
            }
            self._books.write(
                "UPDATE certificates SET status = ?, updated_at = ? WHERE record_id = ?",
                *(REPLACED, self._as_of(), old["record_id"]),
            )
            self._books.insert("certificates", **new)
        return {"recordId": str(new["record_id"])}

    def _organisation(self, uscc: str) -> dict[str, object]:
        row = self._books.one("SELECT * FROM organisations WHERE uscc = ?", uscc)
        who = self._books.one("SELECT * FROM representatives WHERE uscc = ?", uscc)
        if row is None or who is None:
            raise Refused("4040", "未找到该社会组织")
        facts = {
            name: {"value": value, "asOf": row["as_of"]} for name, value in json.loads(row["facts"]).items()
        }
        person = {"name": who["name"], "idNumber": who["id_number"], "capacity": "负责人"}
        certificates = self._books.rows(f"{SELECT} WHERE uscc = ? ORDER BY record_id", uscc)
        return {
            "uscc": uscc,
            "kind": row["kind"],
            "asOf": self._as_of(),
            "catalogueId": CATALOGUE_ID,
            "name": {"value": row["name"], "asOf": row["as_of"]},
            **facts,
            "responsible": {"value": person, "asOf": who["as_of"]},
            "certificates": [certificate_row(certificate) for certificate in certificates],
        }

    def _as_of(self) -> str:
        return beijing_text(self.now())
