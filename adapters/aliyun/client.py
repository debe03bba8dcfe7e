"""Calls to Aliyun's RPC gateway (阿里云) by its SDK, which blocks: in a few threads of their own.

Source: aliyun-python-sdk-core 2.16.1, its source read and run against loopback, 2026-11-21. The SDK takes
clock and nonce from the machine itself and bundles its own requests 2.18.3 and urllib3 1.24.3.
"""

import asyncio
import logging
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from http.client import HTTPException
from threading import BoundedSemaphore
from typing import Any

from aliyunsdkcore.acs_exception.exceptions import ClientException, ServerException
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest
from aliyunsdkcore.vendored.requests import adapters as vendored
from aliyunsdkcore.vendored.requests.exceptions import ConnectionError as Broken
from aliyunsdkcore.vendored.requests.packages.urllib3 import exceptions as urllib3

from adapters.outbound.http import CONNECT_SECONDS, MEGABYTE, checked_base, uncertain
from adapters.outbound.watch import Exchange, Watch, unwatched
from domain.kernel.refusal import Outward, Refused, Unavailable, Unknown
from domain.kernel.work import forbid_inside_work

GATEWAY_PASSING = frozenset(
    {
        "ServiceUnavailable",
        "SignatureDoesNotMatch",
        "InvalidAccessKeySecret",  # what the SDK makes of SignatureDoesNotMatch when only the secret differs
        "InvalidAccessKeyId.NotFound",
        "InvalidAccessKeyId.Inactive",
        "InvalidTimeStamp.Expired",
    }
)
"""The gateway let nothing through: a throttle, or a fault an operator mends while the work waits."""

NONCE_SEEN = "SignatureNonceUsed"  # our very request came twice: the first may have been accepted
_FAULT = 500
_CHUNK = 16 * 1024


class _NotSent(Exception):
    """No OSError, so the SDK lets it through: its SDK.HttpError does not tell whether anything was sent."""


class _Bounded(vendored.HTTPAdapter):  # type: ignore[misc]  # the SDK ships no types
    """The SDK's transport with a limit on the whole answer, in bytes and in time."""

    def __init__(self, pool_size: int, deadline_seconds: float) -> None:
        super().__init__(pool_maxsize=pool_size, max_retries=0)
        self._deadline = deadline_seconds

    def send(self, request: Any, **more: Any) -> Any:
        until = time.monotonic() + self._deadline
        try:
            response = super().send(request, **{**more, "stream": True})
        except Broken as error:
            cause = getattr(error.args[0], "reason", None) if error.args else None
            if isinstance(cause, urllib3.NewConnectionError | urllib3.ConnectTimeoutError):
                raise _NotSent from None
            raise
        # `content` is what the SDK reads next: it finds it here
        response._content = self._read(response, until)  # noqa: SLF001 -- the SDK itself has no limit
        response._content_consumed = True  # noqa: SLF001 -- likewise
        return response

    def _read(self, response: Any, until: float) -> bytes:
        """Raises OSError, which the SDK turns into SDK.HttpError."""
        content, source = bytearray(), response.raw._original_response  # noqa: SLF001 -- its own read(n) waits for n bytes
        try:
            while len(content) <= MEGABYTE and time.monotonic() < until:
                chunk = source.read1(_CHUNK)
                if not chunk:
                    response.raw.release_conn()  # back to the pool, to be used again
                    return bytes(content)
                content += chunk
        except HTTPException as error:
            raise OSError(type(error).__name__) from None
        finally:
            response.raw.close()
        raise OSError("answer too large or too slow")


def connect(key_id: str, key_secret: str, *, pool_size: int, deadline_seconds: float = 5.0) -> AcsClient:
    """The one client the process shares: a new one for each call would open a connection for each call.

    `pool_size`: all threads of all products together, else connections are opened and thrown away.
    """
    client = AcsClient(
        key_id,
        key_secret,
        "cn-hangzhou",
        auto_retry=False,
        max_retry_time=0,
        connect_timeout=CONNECT_SECONDS,
        timeout=deadline_seconds,
        pool_size=pool_size,
        proxy={"http": None, "https": None},  # else HTTP_PROXY is obeyed and NO_PROXY is not
    )
    client.session.trust_env = False
    for scheme in ("https://", "http://"):
        client.session.mount(scheme, _Bounded(pool_size, deadline_seconds))
    _hush()
    return client


