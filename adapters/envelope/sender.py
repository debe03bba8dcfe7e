"""Calls to a public body in the signed envelope (签名信封): signs, sends, and reads `{code, msg, data}`.

Source: docs/vendors/approval-back-end.md, read 2026-11-21.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote

import msgspec
from yarl import URL

from adapters.envelope.signature import EnvelopeKey, sorted_query
from adapters.outbound.guarded import Sending
from adapters.outbound.http import MEGABYTE, Answer, address, decode, uncertain
from adapters.outbound.malformed import MALFORMED
from domain.kernel.ports import Clock
from domain.kernel.refusal import Refused, Unavailable, Unknown

DONE = "0"
NONCE_SEEN = "4013"  # our very request arrived before: whether it was accepted then is not told
PASSING = frozenset({"4290", "4010", "4011", "4012", "4014", "4015"})
"""Too many requests; our keys or clock, which an operator mends. Nothing was accepted."""

_BAD_REQUESTS = range(400, 500)
_CODE = re.compile(r"[0-9A-Za-z_.-]{1,40}")
_PURPOSE_LONGEST = 200

T = TypeVar("T")


class _Document(msgspec.Struct):
    code: str
    data: msgspec.Raw = msgspec.Raw(b"null")


@dataclass(frozen=True, slots=True)
class Reply:
    """The body's answer; `code` is "0" or one of those the caller said it knows."""

    system: str
    code: str
    data: bytes
    effect: bool

    def __repr__(self) -> str:
        return f"Reply({self.system}, {self.code})"

    def read(self, shape: type[T]) -> T:
        """Raises Unavailable or Unknown when `data` is not of this shape."""
        return decode(self.system, self.data, shape, effect=self.effect)


class SignedHttp:
    """One public body under one key. `nonce` gives 16 to 32 letters and digits, never twice the same."""

    def __init__(
        self,
        http: Sending,
        *,
        system: str,
        base_url: str,
        key: EnvelopeKey,
        clock: Clock,
        nonce: Callable[[], str],
        deadline_seconds: float = 5.0,
    ) -> None:
        self.system = system
        self._http, self._base, self._key = http, http.base(base_url), key
        self._clock, self._nonce, self._deadline = clock, nonce, deadline_seconds

    async def call(
        self,
        method: str,
        path: tuple[str, ...],
        *,
        effect: bool,
        query: Mapping[str, str] | None = None,
        document: object = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        known: frozenset[str] = frozenset(),
        most_bytes: int = MEGABYTE,
    ) -> Reply:
        """`document` is sent as JSON, or `content` as it is. Codes in `known` are the caller's to read.

        Raises Refused, Unavailable, Unknown.
        """
        answer = await self.send(
            method,
            path,
            effect=effect,
            query=query,
            content=content if document is None else msgspec.json.encode(document),
            headers=({"Content-Type": "application/json"} if document is not None else {})
            | dict(headers or {}),
            most_bytes=most_bytes,
        )
        told = decode(self.system, answer.body, _Document, effect=effect)
        if told.code == DONE or told.code in known:
            return Reply(self.system, told.code, bytes(told.data), effect)
        raise self.refusal(answer, effect=effect)

    async def send(
        self,
        method: str,
        path: tuple[str, ...],
        *,
        effect: bool,
        query: Mapping[str, str] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        most_bytes: int = MEGABYTE,
    ) -> Answer:
        """As `call`, for an answer that is not JSON. Raises Refused, Unavailable, Unknown."""
        pairs = "&".join(f"{quote(n, safe='')}={quote(v, safe='')}" for n, v in (query or {}).items())
        url = address(self._base, self.system, *path, query=sorted_query(pairs))
        answer = await self._http.send(
            self.system,
            method,
            url,
            effect=effect,
            headers={**(headers or {}), **self._seal(method, url, content or b"")},
            body=content,
            deadline_seconds=self._deadline,
            most_bytes=most_bytes,
        )
        if answer.status in _BAD_REQUESTS:
            raise self.refusal(answer, effect=effect)
        return answer

    def _seal(self, method: str, url: URL, body: bytes) -> dict[str, str]:
        stamp, nonce = str(int(self._clock().timestamp())), self._nonce()
        return {
            "X-App-Id": self._key.app_id,
            "X-Timestamp": stamp,
            "X-Nonce": nonce,
            "X-Sign-Alg": self._key.algorithm,
            "X-Signature": self._key.sign(method, url.raw_path_qs, stamp, nonce, body),
        }

    def refusal(self, answer: Answer, *, effect: bool) -> Refused | Unavailable | Unknown:
        """What an answer that is not the wanted one means."""
        try:
            code = msgspec.json.decode(answer.body, type=_Document).code
        except MALFORMED:
            code = ""
        if code == NONCE_SEEN:
            return uncertain(self.system, code, effect=effect)
        if code in PASSING:
            return Unavailable(self.system, code)
        if code not in {"", DONE}:  # it is written down as it is: their prose, or whom it names, is not
            return Refused(self.system, code if _CODE.fullmatch(code) else "code-malformed")
        if answer.status in _BAD_REQUESTS:
            return Refused(self.system, f"http-{answer.status}")
        return uncertain(self.system, "answer-malformed", effect=effect)


def purpose_header(system: str, purpose: str) -> dict[str, str]:
    """用途 in a header: percent-encoded, because headers are ASCII. Raises Refused when empty or too long."""
    return {"X-Purpose": quote(checked_purpose(system, purpose), safe="")}


def checked_purpose(system: str, purpose: str) -> str:
    if not purpose.strip() or len(purpose) > _PURPOSE_LONGEST:
        raise Refused(system, "purpose-malformed")
    return purpose
