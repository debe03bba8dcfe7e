"""The vendor's record of face checks (慧眼核身记录): one row a BizToken, from DetectAuth to the result."""

import hashlib
import sqlite3
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from adapters.sandbox.kit import Books

BEIJING = timezone(timedelta(hours=8))
TOKEN_LIVES, RESULT_KEPT = timedelta(seconds=7200), timedelta(days=3)
A_MINUTE, A_DAY = 15, 30  # of one card
PASSED, TOO_MANY = "0", "2018"
STRANGER, MISNAMED = "FailedOperation.IdNoExistSystem", "FailedOperation.IdNameMisMatch"
NO_PHOTO = "FailedOperation.IdPhotoNoExist"
OUTCOMES = frozenset(
    {
        *("0", "1001", "1002", "1004", "1102", "1201", "2001", "2018", "9999"),
        *(STRANGER, MISNAMED, NO_PHOTO),
        "FailedOperation.IdPhotoPoorQuality",
        "FailedOperation.CompareLowSimilarity",
        "FailedOperation.CompareLibServiceUnavailable",
        "FailedOperation.LivessDetectFail",
        "FailedOperation.LivessDetectFake",
        "FailedOperation.IdentityAuthLimitExceeded",
    }
)
"""How a check may end: a number stands in Text.ErrCode, a name is the answer's Error."""

TABLES = """
CREATE TABLE IF NOT EXISTS detections (
    biz_token TEXT PRIMARY KEY, extra TEXT NOT NULL, name TEXT NOT NULL, number TEXT NOT NULL,
    redirect_url TEXT NOT NULL, created_at REAL NOT NULL, submitted_at REAL, outcome TEXT,
    asked INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS detections_number ON detections (number, submitted_at);
"""


@dataclass(frozen=True, slots=True)
class Citizen:
    """Whom the authority's library (权威库) knows."""

    name: str
    number: str
    has_photo: bool = True


class DetectionBook:
    def __init__(self, books: Books, citizens: Sequence[Citizen]) -> None:
        books.create(TABLES)
        self._books = books
        self._citizens = {one.number: one for one in citizens}

    def open(self, *, name: str, number: str, extra: str, redirect_url: str, at: datetime) -> str:
        """A new check's BizToken, a UUID in capitals; the same sequence in each fresh book."""
        seed = hashlib.md5(f"sandbox detect {self._books.next_number('detect')}".encode())  # noqa: S324 - a name, no secret
        token = str(uuid.UUID(bytes=seed.digest(), version=4)).upper()
        self._books.insert(
            "detections",
            biz_token=token,
            extra=extra,
            name=name,
            number=number,
            redirect_url=redirect_url,
            created_at=at.timestamp(),
        )
        return token

    def find(self, biz_token: str) -> sqlite3.Row | None:
        return self._books.one("SELECT * FROM detections WHERE biz_token = ?", biz_token)

    def is_open(self, row: sqlite3.Row, at: datetime) -> bool:
        return row["submitted_at"] is None and _since(row["created_at"], at) <= TOKEN_LIVES

    def is_told(self, row: sqlite3.Row, at: datetime) -> bool:
        """Within two hours anything is, and what was finished then for three days."""
        lives = TOKEN_LIVES if row["submitted_at"] is None else RESULT_KEPT
        return _since(row["created_at"], at) <= lives

    def submit(self, row: sqlite3.Row, wanted: str, at: datetime) -> str:
        """The outcome kept: nobody passes whom the library does not know, nor too often."""
        outcome = self._verdict(row["name"], row["number"]) if wanted == PASSED else wanted
        if self._is_too_often(row["number"], at):
            outcome = TOO_MANY
        self._books.write(
            "UPDATE detections SET submitted_at = ?, outcome = ?"
            " WHERE biz_token = ? AND submitted_at IS NULL",
            *(at.timestamp(), outcome, row["biz_token"]),
        )
        return outcome

    def note_asked(self, biz_token: str) -> None:
        self._books.write("UPDATE detections SET asked = asked + 1 WHERE biz_token = ?", biz_token)

    def listing(self) -> list[dict[str, object]]:
        rows = self._books.rows("SELECT * FROM detections ORDER BY created_at, rowid")
        return [
            {"extra": row["extra"], "outcome": row["outcome"], "asked": row["asked"]}
            | {"name": f"{row['name'][:1]}**"}
            for row in rows
        ]

    def _is_too_often(self, number: str, at: datetime) -> bool:
        midnight = at.astimezone(BEIJING).replace(hour=0, minute=0, second=0, microsecond=0)
        minute = at - timedelta(minutes=1)
        return self._tries(number, minute) >= A_MINUTE or self._tries(number, midnight) >= A_DAY

    def _tries(self, number: str, since: datetime) -> int:
        sql = "SELECT COUNT(*) FROM detections WHERE number = ? AND submitted_at > ?"
        return self._books.count(sql, number, since.timestamp())

    def _verdict(self, name: str, number: str) -> str:
        known = self._citizens.get(number)
        if known is None:
            return STRANGER
        if known.name != name:
            return MISNAMED
        return PASSED if known.has_photo else NO_PHOTO


def _since(stamp: float, at: datetime) -> timedelta:
    return at - datetime.fromtimestamp(stamp, UTC)
