"""Parcels and their tracks (运单轨迹): states with the advanced codes of resultv2=4, and who is told.

Source: api.kuaidi100.com/document/5f0ffb5ebc8da837cbd8aefc (states), read 2026-11-21.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import urlencode

from adapters.sandbox.kit import Books
from adapters.sandbox.kit_callbacks import Callbacks
from adapters.sandbox.kuaidi100_rules import CourierRefusal, md5_upper

BEIJING = timezone(timedelta(hours=8))
FORM = "application/x-www-form-urlencoded"
RESUBSCRIBE_AFTER = timedelta(minutes=30)
SUBSCRIPTIONS_A_MONTH = 4
ADVANCED = 4  # resultv2 from which sub-states are told
TABLES = """
CREATE TABLE IF NOT EXISTS parcels (
    num TEXT PRIMARY KEY, com TEXT NOT NULL, track TEXT NOT NULL DEFAULT '[]', asked_at REAL,
    phones TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS subscriptions (
    id INTEGER PRIMARY KEY, num TEXT NOT NULL, com TEXT NOT NULL, url TEXT NOT NULL, salt TEXT,
    resultv2 INTEGER NOT NULL, created_at REAL NOT NULL, ended_at REAL
);
"""


@dataclass(frozen=True, slots=True)
class Step:
    state: str
    code: str
    status: str
    context: str
    ends: str = ""  # how the monitoring ends with this step: shutdown, abort
    message: str = ""


STEPS = {
    "accepted": Step("1", "102", "待揽收", "快递员已接单，等待上门揽收"),
    "picked_up": Step("1", "103", "已揽收", "快件已揽收"),
    "in_transit": Step("0", "1002", "干线", "快件已从处理中心发出"),
    "arrived": Step("0", "1001", "到达派件城市", "快件已到达派件城市"),
    "out_for_delivery": Step("5", "5", "派件", "快递员正在派件"),
    "locker": Step("5", "501", "投柜或驿站", "快件已投递至快递柜，请及时取件"),
    "signed_self": Step("3", "301", "本人签收", "快件已签收，签收人：本人", "shutdown"),
    "signed_other": Step("3", "303", "代签", "快件已签收，签收人：他人代收", "shutdown"),
    "locker_signed": Step("3", "304", "投柜或站签收", "快件已由快递柜签收", "shutdown"),
    "unreachable": Step("2", "206", "无法联系", "联系不上收件人"),
    "refused": Step("14", "14", "拒签", "收件人拒收"),
    "returning": Step("6", "6", "退回", "快件正在退回寄件人"),
    "returned": Step("4", "4", "退签", "快件已退回签收", "shutdown"),
    "lost": Step("2", "202", "超时未更新", "快件长时间没有更新", "abort", "60天无变化"),
}
NO_RECORD = Step("0", "0", "在途", "", "abort", "3天查询无记录")
NAMES = {
    "0": "在途",
    "1": "揽收",
    "2": "疑难",
    "3": "签收",
    "4": "退签",
    "5": "派件",
    "6": "退回",
    "14": "拒签",
}


class Parcels:
    def __init__(self, books: Books, callbacks: Callbacks) -> None:
        books.create(TABLES)
        self._books, self._callbacks = books, callbacks

    def add(self, num: str, com: str, phones: tuple[str, ...] = ()) -> None:
        sql = "INSERT OR IGNORE INTO parcels (num, com, phones) VALUES (?, ?, ?)"
        self._books.write(sql, num, com, ",".join(phones))

    def subscribe(
        self, num: str, com: str, url: str, salt: str | None, *, resultv2: int, at: datetime
    ) -> None:
        """Raises CourierRefusal 501 while one is running or ended less than 30 minutes ago."""
        last = self._books.one("SELECT * FROM subscriptions WHERE num = ? ORDER BY id DESC", num)
        if last is not None:
            ended = last["ended_at"]
            if ended is None or at.timestamp() - ended < RESUBSCRIBE_AFTER.total_seconds():
                raise CourierRefusal("501", "重复订阅")
        month = at.astimezone(BEIJING).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        sql = "SELECT COUNT(*) FROM subscriptions WHERE num = ? AND created_at >= ?"
        if self._books.count(sql, num, month.timestamp()) >= SUBSCRIPTIONS_A_MONTH:
            raise CourierRefusal("700", "订阅方的订阅数据存在错误")
        with self._books.transaction():
            self.add(num, com)
            self._books.insert(
                "subscriptions",
                num=num,
                com=com,
                url=url,
                salt=salt,
                resultv2=resultv2,
                created_at=at.timestamp(),
            )
            if self.track(num):
                self._push(num, at, "", "")

    def move(self, num: str, step: Step, at: datetime) -> None:
        """One more line in the track, and the whole track to everybody subscribed. Join a transaction."""
        track = self.track(num)
        if step.context:
            line = {
                "at": at.timestamp(),
                "state": step.state,
                "code": step.code,
                "status": step.status,
                "context": step.context,
            }
            track.append(line)
            text = json.dumps(track, ensure_ascii=False)
            self._books.write("UPDATE parcels SET track = ? WHERE num = ?", text, num)
        self._push(num, at, step.ends, step.message)

    def track(self, num: str) -> list[dict[str, object]]:
        """Oldest first."""
        row = self._books.one("SELECT track FROM parcels WHERE num = ?", num)
        track: list[dict[str, object]] = json.loads(row["track"]) if row is not None else []
        return track

    def result(self, num: str, com: str, resultv2: int) -> dict[str, object]:
        """`lastResult` of a push and the body of a query: the full history, newest first."""
        track = self.track(num)
        last = track[-1] if track else {"state": "0", "code": "0"}
        return {
            "message": "ok",
            "nu": num,
            "ischeck": "1" if last["state"] == "3" else "0",
            "com": com,
            "status": "200",
            "condition": "F00",
            "state": last["code"] if resultv2 >= ADVANCED else last["state"],
            "data": [_line(line, resultv2) for line in reversed(track)],
        }

    def _push(self, num: str, at: datetime, ends: str, message: str) -> None:
        sql = "SELECT * FROM subscriptions WHERE num = ? AND ended_at IS NULL"
        for row in self._books.rows(sql, num):
            document: dict[str, object] = {
                "status": ends or "polling",
                "billstatus": "check" if ends == "shutdown" else "got",
                "message": message,
                "autoCheck": "0",
                "comOld": "",
                "comNew": "",
                "lastResult": self.result(num, row["com"], row["resultv2"]),
            }
            if ends:
                ended = "UPDATE subscriptions SET ended_at = ? WHERE id = ?"
                self._books.write(ended, at.timestamp(), row["id"])
            body = signed_form(document, row["salt"])
            self._callbacks.enqueue(row["url"], body, content_type=FORM, note=f"track {num}")


def signed_form(document: dict[str, object], salt: str | None, **more: str) -> bytes:
    """`param` and, only where a salt was given, `sign` over exactly that text."""
    param = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    sign = {} if salt is None else {"sign": md5_upper(param, salt)}
    return urlencode({**more, **sign, "param": param}).encode()


def _line(line: dict[str, object], resultv2: int) -> dict[str, object]:
    at = datetime.fromtimestamp(float(str(line["at"])), UTC).astimezone(BEIJING)
    shown: dict[str, object] = {
        "time": at.strftime("%Y-%m-%d %H:%M:%S"),
        "ftime": at.strftime("%Y-%m-%d %H:%M:%S"),
        "context": line["context"],
    }
    if resultv2 >= 1:
        shown |= {"areaCode": "CN370200000000", "areaName": "山东,青岛市", "location": ""}
        shown["status"] = NAMES[str(line["state"])]
    if resultv2 >= ADVANCED:
        shown |= {"status": line["status"], "statusCode": line["code"]}
    return shown
