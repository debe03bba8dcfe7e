"""The archive of Tencent's sent messages (短信发送记录): what was sent, what the carrier said of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from adapters.sandbox.kit import Books, mask
from adapters.sandbox.tencent_sms_rules import BEIJING

SILENT = ""  # a report that never comes
ARRIVED = "DELIVRD"
CODE = re.compile(r"(?<!\d)\d{4,8}(?!\d)")
TABLES = """
CREATE TABLE IF NOT EXISTS tencent_messages (
    id INTEGER PRIMARY KEY, sid TEXT NOT NULL, phone TEXT NOT NULL, template TEXT NOT NULL,
    kind TEXT NOT NULL, content TEXT NOT NULL, context TEXT NOT NULL, sent_at REAL NOT NULL,
    report TEXT NOT NULL, report_at REAL NOT NULL, pulled INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS tencent_messages_phone ON tencent_messages (phone, sent_at);
"""
REPORTED = "FROM tencent_messages WHERE report <> '' AND report_at <= ?"


@dataclass(frozen=True, slots=True)
class Letter:
    """`report`: what the carrier is going to say; `context`: what the customer calls it."""

    sid: str
    phone: str
    template: str
    kind: str
    content: str
    context: str
    report: str


def local_text(at: float) -> str:
    """How the vendor writes a moment; that it means Beijing time nobody documents."""
    return datetime.fromtimestamp(at, BEIJING).strftime("%Y-%m-%d %H:%M:%S")


class TencentSmsArchive:
    def __init__(self, books: Books, *, echoes: bool) -> None:
        """`echoes`: whether the session context is told with a report, which an account has to ask for."""
        books.create(TABLES)
        self._books, self._echoes = books, echoes

    def keep(self, letter: Letter, *, sent_at: float, report_at: float) -> None:
        self._books.insert(
            "tencent_messages",
            sid=letter.sid,
            phone=letter.phone,
            template=letter.template,
            kind=letter.kind,
            content=letter.content,
            context=letter.context,
            report=letter.report,
            sent_at=sent_at,
            report_at=report_at,
        )

    def of_phone(self, phone: str, begin: int, end: int, now: float, most: int) -> list[dict[str, object]]:
        """Only what the carrier has reported on."""
        sql = f"SELECT * {REPORTED} AND phone = ? AND sent_at >= ? AND sent_at <= ? ORDER BY id LIMIT ?"
        rows = self._books.rows(sql, now, phone, begin, end, most)
        return [self._status(dict(row)) for row in rows]

    def pull(self, now: float, most: int) -> list[dict[str, object]]:
        """Each report once: what was pulled is gone from the queue."""
        with self._books.transaction():
            rows = self._books.rows(f"SELECT * {REPORTED} AND pulled = 0 ORDER BY id LIMIT ?", now, most)
            for row in rows:
                self._books.write("UPDATE tencent_messages SET pulled = 1 WHERE id = ?", row["id"])
        return [self._status(dict(row)) for row in rows]

    def code_to(self, phone: str) -> str:
        """The digits of the newest verification code. Raises ValueError: none was sent."""
        sql = "SELECT content FROM tencent_messages WHERE phone = ? AND kind = 'otp' ORDER BY id DESC LIMIT 1"
        found = [CODE.search(row["content"]) for row in self._books.rows(sql, phone)]
        if not found or found[0] is None:
            raise ValueError("no code was sent to this phone")
        return found[0].group()

    def listing(self, *, wording: bool, phone: str = "") -> list[dict[str, object]]:
        """For `/__books` and `/__outbox`: phones masked, the text only where it is asked for."""
        sql = "SELECT * FROM tencent_messages WHERE ? = '' OR phone = ? ORDER BY id"
        return [_shown(dict(row), wording=wording) for row in self._books.rows(sql, phone, phone)]

    def _status(self, row: Mapping[str, object]) -> dict[str, object]:
        is_there = row["report"] == ARRIVED
        return {
            "UserReceiveTime": int(float(str(row["report_at"]))),
            "CountryCode": "86",
            "SubscriberNumber": row["phone"],
            "PhoneNumber": f"+86{row['phone']}",
            "SerialNo": row["sid"],
            "ReportStatus": "SUCCESS" if is_there else "FAIL",
            "Description": row["report"],
            "SessionContext": row["context"] if self._echoes else "",
        }


def _shown(row: Mapping[str, object], *, wording: bool) -> dict[str, object]:
    names = ("sid", "template", "context", "report", *(["content"] if wording else []))
    sent_at = datetime.fromtimestamp(float(str(row["sent_at"])), UTC).isoformat()
    return {name: row[name] for name in names} | {"phone": mask(str(row["phone"])), "sent_at": sent_at}
