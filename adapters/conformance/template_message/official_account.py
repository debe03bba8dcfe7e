"""WeChat's official account (微信公众号) as a vendor of template messages, and what is asked of it alone.

Source: docs/vendors/wechat.md.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import Any

from adapters.conformance.listener import Received
from adapters.conformance.stage import Stage
from adapters.conformance.suite import Suite
from adapters.conformance.template_message.own import CODES
from adapters.conformance.template_message.pushes import PUSHES
from adapters.conformance.template_message.suite import DUE, FIELDS, FOLLOWER, SUITE, TITLE, UNIONID, Push
from adapters.conformance.vendor import VendorKit
from adapters.conformance.wechat.memory import MemoryNonces, MemoryTokens
from adapters.conformance.wechat.process import IMPATIENT
from adapters.sandbox.wechat_account import AccountSandbox, create_app
from adapters.sandbox.wechat_rules import WechatPattern
from adapters.wechat.account_pushes import WechatAccountPushes
from adapters.wechat.client import WechatClient
from adapters.wechat.followers import WechatFollowers
from adapters.wechat.secure_mode import PushKeys
from adapters.wechat.template_messages import WechatTemplateMessages
from adapters.wechat.templates import WechatField, WechatTemplate
from adapters.wechat.token import AccessToken
from adapters.wechat.wire import WechatWire
from domain.kernel.personal import OpenId

PATH = "/account-pushes"
ACCOUNT: Mapping[str, str] = MappingProxyType(
    {
        "account_appid": "wx0000000000000002",
        "account_secret": "invented-secret-of-the-official-account",
        "account_push_token": "anotherPushToken",
        "account_push_key": "B" * 42 + "E",
        "account_template": "sandbox-template-of-the-account-00000000000001",
        "opens": "wx0000000000000001",
    }
)
MESSAGES_A_DAY = 4  # so that a check can use them up


class AccountWorld:
    def __init__(self, stage: Stage, url: str) -> None:
        self.stage, self.url, self.store = stage, url, MemoryTokens(stage.clock.now)
        self.client = self._client(deadline_seconds=2.0)
        self.messages = stage.adapter(self.sending(self.client))
        self.directory = stage.adapter(WechatFollowers(self.client))
        self.callbacks = stage.adapter(self.pushes())

    def sending(self, client: WechatClient, *, opens: str = "") -> WechatTemplateMessages:
        fields = tuple(WechatField(*one) for one in FIELDS)
        template = WechatTemplate(self.stage.given("account_template"), TITLE, fields)
        opened = opens or self.stage.given("opens")
        return WechatTemplateMessages(client, templates={DUE: template}, opens=opened)

    def hurried(self) -> WechatTemplateMessages:
        return self.sending(self._client(deadline_seconds=IMPATIENT))

    def pushes(self, **changes: str) -> WechatAccountPushes:
        """A reader that has seen nothing yet."""
        given = self.stage.given
        keys = {
            "token": given("account_push_token"),
            "encoding_key": given("account_push_key"),
            "appid": given("account_appid"),
        }
        return WechatAccountPushes(
            PushKeys(**(keys | changes)), clock=self.stage.clock.now, nonces=MemoryNonces()
        )

    async def follow(self, openid: OpenId, unionid: str) -> None:
        await self.stage.control("/__follow", openid=openid.reveal(), unionid=unionid)

    async def leave(self, openid: OpenId) -> None:
        await self.stage.control("/__leave", openid=openid.reveal())

    async def block(self, openid: OpenId) -> None:
        await self.stage.control("/__block", openid=openid.reveal())

    async def heard(self, count: int) -> list[Received]:
        return await self.stage.listener.wait_for(count, PATH)

    async def pushed(self, count: int) -> list[Push]:
        return [(one.query, one.body) for one in await self.heard(count)]

    async def be_busy(self) -> None:
        await self.stage.mode("throttle")

    async def lose_the_answer(self) -> None:
        await self.stage.mode("reset_after")

    async def count(self) -> int:
        return len((await self.books())["messages"])

    async def books(self) -> Any:
        return await self.stage.look("/__books")

    async def begin(self) -> None:
        """Somebody follows, and the token is fetched."""
        await self.follow(FOLLOWER, UNIONID)
        await self.directory.unionid(FOLLOWER)

    def _client(self, *, deadline_seconds: float) -> WechatClient:
        stage, given = self.stage, self.stage.given
        wire = WechatWire(
            stage.http,
            base_url=self.url,
            clock=stage.clock.now,
            pause=_no_pause,
            deadline_seconds=deadline_seconds,
        )
        appid, secret = given("account_appid"), given("account_secret")
        return WechatClient(wire, AccessToken(wire, self.store, appid=appid, secret=secret), appid=appid)


@asynccontextmanager
async def opened(stage: Stage) -> AsyncIterator[AccountWorld]:
    config = AccountSandbox(
        appid=ACCOUNT["account_appid"],
        secret=ACCOUNT["account_secret"],
        push_token=ACCOUNT["account_push_token"],
        push_key=ACCOUNT["account_push_key"],
        push_url=f"{stage.listener.url}{PATH}",
        templates=(WechatPattern(ACCOUNT["account_template"], tuple(key for key, _, _ in FIELDS)),),
        opens=(ACCOUNT["opens"],),
        messages_a_day=MESSAGES_A_DAY,
    )
    yield AccountWorld(
        stage, await stage.vendor(lambda books, now: create_app(books, config=config, now=now))
    )


async def _no_pause(seconds: float) -> None:
    del seconds


def _own() -> Suite[AccountWorld]:
    own: Suite[AccountWorld] = Suite("template-message")
    for check in (*CODES.checks, *PUSHES.checks):
        own.check(check.part, check.needs)(check.run)
    return own


KIT = VendorKit("wechat", SUITE, opened, ACCOUNT, "account_secret", _own())
