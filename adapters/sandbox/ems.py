"""EMS (中国邮政速递物流): orders, calling off and tracking in SM4 envelopes, with pushes in the same.

Source: public integrations as listed in docs/vendors/ems.md, read 2026-11-22. No official page was readable:
the codes of refusals, the retries of pushes and the fate of a repeated order are this sandbox's own.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from urllib.parse import parse_qsl

from aiohttp import web

from adapters.sandbox.ems_envelope import EmsRefusal, open_envelope
from adapters.sandbox.ems_orders import REPEATS, Orders
from adapters.sandbox.kit import HIDDEN, Books, Desk, answer_json

BEIJING = timezone(timedelta(hours=8))
TICK_SECONDS = 0.1
PATHS = ("/amp-prod-api/f/amp/api/open", "/amp-prod-api/f/amp/api/test")
NEEDED = ("apiCode", "senderNo", "authorization", "timeStamp", "logitcsInterface")
LIES: Mapping[str, Mapping[str, object]] = {
    "another_payer": {"paymentMode": "2"},
    "another_order": {"logisticsOrderNo": "somebody-elses"},
    "no_waybill": {"waybillNo": ""},
}


@dataclass(frozen=True, slots=True)
class EmsSandbox:
    """`key`: base64 of sixteen bytes. `push_with_key`: whether what is pushed carries the key's text, too.

    `tempo_seconds`: a parcel's next step by itself; 0 = by hand through `/__advance_parcel`.
    """

    customer: str
    authorization: str
    key: str
    push_url: str = ""
    push_with_key: bool = False
    tempo_seconds: float = 1.0
    stamp_window: timedelta = timedelta(minutes=15)


def create_app(books: Books, *, config: EmsSandbox, now: Callable[[], datetime]) -> web.Application:
    return EmsPlatform(books, config, now).desk.app


class EmsPlatform:
    def __init__(self, books: Books, config: EmsSandbox, now: Callable[[], datetime]) -> None:
        self._books, self._config = books, config
        self.desk = Desk(
            books,
            now=now,
            throttled=lambda: web.Response(status=429, text="too many requests"),
            dump=self._dump,
            modes={"answer", "answer_after", *LIES},
            hidden=HIDDEN | {"logitcsinterface", "authorization"},
            retry_after=(60, 300, 900),
            accepted=_is_success,
        )
        self._orders = Orders(
            books,
            self.desk.callbacks,
            customer=config.customer,
            key=config.key,
            push_url=config.push_url,
            with_key=config.push_with_key,
        )
        self._orders.tempo_seconds = config.tempo_seconds
        for path in PATHS:
            self.desk.business("POST", path, self._serve)
        self.desk.control("/__advance_parcel", self._advance_parcel)
        self.desk.control("/__repeat", self._set_repeat)
        self.desk.app.cleanup_ctx.append(self._traffic)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        rule = self.desk.rule(request)
        told = EmsRefusal(str(rule.more.get("code", "X9999")), "系统错误")
        if rule.mode == "answer":
            return _refused(told)
        form = dict(parse_qsl((await request.read()).decode(), keep_blank_values=True))
        try:
            body = self._act(form["apiCode"] if self._is_admitted(form) else "", form)
        except EmsRefusal as refusal:
            return _refused(refusal)
        return _refused(told) if rule.mode == "answer_after" else _taken({**body, **LIES.get(rule.mode, {})})

    def _is_admitted(self, form: Mapping[str, str]) -> bool:
        """Raises EmsRefusal."""
        if not all(form.get(name) for name in NEEDED):
            raise EmsRefusal("X0001", "公共参数不全")
        config = self._config
        if (form["senderNo"], form["authorization"]) != (config.customer, config.authorization):
            raise EmsRefusal("X0002", "授权码不正确")
        try:
            stamp = datetime.strptime(form["timeStamp"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING)
        except ValueError:
            raise EmsRefusal("X0003", "请求时间不正确") from None
        if abs(self.desk.clock.wall() - stamp) > config.stamp_window:
            raise EmsRefusal("X0003", "请求时间不正确")
        return True

    def _act(self, api: str, form: Mapping[str, str]) -> dict[str, object]:
        document, at = open_envelope(form["logitcsInterface"], self._config.key), self.desk.clock.now()
        match api:
            case "020003":
                return self._orders.place(document, at)
            case "020006":
                return self._orders.cancel(document)
            case "040001":
                return self._orders.track(document)
            case _:
                raise EmsRefusal("X0004", "接口代码不正确")

    def _advance_parcel(self, body: dict[str, object]) -> dict[str, object]:
        number, waybill = str(body.get("logisticsOrderNo", "")), str(body.get("waybillNo", ""))
        row = self._orders.find(number, waybill)
        if row is None:
            raise ValueError("unknown parcel")
        self._orders.happen(row, str(body.get("to", "")), self.desk.clock.now())
        return {"waybillNo": row["waybill"]}

    def _set_repeat(self, body: dict[str, object]) -> None:
        """What an order of a number that is there already does."""
        if body.get("to") not in REPEATS:
            raise ValueError(f"to must be one of {REPEATS}")
        self._orders.repeat = str(body["to"])

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
        rows = self._books.rows("SELECT * FROM orders ORDER BY rowid")
        return {"orders": [dict(row) | {"track": json.loads(row["track"])} for row in rows]}


def _taken(body: Mapping[str, object]) -> web.Response:
    return _told("00000", "成功", json.dumps(body, ensure_ascii=False))


def _refused(refusal: EmsRefusal) -> web.Response:
    return _told(refusal.code, refusal.message, None)


def _told(code: str, message: str, body: str | None) -> web.Response:
    """`retBody` is JSON inside a string."""
    return answer_json(
        {
            "retCode": code,
            "retMsg": message,
            "retBody": body,
            "retDate": "",
            "serialNo": "",
            "success": code == "00000",
        }
    )


def _is_success(status: int, body: bytes) -> bool:
    try:
        told = json.loads(body)
    except ValueError:
        return False
    return status == web.HTTPOk.status_code and isinstance(told, dict) and told.get("code") == "00000"
