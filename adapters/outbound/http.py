"""The one HTTP client towards other systems: bounded in time and size, and honest about what it cannot know.

Source: tried 2026-11-21: with a time-out per read a dripping answer ran on for as long as it liked.
"""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace, TracebackType
from typing import Self, TypeVar

import aiohttp
import msgspec
from yarl import URL

from adapters.outbound.malformed import MALFORMED
from adapters.outbound.watch import Exchange, Watch, unwatched
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.kernel.work import forbid_inside_work

MEGABYTE = 1024 * 1024
CONNECT_SECONDS = 2.0
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_CHUNK = 64 * 1024
_SEGMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")
_TOO_MANY_REQUESTS, _REDIRECTS, _SERVER_FAULTS = 429, range(300, 400), range(500, 600)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer of 2xx or 4xx; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def __repr__(self) -> str:
        return f"Answer({self.status}, {len(self.body)} bytes)"


class _Progress(SimpleNamespace):
    """Rides with one call: whether a byte of it may have left this machine."""

    sent = False


def uncertain(system: str, reason: str, *, effect: bool) -> Unavailable | Unknown:
    """A call that may have arrived: harmless when it only asked, Unknown when it may have done something."""
    return Unknown(system, reason) if effect else Unavailable(system, reason)


class Outbound:
    """One for the process, opened inside its event loop: `async with Outbound() as http`.

    `loopback`: plain http to this machine is allowed (sandbox, tests); anywhere else it must be https.
    `watch` is told of each call.
    """

    def __init__(self, *, loopback: bool = False, per_host: int = 16, watch: Watch = unwatched) -> None:
        self._loopback, self._per_host, self._watch = loopback, per_host, watch
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        trace = aiohttp.TraceConfig()
        trace.on_request_headers_sent.append(_mark_sent)  # called just before the first byte is written
        self._session = aiohttp.ClientSession(
            # one vendor that hangs can hold its own connections only
            connector=aiohttp.TCPConnector(limit=0, limit_per_host=self._per_host),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None, connect=CONNECT_SECONDS, sock_connect=CONNECT_SECONDS),
            trace_configs=[trace],
            trust_env=False,  # no proxy and no .netrc from the environment
            auto_decompress=False,  # a compressed bomb stays small, and is no JSON
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def base(self, url: str) -> URL:
        """A system's address, checked once. Raises ValueError: not https, or with credentials in it."""
        return checked_base(url, loopback=self._loopback)

    async def send(
        self,
        system: str,
        method: str,
        url: URL,
        *,
        effect: bool,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        deadline_seconds: float = 5.0,
        most_bytes: int = MEGABYTE,
    ) -> Answer:
        """One call; `effect`: whether it does something there rather than ask.

        aiohttp itself repeats a GET or PUT once when a kept connection turns out dead; a POST never.

        Raises Unavailable when it was certainly not accepted, or only asked; Unknown when it may have been.
        """
        forbid_inside_work(system)
        if self._session is None:
            raise RuntimeError("the outbound client is not open")
        progress = _Progress()
        try:
            async with (
                asyncio.timeout(deadline_seconds),  # over everything: aiohttp's own count per read
                self._session.request(
                    method,
                    url,
                    data=body,
                    headers={"Accept-Encoding": "identity", **(headers or {})},
                    allow_redirects=False,
                    trace_request_ctx=progress,
                ) as response,
            ):
                content = await _read(response, most_bytes)
        except (aiohttp.ClientError, OSError, TimeoutError, _TooLarge) as error:
            # the exception's own words may hold the address with its query
            reason = type(error).__name__.strip("_")
            self._watch(Exchange(system, f"{method} {url.path}", reason))
            raise uncertain(system, reason, effect=effect and progress.sent) from None
        self._watch(Exchange(system, f"{method} {url.path}", str(response.status)))
        return _judged(system, response, content, effect=effect)


class _TooLarge(Exception):
    pass


def checked_base(url: str, *, loopback: bool) -> URL:
    base = URL(url.rstrip("/"), encoded=True)
    if base.user or base.query_string or base.fragment or not base.host:
        raise ValueError("a base address is scheme, host, port and path")
    if base.scheme != "https" and not (loopback and base.scheme == "http" and base.host in LOOPBACK):
        raise ValueError(f"{base.host}: an outside system is reached by https")
    return base


def address(base: URL, system: str, *segments: str, query: str = "") -> URL:
    """`base` and path segments, each a plain name: an id of theirs cannot become a path of ours.

    Raises Refused.
    """
    if not all(_SEGMENT.fullmatch(segment) for segment in segments):
        raise Refused(system, "segment-malformed")
    path = "/".join((base.raw_path.rstrip("/"), *segments))
    return URL(f"{base.origin()}{path}{'?' if query else ''}{query}", encoded=True)


def decode(system: str, body: bytes, shape: type[T], *, effect: bool) -> T:
    """The JSON of an answer, whatever content type it claims. Raises Unavailable or Unknown (`effect`)."""
    try:
        return msgspec.json.decode(body, type=shape)
    except MALFORMED:
        # its words may quote the answer
        raise uncertain(system, "answer-malformed", effect=effect) from None


async def _mark_sent(
    _session: aiohttp.ClientSession, context: SimpleNamespace, _told: aiohttp.TraceRequestHeadersSentParams
) -> None:
    context.trace_request_ctx.sent = True


async def _read(response: aiohttp.ClientResponse, most_bytes: int) -> bytes:
    content = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        content += chunk
        if len(content) > most_bytes:
            response.close()
            raise _TooLarge
    return bytes(content)


def _judged(system: str, response: aiohttp.ClientResponse, content: bytes, *, effect: bool) -> Answer:
    status = response.status
    if status == _TOO_MANY_REQUESTS:
        raise Unavailable(system, f"http-{status}")
    if status in _REDIRECTS or status in _SERVER_FAULTS:
        raise uncertain(system, f"http-{status}", effect=effect)
    return Answer(status, {name.lower(): value for name, value in response.headers.items()}, content)
