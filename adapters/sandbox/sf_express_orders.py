"""Orders (下单, 消单, 订单结果查询) of the emulated SF Express: one for each orderId, for good.

Source: vendor pages as listed in docs/vendors/sf-express.md, read 2026-11-22.
"""

import sqlite3
from collections.abc import Mapping
from datetime import datetime

from adapters.sandbox.kit import Books
from adapters.sandbox.sf_express_routes import PATH, STEPS, Routes
from adapters.sandbox.sf_express_rules import SfRefusal, phones_of, text_of

BY_HAND, SERVED, NOT_SERVED = 1, 2, 3  # filterResult: 人工确认, 可收派, 不可收派
PLACED, CANCELLED, UNDER_WAY = "placed", "cancelled", "under_way"
CONFIRM, CANCEL = 1, 2
DONE = 2  # resStatus
TABLES = """
CREATE TABLE IF NOT EXISTS orders (
    order_id TEXT PRIMARY KEY, waybill TEXT NOT NULL, given INTEGER NOT NULL, filter INTEGER NOT NULL,
    state TEXT NOT NULL, pay_method TEXT NOT NULL, monthly_card TEXT NOT NULL, docall TEXT NOT NULL,
    start TEXT NOT NULL, phones TEXT NOT NULL, created_at REAL NOT NULL, done INTEGER NOT NULL DEFAULT 0,
    next_at REAL, tempo REAL NOT NULL
);
"""


class Orders:
    """`tempo_seconds`: for orders placed from now on; 0 = by hand. `filter`: likewise, what is answered.

    `says_repeat`: an orderId that comes again is 8016; otherwise the first waybill is given again.
    """

    def __init__(self, books: Books, routes: Routes, tempo_seconds: float) -> None:
        books.create(TABLES)
        self._books, self._routes = books, routes
        self.tempo_seconds, self.filter, self.says_repeat = tempo_seconds, SERVED, True

    def place(self, order: Mapping[str, object], at: datetime) -> dict[str, object]:
        """Raises SfRefusal 8016 for one that is there, where the switch says so."""
        order_id = text_of(order, "orderId")
        first = self.find(order_id)
        if first is not None:
            if self.says_repeat:
                raise SfRefusal("8016", "重复下单")
            return _answer(first)
        number = self._books.next_number("waybill")
        self._books.insert(
            "orders",
            order_id=order_id,
            waybill=f"SF7444{number:09d}",
            given=int(self.filter == SERVED),
            filter=self.filter,
            state=PLACED,
            pay_method=text_of(order, "payMethod"),
            monthly_card=text_of(order, "monthlyCard"),
            docall=text_of(order, "isDocall"),
            start=text_of(order, "sendStartTm"),
            phones=phones_of(order),
            created_at=at.timestamp(),
            next_at=at.timestamp() + self.tempo_seconds if self._goes_by_itself() else None,
            tempo=self.tempo_seconds,
        )
        return _answer(self.known(order_id))

    def _goes_by_itself(self) -> bool:
        return bool(self.tempo_seconds) and self.filter != NOT_SERVED

    def find(self, order_id: str) -> sqlite3.Row | None:
        return self._books.one("SELECT * FROM orders WHERE order_id = ?", order_id)

    def known(self, order_id: str) -> sqlite3.Row:
        """Raises SfRefusal 8018."""
        row = self.find(order_id)
        if row is None:
            raise SfRefusal("8018", "未找到订单信息")
        return row

    def search(self, order_id: str) -> dict[str, object]:
        """Raises SfRefusal 8024."""
        row = self.find(order_id)
        if row is None:
            raise SfRefusal("8024", "未下单")
        return _answer(row)

    def update(self, order_id: str, deal_type: object) -> dict[str, object]:
        """Confirm or cancel. Raises SfRefusal."""
        row = self.known(order_id)
        if deal_type not in (CONFIRM, CANCEL):
            raise SfRefusal("4002", "报文解析错误: dealType")
        if row["state"] == CANCELLED:
            raise SfRefusal("8037", "已消单")
        if row["state"] == UNDER_WAY:
            raise SfRefusal("8019", "订单已确认")
        if deal_type == CANCEL:
            sql = "UPDATE orders SET state = ?, next_at = NULL WHERE order_id = ?"
            self._books.write(sql, CANCELLED, order_id)
        return {"orderId": order_id, "waybillNoInfoList": _waybills(row), "resStatus": DONE}

    def judge(self, order_id: str, result: int) -> None:
        """What the vendor's people found about an address. Raises SfRefusal, ValueError."""
        if result not in (SERVED, NOT_SERVED):
            raise ValueError("result is 2 or 3")
        self.known(order_id)
        sql = "UPDATE orders SET filter = ?, given = ? WHERE order_id = ?"
        self._books.write(sql, result, int(result == SERVED), order_id)

    def happen(self, row: sqlite3.Row, to: str, at: datetime) -> None:
        """One step of the parcel. Raises ValueError for an unknown word."""
        if to not in STEPS:
            raise ValueError(f"to must be one of {sorted(STEPS)}")
        done = PATH.index(to) + 1 if to in PATH else len(PATH)
        goes_on = done < len(PATH) and row["next_at"] is not None  # what waits for a hand goes on waiting
        with self._books.transaction():
            self._routes.add(row["order_id"], row["waybill"], STEPS[to], at)
            self._books.write(
                "UPDATE orders SET state = ?, given = 1, done = ?, next_at = ? WHERE order_id = ?",
                *(UNDER_WAY, done, at.timestamp() + row["tempo"] if goes_on else None, row["order_id"]),
            )

    def advance_due(self, at: datetime) -> None:
        """Every parcel whose time has come takes one step."""
        sql = "SELECT * FROM orders WHERE next_at IS NOT NULL AND next_at <= ?"
        for row in self._books.rows(sql, at.timestamp()):
            self.happen(row, PATH[row["done"]], at)

    def by_number(self, order_id: str, waybill: str) -> sqlite3.Row:
        """Raises ValueError."""
        row = self._books.one("SELECT * FROM orders WHERE order_id = ? OR waybill = ?", order_id, waybill)
        if row is None:
            raise ValueError("unknown parcel")
        return row

    def listing(self) -> list[dict[str, object]]:
        return [dict(row) for row in self._books.rows("SELECT * FROM orders ORDER BY created_at, order_id")]


def _answer(row: sqlite3.Row) -> dict[str, object]:
    return {
        "orderId": row["order_id"],
        "originCode": "532",
        "destCode": "532",
        "filterResult": row["filter"],
        "waybillNoInfoList": _waybills(row),
        "routeLabelInfo": [],
    }


def _waybills(row: sqlite3.Row) -> list[dict[str, object]] | None:
    return [{"waybillType": 1, "waybillNo": row["waybill"]}] if row["given"] else None
