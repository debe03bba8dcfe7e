"""An invented department (部门): a back-end in both signing schemes, and a page entered by ticket.

Source: docs/vendors/gateway.md. `/__heard` tells each request as it stood on the wire; `/__mode`
knows also `endless` (an answer without end), `liar` (HTML), `cookies` (headers nobody should hand on).
"""

import html
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import aiohttp
from aiohttp import web

from adapters.sandbox.department_rules import (
    ExchangeDesk,
    Wrong,
    check_gateway_hmac,
    gateway_hmac_headers,
)
from adapters.sandbox.kit import Books, Desk, answer_json, mask, read_json
from adapters.sandbox.kit_public import Credentials

EXCHANGE_PATH = "/v1/gateway/sso/tickets/exchange"
MODES = frozenset({"endless", "liar", "cookies"})
SID = "s_370200000000_8001"
PIECE = b"x" * 16 * 1024
HTTP_OK = 200
TABLES = """
CREATE TABLE IF NOT EXISTS heard (id INTEGER PRIMARY KEY, line TEXT NOT NULL, headers TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS urges (id INTEGER PRIMARY KEY, case_no TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS visits (id INTEGER PRIMARY KEY, page TEXT NOT NULL, told TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class DepartmentSandbox:
    """`construction`, `national`: by whom it is called; `own`: as whom it calls the office."""

    construction: Credentials
    national: Credentials
    own: Credentials
    office_url: str


def gateway_file(url: str) -> str:
    """The gateway's plan for this department at `url`, to be written where PALM_GATEWAY_FILE points."""
    return (Path(__file__).parent / "department.toml").read_text(encoding="utf-8").replace("@URL@", url)


def create_app(books: Books, *, config: DepartmentSandbox, now: Callable[[], datetime]) -> web.Application:
    books.create(TABLES)
    department = _Department(books, config)
    desk = Desk(books, now=now, throttled=_throttled, dump=department.dump, modes=MODES)
    department.desk = desk
    department.exchange = ExchangeDesk(config.national, SID, desk.clock.wall)
    desk.control("/__heard", department.heard)
    desk.control("/__withdraw", department.withdraw)
    desk.business("GET", "/page/progress/{caseNo}", department.show_page)
    desk.business("GET", "/page/pay", department.show_page)
    desk.business("POST", "/sysapi/auth/refreshappsecret", department.issue_secret)
    desk.business("*", "/{tail:.*}", department.answer)
    return desk.app


