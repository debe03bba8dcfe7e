"""SF Express (顺丰丰桥): orders, calling off, order results and routes, with pushes that nobody signs.

Source: vendor pages as listed in docs/vendors/sf-express.md, read 2026-11-22.
"""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

from aiohttp import web

from adapters.sandbox.kit import HIDDEN, Books, Desk, answer_json
from adapters.sandbox.sf_express_orders import Orders
from adapters.sandbox.sf_express_routes import Routes
from adapters.sandbox.sf_express_rules import (
    GATEWAY,
    MODES,
    NEEDED,
    NUMBERS_AT_ONCE,
    REQUEST_ID_LONGEST,
    GatewayRefusal,
    SfRefusal,
    check_digest,
    check_order,
    read_message,
    text_of,
)

TICK_SECONDS = 0.1
TABLE = "CREATE TABLE IF NOT EXISTS requests (id TEXT PRIMARY KEY);"
LIES: Mapping[str, Mapping[str, object]] = {
    "asks_for_money": {"paymentLink": "https://pay.invalid/1"},
    "another_payer": {"payMethod": 1},
    "another_order": {"orderId": "somebody-elses"},
}
Document = dict[str, object]


@dataclass(frozen=True, slots=True)
class SfSandbox:
    """`digest`: sm3, standard-md5 or simple-md5, as the account is set. `push_form`: json or xml.

    `addresses`: from where the account may call. `tempo_seconds`: a parcel's next step by itself; 0 = by hand
    through `/__advance_parcel`. `a_second`: requests to one service.
    """

    partner: str
    checkword: str
    monthly_card: str
    digest: str = "sm3"
    push_url: str = ""
    push_form: str = "json"
    addresses: frozenset[str] = frozenset({"127.0.0.1"})
    tempo_seconds: float = 1.0
    a_second: int = 30
    stamp_window: timedelta = timedelta(minutes=15)


def create_app(books: Books, *, config: SfSandbox, now: Callable[[], datetime]) -> web.Application:
    return SfExpressSandbox(books, config, now).desk.app


