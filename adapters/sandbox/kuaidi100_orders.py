"""Pick-up orders (商家寄件订单): one per thirdOrderId in 48 hours, cancelled before pick-up only.

Source: api.kuaidi100.com/document/63be699386292121d642ca3b (statuses), read 2026-11-21; the callback's field
names come from a public integration, not from the vendor's page.
"""

import hashlib
import sqlite3
from collections.abc import Mapping
from datetime import datetime, timedelta

from adapters.sandbox.kit import Books
from adapters.sandbox.kit_callbacks import Callbacks
from adapters.sandbox.kuaidi100_parcels import FORM, STEPS, Parcels, signed_form
from adapters.sandbox.kuaidi100_rules import CourierRefusal

SAME_ORDER_FOR = timedelta(hours=48)
PLACED, FAILED, ACCEPTED, CANCELLED, CARRIER_CANCELLED, PICKED_UP, SETTLED, REWEIGHED = (
    *("0", "610", "1", "9", "99"),
    *("10", "15", "155"),
)
COURIER: Mapping[str, str] = {"courierName": "沙箱快递员", "courierMobile": "19900000000"}
# Two settlements whose amounts add up: the freight first, a service fee later.
BILLS = ({"weight": "0.5", "freight": "12.00"}, {"weight": "0.5", "freight": "3.00"})
SECOND_BILL_AFTER_SECONDS = 0.5
NOTHING: Mapping[str, str] = {}
EVENTS = ("failed", "carrier_cancelled", "reweighed")
PATH = ("accepted", "picked_up", "in_transit", "arrived", "out_for_delivery", "signed_self")
TABLES = """
CREATE TABLE IF NOT EXISTS orders (
    order_id TEXT PRIMARY KEY, task_id TEXT NOT NULL, third_order_id TEXT NOT NULL, com TEXT NOT NULL,
    num TEXT NOT NULL, async INTEGER NOT NULL, status TEXT NOT NULL, url TEXT NOT NULL, salt TEXT,
    created_at REAL NOT NULL, done INTEGER NOT NULL DEFAULT 0, next_at REAL,
    tempo REAL NOT NULL DEFAULT 1, payment TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS orders_third ON orders (third_order_id, created_at);
"""
# books older than these columns lack them
LATER: Mapping[str, str] = {
    "tempo": "ALTER TABLE orders ADD COLUMN tempo REAL NOT NULL DEFAULT 1",
    "payment": "ALTER TABLE orders ADD COLUMN payment TEXT NOT NULL DEFAULT ''",
}


