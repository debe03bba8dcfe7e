"""Aliyun EMAS Mobile Push (移动推送, Push 2016-08-01): one action, idempotent for a quarter of an hour.

Source: vendor pages and SDK as listed in docs/vendors/emas-push.md, read 2026-11-22.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web

from adapters.sandbox.aliyun_gateway import Call, Gateway, GatewayRefusal, new_request_id, throttled
from adapters.sandbox.emas_push_phones import PLATFORMS, Phones
from adapters.sandbox.emas_push_rules import read
from adapters.sandbox.kit import Books, Desk, Rule, answer_json
from adapters.sandbox.kit_public import text_of

SAME_FOR = timedelta(minutes=15)
MINUTE, SECOND, TEN_MINUTES = timedelta(minutes=1), timedelta(seconds=1), timedelta(minutes=10)
MOST_TO_ALL = 10


@dataclass(frozen=True, slots=True)
class EmasSandbox:
    """`app_keys`: platform and AppKey. `quota`: pushes a minute. `knows_accounts`: a push to an account that
    no phone is bound to is refused; else it is taken and reaches nobody: which of the two, nobody documents.

    `gap_seconds`: from looking for a token to keeping it: of two calls at once both push, as documented.
    """

    secrets: Mapping[str, str]
    app_keys: Mapping[str, str]
    quota: int = 1_000_000
    knows_accounts: bool = False
    gap_seconds: float = 0.02
    replay_window: timedelta | None = timedelta(minutes=15)


def create_app(books: Books, *, config: EmasSandbox, now: Callable[[], datetime]) -> web.Application:
    return EmasPushSandbox(books, config, now).desk.app


class EmasPushSandbox:
    def __init__(self, books: Books, config: EmasSandbox, now: Callable[[], datetime]) -> None:
        self._books, self._config, self._phones = books, config, Phones(books)
        self.desk = Desk(
            books,
            now=now,
            throttled=throttled,
            dump=lambda: {"pushes": self._phones.pushes(), "screens": self._phones.screens()},
            modes={"answer", "answer_after"},
            hidden={"signature"},
        )
        self._gateway = Gateway(
            books,
            secrets=config.secrets,
            versions={"2016-08-01": frozenset({"Push"})},
            wall=self.desk.clock.wall,
            replay_window=config.replay_window,
        )
        self.desk.business("POST", "/", self._answer)
        self.desk.business("GET", "/", self._answer)
        self.desk.control("/__bind", self._bind)
        self.desk.control("/__unbind", lambda body: self._phones.unbind(text_of(body, "device")))
        self.desk.control("/__online", self._turn)
        self.desk.control("/__screen", lambda body: self._phones.screens(str(body.get("device", ""))))

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        try:
            call = await self._gateway.admit(request)
            message_id = await self._push(call, self.desk.rule(request))
        except GatewayRefusal as refusal:
            return refusal.response(request.host)
        return answer_json({"RequestId": new_request_id(), "MessageId": message_id})

    async def _push(self, call: Call, rule: Rule) -> str:
        told = GatewayRefusal(400, str(rule.more.get("code", "AccountDisabled")), "sandbox fault")
        if rule.mode == "answer":
            raise told
        now = self.desk.clock.now()
        push = read(call.params, self._config.app_keys, now)
        first = self._phones.first_of(push.app_key, push.token, now - SAME_FOR)
        if first is not None:
            return first
        self._check_quota(push.target, now)
        if self._config.knows_accounts and not self._phones.knows(push):
            raise GatewayRefusal(
                400, "InvalidTargetValue.NotFound", "The specified TargetValue is not found."
            )
        await asyncio.sleep(self._config.gap_seconds)
        message_id = str(600_000_000_000_000 + self._books.next_number("message"))
        self._phones.accept(push, message_id, now)
        if rule.mode == "answer_after":
            raise told
        return message_id

    def _check_quota(self, target: str, now: datetime) -> None:
        most = self._phones.count_since(now - MINUTE) >= self._config.quota
        if target == "ALL":
            most |= self._phones.count_since(now - SECOND, target="ALL") > 0
            most |= self._phones.count_since(now - TEN_MINUTES, target="ALL") >= MOST_TO_ALL
        if most:
            raise GatewayRefusal(400, "Throttling.Api", "Request was denied due to api flow control.")

    def _bind(self, body: dict[str, object]) -> None:
        """What the app on the phone does after it was told its account."""
        platform = str(body.get("platform", "android"))
        if platform not in PLATFORMS:
            raise ValueError(f"platform is one of {sorted(PLATFORMS)}")
        self._phones.bind(
            text_of(body, "device"),
            text_of(body, "account"),
            app_key=self._config.app_keys.get(platform, ""),
            platform=platform,
            maker=str(body.get("maker", "")),
            online=bool(body.get("online", True)),
        )

    def _turn(self, body: dict[str, object]) -> None:
        online = bool(body.get("online", True))
        self._phones.turn(text_of(body, "device"), self.desk.clock.now(), online=online)
