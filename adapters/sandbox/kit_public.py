"""The public bodies' envelope (签名信封): signed requests in, `{code, msg, data}` out.

Source: the profile in docs/vendors/approval-back-end.md; no public standard exists for it.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import TypeVar
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import msgspec
from aiohttp import web

from adapters.sandbox.kit import Desk, answer_json
from adapters.sandbox.kit_books import Books

BEIJING = timezone(timedelta(hours=8))
HASHES = {"HMAC-SM3": "sm3", "HMAC-SHA256": "sha256"}
SKEW_SECONDS, NONCE_SECONDS = 300, 600
NONCE_SHORTEST, NONCE_LONGEST = 16, 32
STAMP_LONGEST = 12
PURPOSE_LONGEST = 200
UNAUTHORISED = 401
TABLE = """
CREATE TABLE IF NOT EXISTS nonces (app_id TEXT, nonce TEXT, seen REAL NOT NULL, PRIMARY KEY (app_id, nonce));
"""
Shape = TypeVar("Shape")
Answering = Callable[[web.Request], Awaitable[object]]


class Refused(Exception):
    """What the body answers instead of data; `msg` never repeats a value it was given."""

    def __init__(self, code: str, msg: str, status: int = 200, data: object = None) -> None:
        super().__init__(code)
        self.code, self.msg, self.status, self.data = code, msg, status, data


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who signs and with what; `secret` does not show itself."""

    app_id: str
    secret: bytes

    def __repr__(self) -> str:
        return f"Credentials({self.app_id!r}, …)"

    def signature(self, hash_name: str, *lines: str) -> str:
        text = "".join(f"{line}\n" for line in lines)
        return hmac.new(self.secret, text.encode(), hash_name).hexdigest()


class Envelope:
    """Checks the five headers against one caller's secret and remembers the nonces."""

    def __init__(self, books: Books, caller: Credentials, wall: Callable[[], datetime]) -> None:
        self._books, self._caller, self._wall = books, caller, wall
        books.create(TABLE)

    def check(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> None:
        """`target` is the request line's path and query, untouched. Raises: Refused."""
        app_id, stamp = headers.get("X-App-Id", ""), headers.get("X-Timestamp", "")
        nonce, algorithm = headers.get("X-Nonce", ""), headers.get("X-Sign-Alg", "")
        if not (app_id and _is_stamp(stamp) and _is_nonce(nonce)):
            raise Refused("4010", "签名请求头缺失或格式不正确", UNAUTHORISED)
        if algorithm not in HASHES:
            raise Refused("4015", "不支持的签名算法", UNAUTHORISED)
        if app_id != self._caller.app_id:
            raise Refused("4011", "应用未登记", UNAUTHORISED)
        wall = self._wall().timestamp()
        if abs(wall - int(stamp)) > SKEW_SECONDS:
            raise Refused("4012", "时间戳超出允许范围", UNAUTHORISED)
        path, _, query = target.partition("?")
        digest = hashlib.new(HASHES[algorithm], body).hexdigest()
        wanted = self._caller.signature(
            HASHES[algorithm], method, path, sorted_query(query), app_id, stamp, nonce, digest
        )
        if not hmac.compare_digest(
            wanted.encode(), headers.get("X-Signature", "").encode("utf-8", "replace")
        ):
            raise Refused("4014", "签名不正确", UNAUTHORISED)
        # only a good signature may use up a nonce: else anybody could burn ours
        self._books.write("DELETE FROM nonces WHERE seen < ?", wall - NONCE_SECONDS)
        known = self._books.write("INSERT OR IGNORE INTO nonces VALUES (?, ?, ?)", app_id, nonce, wall) == 0
        if known:
            raise Refused("4013", "随机串已使用", UNAUTHORISED)


class Counter:
    """A body's service window: routes under the envelope, refusals turned into its answers."""

    def __init__(self, desk: Desk, envelope: Envelope) -> None:
        self._desk, self._envelope = desk, envelope

    def serve(self, method: str, path: str, handler: Answering) -> None:
        """`handler` returns the data of the answer, or a whole response. Refused becomes an answer."""

        async def enveloped(request: web.Request) -> web.StreamResponse:
            try:
                self._envelope.check(request.method, request.raw_path, request.headers, await request.read())
                data = await handler(request)
            except Refused as refused:
                return answer_json(
                    {"code": refused.code, "msg": refused.msg, "data": refused.data}, refused.status
                )
            return data if isinstance(data, web.StreamResponse) else answer(data)

        self._desk.business(method, path, enveloped)


def answer(data: object) -> web.Response:
    return answer_json({"code": "0", "msg": "成功", "data": data})


def throttled() -> web.Response:
    return answer_json({"code": "4290", "msg": "请求过于频繁", "data": None})


def signer(
    caller: Credentials, wall: Callable[[], datetime], algorithm: str = "HMAC-SM3"
) -> Callable[[str, str, bytes], dict[str, str]]:
    """Headers for a push of ours, fresh at each try: `sign(method, url, body)`."""

    def sign(method: str, url: str, body: bytes) -> dict[str, str]:
        parts, stamp, nonce = urlsplit(url), str(int(wall().timestamp())), secrets.token_hex(12)
        name = HASHES[algorithm]
        signature = caller.signature(
            name,
            *(method, parts.path or "/", sorted_query(parts.query), caller.app_id, stamp, nonce),
            hashlib.new(name, body).hexdigest(),
        )
        return {
            "X-App-Id": caller.app_id,
            "X-Timestamp": stamp,
            "X-Nonce": nonce,
            "X-Sign-Alg": algorithm,
            "X-Signature": signature,
        }

    return sign


def sorted_query(query: str) -> str:
    pairs = sorted(parse_qsl(query, keep_blank_values=True))
    return "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)


async def read_as(request: web.Request, shape: type[Shape]) -> Shape:
    """The body as a strict struct. Raises: Refused 4000, naming where, never what."""
    try:
        return msgspec.json.decode(await request.read(), type=shape)
    except msgspec.DecodeError as error:  # ValidationError is one too
        _, _, where = str(error).partition(" - at ")
        raise Refused("4000", f"请求内容不符合要求：{where or '$'}") from error


def require_purpose(request: web.Request, given: str | None = None) -> str:
    """用途 from the body or from X-Purpose. Raises: Refused 4002."""
    purpose = given if given is not None else unquote(request.headers.get("X-Purpose", ""), errors="replace")
    if not purpose.strip() or len(purpose) > PURPOSE_LONGEST:
        raise Refused("4002", "须说明用途，且不超过200字")
    return purpose


def beijing_day(moment: datetime) -> date:
    return moment.astimezone(BEIJING).date()


def beijing_text(moment: datetime) -> str:
    return moment.astimezone(BEIJING).isoformat(timespec="seconds")


def to_json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, sort_keys=True)


def text_of(body: Mapping[str, object], name: str) -> str:
    """A text field of a control request. Raises: ValueError."""
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name} is a text")
    return value


def day_of(body: Mapping[str, object], name: str) -> date:
    """A date field of a control request. Raises: ValueError."""
    return date.fromisoformat(text_of(body, name))


def _is_nonce(text: str) -> bool:
    return NONCE_SHORTEST <= len(text) <= NONCE_LONGEST and text.isascii() and text.isalnum()


def _is_stamp(text: str) -> bool:
    return 1 <= len(text) <= STAMP_LONGEST and text.isascii() and text.isdigit()