class Orders:
    """`tempo_seconds`: a parcel ordered from now on takes its next step after so long; 0 = by hand only."""

    def __init__(
        self, books: Books, callbacks: Callbacks, parcels: Parcels, slow_companies: frozenset[str]
    ) -> None:
        books.create(TABLES)
        known = {row["name"] for row in books.rows("PRAGMA table_info(orders)")}
        for column, added in LATER.items():
            if column not in known:
                books.create(added)
        self._books, self._callbacks, self._parcels = books, callbacks, parcels
        self._slow = slow_companies
        self.tempo_seconds = 0.0

    def place(self, param: Mapping[str, str], at: datetime) -> dict[str, object]:
        """The first order again within 48 hours of the same thirdOrderId, afterwards a new one."""
        third = param.get("thirdOrderId", "")
        since = (at - SAME_ORDER_FOR).timestamp()
        sql = "SELECT * FROM orders WHERE third_order_id = ? AND created_at >= ? ORDER BY created_at"
        first = self._books.one(sql, third, since) if third else None
        if first is not None:
            return _answer(first)
        number, company = self._books.next_number("order"), param["kuaidicom"]
        order_id, num = str(10000000 + number), f"1199{number:09d}"
        with self._books.transaction():
            self._books.insert(
                "orders",
                order_id=order_id,
                task_id=hashlib.sha256(f"sandbox task {number}".encode()).hexdigest()[:32].upper(),
                third_order_id=third,
                com=company,
                num=num,
                **{"async": int(company in self._slow)},
                status=PLACED,
                url=param["callBackUrl"],
                salt=param.get("salt"),
                created_at=at.timestamp(),
                next_at=at.timestamp() + self.tempo_seconds if self.tempo_seconds else None,
                tempo=self.tempo_seconds,
                payment=param.get("payment", ""),
            )
            self._parcels.add(num, company, (param["sendManMobile"], param["recManMobile"]))
            self._tell(self._one("order_id", order_id), PLACED)
            # The vendor follows the track itself only where the number is known at once.
            if param.get("op") == "1" and company not in self._slow:
                url, wanted = param["pollCallBackUrl"], int(param.get("resultv2") or "0")
                self._parcels.subscribe(num, company, url, param.get("salt"), resultv2=wanted, at=at)
        return _answer(self._one("order_id", order_id))

    def cancel(self, order_id: str, task_id: str, reason: str) -> None:
        """Raises CourierRefusal: unknown, or the courier has it already. Again is no error."""
        row = self._books.one("SELECT * FROM orders WHERE order_id = ? AND task_id = ?", order_id, task_id)
        if row is None:
            raise CourierRefusal("400", "订单不存在")
        if row["status"] == CANCELLED:
            return
        if row["status"] not in {PLACED, ACCEPTED}:
            raise CourierRefusal("500", "订单已揽收，不能取消")
        with self._books.transaction():
            self._set(row, CANCELLED)
            self._tell(row, CANCELLED, {"cancelMsg9": reason})

    def detail(self, task_id: str) -> dict[str, object]:
        row = self._books.one("SELECT * FROM orders WHERE task_id = ?", task_id)
        if row is None:
            raise CourierRefusal("400", "订单不存在")
        return {
            "taskId": row["task_id"],
            "orderId": row["order_id"],
            "kuaidiCom": row["com"],
            "kuaidiNum": row["num"],
            "status": int(row["status"]),
        }

    def find(self, third_order_id: str, num: str) -> sqlite3.Row | None:
        """The latest order of that reference or waybill."""
        sql = "SELECT * FROM orders WHERE (third_order_id = ? AND ? <> '') OR num = ? ORDER BY rowid DESC"
        return self._books.one(sql, third_order_id, third_order_id, num)

    def happen(self, row: sqlite3.Row, to: str, at: datetime) -> None:
        """One step of the parcel or one event of the order; raises ValueError for an unknown word."""
        with self._books.transaction():
            match to:
                case "failed":
                    self._end(row, FAILED)
                case "carrier_cancelled":
                    self._end(row, CARRIER_CANCELLED, {"cancelMsg99": "快递公司取消"})
                case "reweighed":
                    self._tell(row, REWEIGHED, {"weight": "0.8", "actualWeight": "0.8", "freight": "15.00"})
                case _ if to in STEPS:
                    self._step(row, to, at)
                case _:
                    raise ValueError(f"to must be one of {sorted([*STEPS, *EVENTS])}")

    def advance_due(self, at: datetime) -> None:
        """Every parcel whose time has come takes one step."""
        sql = "SELECT * FROM orders WHERE next_at IS NOT NULL AND next_at <= ?"
        for row in self._books.rows(sql, at.timestamp()):
            self.happen(row, PATH[row["done"]], at)

    def _step(self, row: sqlite3.Row, to: str, at: datetime) -> None:
        self._parcels.move(row["num"], STEPS[to], at)
        if to == "accepted":
            self._set(row, ACCEPTED)
            self._tell(row, ACCEPTED, COURIER)
        if to == "picked_up":
            self._set(row, PICKED_UP)
            self._tell(row, PICKED_UP, COURIER)
            for place, bill in enumerate(BILLS):
                self._tell(row, SETTLED, bill, place * SECOND_BILL_AFTER_SECONDS)
        done = PATH.index(to) + 1 if to in PATH else len(PATH)
        goes_on = done < len(PATH) and row["next_at"] is not None  # what waits for a hand goes on waiting
        next_at = at.timestamp() + row["tempo"] if goes_on else None
        sql = "UPDATE orders SET done = ?, next_at = ? WHERE order_id = ?"
        self._books.write(sql, done, next_at, row["order_id"])

    def _end(self, row: sqlite3.Row, status: str, told: Mapping[str, str] = NOTHING) -> None:
        self._set(row, status)
        self._tell(row, status, told)

    def _set(self, row: sqlite3.Row, status: str) -> None:
        self._books.write("UPDATE orders SET status = ? WHERE order_id = ?", status, row["order_id"])
        if status in {CANCELLED, CARRIER_CANCELLED, FAILED}:
            self._books.write("UPDATE orders SET next_at = NULL WHERE order_id = ?", row["order_id"])

    def _tell(
        self, row: sqlite3.Row, status: str, told: Mapping[str, str] = NOTHING, delay_seconds: float = 0.0
    ) -> None:
        data: dict[str, object] = {"orderId": row["order_id"], "status": int(status), **told}
        document: dict[str, object] = {
            "kuaidicom": row["com"],
            "kuaidinum": row["num"],
            "status": "200",
            "message": "成功",
            "data": data,
        }
        body = signed_form(document, row["salt"], taskId=row["task_id"])
        self._callbacks.enqueue(
            row["url"],
            body,
            content_type=FORM,
            delay_seconds=delay_seconds,
            note=f"order {row['order_id']} status {status}",
        )

    def _one(self, column: str, value: str) -> sqlite3.Row:
        row = self._books.one(f"SELECT * FROM orders WHERE {column} = ?", value)  # noqa: S608 -- our own column name
        if row is None:
            raise LookupError(column)
        return row


def _answer(row: sqlite3.Row) -> dict[str, object]:
    return {
        "taskId": row["task_id"],
        "orderId": row["order_id"],
        "kuaidinum": "" if row["async"] else row["num"],
        "eOrder": "",
    }
