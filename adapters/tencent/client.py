"""Calls to Tencent Cloud's API gateway (腾讯云 API 3.0): one signed POST, and what its own codes mean.

Source: cloud.tencent.com/document/api/382/38780 (common codes) and tencentcloud-sdk-python-common 3.1.195,
read 2026-11-22. No vendor endpoint was contacted.
"""

from collections.abc import Collection, Mapping
from typing import TypeVar

import msgspec

from adapters.outbound.http import Outbound, decode, uncertain
from adapters.tencent.signature import CONTENT_TYPE, TencentKey
from domain.kernel.ports import Clock
from domain.kernel.refusal import Refused, Unavailable, Unknown

T = TypeVar("T")
_OK = 200
_NOT_LET_IN = (
    "AuthFailure",
    "UnauthorizedOperation",
    "RequestLimitExceeded",
    "IpNotInWhitelist",
    "IpInBlacklist",
)
"""The gateway let nothing through: a throttle, or a fault an operator mends while the work waits."""

_NEVER_RIGHT = (
    "InvalidParameter",
    "InvalidParameterValue",
    "InvalidRequest",
    "MissingParameter",
    "UnknownParameter",
    "InvalidAction",
    "ActionOffline",
    "NoSuchProduct",
    "NoSuchVersion",
    "UnsupportedOperation",
    "UnsupportedProtocol",
    "UnsupportedRegion",
    "ResourceNotFound",
    "FailedOperation",
    "LimitExceeded",
)
"""What this very request will never get, whoever sends it again."""


class _Error(msgspec.Struct, rename="pascal"):
    code: str


class _Failed(msgspec.Struct):
    error: _Error | None = msgspec.field(name="Error", default=None)


class _Envelope(msgspec.Struct):
    response: msgspec.Raw = msgspec.field(name="Response")


class TencentProduct:
    """One product (短信 `sms`, 人脸核身 `faceid`) of one account, over the process's one HTTP client.

    `passing`: codes of the product that mean «nothing was accepted, later»; a name stands for all its
    sub-codes. `region`: where the product wants one.
    """

    def __init__(
        self,
        http: Outbound,
        key: TencentKey,
        *,
        system: str,
        service: str,
        version: str,
        base_url: str,
        clock: Clock,
        region: str = "",
        passing: Collection[str] = (),
        deadline_seconds: float = 5.0,
    ) -> None:
        self.system = system
        self._http, self._key, self._clock = http, key, clock
        self._service, self._version, self._region = service, version, region
        self._base, self._deadline = http.base(base_url), deadline_seconds
        self._passing = (*_NOT_LET_IN, *passing)

    async def call(self, action: str, values: Mapping[str, object], shape: type[T], *, effect: bool) -> T:
        """The vendor's Response read as `shape`. `values` travel in the signed body.

        Every answer is HTTP 200; whether it is a failure stands in it, whatever content type it claims.
        Raises Refused, Unavailable, Unknown; their reason is the vendor's code.
        """
        answer = await self._http.send(
            self.system,
            "POST",
            self._base / "",
            effect=effect,
            headers=self._headers(action, body := msgspec.json.encode(values)),
            body=body,
            deadline_seconds=self._deadline,
        )
        if answer.status != _OK:  # no answer of this gateway
            raise uncertain(self.system, f"http-{answer.status}", effect=effect)
        response = decode(self.system, answer.body, _Envelope, effect=effect).response
        failed = decode(self.system, bytes(response), _Failed, effect=effect)
        if failed.error is not None:
            raise self.judged(failed.error.code, effect=effect)
        return decode(self.system, bytes(response), shape, effect=effect)

    def judged(self, code: str, *, effect: bool) -> Refused | Unavailable | Unknown:
        """What a code means, of the whole call or of one of its parts."""
        if _is_among(code, self._passing):
            return Unavailable(self.system, code)
        if _is_among(code, _NEVER_RIGHT):
            return Refused(self.system, code)
        return uncertain(self.system, code, effect=effect)  # InternalError and what nobody knows

    def _headers(self, action: str, body: bytes) -> dict[str, str]:
        now, host = self._clock(), self._base.authority
        headers = {
            "Host": host,  # signed: exactly what is sent
            "Content-Type": CONTENT_TYPE,
            "X-TC-Action": action,
            "X-TC-Version": self._version,
            "X-TC-Timestamp": str(int(now.timestamp())),
            "Authorization": self._key.authorization(body, service=self._service, host=host, at=now),
        }
        return headers | ({"X-TC-Region": self._region} if self._region else {})


def _is_among(code: str, names: Collection[str]) -> bool:
    """«A» stands for «A» and «A.B», not for «AB»."""
    return code in names or code.partition(".")[0] in names
