"""Emulator of the national network identity service (网号): a page to confirm on, and a token to check.

Source: docs/vendors/network-identity.md.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from html import escape
from urllib.parse import urlencode

import msgspec
from aiohttp import web

from adapters.sandbox.city import Person
from adapters.sandbox.kit import HIDDEN, Books, Desk, mask
from adapters.sandbox.kit_public import (
    Counter,
    Credentials,
    Envelope,
    Refused,
    read_as,
    sorted_query,
    text_of,
    throttled,
)
from adapters.sandbox.register_requests import id_number_in

TABLE = """
CREATE TABLE IF NOT EXISTS holders (id_number TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS tokens (
    token TEXT PRIMARY KEY, biz_no TEXT NOT NULL, id_number TEXT NOT NULL, ends TEXT NOT NULL, result TEXT
);
"""
LIVES = timedelta(minutes=5)
PATH, HASH = "/authorize", "sm3"
PAGE = (
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width,initial-scale=1">'
    "<title>国家网络身份认证（沙箱）</title>"
    "</head><body><main><h1>国家网络身份认证</h1>{inner}<p>沙箱：不采集任何信息</p></main></body></html>"
)


class _Verify(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    biz_no: str
    token: str
    name: str
    id_number: str


class _Result(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    biz_no: str


class _Service:
    """Who has a 网号, and which token was confirmed by whom for which business number."""

    def __init__(self, books: Books, caller: Credentials, now: Callable[[], datetime]) -> None:
        self.books, self.caller, self.now = books, caller, now

    def confirm(self, biz_no: str, number: str) -> str:
        """The token their browser goes back with. Raises ValueError for who has no 网号."""
        if self.books.one("SELECT 1 FROM holders WHERE id_number = ?", number) is None:
            raise ValueError("nobody of that number has a 网号")
        token, ends = secrets.token_urlsafe(32), self.now() + LIVES
        self.books.insert("tokens", token=token, biz_no=biz_no, id_number=number, ends=ends.isoformat())
        return token

    def is_ours(self, query: dict[str, str]) -> bool:
        """Whether the way to this page was signed by the caller, and nobody turned the way back."""
        sign = query.pop("sign", "")
        empty = hashlib.new(HASH, b"").hexdigest()
        asked = sorted_query(urlencode(query))
        wanted = self.caller.signature(HASH, "GET", PATH, asked, self.caller.app_id, "", "", empty)
        return query.get("appId") == self.caller.app_id and hmac.compare_digest(wanted, sign)

    def verify(self, asked: _Verify) -> str:
        """Raises: Refused 4101, 4102, 4103."""
        if self.books.one("SELECT 1 FROM tokens WHERE biz_no = ? AND result IS NOT NULL", asked.biz_no):
            raise Refused("4103", "该业务流水号已有结果")
        row = self.books.one("SELECT * FROM tokens WHERE token = ?", asked.token)
        if row is None or row["biz_no"] != asked.biz_no:
            raise Refused("4101", "凭证不是这笔业务的")
        if datetime.fromisoformat(row["ends"]) <= self.now():
            raise Refused("4102", "凭证已过期")
        holder = self.books.one("SELECT name FROM holders WHERE id_number = ?", row["id_number"])
        is_theirs = holder is not None and (holder["name"], row["id_number"]) == (
            asked.name,
            id_number_in(asked.id_number),
        )
        result = "pass" if is_theirs else "fail"
        self.books.write("UPDATE tokens SET result = ? WHERE token = ?", result, asked.token)
        return result

    def told(self, biz_no: str) -> str:
        """Raises: Refused 4040."""
        row = self.books.one("SELECT result FROM tokens WHERE biz_no = ? AND result IS NOT NULL", biz_no)
        if row is None:
            raise Refused("4040", "没有这笔业务")
        return str(row["result"])

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The page on which a person confirms; who really holds the phone is typed here."""
        query = dict(request.query)
        if not self.is_ours(dict(query)):
            return _page("<p>来路不对，请返回原页面重新开始</p>", 400)
        kept = "".join(
            f'<input type="hidden" name="{name}" value="{escape(query[name])}">'
            for name in ("appId", "bizNo", "returnUrl", "sign")
        )
        return _page(
            f'<form method="post" action="{PATH}">{kept}<label>模拟：这部手机上是谁的网号（身份证号码）'
            '<input name="idNumber" autocomplete="off"></label>'
            '<button name="choice" value="ok">确认是我本人</button>'
            '<button name="choice" value="">取消</button></form>'
        )

    async def confirmed(self, request: web.Request) -> web.StreamResponse:
        """Back to the office's page: with a token, or without one when they left."""
        told = {name: str(value) for name, value in (await request.post()).items()}
        choice, number = told.pop("choice", ""), told.pop("idNumber", "").strip().upper()
        if not self.is_ours(dict(told)):
            return _page("<p>来路不对，请返回原页面重新开始</p>", 400)
        try:
            token = self.confirm(told["bizNo"], number) if choice else ""
        except ValueError:
            return _page("<p>没有查到这个网号</p>")
        raise web.HTTPSeeOther(f"{told['returnUrl']}&token={token}")


def _page(inner: str, status: int = 200) -> web.Response:
    return web.Response(text=PAGE.format(inner=inner), status=status, content_type="text/html")


def create_app(
    books: Books, *, caller: Credentials, people: Iterable[Person], now: Callable[[], datetime]
) -> web.Application:
    """All `people` have a 网号."""
    books.create(TABLE)
    with books.transaction():
        for person in people:
            books.write("INSERT OR IGNORE INTO holders VALUES (?, ?)", person.id_number, person.name)

    def dump() -> dict[str, object]:
        rows = books.rows("SELECT id_number, result FROM tokens")
        return {"confirmed": [f"{mask(row['id_number'])} {row['result'] or '-'}" for row in rows]}

    desk = Desk(
        books,
        now=now,
        throttled=throttled,
        dump=dump,
        modes=("undecided",),
        hidden=HIDDEN | {"token", "sign", "returnurl"},
    )
    service = _Service(books, caller, desk.clock.now)
    counter = Counter(desk, Envelope(books, caller, desk.clock.wall))

    async def verify(request: web.Request) -> object:
        result = service.verify(await read_as(request, _Verify))
        return {"result": "pending" if desk.rule(request).mode == "undecided" else result}

    async def tell(request: web.Request) -> object:
        asked = await read_as(request, _Result)
        return {"result": service.told(asked.biz_no)}

    def lever(body: dict[str, object]) -> dict[str, str]:
        return {"token": service.confirm(text_of(body, "bizNo"), text_of(body, "idNumber"))}

    counter.serve("POST", "/api/v1/network/verify", verify)
    counter.serve("POST", "/api/v1/network/results", tell)
    desk.app.router.add_get(PATH, service.show)
    desk.app.router.add_post(PATH, service.confirmed)
    desk.control("/__confirm", lever)
    return desk.app
