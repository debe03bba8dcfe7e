"""Face verification inside the mini-program (微信人脸核身 2.0): getverifyid and queryverifyinfo.

Source: developers.weixin.qq.com/miniprogram/dev/server/API/face/ api_getverifyid, api_queryverifyinfo, read
2026-11-21; 10001 to 10004 stand on the latter page only. No vendor endpoint was contacted.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from datetime import timedelta

import msgspec

from adapters.outbound.malformed import MALFORMED
from adapters.wechat.client import WechatClient
from domain.identity.outside import Cause, FaceSession, FaceVerdict
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.ports import Clock
from domain.kernel.refusal import Refused, Unavailable, Unknown

SYSTEM = "face"
OPEN, QUERY = "/cityservice/face/identify/getverifyid", "/cityservice/face/identify/queryverifyinfo"
LONGEST = timedelta(minutes=30)  # the platform says an hour; a check of ours never lives longer than this
CERT_TYPE = "IDENTITY_CARD"
PASSED = 10000
PENDING = frozenset({10005, 10300})
EXPIRED = "84022"
CAUSES: Mapping[int, Cause] = {
    10002: "liveness",
    10003: "mismatch",
    10004: "other_face",
    10010: "liveness",
    10020: "abandoned",
    10021: "abandoned",  # finished once already: another try needs another number of ours
    10026: "not_found",
    10042: "too_many",
    **dict.fromkeys(range(90002, 90007), "cancelled"),
    90001: "device",
    90008: "device",  # no leave to use the camera, the microphone, or either
    90009: "device",
    90010: "device",
    90104: "device",
    90105: "device",
    90106: "device",
    90109: "device",
    90110: "device",
}
_CLIENT_SIDE = range(90000, 90200)  # no network, no upload, no time: nobody was compared
_ORDER_NO = re.compile(r"[0-9A-Za-z_-]{5,32}")


class _Reference(msgspec.Struct, forbid_unknown_fields=True):
    verify_id: str
    out_seq_no: str
    openid: str
    cert_hash: str


class _MetaInfo(msgspec.Struct):
    openid: str


class _Opened(msgspec.Struct):
    verify_id: str = ""
    expires_in: int = 0


class _Verdict(msgspec.Struct):
    verify_ret: int = 0


class WechatFace:
    """Implements FaceVerifier. The session's `url` is the verify_id that wx.requestFacialVerify is given.

    `meta_info` is {"openid"} of the visitor's own session, written by our front and never by a client. The
    platform rings at no address and comes back to none: the last three arguments of `open` are not used.
    """

    def __init__(self, client: WechatClient, *, clock: Clock) -> None:
        self._client, self._clock = client, clock

    async def open(
        self,
        name: PersonName,
        number: DocumentNumber,
        *,
        order_no: str,
        meta_info: str,
        return_url: str,
        callback_url: str,
        callback_token: str,
    ) -> FaceSession:
        del return_url, callback_url, callback_token
        if _ORDER_NO.fullmatch(order_no) is None:
            raise Refused(SYSTEM, "order-no-malformed")
        openid, now = _openid(meta_info), self._clock()
        opened = await self._client.call(
            OPEN,
            {
                "out_seq_no": order_no,
                "cert_info": {
                    "cert_type": CERT_TYPE,
                    "cert_name": name.reveal(),
                    "cert_no": number.reveal(),
                },
                "openid": openid,
            },
            _Opened,
            effect=True,
            system=SYSTEM,
        )
        if not opened.verify_id or opened.expires_in <= 0:
            raise Unknown(SYSTEM, "reference-missing")
        reference = _Reference(opened.verify_id, order_no, openid, cert_hash(name, number))
        return FaceSession(
            msgspec.json.encode(reference).decode(),
            opened.verify_id,
            now + min(LONGEST, timedelta(seconds=opened.expires_in)),
        )

    async def verdict(self, reference: str) -> FaceVerdict:
        try:
            known = msgspec.json.decode(reference, type=_Reference)
        except MALFORMED:
            raise Refused(SYSTEM, "reference-malformed") from None
        try:
            told = await self._client.call(
                QUERY, msgspec.to_builtins(known), _Verdict, effect=False, system=SYSTEM
            )
        except Refused as refused:
            if refused.reason == EXPIRED:
                return FaceVerdict("failed", "abandoned")
            raise
        return _judged(told.verify_ret)

    async def forget(self, reference: str) -> None:
        """The platform has no call for it and keeps what it keeps; what we hold, the caller deletes."""


def cert_hash(name: PersonName, number: DocumentNumber) -> str:
    """The platform's digest of whom a check was opened for: SHA-256 over the three, each in base64."""
    parts = {"cert_type": CERT_TYPE, "cert_name": name.reveal(), "cert_no": number.reveal()}
    joined = "&".join(f"{key}={b64encode(value.encode()).decode()}" for key, value in parts.items())
    return hashlib.sha256(joined.encode()).hexdigest()


def _openid(meta_info: str) -> str:
    try:
        told = msgspec.json.decode(meta_info, type=_MetaInfo).openid
    except MALFORMED:
        told = ""
    if not told:
        raise Refused(SYSTEM, "meta-info-malformed")
    return told


def _judged(code: int) -> FaceVerdict:
    if code == PASSED:
        return FaceVerdict("passed")
    if code in PENDING:
        return FaceVerdict("pending")
    if code in _CLIENT_SIDE and code not in CAUSES:
        return FaceVerdict("failed", "abandoned")
    if code == 0:  # no verdict in the answer is no verdict
        raise Unavailable(SYSTEM, "answer-malformed")
    return FaceVerdict("failed", CAUSES.get(code, "risk"))
