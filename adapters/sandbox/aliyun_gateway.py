"""Aliyun's API gateway (阿里云网关): the signature, age and nonce of a call, checked before any product.

Source: aliyun-python-sdk-core 2.16.1 and tea-openapi 0.4.6 (what clients send); docs/vendors/aliyun-sms.md
says what of the gateway's own rules is unverified.
"""

import hashlib
import hmac
import uuid
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, quote

from aiohttp import web

from adapters.sandbox.kit import Books, answer_json

ACS3 = "ACS3-HMAC-SHA256"
FORM = "application/x-www-form-urlencoded"
MANDATORY = ("AccessKeyId", "Signature", "SignatureMethod", "SignatureVersion", "SignatureNonce", "Timestamp")
TABLE = "CREATE TABLE IF NOT EXISTS aliyun_nonces (nonce TEXT PRIMARY KEY, at REAL NOT NULL)"


@dataclass(frozen=True, slots=True)
class Call:
    """A call whose signature is good. `in_url`: names of the parameters that travelled in the URL."""

    action: str
    version: str
    params: Mapping[str, str]
    in_url: frozenset[str]


class GatewayRefusal(Exception):
    """What the gateway itself answers: never reached the product."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message

    def response(self, host: str) -> web.Response:
        document = {"RequestId": new_request_id(), "HostId": host, "Code": self.code, "Message": self.message}
        return answer_json(document, self.status)


def new_request_id() -> str:
    return str(uuid.uuid4()).upper()


def throttled() -> web.Response:
    refusal = GatewayRefusal(400, "Throttling.User", "Request was denied due to user flow control.")
    return refusal.response("")


def encode(text: str) -> str:
    """RFC 3986: everything but A-Z a-z 0-9 - _ . ~ in percent form."""
    return quote(text, safe="-_.~")


def canonical(params: Mapping[str, str]) -> str:
    return "&".join(f"{encode(name)}={encode(params[name])}" for name in sorted(params))


class Gateway:
    """`secrets`: AccessKeyId → AccessKeySecret. `wall` is the true clock: clients sign with theirs.

    `replay_window` None switches the age and nonce checks off.
    """

    def __init__(
        self,
        books: Books,
        *,
        secrets: Mapping[str, str],
        versions: Mapping[str, frozenset[str]],
        wall: Callable[[], datetime],
        replay_window: timedelta | None,
    ) -> None:
        self._books, self._secrets, self._versions = books, dict(secrets), versions
        self._wall, self._window = wall, replay_window
        books.create(TABLE)

    async def admit(self, request: web.Request) -> Call:
        """Raises GatewayRefusal."""
        body = await request.read()
        query = dict(parse_qsl(request.rel_url.raw_query_string, keep_blank_values=True))
        form: dict[str, str] = {}
        if request.content_type == FORM:
            form = dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True))
        if request.headers.get("Authorization", "").startswith(ACS3):
            call = self._acs3(request, query, form, body)
        else:
            call = self._rpc(request.method, query, form)
        if call.action not in self._versions.get(call.version, frozenset()):
            raise GatewayRefusal(404, "InvalidAction.NotFound", "Specified api is not found.")
        return call

    def _rpc(self, method: str, query: Mapping[str, str], form: Mapping[str, str]) -> Call:
        params = {**query, **form}
        for name in ("Action", "Version", *MANDATORY):
            if not params.get(name):
                raise GatewayRefusal(400, f"Missing{name}", f"{name} is mandatory for this action.")
        if (params["SignatureMethod"], params["SignatureVersion"]) != ("HMAC-SHA1", "1.0"):
            raise GatewayRefusal(
                400, "InvalidSignatureMethod", "Specified signature method is not supported."
            )
        secret = self._secret_of(params["AccessKeyId"])
        signed = {name: value for name, value in params.items() if name != "Signature"}
        text = f"{method}&{encode('/')}&{encode(canonical(signed))}"
        digest = hmac.digest(f"{secret}&".encode(), text.encode(), "sha1")
        self._compare(b64encode(digest).decode(), params["Signature"], text)
        self._fresh(params["Timestamp"], params["SignatureNonce"])
        return Call(params["Action"], params["Version"], params, frozenset(query))

    def _acs3(
        self, request: web.Request, query: Mapping[str, str], form: Mapping[str, str], body: bytes
    ) -> Call:
        told = dict(
            part.strip().partition("=")[::2]
            for part in request.headers["Authorization"].removeprefix(ACS3).split(",")
        )
        names = told.get("SignedHeaders", "").split(";")
        needed = {
            "x-acs-action",
            "x-acs-version",
            "x-acs-date",
            "x-acs-signature-nonce",
            "x-acs-content-sha256",
        }
        if not {"host", *needed} <= set(names):
            raise GatewayRefusal(400, "MissingSignedHeaders", "A mandatory header is not signed.")
        hashed = hashlib.sha256(body).hexdigest()
        if not hmac.compare_digest(request.headers.get("x-acs-content-sha256", "").encode(), hashed.encode()):
            raise GatewayRefusal(400, "InvalidContentSha256", "The specified content hash is not matched.")
        headers = "".join(f"{name}:{request.headers.get(name, '').strip()}\n" for name in sorted(names))
        text = f"{request.method}\n/\n{canonical(query)}\n{headers}\n{';'.join(sorted(names))}\n{hashed}"
        signed = f"{ACS3}\n{hashlib.sha256(text.encode()).hexdigest()}"
        secret = self._secret_of(told.get("Credential", ""))
        good = hmac.digest(secret.encode(), signed.encode(), "sha256").hex()
        self._compare(good, told.get("Signature", ""), signed)
        self._fresh(request.headers["x-acs-date"], request.headers["x-acs-signature-nonce"])
        action, version = request.headers["x-acs-action"], request.headers["x-acs-version"]
        return Call(action, version, {**query, **form}, frozenset(query))

    def _secret_of(self, access_key_id: str) -> str:
        secret = self._secrets.get(access_key_id)
        if secret is None:
            raise GatewayRefusal(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.")
        return secret

    def _compare(self, good: str, given: str, text: str) -> None:
        if not hmac.compare_digest(good.encode(), given.encode()):
            # The SDK splits this message at its colon: without one it dies of IndexError.
            told = f"Specified signature is not matched with our calculation. server string to sign is:{text}"
            raise GatewayRefusal(400, "SignatureDoesNotMatch", told)

    def _fresh(self, timestamp: str, nonce: str) -> None:
        try:
            at = datetime.strptime(timestamp, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        except ValueError:
            raise GatewayRefusal(
                400, "InvalidTimeStamp.Format", "Specified time stamp is not well formatted."
            ) from None
        if self._window is None:
            return
        if abs(self._wall() - at) > self._window:
            raise GatewayRefusal(
                400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired."
            )
        now = self._wall().timestamp()
        self._books.write("DELETE FROM aliyun_nonces WHERE at < ?", now - 2 * self._window.total_seconds())
        sql = "INSERT OR IGNORE INTO aliyun_nonces (nonce, at) VALUES (?, ?)"
        if not self._books.write(sql, nonce, now):
            raise GatewayRefusal(400, "SignatureNonceUsed", "Specified signature nonce was used already.")
