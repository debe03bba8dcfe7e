"""Face verification (实人认证) through Aliyun Cloudauth 2019-03-07, product ID_PRO: open, verdict, forget.

Source: help.aliyun.com 151909 and the product's error-code page, read 2026-11-21. The vendor's SDK puts name
and number into the URL; we send them in the signed body, untried at the vendor: no endpoint was contacted.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import TypeVar

import msgspec

from adapters.aliyun.client import AliyunProduct
from adapters.outbound.http import decode, uncertain
from domain.identity.outside import Cause, FaceSession, FaceVerdict
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.ports import Clock
from domain.kernel.refusal import Refused, Unavailable, Unknown

SYSTEM, VERSION = "face", "2019-03-07"
DONE = "200"
URL_LIVES = timedelta(minutes=30)
CAUSES: Mapping[str, Cause] = {
    "201": "mismatch",
    "202": "not_found",
    "203": "no_photo",
    "204": "other_face",
    "205": "liveness",
    "206": "risk",
    "207": "other_face",
    "209": "source",
    "210": "risk",
}
UNFINISHED = frozenset({"403", "424"})  # 424 is also «abandoned»: our own thirty minutes end it
DECIDED: Mapping[str, Cause] = {"417": "source", "427": "risk"}
PASSING = frozenset({"402", "404", "410", "411", "412"})  # not configured, not paid: an operator mends it
FAULT = "500"
GONE = frozenset({"NOT_DELETE_REPEATEDLY"})

_T = TypeVar("_T")


class _Opened(msgspec.Struct, rename="pascal"):
    certify_id: str = ""
    certify_url: str = ""


class _Verdict(msgspec.Struct, rename="pascal"):
    passed: str = ""
    sub_code: str = ""


class _Deleted(msgspec.Struct, rename="pascal"):
    delete_result: str = ""
    fail_reason: str = ""


class _Answer(msgspec.Struct, rename="pascal"):
    code: str
    result_object: msgspec.Raw = msgspec.Raw(b"{}")


class AliyunFace:
    """Implements FaceVerifier. `scene_id` is the console's number of our scene."""

    def __init__(self, product: AliyunProduct, *, scene_id: str, clock: Clock) -> None:
        self._product, self._scene_id, self._clock = product, scene_id, clock

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
        expires_at = self._clock() + URL_LIVES
        answer = await self._call(
            "InitFaceVerify",
            {
                "ProductCode": "ID_PRO",
                "OuterOrderNo": order_no,
                "CertType": "IDENTITY_CARD",
                "CertName": name.reveal(),
                "CertNo": number.reveal(),
                "MetaInfo": meta_info,
                "ReturnUrl": return_url,
                "CallbackUrl": callback_url,
                "CallbackToken": callback_token,
                "Model": "LIVENESS",
                "CertifyUrlType": "H5",
            },
            effect=True,
        )
        if answer.code != DONE:
            raise _failure(answer.code, effect=True)
        opened = _read(answer, _Opened, effect=True)
        if not opened.certify_id:
            raise Unknown(SYSTEM, "reference-missing")
        if not opened.certify_url:  # what the vendor does with meta information it cannot read
            raise Refused(SYSTEM, "meta-info-malformed")
        return FaceSession(opened.certify_id, opened.certify_url, expires_at)

    async def verdict(self, reference: str) -> FaceVerdict:
        answer = await self._call("DescribeFaceVerify", {"CertifyId": reference}, effect=False)
        if answer.code in UNFINISHED:
            return FaceVerdict("pending")
        if answer.code in DECIDED:
            return FaceVerdict("failed", DECIDED[answer.code])
        if answer.code != DONE:
            raise _failure(answer.code, effect=False)
        told = _read(answer, _Verdict, effect=False)
        if told.passed == "T" and told.sub_code == DONE:  # both: half a yes is a no
            return FaceVerdict("passed")
        if told.passed not in {"T", "F"}:
            raise Unavailable(SYSTEM, "answer-malformed")
        return FaceVerdict("failed", CAUSES.get(told.sub_code, "risk"))

    async def forget(self, reference: str) -> None:
        values = {"CertifyId": reference, "DeleteAfterQuery": "N"}
        answer = await self._call("DeleteFaceVerifyResult", values, effect=False)
        if answer.code != DONE:
            raise _failure(answer.code, effect=False)
        told = _read(answer, _Deleted, effect=False)
        if told.delete_result != "Y" and told.fail_reason not in GONE:
            raise Refused(SYSTEM, told.fail_reason or "not-deleted")

    async def _call(self, action: str, values: Mapping[str, str], *, effect: bool) -> _Answer:
        body = await self._product.call(action, {"SceneId": self._scene_id, **values}, effect=effect)
        return decode(SYSTEM, body, _Answer, effect=effect)


def _read(answer: _Answer, shape: type[_T], *, effect: bool) -> _T:
    return decode(SYSTEM, bytes(answer.result_object), shape, effect=effect)


def _failure(code: str, *, effect: bool) -> Refused | Unavailable | Unknown:
    if code in PASSING:
        return Unavailable(SYSTEM, code)
    if code == FAULT:
        return uncertain(SYSTEM, code, effect=effect)
    return Refused(SYSTEM, code)
