"""One call to the platform (微信服务端接口), and what its answer means.

The platform answers HTTP 200 to everything and may call its JSON text/plain. Addresses carry the secret or
the access token: they are written to no log, and no error of ours holds one.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import TypeVar
from urllib.parse import urlencode

import msgspec
import structlog

from adapters.outbound.http import Outbound, address, decode
from adapters.wechat.codes import (
    BUSY,
    CROWDED,
    DAY_QUOTAS,
    DONE,
    MINUTE_QUOTA,
    OPERATOR,
    REASONS,
    TOKEN_BAD,
)
from domain.kernel.ports import Clock
from domain.kernel.refusal import Refused, Unavailable

SYSTEM = "wechat"
BEIJING = timezone(timedelta(hours=8))
BUSY_PAUSES = (0.2, 0.5)  # seconds before the second and the third try of a question
COUNTED_PER_USER = frozenset({"/sns/jscode2session"})  # one eager user must not shut the others out
_CLIENT_FAULT = 400
_RID = re.compile(r"rid:\s*([0-9A-Za-z-]{4,64})")

T = TypeVar("T")
Pause = Callable[[float], Awaitable[object]]

log = structlog.get_logger(__name__)


class TokenRefused(Exception):
    """The access token is no good: nothing was done, the call may be repeated with another."""


class _Verdict(msgspec.Struct):
    errcode: int = DONE
    errmsg: str = ""


class WechatWire:
    """`pause` waits between two tries; a test's own does not."""

    def __init__(
        self,
        http: Outbound,
        *,
        base_url: str,
        clock: Clock,
        pause: Pause = asyncio.sleep,
        deadline_seconds: float = 5.0,
    ) -> None:
        self._http, self._base, self._clock = http, http.base(base_url), clock
        self._pause, self._deadline = pause, deadline_seconds
        self._shut: dict[str, datetime] = {}  # path → when its quota is fresh again

    async def ask(
        self,
        method: str,
        path: str,
        shape: type[T],
        *,
        system: str = SYSTEM,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, object] | None = None,
        effect: bool = False,
    ) -> T:
        """The answer, once it says that it went well. `effect`: it does something there, so it is sent once.

        Raises TokenRefused, Refused, Unavailable, and with `effect` also Unknown.
        """
        content = await self._content(method, path, system, query or {}, body, effect=effect)
        return decode(system, content, shape, effect=effect)

    async def picture(
        self, path: str, *, query: Mapping[str, str], body: Mapping[str, object], system: str = SYSTEM
    ) -> bytes:
        """An answer that is no JSON when it went well: told by its first byte, not by what it claims to be.

        Raises TokenRefused, Refused, Unavailable.
        """
        content = await self._content("POST", path, system, query, body, effect=False, is_picture=True)
        if _is_json(content):
            raise Unavailable(system, "answer-malformed")
        return content

    async def _content(
        self,
        method: str,
        path: str,
        system: str,
        query: Mapping[str, str],
        body: Mapping[str, object] | None,
        *,
        effect: bool,
        is_picture: bool = False,
    ) -> bytes:
        """What was answered, once it is no error."""
        for wait in (*(() if effect else BUSY_PAUSES), None):
            content = await self._send(method, path, system, query, body, effect=effect)
            if is_picture and not _is_json(content):
                return content
            told = decode(system, content, _Verdict, effect=effect)
            if told.errcode == DONE:
                return content
            if told.errcode != BUSY or wait is None:
                raise self._failure(told, path, system)
            await self._pause(wait)
        raise AssertionError("the last try returns or raises")

    async def _send(
        self,
        method: str,
        path: str,
        system: str,
        query: Mapping[str, str],
        body: Mapping[str, object] | None,
        *,
        effect: bool,
    ) -> bytes:
        if self._clock() < self._shut.get(path, datetime.min.replace(tzinfo=BEIJING)):
            raise Unavailable(system, "quota")
        answer = await self._http.send(
            system,
            method,
            address(self._base, system, *path.strip("/").split("/"), query=urlencode(query)),
            effect=effect,
            headers={"Content-Type": "application/json"} if body is not None else None,
            body=msgspec.json.encode(body) if body is not None else None,
            deadline_seconds=self._deadline,
        )
        if answer.status >= _CLIENT_FAULT:
            raise Refused(system, f"http-{answer.status}")
        return answer.body

    def _failure(self, told: _Verdict, path: str, system: str) -> Exception:
        code = told.errcode
        found = _RID.search(told.errmsg)
        # the platform's support asks for the rid; the rest of its words may quote what we sent
        tell = log.error if code in OPERATOR else log.warning
        tell("wechat-refused", api=path, errcode=code, rid=found[1] if found else "")
        if code in TOKEN_BAD:
            return TokenRefused()
        if code == MINUTE_QUOTA or code in DAY_QUOTAS:
            if path not in COUNTED_PER_USER:
                self._shut[path] = _fresh_quota(self._clock(), whole_day=code in DAY_QUOTAS)
            return Unavailable(system, str(code))
        if code == BUSY or code in CROWDED:
            return Unavailable(system, str(code))
        return Refused(system, REASONS.get(path, {}).get(code, str(code)))


def _is_json(content: bytes) -> bool:
    return content.lstrip()[:1] == b"{"


def _fresh_quota(now: datetime, *, whole_day: bool) -> datetime:
    here = now.astimezone(BEIJING).replace(second=0, microsecond=0)
    if whole_day:
        return here.replace(hour=0, minute=0) + timedelta(days=1)
    return here + timedelta(minutes=1)
