"""The vendor's record of face checks (实人认证记录): one row a CertifyId, from Init to the verdict."""

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from adapters.sandbox.kit import Books

BEIJING = timezone(timedelta(hours=8))
LIFE = timedelta(minutes=30)
PASSED, MISMATCH, UNKNOWN_PERSON, NO_PHOTO = "200", "201", "202", "203"
TABLES = """
CREATE TABLE IF NOT EXISTS checks (
    certify_id TEXT PRIMARY KEY, outer_order_no TEXT NOT NULL, scene TEXT NOT NULL, name TEXT NOT NULL,
    number TEXT NOT NULL, return_url TEXT NOT NULL, callback_url TEXT NOT NULL, callback_token TEXT NOT NULL,
    has_url INTEGER NOT NULL, created_at REAL NOT NULL, opened_at REAL, submitted_at REAL,
    sub_code TEXT, asked INTEGER NOT NULL DEFAULT 0, deleted INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS checks_number ON checks (number, created_at);
"""


@dataclass(frozen=True, slots=True)
class Resident:
    """Whom the authority source (权威库) knows."""

    name: str
    number: str
    has_photo: bool = True


@dataclass(frozen=True, slots=True)
class Opening:
    """What Init was given."""

    outer_order_no: str
    scene: str
    name: str
    number: str
    return_url: str
    callback_url: str
    callback_token: str
    has_url: bool


class FaceBook:
    def __init__(self, books: Books, residents: Sequence[Resident]) -> None:
        books.create(TABLES)
        self._books = books
        self._residents = {resident.number: resident for resident in residents}

    def open(self, opening: Opening, at: datetime) -> str:
        """A new check's CertifyId: 32 hex digits, the same sequence in each fresh book."""
        number = self._books.next_number("certify")
        certify_id = hashlib.sha256(f"sandbox certify {number}".encode()).hexdigest()[:32]
        self._books.insert(
            "checks",
            certify_id=certify_id,
            outer_order_no=opening.outer_order_no,
            scene=opening.scene,
            name=opening.name,
            number=opening.number,
            return_url=opening.return_url,
            callback_url=opening.callback_url,
            callback_token=opening.callback_token,
            has_url=int(opening.has_url),
            created_at=at.timestamp(),
        )
        return certify_id

    def find(self, certify_id: str) -> sqlite3.Row | None:
        return self._books.one("SELECT * FROM checks WHERE certify_id = ? AND deleted = 0", certify_id)

    def is_open(self, row: sqlite3.Row, at: datetime) -> bool:
        """Not submitted yet and within its 30 minutes."""
        created = datetime.fromtimestamp(row["created_at"], UTC)
        return row["submitted_at"] is None and at - created <= LIFE

    def note_opened(self, certify_id: str, at: datetime) -> None:
        sql = "UPDATE checks SET opened_at = ? WHERE certify_id = ? AND opened_at IS NULL"
        self._books.write(sql, at.timestamp(), certify_id)

    def submit(self, row: sqlite3.Row, wanted: str, at: datetime) -> str:
        """The sub code kept: a stranger to the authority source cannot pass, whatever button was pressed."""
        verdict = self._verdict(row["name"], row["number"]) if wanted == PASSED else wanted
        self._books.write(
            "UPDATE checks SET submitted_at = ?, opened_at = COALESCE(opened_at, ?), sub_code = ?"
            " WHERE certify_id = ? AND submitted_at IS NULL",
            *(at.timestamp(), at.timestamp(), verdict, row["certify_id"]),
        )
        return verdict

    def is_unusable(self, name: str, number: str) -> bool:
        """After 201, 202 or 203 the vendor does not ask the authority source about this person again."""
        sql = (
            "SELECT COUNT(*) FROM checks WHERE name = ? AND number = ? AND sub_code IN ('201', '202', '203')"
        )
        return self._books.count(sql, name, number) > 0

    def tries_today(self, number: str, at: datetime) -> int:
        midnight = at.astimezone(BEIJING).replace(hour=0, minute=0, second=0, microsecond=0)
        sql = "SELECT COUNT(*) FROM checks WHERE number = ? AND created_at >= ?"
        return self._books.count(sql, number, midnight.timestamp())

    def note_asked(self, certify_id: str) -> None:
        self._books.write("UPDATE checks SET asked = asked + 1 WHERE certify_id = ?", certify_id)

    def delete(self, certify_id: str, *, after_query: bool) -> tuple[str, str]:
        """DeleteResult and FailReason."""
        row = self._books.one("SELECT * FROM checks WHERE certify_id = ?", certify_id)
        if row is None or row["deleted"]:
            return "N", "NOT_DELETE_REPEATEDLY"
        if after_query and not row["asked"]:
            return "N", "NEED_QUERY_VERIFY_RESULT"
        # the person's data goes, the bare row stays: tries and "deleted once already" are still known
        self._books.write(
            "UPDATE checks SET deleted = 1, name = '', return_url = '', callback_url = ''"
            " WHERE certify_id = ?",
            certify_id,
        )
        return "Y", ""

    def listing(self) -> list[dict[str, object]]:
        names = ("certify_id", "outer_order_no", "scene", "sub_code", "asked", "deleted")
        rows = self._books.rows("SELECT * FROM checks ORDER BY created_at, rowid")
        return [
            {name: row[name] for name in names}
            | {"submitted": row["submitted_at"] is not None, "name": f"{row['name'][:1]}**"}
            for row in rows
        ]

    def _verdict(self, name: str, number: str) -> str:
        resident = self._residents.get(number)
        if resident is None:
            return UNKNOWN_PERSON
        if resident.name != name:
            return MISMATCH
        return PASSED if resident.has_photo else NO_PHOTO


def material(row: sqlite3.Row) -> str:
    """MaterialInfo: a JSON document inside a JSON string, as the vendor sends it."""
    passed = row["sub_code"] == PASSED
    picture = {
        "qualityScore": 88.2,
        "verifyScore": 96.4 if passed else 21.7,
        "ossBucketName": "cn-shanghai-aliyun-cloudauth",
        "ossObjectName": f"verify/{row['certify_id']}.jpeg",
        "pictureUrl": f"http://127.0.0.1/verify/{row['certify_id']}.jpeg",
    }
    return json.dumps({"faceAttack": "T" if row["sub_code"] == "205" else "F", "facialPictureFront": picture})
