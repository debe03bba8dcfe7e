"""Orders and tracks of EMS (订单与轨迹): who pays each, what a repeat does, and who is told.

Source: public integrations, read 2026-11-22. What the real platform does with a repeated logisticsOrderNo
is not known: `repeat` is «second» (another courier comes), «first» (the first waybill again) or «refuse».
"""

import json
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

from adapters.sandbox.ems_envelope import EmsRefusal, close_envelope
from adapters.sandbox.kit import Books
from adapters.sandbox.kit_callbacks import Callbacks

BEIJING = timezone(timedelta(hours=8))
REPEATS = ("second", "first", "refuse")
PATH = ("picked_up", "in_transit", "arrived", "out_for_delivery", "delivered")
PAYERS = {"1": "customer", "2": "receiver", "4": "receiver"}  # as the vendor's table is quoted
COLLECT = "3"  # bizProductNo 特快到付: the receiver's purse, whatever paymentMode says
NEEDED = ("ecommerceUserId", "logisticsOrderNo", "createdTime", "contentsAttribute", "bizProductNo")
NEEDED_OF_END = ("name", "mobile", "prov", "city", "county", "address")
TABLES = """
CREATE TABLE IF NOT EXISTS orders (
    waybill TEXT PRIMARY KEY, order_no TEXT NOT NULL, payer TEXT NOT NULL, product TEXT NOT NULL,
    deliver_type TEXT NOT NULL, cancelled INTEGER NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0,
    next_at REAL, track TEXT NOT NULL DEFAULT '[]'
);
CREATE INDEX IF NOT EXISTS orders_no ON orders (order_no);
"""


class Step(NamedTuple):
    code: str
    name: str
    words: str


STEPS: Mapping[str, Step] = {
    "picked_up": Step("203", "收寄", "邮件已收寄"),
    "in_transit": Step("389", "处理中心封车", "邮件离开处理中心"),
    "arrived": Step("954", "到达处理中心", "邮件到达处理中心"),
    "out_for_delivery": Step("702", "投递邮件接收-下段", "投递员正在派件"),
    "delivered": Step("704", "投递结果反馈-妥投", "已签收"),
    "signed_other": Step("704", "投递结果反馈-妥投", "已签收，他人代收"),
    "locker": Step("704", "投递结果反馈-妥投", "已投递至快递柜，请及时取件"),
    "station": Step("704", "投递结果反馈-妥投", "已由驿站代收"),
    "unreachable": Step("705", "投递结果反馈-未妥投", "收件人电话无人接听"),
    "refused": Step("705", "投递结果反馈-未妥投", "收件人拒收"),
    "returning": Step("705", "投递结果反馈-未妥投", "邮件退回中"),
    "unheard_of": Step("999", "未公开的操作", "未公开的操作"),
}


