"""WeChat around the town: who uses it, whose face it compares, what it writes, and what it pushes to us.

What is pushed is signed and encrypted by the platform's emulator and read by our own adapter.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from adapters.sandbox.kit import Books
from adapters.sandbox.kit_callbacks import Callbacks
from adapters.sandbox.wechat_account_push import AccountPusher
from adapters.sandbox.wechat_push import Pusher
from adapters.wechat.secure_mode import PushKeys
from domain.kernel.personal import DocumentNumber, OpenId, PersonName
from tests.fakes.face import FakeFace
from tests.fakes.wechat import FakeMessages, FakeMiniProgram
from tests.fakes.wechat_account import FakeDirectory, FakeLinks, FakeTemplateMessages
from tests.http.caller import Answer
from tests.http.hand import Hand
from tests.support.house import HandClock
from tests.usecases.case_world import JIA
from tests.usecases.notice_world import TEMPLATES

if TYPE_CHECKING:
    from tests.http.town import Town

FRONT, PUSHES = "/v1/enterprise", "/v1/callbacks/wechat"
ACCOUNT_PUSHES = "/v1/callbacks/official-account"
APPID, TOKEN, ENCODING_KEY = "wx0000000000000001", "inventedPushToken", "A" * 42 + "E"
KEYS = PushKeys(token=TOKEN, encoding_key=ENCODING_KEY, appid=APPID)
ACCOUNT, ACCOUNT_TOKEN, ACCOUNT_KEY = "wx0000000000000002", "anotherPushToken", "B" * 42 + "E"
ACCOUNT_KEYS = PushKeys(token=ACCOUNT_TOKEN, encoding_key=ACCOUNT_KEY, appid=ACCOUNT)
CONSENT = "wechat-2026-11-22"
OPENID = "o-invented-jia-0001"
DUE, CHANGED = (TEMPLATES[what].template_id for what in ("renewal-due", "registration-changed"))


@dataclass
class Letters:
    """What the platform would post: address and body, kept for a test to post."""

    kept: list[tuple[str, bytes]] = field(default_factory=list)

    def enqueue(self, url: str, body: bytes, *, note: str) -> None:
        del note
        self.kept.append((url, body))


@dataclass
class Wechat:
    mini_program: FakeMiniProgram
    face: FakeFace
    messages: FakeMessages
    clock: HandClock
    books: Books
    letters: Letters = field(default_factory=Letters)
    links: FakeLinks = field(default_factory=FakeLinks)
    template_messages: FakeTemplateMessages = field(default_factory=lambda: FakeTemplateMessages(TEMPLATES))
    directory: FakeDirectory = field(default_factory=FakeDirectory)

    def pusher(self, *, token: str = TOKEN, encoding_key: str = ENCODING_KEY, appid: str = APPID) -> Pusher:
        """The platform, or somebody who has other keys."""
        return Pusher(
            self.books,
            cast(Callbacks, self.letters),
            url=f"https://palm.test{PUSHES}",
            token=token,
            encoding_key=encoding_key,
            appid=appid,
            wall=self.clock,
        )

    def account_pusher(
        self, *, token: str = ACCOUNT_TOKEN, encoding_key: str = ACCOUNT_KEY, appid: str = ACCOUNT
    ) -> AccountPusher:
        """The same for our official account."""
        return AccountPusher(
            self.books,
            cast(Callbacks, self.letters),
            url=f"https://palm.test{ACCOUNT_PUSHES}",
            token=token,
            encoding_key=encoding_key,
            appid=appid,
            wall=self.clock,
        )

    def last_push(self, path: str = PUSHES) -> tuple[str, bytes]:
        """Path with its query, and the body."""
        url, body = self.letters.kept[-1]
        return f"{path}?{urlsplit(url).query}", body


def platform(clock: HandClock, books: Books) -> Wechat:
    return Wechat(
        FakeMiniProgram(), FakeFace(clock), FakeMessages(TEMPLATES), clock, books, links=FakeLinks(clock)
    )


@dataclass
class WechatPhone:
    """One person's WeChat with our mini-program open in it."""

    town: "Town"
    openid: str = OPENID
    token: str = ""

    async def enter(self) -> Any:
        """wx.login: whoever that is."""
        code = self.town.wechat.mini_program.login(self.openid)
        told = await self.town.caller.expect(200, "POST", f"{FRONT}/session", json={"code": code}, key="")
        self.token = told["accessToken"]
        return told

    async def send(self, method: str, path: str, **more: Any) -> Answer:
        return await self.town.caller.send(method, f"{FRONT}{path}", token=self.token, **more)

    async def share_phone(self, number: str) -> Any:
        code = self.town.wechat.mini_program.share_phone(self.openid, number)
        return await self.town.caller.expect(
            200, "POST", f"{FRONT}/phone-number", json={"code": code}, token=self.token, key=""
        )

    async def tap(self, template: str, *, accept: bool = True) -> Answer:
        """允许, as the platform tells us of it; and what we make of it."""
        self.town.wechat.pusher().popup(self.openid, [template], accept=accept)
        answer = await self.post_push(*self.town.wechat.last_push())
        if accept:
            self.town.wechat.messages.grant(OpenId(self.openid), _kind_of(template))
        await self.town.work()
        return answer

    async def post_push(self, path: str, body: bytes) -> Answer:
        return await self.town.caller.send(
            "POST", path, content=body, headers={"Content-Type": "application/json"}, key=""
        )

    async def open_check(
        self,
        who: tuple[PersonName, DocumentNumber] = JIA,
        *,
        passes: bool = True,
        matter: str = "",
        code: str = "",
        **more: str,
    ) -> Any:
        """A check; its face passes at once, or is still awaited."""
        name, number = who
        body = {
            "name": name.reveal(),
            "idNumber": number.reveal(),
            "consentVersion": CONSENT,
            "agreed": True,
            **({"matterId": matter} if matter else {}),
            **({"code": code} if code else {}),
            **more,
        }
        opened = await self.send("POST", "/identity-checks", json=body)
        assert opened.status == 201, opened.body
        if passes:
            self.town.wechat.face.finish(next(reversed(self.town.wechat.face.checks)))
        return opened.body

    async def finish(self, opened: Any) -> Answer:
        path = f"/identity-checks/{opened['identityCheckId']}/result"
        return await self.send("POST", path, json={"resumeToken": opened["resumeToken"]}, key="")

    async def prove(
        self, who: tuple[PersonName, DocumentNumber] = JIA, *, matter: str = "", code: str = ""
    ) -> Hand:
        """Signed in by face, from here on."""
        told = await self.finish(await self.open_check(who, matter=matter, code=code))
        assert told.body["state"] == "passed", told.body
        self.token = told.body["session"]["accessToken"]
        return Hand(self.town.caller, self.token, front=FRONT)


def _kind_of(template_id: str) -> str:
    return next(kind for kind, one in TEMPLATES.items() if one.template_id == template_id)
