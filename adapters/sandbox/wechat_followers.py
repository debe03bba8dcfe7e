"""Who follows an official account (粉丝), and the template messages (模板消息) each was sent.

Source: developers.weixin.qq.com/doc/service/api/ notify/template/api_sendtemplatemessage and
usermanage/userinfo/api_batchuserinfo, read 2026-11-22.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta, timezone

from adapters.sandbox.kit import Books, mask
from adapters.sandbox.wechat_rules import Refusal, WechatPattern, check_data

BEIJING = timezone(timedelta(hours=8))
ONE_NUMBER_SECONDS = 600  # so long one client_msg_id is sent to one account once
MOST_USERS = 100
FIRST_MESSAGE = 4_000_000_000_000_000_000
TABLES = """
CREATE TABLE IF NOT EXISTS followers (
    openid TEXT PRIMARY KEY, unionid TEXT NOT NULL, follows INTEGER NOT NULL, blocks INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS template_messages (
    msgid TEXT PRIMARY KEY, openid TEXT NOT NULL, template TEXT NOT NULL, page TEXT NOT NULL,
    appid TEXT NOT NULL, client_msg_id TEXT NOT NULL, data TEXT NOT NULL, at REAL NOT NULL
);
"""


class FollowerBook:
    def __init__(
        self,
        books: Books,
        templates: Sequence[WechatPattern],
        opens: Collection[str],
        now: Callable[[], datetime],
        *,
        a_day: int,
    ) -> None:
        books.create(TABLES)
        self._books, self._now, self._opens, self._a_day = books, now, frozenset(opens), a_day
        self._templates = {pattern.template_id: pattern for pattern in templates}

    def follow(self, openid: str, unionid: str) -> None:
        self._books.write("INSERT OR REPLACE INTO followers VALUES (?, ?, 1, 0)", openid, unionid)

    def leave(self, openid: str) -> None:
        self._books.write("UPDATE followers SET follows = 0 WHERE openid = ?", openid)

    def block(self, openid: str) -> None:
        """They follow on, and have messages switched off."""
        self._books.write("UPDATE followers SET blocks = 1 WHERE openid = ?", openid)

    def is_blocked(self, openid: str) -> bool:
        return bool(
            self._books.count("SELECT COUNT(*) FROM followers WHERE openid = ? AND blocks = 1", openid)
        )

    def who(self, body: Mapping[str, object]) -> list[dict[str, object]]:
        """The answer for each of `user_list`. Raises Refusal."""
        asked = body.get("user_list")
        if not isinstance(asked, list) or not 1 <= len(asked) <= MOST_USERS:
            raise Refusal(40032, "invalid openid list size")
        return [self._one(str(one.get("openid", ""))) for one in asked if isinstance(one, dict)]

    def send(self, body: Mapping[str, object]) -> tuple[str, bool]:
        """The message's number, and whether it is a new one. Raises Refusal."""
        openid, template = str(body.get("touser", "")), str(body.get("template_id", ""))
        known = self._books.one("SELECT * FROM followers WHERE openid = ?", openid)
        if known is None:
            raise Refusal(40003, "invalid openid")
        if template not in self._templates:
            raise Refusal(40037, "invalid template_id")
        opens = body.get("miniprogram")
        page = _page(opens, self._opens) if opens is not None else ("", "")
        data = check_data(self._templates[template], body.get("data"))
        if not known["follows"]:
            raise Refusal(43004, "require subscribe")
        ours, now = str(body.get("client_msg_id", "")), self._now()
        if ours and (before := self._before(openid, ours, now)) is not None:
            return before, False
        midnight = now.astimezone(BEIJING).replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
        if self._books.count("SELECT COUNT(*) FROM template_messages WHERE at >= ?", midnight) >= self._a_day:
            raise Refusal(45009, "reach max api daily quota limit")
        message = str(FIRST_MESSAGE + self._books.next_number("template-message"))
        self._books.insert(
            "template_messages",
            msgid=message,
            openid=openid,
            template=template,
            appid=page[0],
            page=page[1],
            client_msg_id=ours,
            data=json.dumps(data, ensure_ascii=False),
            at=now.timestamp(),
        )
        return message, True

    def listing(self) -> list[dict[str, object]]:
        rows = self._books.rows("SELECT * FROM template_messages ORDER BY rowid")
        return [dict(row) | {"data": json.loads(mask(row["data"]))} for row in rows]

    def count(self) -> int:
        return self._books.count("SELECT COUNT(*) FROM followers WHERE follows = 1")

    def _before(self, openid: str, ours: str, now: datetime) -> str | None:
        row = self._books.one(
            "SELECT msgid FROM template_messages WHERE openid = ? AND client_msg_id = ? AND at > ?",
            *(openid, ours, now.timestamp() - ONE_NUMBER_SECONDS),
        )
        return None if row is None else str(row["msgid"])

    def _one(self, openid: str) -> dict[str, object]:
        row = self._books.one("SELECT * FROM followers WHERE openid = ?", openid)
        if row is None or not row["follows"]:
            return {"subscribe": 0, "openid": openid}
        told: dict[str, object] = {"subscribe": 1, "openid": openid, "language": "zh_CN", "tagid_list": []}
        return told | ({"unionid": row["unionid"]} if row["unionid"] else {})


def _page(opens: object, allowed: Collection[str]) -> tuple[str, str]:
    """The mini-program a message leads to, and where in it. Raises Refusal."""
    appid, page = (opens.get("appid"), opens.get("pagepath")) if isinstance(opens, dict) else (None, None)
    if appid not in allowed:
        raise Refusal(40013, "invalid appid: the mini-program is not bound to this account")
    if not isinstance(page, str) or page.startswith("/"):
        raise Refusal(47003, "argument invalid! miniprogram.pagepath")
    return str(appid), page
