"""Emulator of the province's unified identity (省统一身份认证): a page, one-use tickets, who somebody is.

Source: docs/vendors/unified-identity.md.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

import msgspec
from aiohttp import web

from adapters.sandbox.city_facts import Person
from adapters.sandbox.kit import Books, Desk
from adapters.sandbox.kit_public import Counter, Credentials, Envelope, read_as, text_of, throttled
from adapters.sandbox.sign_in_tickets import Asked, House, Tickets, sent_back

TABLE = """
CREATE TABLE IF NOT EXISTS accounts (subject_id TEXT PRIMARY KEY, facts TEXT NOT NULL);
"""


class _Exchange(msgspec.Struct, forbid_unknown_fields=True):
    ticket: str
    state: str


def create_app(
    books: Books, *, caller: Credentials, people: Iterable[Person], back: str, now: Callable[[], datetime]
) -> web.Application:
    """`people` have a real-name account each; `back`: the one site people are sent back to."""
    books.create(TABLE)
    for person in people:
        _open(books, person.id_number, name=person.name)
    house = House(
        "省统一身份认证（演示）", "“掌上办”申请使用您的姓名和身份证件号码，用于登录。", caller.app_id, back
    )
    tickets: Tickets

    def dump() -> dict[str, object]:
        return {"tickets": tickets.listing()}

    desk = Desk(books, now=now, throttled=throttled, dump=dump, hidden={"ticket", "state"})
    tickets = Tickets(books, desk.clock.now)
    rooms = _Rooms(books, house, tickets)
    desk.app.router.add_get("/sso/authorize", rooms.show)
    desk.app.router.add_post("/sso/authorize", rooms.decide)
    Counter(desk, Envelope(books, caller, desk.clock.wall)).serve(
        "POST", "/api/v1/tickets/exchange", rooms.exchange
    )
    desk.control("/__account", rooms.account)
    return desk.app


def _open(books: Books, subject: str, **facts: str) -> None:
    told = {"userType": "natural", "certType": "111", "certNo": subject, "realNameLevel": "L3", **facts}
    books.write(
        "INSERT OR REPLACE INTO accounts VALUES (?, ?)", f"S-{subject}", json.dumps(told, ensure_ascii=False)
    )


class _Rooms:
    def __init__(self, books: Books, house: House, tickets: Tickets) -> None:
        self._books, self._house, self._tickets = books, house, tickets

    async def show(self, request: web.Request) -> web.StreamResponse:
        asked = Asked.of(request.query)
        if not self._house.knows(asked):
            return _html(self._house.notice("应用未登记，或回跳地址不正确"), 400)
        rows = self._books.rows("SELECT subject_id, facts FROM accounts ORDER BY rowid")
        choices = [(row["subject_id"], json.loads(row["facts"])["name"]) for row in rows]
        return _html(self._house.page(asked, choices))

    async def decide(self, request: web.Request) -> web.StreamResponse:
        form = {name: str(value) for name, value in (await request.post()).items()}
        asked, who = Asked.of(form), form.get("who", "")
        if not self._house.knows(asked):
            return _html(self._house.notice("应用未登记，或回跳地址不正确"), 400)
        if form.get("choice") != "agree":
            raise web.HTTPSeeOther(sent_back(asked, error="denied"))
        if self._books.one("SELECT 1 FROM accounts WHERE subject_id = ?", who) is None:
            return _html(self._house.notice("没有这个账号"), 400)
        raise web.HTTPSeeOther(sent_back(asked, ticket=self._tickets.give(asked.state, who)))

    async def exchange(self, request: web.Request) -> object:
        asked = await read_as(request, _Exchange)
        subject = self._tickets.take(asked.ticket, asked.state)
        row = self._books.one("SELECT facts FROM accounts WHERE subject_id = ?", subject)
        told: Mapping[str, str] = json.loads(row["facts"]) if row is not None else {}
        return {"state": asked.state, "subjectId": subject, **told}

    def account(self, body: dict[str, object]) -> dict[str, str]:
        """Another account: `{certNo, name, userType?, certType?, realNameLevel?}`."""
        number = text_of(body, "certNo")
        known = ("name", "userType", "certType", "realNameLevel")
        _open(self._books, number, **{name: text_of(body, name) for name in known if name in body})
        return {"subjectId": f"S-{number}"}


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html")
