"""A caller of Aliyun as the SDK would be: it signs by the published rule, with a signer of the tests' own."""

import base64
import hashlib
import hmac
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp

from adapters.sandbox.kit import Running
from tests.sandbox.conftest import FixedClock

KEY_ID, SECRET = "testAccessKeyId", "testAccessKeySecret"


def rfc3986(text: str) -> str:
    return quote(text, safe="~")


def rpc_signature(method: str, params: Mapping[str, str], secret: str) -> str:
    joined = "&".join(f"{rfc3986(k)}={rfc3986(v)}" for k, v in sorted(params.items()))
    text = f"{method}&%2F&{rfc3986(joined)}"
    return base64.b64encode(hmac.new(f"{secret}&".encode(), text.encode(), hashlib.sha1).digest()).decode()


@dataclass
class AliyunClient:
    http: aiohttp.ClientSession
    vendor: Running
    clock: FixedClock
    version: str
    secret: str = SECRET
    nonces: Iterator[int] = field(default_factory=itertools.count)

    def common(self, action: str) -> dict[str, str]:
        return {
            "AccessKeyId": KEY_ID,
            "Action": action,
            "Version": self.version,
            "Format": "JSON",
            "RegionId": "cn-hangzhou",
            "Timestamp": self.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "SignatureMethod": "HMAC-SHA1",
            "SignatureType": "",
            "SignatureVersion": "1.0",
            "SignatureNonce": f"nonce-{next(self.nonces)}",
        }

    async def call(self, action: str, params: Mapping[str, str], **common: str) -> tuple[int, Any]:
        """Body parameters as a form, the common ones in the URL; `common` overrides or (empty) leaves out."""
        query = {k: v for k, v in (self.common(action) | common).items() if v or k == "SignatureType"}
        query["Signature"] = rpc_signature("POST", {**query, **params}, self.secret)
        async with self.http.post(f"{self.vendor.url}/?{urlencode(query)}", data=dict(params)) as answer:
            return answer.status, await answer.json()

    async def get(self, action: str, params: Mapping[str, str]) -> tuple[int, Any]:
        """Everything in the URL."""
        query = {**self.common(action), **params}
        query["Signature"] = rpc_signature("GET", query, self.secret)
        async with self.http.get(f"{self.vendor.url}/?{urlencode(query)}") as answer:
            return answer.status, await answer.json()
