"""Tencent Cloud's API gateway (腾讯云 API 3.0 网关): TC3 signature, age of a call, its action and version.

Source: cloud.tencent.com/document/api/382/38780 (codes), tencentcloud-sdk-python-common 3.1.195 (what clients
send), read 2026-11-22.
"""

import hashlib
import hmac
import json
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from aiohttp import web

AUTHORIZATION = re.compile(
    r"TC3-HMAC-SHA256 Credential=([^/,\s]+)/(\d{4}-\d\d-\d\d)/([a-z]+)/tc3_request,\s*"
    r"SignedHeaders=([a-z0-9;-]+),\s*Signature=([0-9a-f]{64})"
)
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Call:
    """A call whose signature is good."""

    action: str
    values: Mapping[str, object]


class TencentRefusal(Exception):
    """An answer with `Error` in it: HTTP 200 like every other."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code, self.message = code, message


def answered(document: Mapping[str, object], *, content_type: str = JSON) -> web.Response:
    """A success. The vendor's own SDK reads failures only under exactly `application/json`."""
    told = json.dumps({"Response": {**document, "RequestId": str(uuid.uuid4())}}, ensure_ascii=False)
    return web.Response(body=told.encode(), headers={"Content-Type": content_type})


def failed(code: str, message: str, *, content_type: str = JSON) -> web.Response:
    return answered({"Error": {"Code": code, "Message": message}}, content_type=content_type)


def throttled() -> web.Response:
    return failed("RequestLimitExceeded", "Your current request times exceeds the limit of this API.")


class TencentGateway:
    """`secrets`: SecretId → SecretKey. `wall` is the true clock: clients sign with theirs.

    `window` None switches the check of a call's age off. The vendor knows no nonces: a repeated call counts.
    """

    def __init__(
        self,
        *,
        service: str,
        version: str,
        actions: frozenset[str],
        secrets: Mapping[str, str],
        wall: Callable[[], datetime],
        window: timedelta | None = timedelta(minutes=5),
    ) -> None:
        self._service, self._version, self._actions = service, version, actions
        self._secrets, self._wall, self._window = dict(secrets), wall, window

    async def admit(self, request: web.Request) -> Call:
        """Raises TencentRefusal."""
        body = await request.read()
        self._signed(request, body)
        action = request.headers.get("X-TC-Action", "")
        if request.headers.get("X-TC-Version", "") != self._version:
            raise TencentRefusal("NoSuchVersion", "The API version does not exist.")
        if action not in self._actions:
            raise TencentRefusal("InvalidAction", "The action does not exist.")
        try:
            values = json.loads(body)
        except ValueError:
            values = None
        if not isinstance(values, dict):
            raise TencentRefusal("InvalidParameter", "The body is not a JSON object.")
        return Call(action, values)

    def _signed(self, request: web.Request, body: bytes) -> None:
        found = AUTHORIZATION.fullmatch(request.headers.get("Authorization", ""))
        if found is None or request.method != "POST" or found[3] != self._service:
            raise TencentRefusal("AuthFailure.InvalidAuthorization", "The Authorization header is malformed.")
        key_id, day, service, names, signature = found.groups()
        stamp = request.headers.get("X-TC-Timestamp", "")
        at = self._moment(stamp)
        if day != at.date().isoformat() or not {"content-type", "host"} <= set(names.split(";")):
            raise TencentRefusal("AuthFailure.InvalidAuthorization", "Date or signed headers do not fit.")
        secret = self._secrets.get(key_id)
        if secret is None:
            raise TencentRefusal("AuthFailure.SecretIdNotFound", "The SecretId is not found.")
        if self._window is not None and abs(self._wall() - at) > self._window:
            raise TencentRefusal("AuthFailure.SignatureExpire", "Signature expired.")
        headers = "".join(
            f"{name}:{request.headers.get(name, '').strip().lower()}\n" for name in names.split(";")
        )
        canonical = f"POST\n/\n{request.query_string}\n{headers}\n{names}\n{hashlib.sha256(body).hexdigest()}"
        text = "\n".join(
            (
                "TC3-HMAC-SHA256",
                stamp,
                f"{day}/{service}/tc3_request",
                hashlib.sha256(canonical.encode()).hexdigest(),
            )
        )
        key = f"TC3{secret}".encode()
        for step in (day, service, "tc3_request"):
            key = hmac.new(key, step.encode(), hashlib.sha256).digest()
        good = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(good, signature):
            raise TencentRefusal(
                "AuthFailure.SignatureFailure",
                "The provided credentials could not be validated. Please check your signature is correct.",
            )

    def _moment(self, stamp: str) -> datetime:
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= len("1234567890")):
            raise TencentRefusal("InvalidParameter", "X-TC-Timestamp is not a number of seconds.")
        return datetime.fromtimestamp(int(stamp), UTC)
