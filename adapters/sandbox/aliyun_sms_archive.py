"""The archive of sent messages (短信发送记录): what was sent to whom, and what became of it."""

import re
from datetime import UTC, date, datetime, timedelta

from adapters.sandbox.aliyun_sms_rules import BEIJING
from adapters.sandbox.kit import Books, mask

WAITING, FAILED, ARRIVED = 1, 2, 3
CODE = re.compile(r"(?<!\d)\d{4,8}(?!\d)")
DELIVERED = "DELIVERED"
SILENT = ""  # a receipt that never comes
TABLES = """
CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY, biz_id TEXT NOT NULL, phone TEXT NOT NULL, sign_name TEXT NOT NULL,
    template TEXT NOT NULL, kind TEXT NOT NULL, content TEXT NOT NULL, out_id TEXT NOT NULL,
    sent_at REAL NOT NULL, receipt TEXT NOT NULL, receipt_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS messages_phone ON messages (phone, sent_at);
"""
OF_ONE_DAY = "FROM messages WHERE phone = ? AND sent_at >= ? AND sent_at < ? AND (? = '' OR biz_id = ?)"


def beijing(at: float) -> str:
    """How the vendor writes a moment; that it means Beijing time is a convention nobody documents."""
    return datetime.fromtimestamp(at, BEIJING).strftime("%Y-%m-%d %H:%M:%S")


class SmsArchive:
    def __init__(self, books: Books) -> None:
        books.create(TABLES)
        self._books = books

    def keep(
        self, letter: tuple[str, str, str, str, str, str, str, str], *, sent_at: float, receipt_at: float
    ) -> None:
        """`letter`: biz_id, phone, template code, kind, signature, text, out_id, coming receipt."""
        self._books.write(
            "INSERT INTO messages (biz_id, phone, template, kind, sign_name, content, out_id, receipt,"
            " sent_at, receipt_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *letter,
            sent_at,
            receipt_at,
        )

    def page(
        self, phone: str, day: date, biz_id: str, now: datetime, *, size: int, page: int
    ) -> tuple[int, list[dict[str, object]]]:
        """How many there are in all, and one page of QuerySendDetails' items, newest first."""
        since = datetime(day.year, day.month, day.day, tzinfo=BEIJING)
        until = since + timedelta(days=1)
        found = (phone, since.timestamp(), until.timestamp(), biz_id, biz_id)
        total = self._books.count(f"SELECT COUNT(*) {OF_ONE_DAY}", *found)
        sql = f"SELECT * {OF_ONE_DAY} ORDER BY id DESC LIMIT ? OFFSET ?"
        rows = self._books.rows(sql, *found, size, (page - 1) * size)
        return total, [_detail(dict(row), now.timestamp()) for row in rows]

    def code_to(self, phone: str) -> str:
        """The digits of the newest verification code. Raises ValueError: none was sent."""
        sql = "SELECT content FROM messages WHERE phone = ? AND kind = 'otp' ORDER BY id DESC LIMIT 1"
        found = [CODE.search(row["content"]) for row in self._books.rows(sql, phone)]
        if not found or found[0] is None:
            raise ValueError("no code was sent to this phone")
        return found[0].group()

    def listing(self, *, wording: bool, phone: str = "") -> list[dict[str, object]]:
        """For `/__books` and `/__outbox`: phones masked, the text only where it is asked for."""
        rows = self._books.rows("SELECT * FROM messages WHERE ? = '' OR phone = ? ORDER BY id", phone, phone)
        names = ("biz_id", "template", "out_id", "receipt", *(["content"] if wording else []))
        return [
            {name: row[name] for name in names}
            | {
                "phone": mask(row["phone"]),
                "sent_at": datetime.fromtimestamp(row["sent_at"], UTC).isoformat(),
            }
            for row in rows
        ]


def _detail(row: dict[str, object], now: float) -> dict[str, object]:
    sent_at, receipt_at = float(str(row["sent_at"])), float(str(row["receipt_at"]))
    detail = {
        "PhoneNum": row["phone"],
        "TemplateCode": row["template"],
        "Content": row["content"],
        "SendDate": beijing(sent_at),
        "OutId": row["out_id"],
        "SendStatus": WAITING,
        "ErrCode": "",
    }
    if row["receipt"] != SILENT and receipt_at <= now:
        detail["SendStatus"] = ARRIVED if row["receipt"] == DELIVERED else FAILED
        detail["ErrCode"] = row["receipt"]
        detail["ReceiveDate"] = beijing(receipt_at)
    return detail
