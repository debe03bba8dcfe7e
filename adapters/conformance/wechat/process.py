"""One process of ours in front of the platform (微信平台): the wire, the token, the client, and the hands."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from aiohttp import web

from adapters.conformance.stage import Stage
from adapters.conformance.wechat.memory import MemoryNonces, MemoryTokens, Pauses
from adapters.sandbox.kit import Books
from adapters.sandbox.wechat import WechatSandbox, create_app
from adapters.sandbox.wechat_face import FacePerson
from adapters.sandbox.wechat_rules import WechatPattern
from adapters.wechat.client import WechatClient
from adapters.wechat.mini_program import WechatMiniProgram
from adapters.wechat.pushes import WechatPushes
from adapters.wechat.secure_mode import PushKeys
from adapters.wechat.token import AccessToken, TokenStore
from adapters.wechat.wire import WechatWire
from domain.kernel.personal import OpenId

TEMPLATE_ID = "sandbox-template-0000000000000000000000000001"
KEYS = ("thing1", "thing2", "date3")
ACCOUNT: Mapping[str, str] = MappingProxyType(
    {
        "appid": "wx0000000000000001",
        "secret": "invented-secret-of-the-mini-program",
        "push_token": "inventedPushToken",
        "push_key": "A" * 42 + "E",
        "template": TEMPLATE_ID,
    }
)
OPENID, UNIONID = OpenId("o-invented-0001"), "u-invented-1"
NAME, NUMBER = "甲子", "370285199001019985"  # whom the authority's photo library knows
IMPATIENT = 0.2  # seconds, where a call is known to hang


def sandbox(push_url: str | None = None, *, links_a_day: int = 500_000) -> WechatSandbox:
    return WechatSandbox(
        appid=ACCOUNT["appid"],
        secret=ACCOUNT["secret"],
        push_token=ACCOUNT["push_token"],
        push_key=ACCOUNT["push_key"],
        push_url=push_url,
        templates=(WechatPattern(TEMPLATE_ID, KEYS),),
        persons=(FacePerson(NAME, NUMBER),),
        links_a_day=links_a_day,
    )


def emulated(
    push_url: str | None = None, *, links_a_day: int = 500_000
) -> Callable[[Books, Callable[[], datetime]], web.Application]:
    """For `stage.vendor`: the mini-program's platform."""
    config = sandbox(push_url, links_a_day=links_a_day)
    return lambda books, now: create_app(books, config=config, now=now)


class Process:
    """`store`: what all processes of one office share; without one this process is alone."""

    def __init__(
        self, stage: Stage, url: str, *, store: TokenStore | None = None, deadline_seconds: float = 2.0
    ) -> None:
        self.stage, self.url, self.pauses = stage, url, Pauses()
        self.memory = MemoryTokens(stage.clock.now)
        self.wire = WechatWire(
            stage.http,
            base_url=url,
            clock=stage.clock.now,
            pause=self.pauses,
            deadline_seconds=deadline_seconds,
        )
        self.appid, self.secret = stage.given("appid"), stage.given("secret")
        self.token = AccessToken(self.wire, store or self.memory, appid=self.appid, secret=self.secret)
        self.client = WechatClient(self.wire, self.token, appid=self.appid)
        self.mini_program = stage.adapter(WechatMiniProgram(self.wire, self.client, secret=self.secret))

    def keys(self, **changes: str) -> PushKeys:
        """What pushes are signed and sealed with."""
        told = {
            "token": self.stage.given("push_token"),
            "encoding_key": self.stage.given("push_key"),
            "appid": self.appid,
        }
        return PushKeys(**(told | changes))

    def pushes(self, **changes: str) -> WechatPushes:
        """A reader that has seen nothing yet."""
        return WechatPushes(self.keys(**changes), clock=self.stage.clock.now, nonces=MemoryNonces())

    async def keep_user(self, openid: OpenId = OPENID, **more: object) -> None:
        await self.stage.control("/__user", openid=openid.reveal(), **({"unionid": UNIONID} | more))

    async def login(self, openid: OpenId = OPENID) -> str:
        return str((await self.stage.control("/__login", openid=openid.reveal()))["code"])

    async def share_phone(self, openid: OpenId, phone: str) -> str:
        country, number = (phone[1:4], phone[4:]) if phone.startswith("+") else ("86", phone)
        await self.keep_user(openid, phone=number, country=country)
        return str((await self.stage.control("/__phone", openid=openid.reveal()))["code"])

    async def be_busy(self) -> None:
        await self.stage.mode("throttle")

    async def lose_the_answer(self) -> None:
        await self.stage.mode("reset_after")

    async def asked(self, path: str) -> int:
        """How often the platform was asked for that."""
        return sum(entry["path"] == path for entry in await self.stage.look("/__log"))

    async def books(self) -> Any:
        return await self.stage.look("/__books")
