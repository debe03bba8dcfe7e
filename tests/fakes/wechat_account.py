"""The official account and the ways into the mini-program in memory."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import get_args

from domain.invitations.mini_program_link import LONGEST, CodePicture, MiniProgramLink
from domain.invitations.official_account import AccountEvent, AccountHappened
from domain.invitations.outside import MessageReceipt
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.personal import OpenId, UnionId
from domain.kernel.refusal import Refused
from tests.fakes.trouble import Trouble
from tests.fakes.wechat import FakeMessages, FakeTemplate, Sent

HAPPENED: Mapping[str, AccountHappened] = {word: word for word in get_args(AccountHappened)}
JPEG = b"\xff\xd8\xff"
PAGE, SCENE = re.compile(r"[a-z]+(/[a-z]+)*"), re.compile(r"[0-9A-Za-z_]{1,32}")


@dataclass
class FakeTemplateMessages:
    """`followers`: who may be written to; None: everybody. One number of ours is sent once."""

    templates: Mapping[str, FakeTemplate]
    followers: set[OpenId] | None = None
    sent: list[Sent] = field(default_factory=list)
    out_ids: list[str] = field(default_factory=list)
    tells_number: bool = True
    sends: Callable[[OpenId, str], None] = lambda _openid, _reference: None  # to somebody who watches
    trouble: Trouble = field(default_factory=lambda: Trouble("official-account"))

    async def send(
        self, openid: OpenId, template: str, values: Mapping[str, str], *, out_id: str, page: str
    ) -> MessageReceipt:
        self.trouble.enter()
        wording = self.wording(template, values)
        if not page or page.startswith("/"):
            raise Refused("official-account", "page-malformed")
        if not re.fullmatch(r"[0-9A-Za-z_-]{1,64}", out_id):
            raise Refused("official-account", "out-id-malformed")
        if self.followers is not None and openid not in self.followers:
            raise Refused("official-account", "not-following")
        if out_id not in self.out_ids:
            number = str(4 * 10**18 + len(self.sent) + 1) if self.tells_number else ""
            self.sent.append(Sent(openid, template, wording, page, number))
            self.out_ids.append(out_id)
            self.sends(openid, number)
        self.trouble.leave()
        return MessageReceipt("official-account", self.sent[self.out_ids.index(out_id)].reference)

    def wording(self, template: str, values: Mapping[str, str]) -> str:
        return FakeMessages(self.templates).wording(template, values)


class FakeAccountCallbacks:
    """Reads a JSON array of happened, openid, at, reference, error; `signed=yes` signs."""

    def check_url(self, query: Mapping[str, str]) -> str:
        _check(query)
        return query["echostr"]

    async def parse(self, query: Mapping[str, str], body: bytes) -> AccountEvent | None:
        _check(query)
        row: list[str] = json.loads(body)
        happened, openid, at, reference, error = row
        key = hashlib.sha256("\n".join(row).encode()).hexdigest()
        return AccountEvent(
            HAPPENED[happened], OpenId(openid), datetime.fromisoformat(at), key, reference, error
        )


@dataclass
class FakeDirectory:
    """`people`: who follows, each with what is the same of them over all apps."""

    people: dict[str, str] = field(default_factory=dict)
    trouble: Trouble = field(default_factory=lambda: Trouble("official-account"))

    async def unionid(self, openid: OpenId) -> UnionId | None:
        self.trouble.enter()
        if openid.reveal() not in self.people:
            raise Refused("official-account", "not-following")
        known = self.people[openid.reveal()]
        return UnionId(known) if known else None


@dataclass
class FakeLinks:
    """`made`: how often the platform was asked."""

    now: Callable[[], datetime] = lambda: datetime(2026, 11, 22, tzinfo=UTC)
    made: int = 0
    trouble: Trouble = field(default_factory=lambda: Trouble("wechat"))

    async def link(self, page: str, query: str, *, lasts: timedelta) -> MiniProgramLink:
        self.trouble.enter()
        if not PAGE.fullmatch(page) or len(query) > 1024 or not query.isascii() or " " in query:
            raise Refused("wechat", "page-malformed")
        if not timedelta(days=1) <= lasts <= LONGEST:
            raise Refused("wechat", "lasts-out-of-range")
        self.made += 1
        return MiniProgramLink(f"https://wxaurl.cn/fake{self.made}", self.now() + lasts)

    async def code(self, page: str, scene: str) -> CodePicture:
        self.trouble.enter()
        if not PAGE.fullmatch(page) or not SCENE.fullmatch(scene):
            raise Refused("wechat", "page-malformed")
        self.made += 1
        return CodePicture(JPEG + f"{page}?{scene}".encode(), "image/jpeg")


def _check(query: Mapping[str, str]) -> None:
    if query.get("signed") != "yes":
        raise SignatureWrong("signature")
