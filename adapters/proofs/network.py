"""The 网号 (国家网络身份认证公共服务), through the access party the office has a contract with.

Source: docs/vendors/network-identity.md (our profile: the service's own is not public), read 2026-11-22.
"""

from typing import Literal
from urllib.parse import urlencode, urlsplit

import msgspec

from adapters.envelope.sender import SignedHttp
from adapters.envelope.signature import EnvelopeKey
from domain.identity.other_way import NetworkToken
from domain.identity.outside import FaceVerdict
from domain.kernel.personal import DocumentNumber, PersonName

SYSTEM = "network-identity"
ABSENT = "4040"
UNUSABLE = frozenset({"4101", "4102"})  # the token is used, over, or another check's
_NETWORK = ("api", "v1", "network")


class _Told(msgspec.Struct):
    result: Literal["pass", "fail", "pending"]


class ContractedNetworkIdentity:
    """Implements NetworkIdentity. `page_url`: where their page is, from configuration; `key`: our account."""

    def __init__(self, window: SignedHttp, *, page_url: str, key: EnvelopeKey) -> None:
        self._window, self._page, self._key = window, f"{page_url.rstrip('/')}/authorize", key

    def page(self, biz_no: str, back: str) -> str:
        """Signed, so that nobody turns the person's way back to a page of their own."""
        asked = {"appId": self._key.app_id, "bizNo": biz_no, "returnUrl": back}
        target = f"{urlsplit(self._page).path}?{urlencode(asked)}"
        sign = self._key.sign("GET", target, "", "", b"")
        return f"{self._page}?{urlencode({**asked, 'sign': sign})}"

    async def verify(
        self, biz_no: str, token: NetworkToken, name: PersonName, number: DocumentNumber
    ) -> FaceVerdict:
        reply = await self._window.call(
            "POST",
            (*_NETWORK, "verify"),
            effect=True,
            document={
                "bizNo": biz_no,
                "token": token.reveal(),
                "name": name.reveal(),
                "idNumber": number.reveal(),
            },
            known=UNUSABLE,
        )
        if reply.code in UNUSABLE:
            return FaceVerdict("failed", "credential")
        return _verdict(reply.read(_Told))

    async def outcome(self, biz_no: str) -> FaceVerdict | None:
        reply = await self._window.call(
            "POST",
            (*_NETWORK, "results"),
            effect=False,
            document={"bizNo": biz_no},
            known=frozenset({ABSENT}),
        )
        return None if reply.code == ABSENT else _verdict(reply.read(_Told))


def _verdict(told: _Told) -> FaceVerdict:
    if told.result == "pending":
        return FaceVerdict("pending")
    return FaceVerdict("passed") if told.result == "pass" else FaceVerdict("failed", "credential")
