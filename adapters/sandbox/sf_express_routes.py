"""Routes and their pushes (路由推送) of the emulated SF Express: up to ten lines a push, told once each.

Source: community copies of the table of operation codes, and the route push page, read 2026-11-22.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import urlencode
from xml.sax.saxutils import quoteattr

from adapters.sandbox.kit import Books
from adapters.sandbox.kit_callbacks import Callbacks

BEIJING = timezone(timedelta(hours=8))
AT_ONCE = 10
TABLES = """
CREATE TABLE IF NOT EXISTS routes (
    id INTEGER PRIMARY KEY, order_id TEXT NOT NULL, mailno TEXT NOT NULL, at REAL NOT NULL,
    op_code TEXT NOT NULL, first_status TEXT NOT NULL, remark TEXT NOT NULL, pushed INTEGER NOT NULL DEFAULT 0
);
"""


@dataclass(frozen=True, slots=True)
class Step:
    code: str
    first: str  # firstStatusCode: 1 picked up, 2 transit, 3 delivering, 4 signed
    remark: str


STEPS: Mapping[str, Step] = {
    "picked_up": Step("50", "1", "顺丰速运 已收取快件"),
    "in_transit": Step("30", "2", "快件在【青岛集散中心】完成分拣，准备发往下一站"),
    "arrived": Step("31", "2", "快件到达【莱西营业点】"),
    "out_for_delivery": Step("44", "3", "快件正在派送途中，请保持电话畅通"),
    "locker": Step("123", "3", "快件已放入快递柜，请凭取件码领取"),
    "station": Step("130", "3", "快件已送达驿站，请及时领取"),
    "agent_signed": Step("607", "4", "快件已由代理点代为签收"),
    "signed": Step("80", "4", "已签收，感谢使用顺丰"),
    "signed_self": Step("80", "4", "已签收，签收人：本人"),
    "signed_other": Step("80", "4", "已签收，签收人：他人代签"),
    "sign_detail_self": Step("8000", "4", "签收明细，本人签收"),
    "unreachable": Step("33", "3", "联系不上收件人，待再次派送"),
    "held_up": Step("70", "3", "快件派送不成功，待进一步处理"),
    "forwarded": Step("99", "2", "应客户要求，快件正在转寄中"),
    "returned": Step("648", "2", "快件已退回，新单号另行通知"),
    "unheard_of": Step("9876", "", "未公开的操作"),
}
PATH = ("picked_up", "in_transit", "arrived", "out_for_delivery", "signed_self")


class Routes:
    """`push_url` empty: nobody is told. `form`: «json» or «xml». `gathers`: pushes wait for `/__push`."""

    def __init__(self, books: Books, callbacks: Callbacks, push_url: str, form: str) -> None:
        books.create(TABLES)
        self._books, self._callbacks, self._url = books, callbacks, push_url
        self.form, self.gathers = form, False

    def add(self, order_id: str, mailno: str, step: Step, at: datetime) -> None:
        """One more line; join a transaction."""
        self._books.insert(
            "routes",
            order_id=order_id,
            mailno=mailno,
            at=at.timestamp(),
            op_code=step.code,
            first_status=step.first,
            remark=step.remark,
        )
        if not self.gathers:
            self.push()

    def push(self) -> int:
        """All that was not told yet, ten lines at a time; how many pushes."""
        waiting = self._books.rows("SELECT * FROM routes WHERE pushed = 0 ORDER BY id")
        batches = [waiting[start : start + AT_ONCE] for start in range(0, len(waiting), AT_ONCE)]
        for batch in batches:
            self._tell(batch)
            for row in batch:
                self._books.write("UPDATE routes SET pushed = 1 WHERE id = ?", row["id"])
        return len(batches)

    def of(self, column: str, number: str) -> list[dict[str, object]]:
        sql = f"SELECT * FROM routes WHERE {column} = ? ORDER BY at, id"  # noqa: S608 -- our own column name
        return [_asked(row) for row in self._books.rows(sql, number)]

    def _tell(self, rows: Iterable[sqlite3.Row]) -> None:
        if not self._url:
            return
        items = [_told(row) for row in rows]
        if self.form == "xml":
            lines = "".join(f"<WaybillRoute {_attributes(item)}/>" for item in items)
            text = f'<Request service="RoutePushService" lang="zh-CN"><Body>{lines}</Body></Request>'
            body, content_type = urlencode({"content": text}).encode(), "application/x-www-form-urlencoded"
        else:
            body = json.dumps({"Body": {"WaybillRoute": items}}, ensure_ascii=False).encode()
            content_type = "application/json; charset=utf-8"
        self._callbacks.enqueue(self._url, body, content_type=content_type, note=f"{len(items)} routes")


def _told(row: sqlite3.Row) -> dict[str, str]:
    return {
        "mailno": row["mailno"],
        "orderid": row["order_id"],
        "acceptTime": _beijing(row["at"]),
        "acceptAddress": "青岛市",
        "remark": row["remark"],
        "opCode": row["op_code"],
        "id": str(160_000_000_000 + row["id"]),
        "reasonCode": "",
        "reasonName": "",
        "firstStatusCode": row["first_status"],
        "firstStatusName": "",
        "secondaryStatusCode": "",
        "secondaryStatusName": "",
    }


def _asked(row: sqlite3.Row) -> dict[str, object]:
    told = _told(row)
    return {name: told[name] for name in ("acceptTime", "acceptAddress", "remark", "opCode")}


def _attributes(item: Mapping[str, str]) -> str:
    return " ".join(f"{name}={quoteattr(value)}" for name, value in item.items())


def _beijing(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
