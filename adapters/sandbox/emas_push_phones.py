"""Phones (手机) with our app, as EMAS sees them: to whom they are bound, whether on, and what they show."""

from datetime import datetime

from adapters.sandbox.emas_push_rules import POPUP, Push, is_heard
from adapters.sandbox.kit import Books

SHOWN, STORED, LOST = "shown", "stored", "lost"
PLATFORMS = frozenset({"android", "ios", "harmony"})
TABLES = """
CREATE TABLE IF NOT EXISTS phones (
    device TEXT PRIMARY KEY, app_key TEXT NOT NULL, platform TEXT NOT NULL, maker TEXT NOT NULL,
    account TEXT NOT NULL, online INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS pushes (
    message_id TEXT PRIMARY KEY, app_key TEXT NOT NULL, target TEXT NOT NULL, target_value TEXT NOT NULL,
    title TEXT NOT NULL, body TEXT NOT NULL, job_key TEXT NOT NULL, token TEXT NOT NULL,
    at REAL NOT NULL, expires_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS pushes_token ON pushes (app_key, token, at);
CREATE TABLE IF NOT EXISTS arrivals (
    message_id TEXT, device TEXT, state TEXT NOT NULL, heard INTEGER NOT NULL, page TEXT NOT NULL,
    PRIMARY KEY (message_id, device)
);
"""
LATE = """
UPDATE arrivals SET state = 'lost' WHERE state = 'stored' AND device = ?
AND message_id IN (SELECT message_id FROM pushes WHERE expires_at <= ?)
"""


class Phones:
    def __init__(self, books: Books) -> None:
        books.create(TABLES)
        self._books = books

    def bind(
        self, device: str, account: str, *, app_key: str, platform: str, maker: str, online: bool
    ) -> None:
        """A phone has one account: the last one bound, whoever's it was before."""
        self._books.write(
            "INSERT OR REPLACE INTO phones (device, app_key, platform, maker, account, online)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            *(device, app_key, platform, maker, account, int(online)),
        )

    def unbind(self, device: str) -> None:
        self._books.write("UPDATE phones SET account = '' WHERE device = ?", device)

    def turn(self, device: str, now: datetime, *, online: bool) -> None:
        """On again, it gets what was kept for it."""
        self._books.write("UPDATE phones SET online = ? WHERE device = ?", int(online), device)
        if online:
            self._books.write(LATE, device, now.timestamp())
            self._books.write(
                "UPDATE arrivals SET state = 'shown' WHERE state = 'stored' AND device = ?", device
            )

    def first_of(self, app_key: str, token: str, since: datetime) -> str | None:
        """The number of the first push with this token since then."""
        sql = "SELECT message_id FROM pushes WHERE app_key = ? AND token = ? AND at > ? ORDER BY at LIMIT 1"
        row = self._books.one(sql, app_key, token, since.timestamp()) if token else None
        return None if row is None else str(row["message_id"])

    def count_since(self, since: datetime, *, target: str = "") -> int:
        sql = "SELECT COUNT(*) FROM pushes WHERE at > ? AND (? = '' OR target = ?)"
        return self._books.count(sql, since.timestamp(), target, target)

    def accept(self, push: Push, message_id: str, now: datetime) -> None:
        """Kept, and on its way to every phone it is for."""
        with self._books.transaction():
            self._books.insert(
                "pushes",
                message_id=message_id,
                app_key=push.app_key,
                target=push.target,
                target_value=",".join(push.targets),
                title=push.title,
                body=push.body,
                job_key=push.job_key,
                token=push.token,
                at=now.timestamp(),
                expires_at=push.expires_at.timestamp(),
            )
            for phone in self._books.rows("SELECT * FROM phones WHERE app_key = ?", push.app_key):
                named = phone["account"] if push.target == "ACCOUNT" else phone["device"]
                if push.target == "ALL" or named in push.targets:
                    state = _state(push, phone["platform"], phone["maker"], is_on=bool(phone["online"]))
                    self._books.insert(
                        "arrivals",
                        message_id=message_id,
                        device=phone["device"],
                        state=state,
                        heard=int(is_heard(phone["maker"], push.more)),
                        page=push.more.get(_extra(phone["platform"]), ""),
                    )

    def knows(self, push: Push) -> bool:
        """Whether anybody bound one of the accounts it is for."""
        bound = {row["account"] for row in self._books.rows("SELECT account FROM phones")}
        return push.target != "ACCOUNT" or bool(bound & set(push.targets))

    def pushes(self) -> list[dict[str, object]]:
        return [dict(row) for row in self._books.rows("SELECT * FROM pushes ORDER BY rowid")]

    def screens(self, device: str = "") -> list[dict[str, object]]:
        """What each phone shows or will never show, oldest first."""
        sql = (
            "SELECT a.device, a.state, a.heard, a.page, p.title, p.body, p.message_id FROM arrivals a"
            " JOIN pushes p ON p.message_id = a.message_id WHERE ? = '' OR a.device = ? ORDER BY p.rowid"
        )
        return [dict(row) for row in self._books.rows(sql, device, device)]


def _state(push: Push, platform: str, maker: str, *, is_on: bool) -> str:
    if is_on:
        return SHOWN
    if platform == "ios":  # Apple's own service keeps it, whatever StoreOffline says
        return SHOWN if push.more.get("iOSApnsEnv") == "PRODUCT" else LOST
    if maker and platform == "android" and all(push.more.get(name) for name in POPUP):
        return SHOWN  # by the maker's own channel
    return STORED if push.stores else LOST


def _extra(platform: str) -> str:
    return {"ios": "iOSExtParameters", "harmony": "HarmonyExtParameters"}.get(
        platform, "AndroidExtParameters"
    )
