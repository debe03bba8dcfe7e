"""The WeChat mini-program platform (微信小程序平台) as a vendor of sign-in, phone numbers and ways in.

Source: docs/vendors/wechat.md.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.conformance.stage import Stage
from adapters.conformance.suite import Suite
from adapters.conformance.vendor import VendorKit
from adapters.conformance.wechat.answers import ANSWERS
from adapters.conformance.wechat.process import ACCOUNT, IMPATIENT, OPENID, Process, emulated
from adapters.conformance.wechat.suite import SUITE
from adapters.conformance.wechat.tokens import TOKENS
from adapters.wechat.links import WechatLinks
from adapters.wechat.token import TokenStore
from domain.kernel.personal import OpenId

LINKS_A_DAY = 2  # so that a check can use them up


class WechatWorld:
    """`store`: of the whole office; without one each world has its own."""

    def __init__(self, stage: Stage, url: str, store: TokenStore | None = None) -> None:
        self.stage, self.url = stage, url
        self.one = Process(stage, url, store=store)
        self.store = store or self.one.memory
        self.mini_program = self.one.mini_program
        self.links = stage.adapter(WechatLinks(self.one.client, clock=stage.clock.now))

    def process(self) -> Process:
        return Process(self.stage, self.url, store=self.store)

    def hurried(self) -> Process:
        return Process(self.stage, self.url, store=self.store, deadline_seconds=IMPATIENT)

    async def login(self, openid: OpenId) -> str:
        return await self.one.login(openid)

    async def share_phone(self, openid: OpenId, phone: str) -> str:
        return await self.one.share_phone(openid, phone)

    async def be_busy(self) -> None:
        await self.one.be_busy()


@asynccontextmanager
async def opened(stage: Stage) -> AsyncIterator[WechatWorld]:
    world = WechatWorld(stage, await stage.vendor(emulated(links_a_day=LINKS_A_DAY)))
    if stage.is_emulated:
        await world.one.keep_user(OPENID)
    yield world


def _own() -> Suite[WechatWorld]:
    own: Suite[WechatWorld] = Suite("wechat")
    for token in TOKENS.checks:
        own.check(token.part, token.needs)(token.run)
    for answer in ANSWERS.checks:
        own.check(answer.part, answer.needs)(answer.run)
    return own


KIT = VendorKit(
    "wechat", SUITE, opened, {name: ACCOUNT[name] for name in ("appid", "secret")}, "secret", _own()
)
