"""The platform's face checks (微信人脸核身 2.0): opened for one person, one user, one number of ours.

Source: developers.weixin.qq.com/miniprogram/dev/server/API/face/ api_getverifyid, api_queryverifyinfo, read
2026-11-21.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from adapters.sandbox.aliyun_face_rules import is_id_number
from adapters.sandbox.kit import Books
from adapters.sandbox.wechat_rules import Refusal

LIFE_SECONDS = 3600
OUT_SEQ_NO = re.compile(r"[0-9A-Za-z_-]{5,32}")
PASSED, UNFINISHED, WRONG_NUMBER, OTHER_FACE, NOT_KNOWN = 10000, 10300, 10003, 10004, 10026
RESULTS = frozenset(
    {10000, 10002, 10003, 10004, 10005, 10010, 10020, 10021, 10026, 10042, 10300, 90104, 90105, 90106, 90107}
    | {90109, 90110, 90199, *range(90001, 90019)}
)
TABLES = """
CREATE TABLE IF NOT EXISTS face_checks (
    verify_id TEXT PRIMARY KEY, out_seq_no TEXT NOT NULL UNIQUE, openid TEXT NOT NULL, name TEXT NOT NULL,
    number TEXT NOT NULL, made_at REAL NOT NULL, verify_ret INTEGER NOT NULL
);
"""


@dataclass(frozen=True, slots=True)
class FacePerson:
    """Whom the authority's photo library knows."""

    name: str
    number: str


class FaceChecks:
    def __init__(self, books: Books, persons: Sequence[FacePerson], now: Callable[[], datetime]) -> None:
        books.create(TABLES)
        self._books, self._now = books, now
        self._names = {person.number: person.name for person in persons}

    def open(self, body: Mapping[str, object], *, known_user: bool) -> dict[str, object]:
        """The answer of getverifyid. Raises Refusal."""
        order, openid = body.get("out_seq_no"), body.get("openid")
        name, number = _cert(body.get("cert_info"))
        if not order:
            raise Refusal(84010, "out_seq_no is empty")
        if OUT_SEQ_NO.fullmatch(str(order)) is None:
            raise Refusal(84011, "out_seq_no is invalid")
        if not openid:
            raise Refusal(84016, "openid is empty")
        if not known_user:
            raise Refusal(40003, "invalid openid")
        if self._books.one("SELECT 1 FROM face_checks WHERE out_seq_no = ?", str(order)) is not None:
            raise Refusal(84019, "out_seq_no already exists")
        verify_id = hashlib.sha256(f"sandbox verify {self._books.next_number('verify')}".encode()).hexdigest()
        self._books.insert(
            "face_checks",
            verify_id=verify_id,
            out_seq_no=str(order),
            openid=str(openid),
            name=name,
            number=number,
            made_at=self._now().timestamp(),
            verify_ret=UNFINISHED,
        )
        return {"verify_id": verify_id, "expires_in": LIFE_SECONDS}

    def query(self, body: Mapping[str, object]) -> dict[str, object]:
        """The answer of queryverifyinfo. Raises Refusal."""
        row = self._books.one("SELECT * FROM face_checks WHERE verify_id = ?", str(body.get("verify_id", "")))
        if row is None:
            raise Refusal(84021, "verify_id is invalid")
        for name, wanted, code in (
            ("openid", row["openid"], 84017),
            ("cert_hash", digest(row["name"], row["number"]), 84018),
            ("out_seq_no", row["out_seq_no"], 84020),
        ):
            if body.get(name) != wanted:
                raise Refusal(code, f"{name} mismatch")
        if self._now().timestamp() - float(row["made_at"]) > LIFE_SECONDS:
            raise Refusal(84022, "verify_id expired")
        return {"verify_ret": row["verify_ret"]}

    def play(self, verify_id: str, wanted: int, *, name: str | None, number: str | None) -> int:
        """Somebody in front of the camera, by default the right one; the result kept. Raises ValueError."""
        row = self._books.one("SELECT * FROM face_checks WHERE verify_id = ?", verify_id)
        if row is None or row["verify_ret"] not in {UNFINISHED, 10005}:
            raise ValueError("unknown or finished verifyId")
        if self._now().timestamp() - float(row["made_at"]) > LIFE_SECONDS:
            raise ValueError("expired verifyId")
        if wanted not in RESULTS:
            raise ValueError("result is one of the platform's verify_ret")
        told = self._compared(row["name"], row["number"], name, number) if wanted == PASSED else wanted
        self._books.write("UPDATE face_checks SET verify_ret = ? WHERE verify_id = ?", told, verify_id)
        return told

    def listing(self) -> list[dict[str, object]]:
        rows = self._books.rows("SELECT * FROM face_checks ORDER BY rowid")
        return [
            {"out_seq_no": row["out_seq_no"], "verify_ret": row["verify_ret"], "name": f"{row['name'][:1]}**"}
            for row in rows
        ]

    def _compared(self, name: str, number: str, shown_name: str | None, shown_number: str | None) -> int:
        """Nobody passes as somebody the library does not know, whatever the test asks for."""
        if number not in self._names:
            return NOT_KNOWN
        if self._names[number] != name:
            return WRONG_NUMBER
        is_other = shown_number not in {None, number} or shown_name not in {None, name}
        return OTHER_FACE if is_other else PASSED


def digest(name: str, number: str) -> str:
    """cert_hash, as the platform's page describes it."""

    def coded(text: str) -> str:
        return base64.standard_b64encode(text.encode("utf-8")).decode("ascii")

    text = f"cert_type={coded('IDENTITY_CARD')}&cert_name={coded(name)}&cert_no={coded(number)}"
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _cert(info: object) -> tuple[str, str]:
    if not isinstance(info, dict):
        raise Refusal(84012, "cert_info is empty")
    name, number = info.get("cert_name"), info.get("cert_no")
    if info.get("cert_type") != "IDENTITY_CARD":
        raise Refusal(84013, "cert_type is invalid")
    if not isinstance(name, str) or not name or name.isdigit():
        raise Refusal(84014, "cert_name is invalid")
    if not isinstance(number, str) or not is_id_number(number):
        raise Refusal(84015, "cert_no is invalid")
    return name, number
