"""The mini-program platform in memory: sign-in, phone numbers, subscribe messages and what it pushes."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from string import Template
from typing import get_args

from domain.identity.mini_program import SessionKey, WechatUser
from domain.invitations.outside import Happened, MessageReceipt, WechatEvent
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.personal import OpenId, Phone, UnionId
from domain.kernel.refusal import Refused
from tests.fakes.trouble import Trouble

HAPPENED: Mapping[str, Happened] = {word: word for word in get_args(Happened)}
DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")


@dataclass
class FakeMiniProgram:
    """`login` and `share_phone` play the person's own phone: each gives a one-use code."""

    users: dict[str, WechatUser] = field(default_factory=dict)
    phones: dict[str, tuple[OpenId, str]] = field(default_factory=dict)
    made: int = 0
    trouble: Trouble = field(default_factory=lambda: Trouble("wechat"))

    def login(self, openid: str, unionid: str = "") -> str:
        self.made += 1
        code = f"login-{self.made}"
        self.users[code] = WechatUser(
            OpenId(openid), UnionId(unionid) if unionid else None, SessionKey(f"key-{self.made}")
        )
        return code

    def share_phone(self, openid: str, phone: str) -> str:
        self.made += 1
        self.phones[f"phone-{self.made}"] = (OpenId(openid), phone)
        return f"phone-{self.made}"

    async def sign_in(self, code: str) -> WechatUser:
        self.trouble.enter()
        if code not in self.users:
            raise Refused("wechat", "code")
        return self.users.pop(code)

    async def phone_number(self, code: str, *, openid: OpenId) -> Phone:
        self.trouble.enter()
        owner, phone = self.phones.get(code, (None, ""))
        if owner != openid:
            raise Refused("wechat", "code")
        del self.phones[code]
        if phone.startswith("+"):
            raise Refused("wechat", "not-mainland")
        return Phone(phone)


@dataclass(frozen=True)
class FakeTemplate:
    """`fields`: key («thing1»), label, text with ${variables}."""

    template_id: str
    title: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Sent:
    openid: OpenId
    template: str
    wording: str
    page: str
    reference: str


@dataclass
class FakeMessages:
    """`credits`: by user and the vendor's template; `tells_number`: some answers have none."""

    templates: Mapping[str, FakeTemplate]
    credits: dict[tuple[OpenId, str], int] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    tells_number: bool = True
    trouble: Trouble = field(default_factory=lambda: Trouble("wechat-message"))

    def grant(self, openid: OpenId, template: str, count: int = 1) -> None:
        key = (openid, self.template_id(template))
        self.credits[key] = self.credits.get(key, 0) + count

    async def send(
        self, openid: OpenId, template: str, values: Mapping[str, str], *, page: str
    ) -> MessageReceipt:
        self.trouble.enter()
        wording, key = self.wording(template, values), (openid, self.template_id(template))
        if not page or page.startswith("/"):
            raise Refused("wechat-message", "page-malformed")
        if not self.credits.get(key):
            raise Refused("wechat-message", "no-credit")
        self.credits[key] -= 1
        reference = f"{3 * 10**18 + len(self.sent) + 1}" if self.tells_number else ""
        self.sent.append(Sent(openid, template, wording, page, reference))
        self.trouble.leave()
        return MessageReceipt("wechat", reference)

    def wording(self, template: str, values: Mapping[str, str]) -> str:
        known = self._known(template)
        lines = [known.title]
        for key, label, text in known.fields:
            try:
                value = Template(text).substitute(values)
            except KeyError:
                raise Refused("wechat-message", "template-variable-missing") from None
            if key.startswith("thing") and len(value) > 20:
                value = value[:19] + "…"
            if not value or (key.startswith("date") and DAY.fullmatch(value) is None):
                raise Refused("wechat-message", f"value-malformed-{key}")
            lines.append(f"{label}：{value}")
        return "\n".join(lines)

    def template_id(self, template: str) -> str:
        return self._known(template).template_id

    def _known(self, template: str) -> FakeTemplate:
        if template not in self.templates:
            raise Refused("wechat-message", "template-unknown")
        return self.templates[template]


@dataclass
class FakeWechatCallbacks:
    """Reads a JSON array of [happened, openid, template id, at, reference, error]; `signed=yes` signs."""

    def check_url(self, query: Mapping[str, str]) -> str:
        _check(query)
        return query["echostr"]

    async def parse(self, query: Mapping[str, str], body: bytes) -> tuple[WechatEvent, ...]:
        _check(query)
        return tuple(_event(row) for row in json.loads(body))


def _check(query: Mapping[str, str]) -> None:
    if query.get("signed") != "yes":
        raise SignatureWrong("signature")


def _event(row: list[str]) -> WechatEvent:
    happened, openid, template_id, at, reference, error = (*row, "", "")[:6]
    return WechatEvent(
        happened=HAPPENED[happened],
        openid=OpenId(openid),
        template_id=template_id,
        at=datetime.fromisoformat(at),
        key=hashlib.sha256("\n".join(row[:5]).encode()).hexdigest(),
        reference=reference,
        error=error,
    )