def _hush() -> None:
    """The SDK logs answers and what it signed, even at ERROR."""
    logging.getLogger("aliyunsdkcore").setLevel(logging.CRITICAL)
    transport = logging.getLogger("aliyunsdkcore.http.http_response")
    transport.setLevel(logging.NOTSET)  # importing it set DEBUG and a handler of its own
    for handler in tuple(transport.handlers):
        transport.removeHandler(handler)


class AliyunProduct:
    """One product (短信, 实人认证) behind `client`: own threads and own queue, so that it hangs alone.

    `waiting`: calls that may queue for a thread; one more is told to come later.
    """

    def __init__(
        self,
        client: AcsClient,
        *,
        system: str,
        base_url: str,
        version: str,
        threads: int = 4,
        waiting: int = 16,
        deadline_seconds: float = 6.0,
        loopback: bool = False,
        watch: Watch = unwatched,
    ) -> None:
        base = checked_base(base_url, loopback=loopback)
        self.system, self._watch = system, watch
        self._client, self._version, self._deadline = client, version, deadline_seconds
        self._scheme, self._domain = base.scheme, base.authority
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=f"aliyun-{system}")
        self._places = BoundedSemaphore(threads + waiting)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._client.session.close()  # what is kept alive; a call still under way closes its own

    async def call(self, action: str, values: Mapping[str, str], *, effect: bool) -> bytes:
        """The body of an HTTP 200, its Code unread. `values` travel in the body, not in the URL.

        Raises Refused, Unavailable, Unknown; their reason is the gateway's code.
        """
        try:
            body = await self._called(action, values, effect=effect)
        except Outward as error:
            self._watch(Exchange(self.system, action, error.reason))
            raise
        self._watch(Exchange(self.system, action, "200"))
        return body

    async def _called(self, action: str, values: Mapping[str, str], *, effect: bool) -> bytes:
        forbid_inside_work(self.system)
        if not self._places.acquire(blocking=False):
            raise Unavailable(self.system, "too-many-waiting")
        try:
            latest = time.monotonic() + self._deadline / 2
            request = self._request(action, values)
            working: Future[bytes] = self._threads.submit(self._send, request, latest)
        except BaseException:
            self._places.release()
            raise
        working.add_done_callback(lambda _: self._places.release())
        try:
            async with asyncio.timeout(self._deadline):
                return await asyncio.wrap_future(working)
        except TimeoutError:  # a call still in the queue was cancelled with the wait, and never sent
            reason = "deadline"
            raise uncertain(self.system, reason, effect=effect and not working.cancelled()) from None
        except _NotSent:
            raise Unavailable(self.system, "not-sent") from None
        except ClientException as error:
            raise uncertain(self.system, str(error.get_error_code()), effect=effect) from None
        except ServerException as error:
            raise self._judged(str(error.get_error_code()), error.get_http_status(), effect=effect) from None

    def _request(self, action: str, values: Mapping[str, str]) -> CommonRequest:
        request = CommonRequest(domain=self._domain, version=self._version, action_name=action)
        request.set_protocol_type(self._scheme)  # the SDK's own default is plain http
        request.set_method("POST")  # its default is GET
        for name, value in values.items():
            request.add_body_params(name, value)  # a query parameter would put people's numbers into logs
        return request

    def _send(self, request: CommonRequest, latest: float) -> bytes:
        """Runs in a thread of this product; a call that stood in the queue too long is not begun."""
        if time.monotonic() > latest:
            raise _NotSent
        try:
            body = self._client.do_action_with_exception(request)
        except (IndexError, TypeError, AttributeError, ValueError, RecursionError):
            # its reader of failures trips over answers of another shape than the vendor's
            raise ClientException("SDK.UnreadableAnswer", "") from None
        return bytes(body)

    def _judged(self, code: str, status: int, *, effect: bool) -> Refused | Unavailable | Unknown:
        if code.startswith("Throttling") or code in GATEWAY_PASSING:
            return Unavailable(self.system, code)
        if code == NONCE_SEEN or status >= _FAULT or code.startswith("SDK."):
            return uncertain(self.system, code, effect=effect)
        return Refused(self.system, code)