class _Department:
    def __init__(self, books: Books, config: DepartmentSandbox) -> None:
        self._books, self._config = books, config
        self.desk: Desk
        self.exchange: ExchangeDesk

    def dump(self) -> dict[str, object]:
        return {
            "urges": [dict(row) for row in self._books.rows("SELECT case_no, body FROM urges ORDER BY id")],
            "visits": [dict(row) for row in self._books.rows("SELECT page, told FROM visits ORDER BY id")],
        }

    def heard(self, _: dict[str, object]) -> list[dict[str, object]]:
        rows = self._books.rows("SELECT line, headers FROM heard ORDER BY id")
        return [{"line": row["line"], "headers": json.loads(row["headers"])} for row in rows]

    def withdraw(self, _: dict[str, object]) -> None:
        self.exchange.withdraw()

    async def issue_secret(self, request: web.Request) -> web.StreamResponse:
        self._note(request)
        try:
            return answer_json({"code": "00", "data": self.exchange.issue(await read_json(request))})
        except Wrong as wrong:
            return answer_json({"code": "01", "message": str(wrong)}, 401)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Whatever else arrives: who it is from first, what it is after."""
        self._note(request)
        try:
            if request.raw_path.startswith("/exchange/"):
                self.exchange.check(request.headers)
            else:
                wall = self.desk.clock.wall()
                check_gateway_hmac(
                    self._config.construction, request.method, request.raw_path, request.headers, wall
                )
        except Wrong as wrong:
            return answer_json({"message": str(wrong)}, 401)
        return await self._served(request)

    async def _served(self, request: web.Request) -> web.StreamResponse:
        match self.desk.rule(request).mode:
            case "endless":
                return await self._endless(request)
            case "liar":
                return web.Response(text="<script>alert(1)</script>", content_type="text/html")
            case "cookies":
                return web.json_response({"ok": True}, headers=TREACHEROUS)
        return await self._routed(request)

    async def _routed(self, request: web.Request) -> web.StreamResponse:
        match request.method, request.path.split("/")[1:]:
            case "GET", ["restapi", "prod", "progress", case_no]:
                code = request.headers.get("X-Applicant-Code", "")
                return answer_json({"caseNo": case_no, "state": "审核中", "applicant": mask(code)})
            case "GET", ["restapi", "prod", "reports", year]:
                name = f"attachment; filename*=UTF-8''{year}%E5%B9%B4%E6%8A%A5.pdf"
                body = b"%PDF-1.7 " + PIECE
                headers = {"Content-Disposition": name, "ETag": f'"{year}"'}
                return web.Response(body=body, content_type="application/pdf", headers=headers)
            case "POST", ["restapi", "prod", "urges", case_no]:
                text = (await request.read()).decode("utf-8", "replace")
                number = self._books.insert("urges", case_no=case_no, body=mask(text))
                return answer_json({"accepted": number}, 201)
            case "GET", ["exchange", "registration"]:
                return answer_json({"uscc": mask(request.query.get("uscc", "")), "name": "（虚构）"})
        return answer_json({"message": "The route_id is forbidden."}, 404)

    async def _endless(self, request: web.Request) -> web.StreamResponse:
        stream = web.StreamResponse(headers={"Content-Type": "application/octet-stream"})
        await stream.prepare(request)
        async for piece in self._pieces():
            try:
                await stream.write(piece)
            except ConnectionError:  # whoever asked has had enough
                break
        self._books.insert("visits", page="endless", told="closed")
        return stream

    async def _pieces(self) -> AsyncIterator[bytes]:
        while not self.desk.faults.stopping.is_set():
            yield PIECE

    async def show_page(self, request: web.Request) -> web.StreamResponse:
        """The department's page: the ticket is exchanged at the office by the department's own server."""
        self._note(request)
        subject = await self._exchanged(request.query.get("ticket", ""))
        self._books.insert("visits", page=request.path, told=mask(json.dumps(subject, ensure_ascii=False)))
        who = f"您好，{subject['name']}" if "name" in subject else "请从掌上办重新进入"
        return web.Response(text=f"<!doctype html><p>{html.escape(str(who))}</p>", content_type="text/html")

    async def _exchanged(self, ticket: str) -> dict[str, object]:
        headers = gateway_hmac_headers(self._config.own, "POST", EXCHANGE_PATH, self.desk.clock.wall())
        url = f"{self._config.office_url}{EXCHANGE_PATH}"
        timeout = aiohttp.ClientTimeout(total=3)
        async with (
            aiohttp.ClientSession(trust_env=False, timeout=timeout) as http,
            http.post(url, json={"ticket": ticket}, headers=headers, allow_redirects=False) as told,
        ):
            document: dict[str, object] = await told.json(content_type=None)
            return document if told.status == HTTP_OK else {"refused": document.get("type")}

    def _note(self, request: web.Request) -> None:
        headers = [[name, mask(value)] for name, value in request.headers.items()]
        self._books.insert(
            "heard", line=f"{request.method} {mask(request.raw_path)}", headers=json.dumps(headers)
        )


TREACHEROUS = {
    "Set-Cookie": "palm_refresh=stolen; Path=/",
    "Access-Control-Allow-Origin": "*",
    "X-Powered-By": "invented",
    "Content-Security-Policy": "default-src *",
    "Link": "</evil.js>; rel=preload",
    "Refresh": "0; url=/evil",
    "Clear-Site-Data": '"*"',
    "Content-Disposition": 'inline; filename="../../etc/pass<wd>.html"',
    "ETag": "not-quoted",
}


def _throttled() -> web.Response:
    return answer_json({"message": "API rate limit exceeded"}, 429)
