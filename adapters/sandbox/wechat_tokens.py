"""The platform's access tokens (接口调用凭证): the good one, those before it, how often one may force."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone

from adapters.sandbox.kit import Books
from adapters.sandbox.wechat_rules import Refusal

BEIJING = timezone(timedelta(hours=8))
LIFE_SECONDS, RENEWED_BEFORE_SECONDS = 7200, 300
FORCE_APART_SECONDS, FORCED_A_DAY = 30, 20
ACTIONS = frozenset({"expire", "rotate", "revoke"})
TABLES = """
CREATE TABLE IF NOT EXISTS tokens (
    token TEXT PRIMARY KEY, issued_at REAL NOT NULL, ends_at REAL NOT NULL, forced INTEGER NOT NULL,
    state TEXT NOT NULL
);
"""


class TokenBook:
    """`state` of a token: good; killed by a forced one; revoked: refused, and handed out all the same."""

    def __init__(self, books: Books, *, appid: str, secret: str, now: Callable[[], datetime]) -> None:
        books.create(TABLES)
        self._books, self._appid, self._secret, self._now = books, appid, secret, now

    def check_account(self, given: Mapping[str, object]) -> None:
        """Raises Refusal."""
        for name, code in (("appid", 41002), ("secret", 41004)):
            if not given.get(name):
                raise Refusal(code, f"{name} missing")
        if given["appid"] != self._appid:
            raise Refusal(40013, "invalid appid")
        if given["secret"] != self._secret:
            raise Refusal(40125, "invalid appsecret")

    def stable(self, body: Mapping[str, object]) -> dict[str, object]:
        """The answer of stable_token. Raises Refusal."""
        if body.get("grant_type") != "client_credential":
            raise Refusal(40002, "invalid grant_type")
        self.check_account(body)
        if body.get("force_refresh") is True:
            self._check_force()
            return self._told(self._issue(forced=True))
        row = self._books.one(
            "SELECT * FROM tokens WHERE state != 'killed' ORDER BY issued_at DESC, rowid DESC"
        )
        if row is None or float(row["ends_at"]) - self._now().timestamp() <= RENEWED_BEFORE_SECONDS:
            return self._told(self._issue(forced=False))
        return self._told(str(row["token"]))

    def check(self, token: str) -> None:
        """Raises Refusal: 41001 none, 40001 not ours or killed, 42001 expired."""
        if not token:
            raise Refusal(41001, "access_token missing")
        row = self._books.one("SELECT * FROM tokens WHERE token = ?", token)
        if row is None or row["state"] != "good":
            raise Refusal(40001, "invalid credential, access_token is invalid or not latest")
        if self._now().timestamp() >= float(row["ends_at"]):
            raise Refusal(42001, "access_token expired")

    def act(self, action: str) -> None:
        """expire: all end now; rotate: somebody else forced one; revoke: refused, yet handed out."""
        if action not in ACTIONS:
            raise ValueError(f"action must be one of {sorted(ACTIONS)}")
        if action == "rotate":
            self._issue(forced=False, killing=True)
        elif action == "expire":
            self._books.write("UPDATE tokens SET ends_at = ?", self._now().timestamp())
        else:
            self._books.write("UPDATE tokens SET state = 'revoked' WHERE state = 'good'")

    def counts(self) -> dict[str, int]:
        return {
            "issued": self._books.count("SELECT COUNT(*) FROM tokens"),
            "forced": self._books.count("SELECT COUNT(*) FROM tokens WHERE forced = 1"),
        }

    def _check_force(self) -> None:
        now = self._now()
        midnight = now.astimezone(BEIJING).replace(hour=0, minute=0, second=0, microsecond=0)
        sql = "SELECT COUNT(*) FROM tokens WHERE forced = 1 AND issued_at >= ?"
        if self._books.count(sql, midnight.timestamp()) >= FORCED_A_DAY:
            raise Refusal(45009, "reach max api daily quota limit")
        if self._books.count(sql, now.timestamp() - FORCE_APART_SECONDS + 0.001):
            raise Refusal(45011, "api minute-quota reach limit, must slower")

    def _issue(self, *, forced: bool, killing: bool = False) -> str:
        number = self._books.next_number("token")
        token = "A_" + hashlib.sha512(f"sandbox token {number}".encode()).hexdigest()
        now = self._now().timestamp()
        with self._books.transaction():
            if forced or killing:
                self._books.write("UPDATE tokens SET state = 'killed'")
            self._books.insert(
                "tokens",
                token=token,
                issued_at=now,
                ends_at=now + LIFE_SECONDS,
                forced=int(forced),
                state="good",
            )
        return token

    def _told(self, token: str) -> dict[str, object]:
        row = self._books.one("SELECT ends_at FROM tokens WHERE token = ?", token)
        ends = float(row["ends_at"]) if row is not None else 0.0
        return {"access_token": token, "expires_in": int(ends - self._now().timestamp())}
