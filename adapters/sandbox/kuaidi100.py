"""kuaidi100 (快递100): pick-up orders, tracking queries and subscriptions, with signed callbacks.

Source: vendor pages and SDK as listed in docs/vendors/kuaidi100.md, read 2026-11-21.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

from aiohttp import web

from adapters.sandbox.kit import HIDDEN, Books, Desk, answer_json
from adapters.sandbox.kuaidi100_orders import Orders
from adapters.sandbox.kuaidi100_parcels import NO_RECORD, STEPS, Parcels
from adapters.sandbox.kuaidi100_rules import (
    CANCEL_CHARACTERS,
    NUMBER,
    PHONE_NEEDED,
    CourierRefusal,
    check_order,
    check_sign,
    check_subscription,
    digest_of,
    md5_upper,
    read_param,
)

COMPANIES = frozenset({"ems", "youzhengguonei", "shunfeng", "zhongtong", "yuantong", "jd", "yunda"})
SLOW_COMPANIES = frozenset({"yunda"})
TICK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class CourierSandbox:
    """`slow_companies` give the waybill number by callback only. `query_lock` None: ask as often as you like.

    `tempo_seconds`: a parcel's next step by itself; 0 = by hand through `/__advance_parcel`.
    """

    key: str
    customer: str
    secret: str
    companies: frozenset[str] = COMPANIES
    slow_companies: frozenset[str] = SLOW_COMPANIES
    tempo_seconds: float = 1.0
    query_lock: timedelta | None = timedelta(minutes=30)
    t_window: timedelta | None = timedelta(minutes=15)


def create_app(books: Books, *, config: CourierSandbox, now: Callable[[], datetime]) -> web.Application:
    return Kuaidi100Sandbox(books, config, now).desk.app


class Kuaidi100Sandbox:
    def __init__(self, books: Books, config: CourierSandbox, now: Callable[[], datetime]) -> None:
        self._books, self._config, self._query_lock = books, config, config.query_lock
        self.desk = Desk(
            books,
            now=now,
            throttled=lambda: _refused(CourierRefusal("502", "服务器繁忙")),
            dump=self._dump,
            modes={"answer", "answer_after"},
            hidden=HIDDEN | {"recmanprintaddr", "sendmanprintaddr", "sign"},
            retry_after=(1800, 1800),
            accepted=_is_success,
        )
        self._parcels = Parcels(books, self.desk.callbacks)
        self._orders = Orders(books, self.desk.callbacks, self._parcels, config.slow_companies)
        self._orders.tempo_seconds = config.tempo_seconds
        for path, act in (
            ("/order/borderapi.do", self._border),
            ("/apiMock/border", self._border),
            ("/poll/query.do", self._query),
            ("/poll", self._subscribe),
        ):
            self._route(path, act)
        self.desk.control("/__advance_parcel", self._advance_parcel)
        self.desk.control("/__tempo", self._set_tempo)
        self.desk.control("/__query_lock", self._set_query_lock)
        self.desk.app.cleanup_ctx.append(self._traffic)

    def _route(self, path: str, act: Callable[[Mapping[str, str]], dict[str, object]]) -> None:
        async def answer(request: web.Request) -> web.StreamResponse:
            rule = self.desk.rule(request)
            told = CourierRefusal(str(rule.more.get("code", "500")), "服务器错误")
            if rule.mode == "answer":
                return _refused(told)
            query = dict(parse_qsl(request.rel_url.raw_query_string, keep_blank_values=True))
            form = dict(parse_qsl((await request.read()).decode(), keep_blank_values=True))
            try:
                document = act({**query, **form})
            except CourierRefusal as refusal:
                return _refused(refusal)
            return _refused(told) if rule.mode == "answer_after" else answer_json(document)

        self.desk.business("POST", path, answer)

    def _border(self, form: Mapping[str, str]) -> dict[str, object]:
        text, t = form.get("param", ""), form.get("t", "")
        if form.get("key") != self._config.key:
            raise CourierRefusal("600", "您不是合法的订阅者（即授权Key出错）")
        check_sign(md5_upper(text, t, self._config.key, self._config.secret), form.get("sign", ""))
        self._check_moment(t)
        param, at = read_param(text), self.desk.clock.now()
        match form.get("method"):
            case "bOrder":
                check_order(param, self._config.companies)
                return _accepted(self._orders.place(param, at))
            case "cancel":
                reason = param.get("cancelMsg", "")
                if not reason or len(reason) > CANCEL_CHARACTERS:
                    raise CourierRefusal("400", "参数错误: cancelMsg")
                self._orders.cancel(param.get("orderId", ""), param.get("taskId", ""), reason)
                return _accepted({})
            case "detail":
                return _accepted(self._orders.detail(param.get("taskId", "")))
            case _:
                raise CourierRefusal("400", "参数错误: method")

    def _check_moment(self, t: str) -> None:
        if not (t.isascii() and t.isdigit()):
            raise CourierRefusal("400", "参数错误: t")
        at = datetime.fromtimestamp(int(t) / 1000, UTC)
        window = self._config.t_window
        if window is not None and abs(self.desk.clock.wall() - at) > window:
            raise CourierRefusal("400", "参数错误: t")

    def _query(self, form: Mapping[str, str]) -> dict[str, object]:
        text, config = form.get("param", ""), self._config
        if form.get("customer") != config.customer:
            raise CourierRefusal("400", "提交的数据不完整，或者贵公司没授权")
        digest = digest_of(form.get("signType", ""))
        check_sign(digest(text, config.key, config.customer), form.get("sign", ""))
        param, at = read_param(text), self.desk.clock.now()
        com, num, phone = param.get("com", ""), param.get("num", ""), param.get("phone", "")
        if com not in config.companies or NUMBER.fullmatch(num) is None:
            raise CourierRefusal("400", "提交的数据不完整，或者贵公司没授权")
        row = self._books.one("SELECT * FROM parcels WHERE num = ? AND com = ?", num, com)
        if com in PHONE_NEEDED and not (
            row is not None and phone and any(known.endswith(phone) for known in row["phones"].split(","))
        ):
            raise CourierRefusal("408", "快递公司参数异常：手机号码错误")
        if row is None or not self._parcels.track(num):
            raise CourierRefusal("500", "查询无结果，请隔段时间再查")
        lock, asked_at = self._query_lock, row["asked_at"]
        if lock is not None and asked_at is not None and at.timestamp() - asked_at < lock.total_seconds():
            raise CourierRefusal("502", "单号查询过于频繁，已锁定")
        self._books.write("UPDATE parcels SET asked_at = ? WHERE num = ?", at.timestamp(), num)
        document = self._parcels.result(num, com, _level(param.get("resultv2")))
        data = document["data"]
        if param.get("order") == "asc" and isinstance(data, list):
            document["data"] = data[::-1]
        return document

    def _subscribe(self, form: Mapping[str, str]) -> dict[str, object]:
        if form.get("schema") != "json":
            raise CourierRefusal("700", "订阅方的订阅数据存在错误")
        param = read_param(form.get("param", ""))
        more = read_param(param.get("parameters", "{}"))
        if param.get("key") != self._config.key:
            raise CourierRefusal("600", "您不是合法的订阅者（即授权Key出错）")
        company, number, url = param.get("company", ""), param.get("number", ""), more.get("callbackurl", "")
        check_subscription(company, number, url, self._config.companies, more.get("autoCom", ""))
        level = _level(more.get("resultv2"))
        self._parcels.subscribe(
            number, company, url, more.get("salt"), resultv2=level, at=self.desk.clock.now()
        )
        return {"result": True, "returnCode": "200", "message": "提交成功"}

    def _advance_parcel(self, body: dict[str, object]) -> dict[str, object]:
        third, num, to = (str(body.get(name, "")) for name in ("thirdOrderId", "kuaidinum", "to"))
        at, row = self.desk.clock.now(), self._orders.find(third, num)
        if row is not None and to != "no_record":
            self._orders.happen(row, to, at)
            return {"kuaidinum": row["num"]}
        step = NO_RECORD if to == "no_record" else STEPS.get(to)
        if step is None or self._books.one("SELECT 1 FROM parcels WHERE num = ?", num) is None:
            raise ValueError("unknown parcel or step")
        with self._books.transaction():
            self._parcels.move(num, step, at)
        return {"kuaidinum": num}

    def _set_tempo(self, body: dict[str, object]) -> dict[str, object]:
        """For orders placed from now on."""
        seconds = body.get("seconds")
        if not isinstance(seconds, int | float) or seconds < 0:
            raise ValueError("seconds is a number, not negative")
        self._orders.tempo_seconds = float(seconds)
        return {"seconds": seconds}

    def _set_query_lock(self, body: dict[str, object]) -> None:
        """0: one parcel may be asked after as often as one likes."""
        seconds = body.get("seconds")
        if not isinstance(seconds, int | float) or seconds < 0:
            raise ValueError("seconds is a number, not negative")
        self._query_lock = timedelta(seconds=seconds) if seconds else None

    async def _traffic(self, _: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(self._move_parcels())
        yield
        task.cancel()
        await asyncio.wait({task})

    async def _move_parcels(self) -> None:
        while True:
            self._orders.advance_due(self.desk.clock.now())
            await asyncio.sleep(TICK_SECONDS)

    def _dump(self) -> dict[str, object]:
        orders = self._books.rows(
            "SELECT order_id, task_id, third_order_id, com, num, status, payment FROM orders"
        )
        parcels = self._books.rows("SELECT num, com, track FROM parcels")
        watching = self._books.rows("SELECT num, com, resultv2, ended_at FROM subscriptions")
        return {
            "orders": [dict(row) for row in orders],
            "parcels": [dict(row) | {"track": json.loads(row["track"])} for row in parcels],
            "subscriptions": [dict(row) for row in watching],
        }


def _level(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0


def _accepted(data: dict[str, object]) -> dict[str, object]:
    return {"result": True, "returnCode": "200", "message": "成功", "data": data}


def _refused(refusal: CourierRefusal) -> web.Response:
    return answer_json({"result": False, "returnCode": refusal.code, "message": refusal.message})


def _is_success(status: int, body: bytes) -> bool:
    try:
        told = json.loads(body)
    except ValueError:
        return False
    return status == web.HTTPOk.status_code and isinstance(told, dict) and told.get("result") is True
