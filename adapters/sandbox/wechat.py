"""The mini-program platform (微信小程序平台): token, login, phone, subscribe messages, links, face, pushes.

Source: vendor pages as listed in docs/vendors/wechat.md, read 2026-11-21. Controls beside the kit's own:
`/__user`, `/__login`, `/__phone`, `/__subscribe`, `/__unsubscribe`, `/__face`, `/__token`, `/__push_check`.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from adapters.sandbox.kit import Books, Desk, Rule, answer_json
from adapters.sandbox.kit_public import text_of
from adapters.sandbox.wechat_face import PASSED, FaceChecks, FacePerson
from adapters.sandbox.wechat_links import A_DAY, LinkBook
from adapters.sandbox.wechat_messages import MessageBook
from adapters.sandbox.wechat_push import Pusher, accepted
from adapters.sandbox.wechat_rules import Refusal, WechatPattern
from adapters.sandbox.wechat_tokens import TokenBook
from adapters.sandbox.wechat_users import UserBook

HIDDEN = frozenset(
    {"secret", "access_token", "js_code", "code", "cert_no", "cert_hash", "verify_id", "value", "session_key"}
)
SEND_SECONDS = 0.02  # how long one message is on its way: a second one to the same user then is 43108
OK = {"errcode": 0, "errmsg": "ok"}

Handler = Callable[[web.Request], Awaitable[Mapping[str, object] | bytes]]


@dataclass(frozen=True, slots=True)
class WechatSandbox:
    """`persons`: whom the authority's photo library knows. `push_url` None: nothing is pushed.

    `pages`: of the released version; `links_a_day`: how many the platform gives.
    """

    appid: str
    secret: str
    push_token: str
    push_key: str  # EncodingAESKey, 43 characters
    push_url: str | None
    templates: Sequence[WechatPattern]
    persons: Sequence[FacePerson]
    pages: Sequence[str] = ("pages/start/start", "pages/matter/matter")
    links_a_day: int = A_DAY


def create_app(books: Books, *, config: WechatSandbox, now: Callable[[], datetime]) -> web.Application:
    return WechatPlatform(books, config, now).desk.app


class WechatPlatform:
    def __init__(self, books: Books, config: WechatSandbox, now: Callable[[], datetime]) -> None:
        self._books, self._config = books, config
        self.desk = Desk(
            books,
            now=now,
            throttled=lambda: answer_json(
                {"errcode": 45011, "errmsg": "api minute-quota reach limit rid: 0"}
            ),
            dump=self._dump,
            modes={"answer", "no_msgid", "undelivered", "other_watermark", "png", "lying_link"},
            names={"cert_name", "name"},
            hidden=HIDDEN,
            retry_after=(5.0, 5.0),
            accepted=accepted,
        )
        clock = self.desk.clock
        self._tokens = TokenBook(books, appid=config.appid, secret=config.secret, now=clock.now)
        self._users, self._faces = UserBook(books, clock.now), FaceChecks(books, config.persons, clock.now)
        self._messages = MessageBook(books, self._users, config.templates)
        self._links = LinkBook(books, config.pages, clock.now, a_day=config.links_a_day)
        self._pusher = Pusher(
            books,
            self.desk.callbacks,
            url=config.push_url,
            token=config.push_token,
            encoding_key=config.push_key,
            appid=config.appid,
            wall=clock.wall,
        )
        self._sending: set[str] = set()
        self._add_routes()

    def _add_routes(self) -> None:
        self._serve("POST", "/cgi-bin/stable_token", self._stable_token)
        self._serve("GET", "/cgi-bin/stable_token", self._must_post)
        self._serve("GET", "/sns/jscode2session", self._session, content_type="text/plain")
        self._serve("POST", "/wxa/business/getuserphonenumber", self._phone_number)
        self._serve("POST", "/cgi-bin/message/subscribe/send", self._send)
        self._serve("POST", "/wxa/generate_urllink", self._link, content_type="text/plain")
        self._serve("POST", "/wxa/getwxacodeunlimit", self._picture)
        self._serve("POST", "/cityservice/face/identify/getverifyid", self._open_face)
        self._serve("POST", "/cityservice/face/identify/queryverifyinfo", self._query_face)
        for path, lever in (
            ("/__user", self._user),
            ("/__login", lambda body: {"code": self._code("login", body)}),
            ("/__phone", lambda body: {"code": self._code("phone", body)}),
            ("/__subscribe", self._subscribe),
            ("/__unsubscribe", self._unsubscribe),
            ("/__face", self._face),
            ("/__token", lambda body: self._tokens.act(text_of(body, "action"))),
            ("/__push_check", lambda body: self._pusher.url_check(str(body.get("echostr", "sandbox1")))),
        ):
            self.desk.control(path, lever)

    def _serve(
        self, method: str, path: str, handler: Handler, content_type: str = "application/json"
    ) -> None:
        async def answered(request: web.Request) -> web.StreamResponse:
            rule = self.desk.rule(request)
            try:
                if rule.mode == "answer":
                    raise _told(rule)
                document = await handler(request)
            except Refusal as refusal:
                return refusal.response(self._books.next_number("rid"))
            if isinstance(document, bytes):  # that it is a picture, its first bytes say
                return web.Response(body=document, content_type="image/jpeg")
            text = json.dumps(document, ensure_ascii=False)
            return web.Response(text=text, content_type=content_type)

        self.desk.business(method, path, answered)

    async def _stable_token(self, request: web.Request) -> Mapping[str, object]:
        return self._tokens.stable(await _body(request))

    async def _must_post(self, _: web.Request) -> Mapping[str, object]:
        raise Refusal(43002, "require POST method")

    async def _session(self, request: web.Request) -> Mapping[str, object]:
        self._tokens.check_account(request.query)
        if request.query.get("grant_type") != "authorization_code":
            raise Refusal(40002, "invalid grant_type")
        return self._users.session(request.query.get("js_code", ""))

    async def _phone_number(self, request: web.Request) -> Mapping[str, object]:
        body, mode = await self._admitted(request), self.desk.rule(request).mode
        openid = str(body["openid"]) if body.get("openid") is not None else None
        appid = "wx-another" if mode == "other_watermark" else self._config.appid
        told = self._users.phone(str(body.get("code", "")), openid, appid)
        return {**OK, "phone_info": told}

    async def _send(self, request: web.Request) -> Mapping[str, object]:
        body, mode = await self._admitted(request), self.desk.rule(request).mode
        openid = str(body.get("touser", ""))
        if openid in self._sending:
            raise Refusal(43108, "concurrent sends to one user")
        self._sending.add(openid)
        try:
            await asyncio.sleep(SEND_SECONDS)
            with self._books.transaction():
                message = self._messages.send(body)
                error = "10001" if mode == "undelivered" else "0"
                self._pusher.sent(openid, str(body["template_id"]), message, error=error)
        finally:
            self._sending.discard(openid)
        return OK if mode == "no_msgid" else {**OK, "msgid": int(message)}

    async def _link(self, request: web.Request) -> Mapping[str, object]:
        link = self._links.link(await self._admitted(request))
        is_lying = self.desk.rule(request).mode == "lying_link"
        return {**OK, "url_link": "https://elsewhere.invalid/x" if is_lying else link}

    async def _picture(self, request: web.Request) -> bytes:
        body = await self._admitted(request)
        return self._links.code(body, png=self.desk.rule(request).mode == "png")

    async def _open_face(self, request: web.Request) -> Mapping[str, object]:
        body = await self._admitted(request)
        known = self._users.find(str(body.get("openid", ""))) is not None
        return {**OK, **self._faces.open(body, known_user=known)}

    async def _query_face(self, request: web.Request) -> Mapping[str, object]:
        return {**OK, **self._faces.query(await self._admitted(request))}

    async def _admitted(self, request: web.Request) -> dict[str, object]:
        self._tokens.check(request.query.get("access_token", ""))
        return await _body(request)

    def _user(self, body: dict[str, object]) -> None:
        self._users.keep(
            text_of(body, "openid"),
            unionid=str(body.get("unionid", "")),
            phone=str(body.get("phone", "")),
            country=str(body.get("country", "86")),
            blocked=bool(body.get("blocked", False)),
        )

    def _code(self, kind: str, body: dict[str, object]) -> str:
        row = self._users.need(text_of(body, "openid"))
        if kind == "phone" and not row["phone"]:
            raise ValueError("this user has no phone")
        return self._users.code(kind, row["openid"])

    def _subscribe(self, body: dict[str, object]) -> None:
        """One tap for each of `count`, on one template or on several in one dialogue."""
        openid, templates = str(self._users.need(text_of(body, "openid"))["openid"]), self._named(body)
        accept, count = bool(body.get("accept", True)), int(str(body.get("count", 1)))
        with self._books.transaction():
            for _ in range(count):
                for template in templates if accept else ():
                    self._users.grant(openid, template, 1)
                self._pusher.popup(openid, templates, accept=accept)

    def _unsubscribe(self, body: dict[str, object]) -> None:
        openid, templates = str(self._users.need(text_of(body, "openid"))["openid"]), self._named(body)
        with self._books.transaction():
            for template in templates:
                self._users.revoke(openid, template)
            self._pusher.change(openid, templates)

    def _face(self, body: dict[str, object]) -> dict[str, int]:
        name, number = body.get("name"), body.get("idNumber")
        told = self._faces.play(
            text_of(body, "verifyId"),
            int(str(body.get("result", PASSED))),
            name=str(name) if name is not None else None,
            number=str(number) if number is not None else None,
        )
        return {"result": told}

    def _named(self, body: Mapping[str, object]) -> list[str]:
        given = body.get("templateId")
        named = [str(one) for one in given] if isinstance(given, list) else [str(given)]
        if not all(self._messages.knows(one) for one in named):
            raise ValueError("no such templateId")
        return named

    def _dump(self) -> dict[str, object]:
        return {
            "messages": self._messages.listing(),
            "credits": self._users.listing(),
            "faceChecks": self._faces.listing(),
            "links": self._links.listing(),
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
