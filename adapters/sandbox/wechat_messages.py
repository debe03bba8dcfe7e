"""The platform's subscribe messages (订阅消息): what was sent to whom, each for one credit."""

import json
from collections.abc import Mapping, Sequence

from adapters.sandbox.kit import Books, mask
from adapters.sandbox.wechat_rules import Refusal, WechatPattern, check_data, check_frame
from adapters.sandbox.wechat_users import UserBook

FIRST_MESSAGE = 3_000_000_000_000_000_000  # 64 bits: a reader that goes through a float loses the end
TABLES = """
CREATE TABLE IF NOT EXISTS messages (
    msgid TEXT PRIMARY KEY, openid TEXT NOT NULL, template TEXT NOT NULL, page TEXT NOT NULL,
    data TEXT NOT NULL
);
"""


class MessageBook:
    def __init__(self, books: Books, users: UserBook, templates: Sequence[WechatPattern]) -> None:
        books.create(TABLES)
        self._books, self._users = books, users
        self._templates = {pattern.template_id: pattern for pattern in templates}

    def knows(self, template: str) -> bool:
        return template in self._templates

    def send(self, body: Mapping[str, object]) -> str:
        """The message's number; one credit less. Raises Refusal."""
        openid, template = str(body.get("touser", "")), str(body.get("template_id", ""))
        if self._users.find(openid) is None:
            raise Refusal(40003, "invalid openid")
        if template not in self._templates:
            raise Refusal(40037, "invalid template_id")
        check_frame(body)
        data = check_data(self._templates[template], body.get("data"))
        if not self._users.take_credit(openid, template):
            raise Refusal(43101, "user refuse to accept the msg")
        message = str(FIRST_MESSAGE + self._books.next_number("message"))
        self._books.insert(
            "messages",
            msgid=message,
            openid=openid,
            template=template,
            page=str(body.get("page", "")),
            data=json.dumps(data, ensure_ascii=False),
        )
        return message

    def listing(self) -> list[dict[str, object]]:
        rows = self._books.rows("SELECT * FROM messages ORDER BY rowid")
        return [dict(row) | {"data": json.loads(mask(row["data"]))} for row in rows]
