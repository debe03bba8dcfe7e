"""Tickets and the page (登录页) of an emulated house to sign in at: buttons instead of a password or a scan.

Source: docs/vendors/unified-identity.md and docs/vendors/e-licence.md.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from adapters.sandbox.kit_books import Books
from adapters.sandbox.kit_public import Refused

LIFE = timedelta(minutes=5)
UNUSABLE = "ticket-unusable"
TABLE = """
CREATE TABLE IF NOT EXISTS tickets (
    ticket TEXT PRIMARY KEY, state TEXT NOT NULL, subject TEXT NOT NULL, made_at TEXT NOT NULL, used_at TEXT
);
"""
STYLE = """
body{margin:0;font:17px/1.5 -apple-system,"PingFang SC","Noto Sans CJK SC",sans-serif;
background:#fff;color:#1f1f1f}
main{max-width:420px;margin:0 auto;padding:24px 20px}
label{display:block;margin:16px 0 4px}select,button{display:block;width:100%;box-sizing:border-box;
padding:14px;font:inherit;border-radius:8px;border:1px solid #1559c0;background:#fff;color:#1559c0}
button{margin:12px 0}button.go{background:#1559c0;color:#fff}button.quiet{border-color:#fff;color:#595959}
small{color:#595959}
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What stood in the address a person came with."""

    app_id: str
    back: str
    state: str

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        return cls(query.get("appId", ""), query.get("redirectUri", ""), query.get("state", ""))


@dataclass(frozen=True, slots=True)
class House:
    """`app_id`: the one application it knows; `back`: how an address it sends people back to begins."""

    title: str
    question: str
    app_id: str
    back: str

    def knows(self, asked: Asked) -> bool:
        """Registered beforehand, as every such house wants it: it is no open redirect."""
        mine, theirs = urlsplit(self.back), urlsplit(asked.back)
        is_ours = (mine.scheme, mine.netloc) == (theirs.scheme, theirs.netloc)
        return is_ours and asked.app_id == self.app_id and 0 < len(asked.state) <= 128  # noqa: PLR2004 - ours

    def page(self, asked: Asked, choices: Sequence[tuple[str, str]]) -> str:
        """`choices`: value and words of everybody who could stand here."""
        options = "".join(
            f'<option value="{escape(value)}">{escape(words)}</option>' for value, words in choices
        )
        hidden = "".join(
            f'<input type="hidden" name="{name}" value="{escape(value)}">'
            for name, value in (("appId", asked.app_id), ("redirectUri", asked.back), ("state", asked.state))
        )
        return _page(
            self.title,
            f"<p>{escape(self.question)}</p>"
            f'<form method="post">{hidden}<label for="who">谁在登录（演示）</label>'
            f'<select id="who" name="who">{options}</select>'
            '<button class="go" name="choice" value="agree">同意</button>'
            '<button class="quiet" name="choice" value="refuse">不同意</button></form>'
            "<small>沙箱：不验密码，不扫码</small>",
        )

    def notice(self, words: str) -> str:
        return _page(self.title, f"<p>{escape(words)}</p>")


def sent_back(asked: Asked, **told: str) -> str:
    """Their answer stands in the query, before the fragment."""
    parts = urlsplit(asked.back)
    query = urlencode([*parse_qsl(parts.query), *told.items(), ("state", asked.state)])
    return urlunsplit(parts._replace(query=query))


class Tickets:
    """Each for one exchange within five minutes, and with the state it was given for."""

    def __init__(self, books: Books, now: Callable[[], datetime]) -> None:
        books.create(TABLE)
        self._books, self._now = books, now

    def give(self, state: str, subject: str) -> str:
        ticket = f"TK-{secrets.token_urlsafe(24)}"
        self._books.insert(
            "tickets", ticket=ticket, state=state, subject=subject, made_at=self._now().isoformat()
        )
        return ticket

    def take(self, ticket: str, state: str) -> str:
        """The subject it was given for. A wrong state spends it, too. Raises: Refused."""
        row = self._books.one("SELECT * FROM tickets WHERE ticket = ? AND used_at IS NULL", ticket)
        if row is None:
            raise Refused(UNUSABLE, "票据无效或已使用")
        now = self._now()
        self._books.write("UPDATE tickets SET used_at = ? WHERE ticket = ?", now.isoformat(), ticket)
        if row["state"] != state or now - datetime.fromisoformat(row["made_at"]) >= LIFE:
            raise Refused(UNUSABLE, "票据无效或已使用")
        return str(row["subject"])

    def listing(self) -> list[dict[str, object]]:
        rows = self._books.rows("SELECT made_at, used_at FROM tickets ORDER BY made_at")
        return [dict(row) for row in rows]


def _page(title: str, inner: str) -> str:
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><main>"
        f"<h1>{escape(title)}</h1>{inner}</main></body></html>"
    )
