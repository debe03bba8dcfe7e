"""The mini-program platform twice: in memory, and as our adapters in front of its emulator."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

from adapters.sandbox.kit import Books, Running
from adapters.sandbox.wechat import WechatSandbox, create_app
from adapters.sandbox.wechat_face import FacePerson
from adapters.sandbox.wechat_rules import WechatPattern
from adapters.wechat.client import WechatClient
from adapters.wechat.face import WechatFace
from adapters.wechat.messages import WechatField, WechatMessages, WechatTemplate
from adapters.wechat.mini_program import WechatMiniProgram
from adapters.wechat.token import AccessToken, TokenStore
from adapters.wechat.wire import WechatWire
from domain.identity.mini_program import MiniProgram
from domain.identity.outside import Cause, FaceSession, FaceVerifier
from domain.invitations.outside import SubscribeMessages
from domain.kernel.personal import DocumentNumber, OpenId, PersonName
from domain.kernel.refusal import Unavailable
from tests.contract.stand import Stand
from tests.fakes.face import FakeFace
from tests.fakes.wechat import FakeMessages, FakeMiniProgram, FakeTemplate
from tests.sandbox.conftest import FixedClock

APPID, SECRET = "wx0000000000000001", "invented-secret-of-the-mini-program"
PUSH_TOKEN, PUSH_KEY = "inventedPushToken", "A" * 42 + "E"
TEMPLATE_ID = "sandbox-template-0000000000000000000000000001"
NAME, NUMBER = "甲子", "370285199001019985"
OPENID = OpenId("o-invented-0001")
FIELDS = (
    ("thing1", "事项", "${item}到期换发"),
    ("thing2", "主体", "${org}"),
    ("date3", "最后申请日", "${day}"),
)
RESULTS: dict[Cause, int] = {
    "": 10000,
    "mismatch": 10003,
    "not_found": 10026,
    "other_face": 10004,
    "liveness": 10010,
    "source": 10042,
    "abandoned": 90004,
}


class World(Protocol):
    @property
    def mini_program(self) -> MiniProgram: ...
    @property
    def messages(self) -> SubscribeMessages: ...
    @property
    def face(self) -> FaceVerifier: ...
    async def login(self, openid: OpenId) -> str: ...
    async def share_phone(self, openid: OpenId, phone: str) -> str: ...
    async def grant(self, openid: OpenId, count: int) -> None: ...
    async def finish(self, session: FaceSession, cause: Cause = "") -> None: ...
    async def be_busy(self) -> None: ...
    async def lose_the_answer(self) -> None: ...
    async def count(self) -> int: ...


class FakeWorld:
    def __init__(self, clock: FixedClock) -> None:
        self.mini_program = FakeMiniProgram()
        self.messages = FakeMessages({"renewal-due": FakeTemplate(TEMPLATE_ID, "证照到期提醒", FIELDS)})
        self.face = FakeFace(clock.now)

    async def login(self, openid: OpenId) -> str:
        return self.mini_program.login(openid.reveal(), "u-invented-1")

    async def share_phone(self, openid: OpenId, phone: str) -> str:
        return self.mini_program.share_phone(openid.reveal(), phone)

    async def grant(self, openid: OpenId, count: int) -> None:
        self.messages.grant(openid, "renewal-due", count)

    async def finish(self, session: FaceSession, cause: Cause = "") -> None:
        self.face.finish(session.reference, cause)

    async def be_busy(self) -> None:
        for part in (self.mini_program, self.messages, self.face):
            part.trouble.before.append(Unavailable(part.trouble.system, "45011"))

    async def lose_the_answer(self) -> None:
        self.messages.trouble.answer_lost = self.face.trouble.answer_lost = True

    async def count(self) -> int:
        return len(self.messages.sent)


@dataclass
class MemoryTokens:
    """What adapters/redis/wechat_tokens.py does, for one process. `forced_at` stops a second force."""

    clock: FixedClock
    tokens: dict[str, str] = field(default_factory=dict)
    kept_seconds: list[int] = field(default_factory=list)
    forced_at: float = 0.0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def read(self, appid: str) -> str | None:
        return self.tokens.get(appid)

    async def keep(self, appid: str, token: str, *, seconds: int) -> None:
        self.tokens[appid] = token
        self.kept_seconds.append(seconds)

    async def drop(self, appid: str, token: str) -> None:
        if self.tokens.get(appid) == token:
            del self.tokens[appid]

    @asynccontextmanager
    async def alone(self, appid: str) -> AsyncIterator[None]:
        del appid
        async with self.turn:
            yield

    async def may_force(self, appid: str) -> bool:
        del appid
        now = self.clock.now().timestamp()
        if now - self.forced_at < 30:
            return False
        self.forced_at = now
        return True


@dataclass
class Pauses:
    """Waits for nobody, and remembers how long it would have."""

    seconds: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


class PlatformWorld:
    """One process of ours in front of the emulator; `store` is what all processes share."""

    def __init__(self, stand: Stand, vendor: Running, store: TokenStore, *, secret: str = SECRET) -> None:
        self.stand, self.vendor, self.pauses = stand, vendor, Pauses()
        self.wire = WechatWire(
            stand.http, base_url=vendor.url, clock=stand.clock.now, pause=self.pauses, deadline_seconds=2.0
        )
        self.token = AccessToken(self.wire, store, appid=APPID, secret=secret)
        self.client = WechatClient(self.wire, self.token, appid=APPID)
        self.mini_program = WechatMiniProgram(self.wire, self.client, secret=secret)
        template = WechatTemplate(TEMPLATE_ID, "证照到期提醒", tuple(WechatField(*one) for one in FIELDS))
        self.messages = WechatMessages(
            self.client, templates={"renewal-due": template}, state="developer", pause=self.pauses
        )
        self.face = WechatFace(self.client, clock=stand.clock.now)

    async def login(self, openid: OpenId) -> str:
        return str((await self.control("/__login", openid=openid.reveal()))["code"])

    async def share_phone(self, openid: OpenId, phone: str) -> str:
        country, number = (phone[1:4], phone[4:]) if phone.startswith("+") else ("86", phone)
        await self.keep_user(openid, phone=number, country=country)
        return str((await self.control("/__phone", openid=openid.reveal()))["code"])

    async def grant(self, openid: OpenId, count: int) -> None:
        await self.control("/__subscribe", openid=openid.reveal(), templateId=TEMPLATE_ID, count=count)

    async def finish(self, session: FaceSession, cause: Cause = "") -> None:
        await self.control("/__face", verifyId=session.url, result=RESULTS[cause])

    async def be_busy(self) -> None:
        await self.stand.mode(self.vendor, "throttle")

    async def lose_the_answer(self) -> None:
        await self.stand.mode(self.vendor, "reset_after")

    async def count(self) -> int:
        return len((await self.stand.hand.look(self.vendor, "/__books"))["messages"])

    async def keep_user(self, openid: OpenId, **more: object) -> None:
        await self.control("/__user", openid=openid.reveal(), **({"unionid": "u-invented-1"} | more))

    async def control(self, path: str, **body: object) -> dict[str, object]:
        told = await self.stand.hand.control(self.vendor, path, **body)
        assert "error" not in told, told
        return dict(told)


def sandbox(push_url: str | None = None) -> WechatSandbox:
    return WechatSandbox(
        appid=APPID,
        secret=SECRET,
        push_token=PUSH_TOKEN,
        push_key=PUSH_KEY,
        push_url=push_url,
        templates=(WechatPattern(TEMPLATE_ID, ("thing1", "thing2", "date3")),),
        persons=(FacePerson(NAME, NUMBER),),
    )


async def platform(
    stand: Stand, books: Books, *, push_url: str | None = None, secret: str = SECRET
) -> PlatformWorld:
    vendor = await stand.start(create_app(books, config=sandbox(push_url), now=stand.clock.now))
    world = PlatformWorld(stand, vendor, MemoryTokens(stand.clock), secret=secret)
    await world.keep_user(OPENID)
    return world


async def open_check(
    world: PlatformWorld, order_no: str = "c0000000001", number: str = NUMBER, openid: OpenId = OPENID
) -> FaceSession:
    return await world.face.open(
        PersonName(NAME),
        DocumentNumber(number),
        order_no=order_no,
        meta_info=json.dumps({"openid": openid.reveal()}),
        return_url="https://palm.invalid/back",
        callback_url="https://palm.invalid/doorbell",
        callback_token="invented-token",
    )