class SfExpressSandbox:
    def __init__(self, books: Books, config: SfSandbox, now: Callable[[], datetime]) -> None:
        books.create(TABLE)
        self._books, self._config, self._digest = books, config, config.digest
        self._calls: dict[str, deque[datetime]] = {}
        self.desk = Desk(
            books,
            now=now,
            throttled=lambda: _outer("A1005"),
            dump=self._dump,
            modes={"answer", "answer_after", *LIES},
            hidden=HIDDEN | {"address", "msgdigest", "partnerid", "monthlycard"},
            retry_after=(600, 600, 600),
            accepted=_is_success,
        )
        self._routes = Routes(books, self.desk.callbacks, config.push_url, config.push_form)
        self._orders = Orders(books, self._routes, config.tempo_seconds)
        self._services: Mapping[str, Callable[[Document], Document]] = {
            "EXP_RECE_CREATE_ORDER": self._place,
            "EXP_RECE_UPDATE_ORDER": lambda told: self._orders.update(
                text_of(told, "orderId"), told.get("dealType")
            ),
            "EXP_RECE_SEARCH_ORDER_RESP": lambda told: self._orders.search(text_of(told, "orderId")),
            "EXP_RECE_SEARCH_ROUTES": self._search_routes,
        }
        self.desk.business("POST", "/std/service", self._serve)
        for path, lever in (
            ("/__advance_parcel", self._advance_parcel),
            ("/__switch", self._switch),
            ("/__judge", self._judge),
            ("/__push", lambda _: {"pushes": self._routes.push()}),
        ):
            self.desk.control(path, lever)
        self.desk.app.cleanup_ctx.append(self._traffic)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        rule = self.desk.rule(request)
        code = str(rule.more.get("code", "A1099"))
        if rule.mode == "answer":
            return _told(code)
        form = dict(parse_qsl((await request.read()).decode(), keep_blank_values=True))
        try:
            self._enter(form, request.remote or "")
            document = self._services[form["serviceCode"]](read_message(form["msgData"]))
        except GatewayRefusal as refusal:
            return _outer(refusal.code)
        except SfRefusal as refusal:
            return _inner(refusal.code, refusal.message)
        if rule.mode == "answer_after":
            return _told(code)
        return _inner("S0000", None, document | dict(LIES.get(rule.mode, {})))

    def _enter(self, form: Mapping[str, str], address: str) -> None:
        """What the gateway looks at before any service does. Raises GatewayRefusal."""
        if not all(form.get(name) for name in NEEDED) or len(form["requestID"]) > REQUEST_ID_LONGEST:
            raise GatewayRefusal("A1001")
        if address not in self._config.addresses:
            raise GatewayRefusal("A1003")
        stamp = form["timestamp"]
        if not (stamp.isascii() and stamp.isdigit() and self._is_recent(int(stamp))):
            raise GatewayRefusal("A1002")
        if form["partnerID"] != self._config.partner or form["serviceCode"] not in self._services:
            raise GatewayRefusal("A1004")
        check_digest(self._digest, form, self._config.checkword)
        self._check_flow(form["serviceCode"])
        # only what was signed may use up a number: else anybody could burn ours
        if not self._books.write("INSERT OR IGNORE INTO requests VALUES (?)", form["requestID"]):
            raise GatewayRefusal("A1007")

    def _is_recent(self, stamp: int) -> bool:
        return abs(self.desk.clock.wall() - datetime.fromtimestamp(stamp / 1000, UTC)) <= (
            self._config.stamp_window
        )

    def _check_flow(self, service: str) -> None:
        at, calls = self.desk.clock.now(), self._calls.setdefault(service, deque())
        while calls and at - calls[0] >= timedelta(seconds=1):
            calls.popleft()
        if len(calls) >= self._config.a_second:
            raise GatewayRefusal("A1005")
        calls.append(at)

    def _place(self, told: Document) -> Document:
        check_order(told, self._config.monthly_card)
        return self._orders.place(told, self.desk.clock.now())

    def _search_routes(self, told: Document) -> Document:
        """Another's phone finds nothing; a parcel nobody moved has no routes. Neither is an error."""
        numbers = told.get("trackingNumber")
        if not isinstance(numbers, list) or told.get("methodType") != "1":
            raise SfRefusal("4002", "报文解析错误")
        if len(numbers) > NUMBERS_AT_ONCE:
            raise SfRefusal("8003", "查询单号过多")
        column = {"1": "waybill", "2": "order_id"}.get(text_of(told, "trackingType"))
        if column is None:
            raise SfRefusal("4002", "报文解析错误: trackingType")
        tail = text_of(told, "checkPhoneNo")
        return {"routeResps": [self._routes_of(column, str(number), tail) for number in numbers]}

    def _routes_of(self, column: str, number: str, tail: str) -> Document:
        row = self._books.one(f"SELECT * FROM orders WHERE {column} = ?", number)  # noqa: S608 -- our own column name
        may_see = row is not None and any(phone.endswith(tail) for phone in row["phones"].split(","))
        if row is None or not may_see:
            return {"mailNo": number, "routes": []}
        return {"mailNo": row["waybill"], "routes": self._routes.of("order_id", row["order_id"])}

    def _advance_parcel(self, body: Document) -> Document:
        row = self._orders.by_number(text_of(body, "orderId"), text_of(body, "waybillNo"))
        self._orders.happen(row, text_of(body, "to"), self.desk.clock.now())
        return {"waybillNo": row["waybill"]}

    def _switch(self, body: Document) -> Document:
        """`repeat`: 8016, first; `filter`: 1, 2, 3; `tempo`: seconds; `push`: json, xml; `gather`: bool;
        `digest`: as in the account's console."""
        orders, routes = self._orders, self._routes
        repeat, judged, tempo = body.get("repeat"), body.get("filter"), body.get("tempo")
        if repeat not in (None, "8016", "first") or judged not in (None, 1, 2, 3):
            raise ValueError("repeat is 8016 or first, filter is 1, 2 or 3")
        if body.get("push") not in (None, "json", "xml") or body.get("digest", self._digest) not in MODES:
            raise ValueError(f"push is json or xml, digest one of {sorted(MODES)}")
        self._digest = str(body.get("digest", self._digest))
        orders.says_repeat = orders.says_repeat if repeat is None else repeat == "8016"
        orders.filter = judged if isinstance(judged, int) else orders.filter
        orders.tempo_seconds = float(tempo) if isinstance(tempo, int | float) else orders.tempo_seconds
        routes.form = str(body.get("push") or routes.form)
        routes.gathers = bool(body.get("gather", routes.gathers))
        return {"ok": True}

    def _judge(self, body: Document) -> None:
        result = body.get("result")
        try:
            self._orders.judge(text_of(body, "orderId"), result if isinstance(result, int) else 0)
        except SfRefusal as refusal:
            raise ValueError(refusal.message) from None

    async def _traffic(self, _: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(self._move_parcels())
        yield
        task.cancel()
        await asyncio.wait({task})

    async def _move_parcels(self) -> None:
        while True:
            self._orders.advance_due(self.desk.clock.now())
            await asyncio.sleep(TICK_SECONDS)

    def _dump(self) -> Document:
        shown = [{k: v for k, v in order.items() if k != "phones"} for order in self._orders.listing()]
        return {"orders": shown}


def _told(code: str) -> web.Response:
    return _outer(code) if code.startswith("A") else _inner(code, "异常")


def _outer(code: str, data: str = "") -> web.Response:
    return answer_json(
        {
            "apiResultCode": code,
            "apiErrorMsg": GATEWAY.get(code, ""),
            "apiResponseID": "00018A0000000000",
            "apiResultData": data,
        }
    )


def _inner(code: str, message: str | None, data: Document | None = None) -> web.Response:
    """The document within the document is a text."""
    inner = {"success": code == "S0000", "errorCode": code, "errorMsg": message, "msgData": data}
    return _outer("A1000", json.dumps(inner, ensure_ascii=False))


def _is_success(status: int, body: bytes) -> bool:
    if b"<Head>OK</Head>" in body:
        return status == web.HTTPOk.status_code
    try:
        told = json.loads(body)
    except ValueError:
        return False
    return status == web.HTTPOk.status_code and isinstance(told, dict) and told.get("return_code") == "0000"
