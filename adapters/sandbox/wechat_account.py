"""The platform's official accounts (微信公众平台, 服务号): token, followers, template messages, pushes.

Source: vendor pages as listed in docs/vendors/wechat.md, read 2026-11-22. Controls beside the kit's own:
`/__follow`, `/__leave`, `/__block`, `/__token`, `/__shape`, `/__push_check`.
"""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from aiohttp import web

from adapters.sandbox.kit import Books, Desk, Rule, answer_json
from adapters.sandbox.kit_public import text_of
from adapters.sandbox.wechat_account_push import AccountPusher, Shape
from adapters.sandbox.wechat_followers import FollowerBook
from adapters.sandbox.wechat_push import accepted
from adapters.sandbox.wechat_rules import Refusal, WechatPattern
from adapters.sandbox.wechat_tokens import TokenBook

HIDDEN = frozenset({"secret", "access_token", "value", "unionid"})
OK = {"errcode": 0, "errmsg": "ok"}
SHAPES: Mapping[object, Shape] = {shape: shape for shape in get_args(Shape)}
A_DAY = 100_000
FATES = {
    "undelivered": "failed: system failed",
    "blocked": "failed:user block",
    "strange_fate": "failed:for a reason of its own",
}

Handler = Callable[[web.Request], Awaitable[Mapping[str, object]]]


@dataclass(frozen=True, slots=True)
class AccountSandbox:
    """`opens`: appids of the mini-programs that belong to the account. `push_url` None: nothing is pushed."""

    appid: str
    secret: str
    push_token: str
    push_key: str  # EncodingAESKey, 43 characters
    push_url: str | None
    templates: Sequence[WechatPattern]
    opens: Sequence[str]
    messages_a_day: int = A_DAY


def create_app(books: Books, *, config: AccountSandbox, now: Callable[[], datetime]) -> web.Application:
    return AccountPlatform(books, config, now).desk.app


class AccountPlatform:
    def __init__(self, books: Books, config: AccountSandbox, now: Callable[[], datetime]) -> None:
        self._books = books
        self.desk = Desk(
            books,
            now=now,
            throttled=lambda: answer_json(
                {"errcode": 45011, "errmsg": "api minute-quota reach limit rid: 0"}
            ),
            dump=self._dump,
            modes={"answer", "no_msgid", "zero_msgid", "no_fate", *FATES},
            hidden=HIDDEN,
            retry_after=(5.0, 5.0),
            accepted=accepted,
        )
        clock = self.desk.clock
        self._tokens = TokenBook(books, appid=config.appid, secret=config.secret, now=clock.now)
        self._followers = FollowerBook(
            books, config.templates, config.opens, clock.now, a_day=config.messages_a_day
        )
        self._pusher = AccountPusher(
            books,
            self.desk.callbacks,
            url=config.push_url,
            token=config.push_token,
            encoding_key=config.push_key,
            appid=config.appid,
            wall=clock.wall,
        )
        self._serve("POST", "/cgi-bin/stable_token", self._stable_token)
        self._serve("GET", "/cgi-bin/stable_token", self._must_post)
        self._serve("POST", "/cgi-bin/message/template/send", self._send)
        self._serve("POST", "/cgi-bin/user/info/batchget", self._who)
        for path, lever in (
            ("/__follow", self._follow),
            ("/__leave", self._leave),
            ("/__block", lambda body: self._followers.block(text_of(body, "openid"))),
            ("/__token", lambda body: self._tokens.act(text_of(body, "action"))),
            ("/__shape", self._shape),
            ("/__push_check", lambda body: self._pusher.url_check(str(body.get("echostr", "sandbox1")))),
        ):
            self.desk.control(path, lever)

    def _serve(self, method: str, path: str, handler: Handler) -> None:
        async def answered(request: web.Request) -> web.StreamResponse:
            rule = self.desk.rule(request)
            try:
                if rule.mode == "answer":
                    raise _told(rule)
                document = await handler(request)
            except Refusal as refusal:
                return refusal.response(self._books.next_number("rid"))
            return answer_json(document)

        self.desk.business(method, path, answered)

    async def _stable_token(self, request: web.Request) -> Mapping[str, object]:
        return self._tokens.stable(await _body(request))

    async def _must_post(self, _: web.Request) -> Mapping[str, object]:
        raise Refusal(43002, "require POST method")

    async def _send(self, request: web.Request) -> Mapping[str, object]:
        body, mode = await self._admitted(request), self.desk.rule(request).mode
        with self._books.transaction():
            message, is_new = self._followers.send(body)
            openid = str(body["touser"])
            if is_new and mode != "no_fate":
                fate = "failed:user block" if self._followers.is_blocked(openid) else "success"
                number = "0" if mode == "zero_msgid" else message
                self._pusher.fate(openid, number, FATES.get(mode, fate))
        if mode == "no_msgid":
            return OK
        return {**OK, "msgid": 0 if mode == "zero_msgid" else int(message)}

    async def _who(self, request: web.Request) -> Mapping[str, object]:
        return {"user_info_list": self._followers.who(await self._admitted(request))}

    async def _admitted(self, request: web.Request) -> dict[str, object]:
        self._tokens.check(request.query.get("access_token", ""))
        return await _body(request)

    def _follow(self, body: dict[str, object]) -> None:
        with self._books.transaction():
            self._followers.follow(text_of(body, "openid"), str(body.get("unionid", "")))
            self._pusher.account(text_of(body, "openid"), "subscribe")

    def _leave(self, body: dict[str, object]) -> None:
        with self._books.transaction():
            self._followers.leave(text_of(body, "openid"))
            self._pusher.account(text_of(body, "openid"), "unsubscribe")

    def _shape(self, body: dict[str, object]) -> None:
        """How the console has pushes written from now on."""
        if body.get("shape") not in SHAPES:
            raise ValueError(f"shape must be one of {sorted(SHAPES.values())}")
        self._pusher.shape = SHAPES[body["shape"]]

    def _dump(self) -> dict[str, object]:
        return {
            "messages": self._followers.listing(),
            "followers": self._followers.count(),
            "tokens": self._tokens.counts(),
        }


def _told(rule: Rule) -> Refusal:
    """Mode "answer": `errcode`, and the platform's words in `errmsg`."""
    return Refusal(int(str(rule.more.get("errcode", -1))), str(rule.more.get("errmsg", "sandbox fault")))


async def _body(request: web.Request) -> dict[str, object]:
    try:
        document = json.loads(await request.read())
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise Refusal(47001, "data format error")
    return document