class Orders:
    """`tempo_seconds`: a parcel's next step by itself; 0 = by hand only."""

    def __init__(
        self, books: Books, callbacks: Callbacks, *, customer: str, key: str, push_url: str, with_key: bool
    ) -> None:
        books.create(TABLES)
        self._books, self._callbacks = books, callbacks
        self._customer, self._key, self._push_url, self._with_key = customer, key, push_url, with_key
        self.tempo_seconds, self.repeat = 0.0, REPEATS[0]

    def place(self, told: object, at: datetime) -> dict[str, object]:
        """Raises EmsRefusal."""
        if not isinstance(told, list) or len(told) != 1 or not isinstance(told[0], dict):
            raise EmsRefusal("X2001", "订单应为数组")
        order = told[0]
        _check(order)
        number = str(order["logisticsOrderNo"])
        first = self._books.one("SELECT * FROM orders WHERE order_no = ? ORDER BY rowid", number)
        if first is not None and self.repeat == "refuse":
            raise EmsRefusal("X2002", "物流订单号重复")
        if first is not None and self.repeat == "first":
            return {"waybillNo": first["waybill"], "logisticsOrderNo": number}
        waybill = f"1200{self._books.next_number('ems waybill'):09d}"
        product = str(order["bizProductNo"])
        payer = "receiver" if product == COLLECT else PAYERS[str(order.get("paymentMode", "1"))]
        self._books.insert(
            "orders",
            waybill=waybill,
            order_no=number,
            payer=payer,
            product=product,
            deliver_type=str(order.get("deliverType", "")),
            next_at=at.timestamp() + self.tempo_seconds if self.tempo_seconds else None,
        )
        return {"waybillNo": waybill, "logisticsOrderNo": number}

    def cancel(self, told: object) -> dict[str, object]:
        """Before it is fetched. Again is no error, it is assumed. Raises EmsRefusal."""
        if not isinstance(told, dict) or not told.get("cancelReason"):
            raise EmsRefusal("X2003", "取消原因为空")
        row = self._books.one(
            "SELECT * FROM orders WHERE order_no = ? AND waybill = ?",
            str(told.get("logisticsOrderNo", "")),
            str(told.get("waybillNo", "")),
        )
        if row is None:
            raise EmsRefusal("X2004", "订单不存在")
        if json.loads(row["track"]):
            raise EmsRefusal("X2005", "邮件已收寄，不能取消")
        self._books.write("UPDATE orders SET cancelled = 1, next_at = NULL WHERE waybill = ?", row["waybill"])
        return {}

    def track(self, told: object) -> dict[str, object]:
        """Raises EmsRefusal."""
        if not isinstance(told, dict) or not told.get("waybillNo"):
            raise EmsRefusal("X2006", "邮件号为空")
        row = self._books.one("SELECT * FROM orders WHERE waybill = ?", str(told["waybillNo"]))
        return {"responseItems": json.loads(row["track"]) if row is not None else []}

    def find(self, order_no: str, waybill: str) -> sqlite3.Row | None:
        """The latest of that number."""
        sql = "SELECT * FROM orders WHERE (order_no = ? AND ? <> '') OR waybill = ? ORDER BY rowid DESC"
        return self._books.one(sql, order_no, order_no, waybill)

    def happen(self, row: sqlite3.Row, to: str, at: datetime) -> None:
        """One step more, told to whom it may concern. Raises ValueError for an unknown word."""
        step = STEPS.get(to)
        if step is None:
            raise ValueError(f"to must be one of {sorted(STEPS)}")
        line = {
            "waybillNo": row["waybill"],
            "opTime": at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S"),
            "opCode": step.code,
            "opName": step.name,
            "opDesc": step.words,
            "opOrgName": "沙箱邮局",
            "operatorName": "沙箱投递员",
        }
        done = PATH.index(to) + 1 if to in PATH else len(PATH)
        goes_on = self.tempo_seconds and row["next_at"] is not None and done < len(PATH)
        with self._books.transaction():
            track = json.dumps([*json.loads(row["track"]), line], ensure_ascii=False)
            self._books.write(
                "UPDATE orders SET track = ?, done = ?, next_at = ? WHERE waybill = ?",
                track,
                done,
                at.timestamp() + self.tempo_seconds if goes_on else None,
                row["waybill"],
            )
            self._tell({**line, "orderNo": row["order_no"]}, at)

    def advance_due(self, at: datetime) -> None:
        """Every parcel whose time has come takes one step."""
        sql = "SELECT * FROM orders WHERE next_at IS NOT NULL AND next_at <= ? AND cancelled = 0"
        for row in self._books.rows(sql, at.timestamp()):
            self.happen(row, PATH[row["done"]], at)

    def _tell(self, line: dict[str, object], at: datetime) -> None:
        if not self._push_url:
            return
        serial = f"{self._books.next_number('ems push'):032X}"
        document = {
            "logitcsInterface": close_envelope(line, self._key, with_key=self._with_key),
            "method": "040002",
            "msgType": "0",
            "senderNo": self._customer,
            "serialNo": serial,
            "timeStamp": at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"),
            "version": "v1.0.0",
        }
        self._callbacks.enqueue(
            self._push_url,
            json.dumps(document, ensure_ascii=False).encode(),
            content_type="application/json;charset=UTF-8",
            note=f"track {line['waybillNo']} {line['opCode']}",
        )


def _check(order: Mapping[str, object]) -> None:
    """Raises EmsRefusal."""
    for name in NEEDED:
        if not order.get(name):
            raise EmsRefusal("X2007", f"{name}不能为空")
    for end in ("sender", "receiver"):
        given = order.get(end)
        if not isinstance(given, dict) or not all(given.get(name) for name in NEEDED_OF_END):
            raise EmsRefusal("X2008", f"{end}信息不全")
    if not order.get("cargos"):
        raise EmsRefusal("X2007", "cargos不能为空")
    if str(order.get("paymentMode", "1")) not in PAYERS:
        raise EmsRefusal("X2009", "付款方式不正确")
