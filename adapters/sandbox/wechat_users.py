"""The platform's users of one mini-program (用户): who they are, their one-use codes, their credits."""

import hashlib
import sqlite3
from collections.abc import Callable
from datetime import datetime

from adapters.sandbox.kit import Books
from adapters.sandbox.wechat_rules import Refusal

CODE_SECONDS, LOGINS_A_MINUTE = 300, 100
TABLES = """
CREATE TABLE IF NOT EXISTS users (
    openid TEXT PRIMARY KEY, unionid TEXT NOT NULL, phone TEXT NOT NULL, country TEXT NOT NULL,
    blocked INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS codes (
    code TEXT PRIMARY KEY, kind TEXT NOT NULL, openid TEXT NOT NULL, made_at REAL NOT NULL,
    used INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS logins (openid TEXT NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS credits (
    openid TEXT NOT NULL, template TEXT NOT NULL, credits INTEGER NOT NULL, PRIMARY KEY (openid, template)
);
"""


class UserBook:
    def __init__(self, books: Books, now: Callable[[], datetime]) -> None:
        books.create(TABLES)
        self._books, self._now = books, now

    def keep(self, openid: str, *, unionid: str, phone: str, country: str, blocked: bool) -> None:
        self._books.write(
            "INSERT OR REPLACE INTO users VALUES (?, ?, ?, ?, ?)",
            openid,
            unionid,
            phone,
            country,
            int(blocked),
        )

    def find(self, openid: str) -> sqlite3.Row | None:
        return self._books.one("SELECT * FROM users WHERE openid = ?", openid)

    def need(self, openid: str) -> sqlite3.Row:
        """For levers. Raises ValueError."""
        row = self.find(openid)
        if row is None:
            raise ValueError("no such openid")
        return row

    def code(self, kind: str, openid: str) -> str:
        """What wx.login, or the phone button, gives the page: `kind` is "login" or "phone"."""
        number = self._books.next_number(f"code-{kind}")
        code = hashlib.sha256(f"sandbox {kind} code {number}".encode()).hexdigest()[:32]
        self._books.insert("codes", code=code, kind=kind, openid=openid, made_at=self._now().timestamp())
        return code

    def session(self, code: str) -> dict[str, object]:
        """The answer of jscode2session. Raises Refusal."""
        if not code:
            raise Refusal(41008, "missing code")
        row = self._spend("login", code, used=40163)
        now = self._now().timestamp()
        if row["blocked"]:
            raise Refusal(40226, "code blocked")
        sql = "SELECT COUNT(*) FROM logins WHERE openid = ? AND at > ?"
        if self._books.count(sql, row["openid"], now - 60) >= LOGINS_A_MINUTE:
            raise Refusal(45011, "api minute-quota reach limit, must slower")
        self._books.insert("logins", openid=row["openid"], at=now)
        key = hashlib.sha256(f"sandbox session key {code}".encode()).hexdigest()[:24]
        told: dict[str, object] = {"openid": row["openid"], "session_key": key}
        return told | ({"unionid": row["unionid"]} if row["unionid"] else {})

    def phone(self, code: str, openid: str | None, appid: str) -> dict[str, object]:
        """The phone_info of getuserphonenumber. Raises Refusal."""
        row = self._spend("phone", code, used=40029, by=openid)
        return {
            "phoneNumber": row["phone"] if row["country"] == "86" else f"+{row['country']}{row['phone']}",
            "purePhoneNumber": row["phone"],
            "countryCode": row["country"],
            "watermark": {"timestamp": int(self._now().timestamp()), "appid": appid},
        }

    def grant(self, openid: str, template: str, count: int) -> None:
        self._books.write(
            "INSERT INTO credits VALUES (?, ?, ?) ON CONFLICT (openid, template)"
            " DO UPDATE SET credits = credits + excluded.credits",
            *(openid, template, count),
        )

    def revoke(self, openid: str, template: str) -> None:
        self._books.write(
            "UPDATE credits SET credits = 0 WHERE openid = ? AND template = ?", openid, template
        )

    def take_credit(self, openid: str, template: str) -> bool:
        sql = "UPDATE credits SET credits = credits - 1 WHERE openid = ? AND template = ? AND credits > 0"
        return self._books.write(sql, openid, template) == 1

    def listing(self) -> list[dict[str, object]]:
        return [
            {"openid": row["openid"], "template": row["template"], "credits": row["credits"]}
            for row in self._books.rows("SELECT * FROM credits ORDER BY openid, template")
        ]

    def _spend(self, kind: str, code: str, *, used: int, by: str | None = None) -> sqlite3.Row:
        """The user a code stands for; it is used up. The two kinds do not open each other's door."""
        sql = "SELECT * FROM codes JOIN users USING (openid) WHERE code = ? AND kind = ?"
        row = self._books.one(sql, code, kind)
        if row is None or self._now().timestamp() - float(row["made_at"]) > CODE_SECONDS:
            raise Refusal(40029, "invalid code")
        if row["used"]:
            raise Refusal(used, "code been used" if used != 40029 else "invalid code")  # noqa: PLR2004 -- its number
        if by is not None and by != row["openid"]:
            raise Refusal(40029, "invalid code")
        self._books.write("UPDATE codes SET used = 1 WHERE code = ?", code)
        return row
