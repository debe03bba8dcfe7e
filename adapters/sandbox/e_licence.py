"""Emulator of the business licence on a phone (电子营业执照): who holds it, whom organisations allow what.

Source: docs/vendors/e-licence.md.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

import msgspec
from aiohttp import web

from adapters.sandbox.city_facts import Enterprise
from adapters.sandbox.kit import Books, Desk
from adapters.sandbox.kit_public import (
    Counter,
    Credentials,
    Envelope,
    Refused,
    beijing_day,
    day_of,
    read_as,
    require_purpose,
    text_of,
    throttled,
)
from adapters.sandbox.register_requests import id_number_in, uscc_in
from adapters.sandbox.sign_in_tickets import Asked, House, Tickets, sent_back

AGENT, EVERY_ITEM, RUNS_DAYS = "办事人", "*", 365
TABLES = """
CREATE TABLE IF NOT EXISTS licences (
    uscc TEXT PRIMARY KEY, organisation TEXT NOT NULL, kind TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS holders (
    uscc TEXT NOT NULL, id_number TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL,
    authorisation_id TEXT, items TEXT, until TEXT, ended_at TEXT, PRIMARY KEY (uscc, id_number)
);
"""
STANDING = """
SELECT * FROM holders JOIN licences USING (uscc)
WHERE ended_at IS NULL AND (until IS NULL OR until >= ?)
"""


class _Exchange(msgspec.Struct, forbid_unknown_fields=True):
    ticket: str
    state: str


class _Who(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    uscc: str
    id_number: str


def create_app(
    books: Books,
    *,
    caller: Credentials,
    enterprises: Iterable[Enterprise],
    back: str,
    now: Callable[[], datetime],
) -> web.Application:
    """`enterprises` are entered once: what the books have of one they remember."""
    books.create(TABLES)
    house = House(
        "电子营业执照（演示）",
        "“掌上办”申请使用您的姓名、身份证件号码和所持营业执照，用于登录。",
        caller.app_id,
        back,
    )
    rooms: _Rooms

    def dump() -> dict[str, object]:
        return rooms.dump()

    desk = Desk(books, now=now, throttled=throttled, dump=dump, hidden={"ticket", "state"})
    rooms = _Rooms(books, house, Tickets(books, desk.clock.now), desk.clock.now)
    with books.transaction():
        for enterprise in enterprises:
            rooms.enter(enterprise)
    desk.app.router.add_get("/h5/authorize", rooms.show)
    desk.app.router.add_post("/h5/authorize", rooms.decide)
    counter = Counter(desk, Envelope(books, caller, desk.clock.wall))
    counter.serve("POST", "/api/v1/tickets/exchange", rooms.exchange)
    counter.serve("POST", "/api/v1/authorisations/verify", rooms.verify)
    desk.control("/__authorise", rooms.authorise)
    desk.control("/__end", rooms.end)
    return desk.app


class _Rooms:
    def __init__(self, books: Books, house: House, tickets: Tickets, now: Callable[[], datetime]) -> None:
        self._books, self._house, self._tickets, self._now = books, house, tickets, now

    def enter(self, enterprise: Enterprise) -> None:
        if self._books.one("SELECT 1 FROM licences WHERE uscc = ?", enterprise.uscc):
            return
        self._books.insert(
            "licences", uscc=enterprise.uscc, organisation=enterprise.name, kind=enterprise.kind
        )
        who = enterprise.responsible
        self._books.insert(
            "holders", uscc=enterprise.uscc, id_number=who.id_number, name=who.name, role=enterprise.capacity
        )
        until = beijing_day(self._now()) + timedelta(days=RUNS_DAYS)
        for agent in enterprise.agents:
            self._allow(enterprise.uscc, agent.id_number, agent.name, [EVERY_ITEM], until)

    def dump(self) -> dict[str, object]:
        told = self._books.rows(
            "SELECT uscc, role, authorisation_id, until, ended_at FROM holders ORDER BY uscc"
        )
        return {"tickets": self._tickets.listing(), "holders": [dict(row) for row in told]}

    async def show(self, request: web.Request) -> web.StreamResponse:
        asked = Asked.of(request.query)
        if not self._house.knows(asked):
            return _html(self._house.notice("应用未登记，或回跳地址不正确"), 400)
        rows = self._books.rows(f"{STANDING} ORDER BY holders.rowid", self._today())
        choices = [
            (f"{row['uscc']} {row['id_number']}", f"{row['name']}（{row['role']}，{row['organisation']}）")
            for row in rows
        ]
        return _html(self._house.page(asked, choices))

    async def decide(self, request: web.Request) -> web.StreamResponse:
        form = {name: str(value) for name, value in (await request.post()).items()}
        asked, who = Asked.of(form), form.get("who", "")
        if not self._house.knows(asked):
            return _html(self._house.notice("应用未登记，或回跳地址不正确"), 400)
        if form.get("choice") != "agree":
            raise web.HTTPSeeOther(sent_back(asked, error="denied"))
        if self._standing(*(who.split(" ", 1) if " " in who else (who, ""))) is None:
            return _html(self._house.notice("这张执照上没有您"), 400)
        raise web.HTTPSeeOther(sent_back(asked, ticket=self._tickets.give(asked.state, who)))

    async def exchange(self, request: web.Request) -> object:
        asked = await read_as(request, _Exchange)
        uscc, _, number = self._tickets.take(asked.ticket, asked.state).partition(" ")
        row = self._standing(uscc, number)
        if row is None:
            raise Refused("4030", "授权已解除")
        told: dict[str, object] = {
            "state": asked.state,
            "uscc": uscc,
            "organisation": row["organisation"],
            "kind": row["kind"],
            "holder": {"name": row["name"], "idNumber": number},
            "role": row["role"],
        }
        return told | ({"authorisation": _authorisation(row)} if row["role"] == AGENT else {})

    async def verify(self, request: web.Request) -> object:
        """Whether a 办事人 is still allowed to; somebody by office is none."""
        require_purpose(request)
        who = await read_as(request, _Who)
        uscc, number = uscc_in(who.uscc), id_number_in(who.id_number)
        row = self._standing(uscc, number)
        if row is None or row["role"] != AGENT:
            raise Refused("4040", "没有有效的授权")
        return {"uscc": uscc, "idNumber": number, "authorised": True, **_authorisation(row)}

    def authorise(self, body: dict[str, object]) -> dict[str, str]:
        """An organisation allows somebody: `{uscc, idNumber, name, items?, until?}`; again: anew."""
        uscc, items = text_of(body, "uscc"), body.get("items", [EVERY_ITEM])
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise ValueError("items is a list of texts")
        until = day_of(body, "until") if "until" in body else beijing_day(self._now()) + timedelta(RUNS_DAYS)
        return {
            "authorisationId": self._allow(
                uscc, text_of(body, "idNumber"), text_of(body, "name"), items, until
            )
        }

    def end(self, body: dict[str, object]) -> dict[str, int]:
        """`{uscc, idNumber}`: not any more."""
        ended = self._books.write(
            "UPDATE holders SET ended_at = ? WHERE uscc = ? AND id_number = ?",
            *(self._now().isoformat(), text_of(body, "uscc"), text_of(body, "idNumber")),
        )
        return {"ended": ended}

    def _allow(self, uscc: str, number: str, name: str, items: list[str], until: date) -> str:
        reference = f"EA-{self._books.next_number('authorisation'):08d}"
        self._books.write("DELETE FROM holders WHERE uscc = ? AND id_number = ?", uscc, number)
        self._books.insert(
            "holders",
            uscc=uscc,
            id_number=number,
            name=name,
            role=AGENT,
            authorisation_id=reference,
            items=json.dumps(items),
            until=until.isoformat(),
        )
        return reference

    def _standing(self, uscc: str, number: str) -> sqlite3.Row | None:
        return self._books.one(f"{STANDING} AND uscc = ? AND id_number = ?", self._today(), uscc, number)

    def _today(self) -> str:
        return beijing_day(self._now()).isoformat()


def _authorisation(row: sqlite3.Row) -> dict[str, object]:
    return {
        "authorisationId": row["authorisation_id"],
        "items": json.loads(row["items"]),
        "until": row["until"],
    }


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html")
