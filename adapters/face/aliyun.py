"""Face verification (实人认证) through Aliyun Cloudauth 2019-03-07, product ID_PRO: open, verdict, forget.

Source: help.aliyun.com 151909 and the product's error-code page, read 2026-11-21 and 2026-11-22. The vendor's
SDK puts name and number into the URL; we send them in the signed body, untried at the vendor: no endpoint was
contacted.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import TypeVar

import msgspec

from adapters.aliyun.client import AliyunProduct
from adapters.face.pages import FacePages
from adapters.outbound.http import decode, uncertain
from domain.identity.outside import Cause, FaceSession, FaceVerdict
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.ports import Clock
from domain.kernel.refusal import Refused, Unavailable, Unknown

SYSTEM, VERSION = "face", "2019-03-07"
DONE = "200"
HOSTS = ("aliyun.com", "cloudauth.aliyuncs.com", "antcloudauth.aliyuncs.com")
"""Not verified. Not all of aliyuncs.com: whoever rents a bucket has a page there."""

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
DECIDED: Mapping[str, Cause] = {"417": "no_source", "427": "risk"}
# of a check that could not be opened, when it is about this person or this device
OPENING: Mapping[str, Cause] = {
    **DECIDED,
    "414": "device",
    "415": "device",
    "416": "device",
    "418": "too_many",
}
PASSING = frozenset({"402", "404", "410", "411", "412"})  # not configured, not paid: an operator mends it
FAULT = "500"
GONE = frozenset({"NOT_DELETE_REPEATEDLY"})
NO_RECORD = frozenset({"406", "424"})  # of a check nobody finished: nothing is held under its id

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
    """Implements FaceVerifier. `scene_id` is the console's number of our scene.

    `backup`: the vendor's other endpoint, as it advises to keep one; asked only when the first certainly took
    nothing. `pages`: whose page people are sent to.
    """

    def __init__(
        self,
        product: AliyunProduct,
        *,
        scene_id: str,
        clock: Clock,
        pages: FacePages,
        backup: AliyunProduct | None = None,
    ) -> None:
        self._product, self._backup, self._pages = product, backup, pages
        self._scene_id, self._clock = scene_id, clock

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
        if answer.code in OPENING:
            raise Refused(SYSTEM, OPENING[answer.code])
        if answer.code != DONE:
            raise _failure(answer.code, effect=True)
        opened = _read(answer, _Opened, effect=True)
        if not opened.certify_id:
            raise Unknown(SYSTEM, "reference-missing")
        if not opened.certify_url:  # what the vendor does with meta information it cannot read
            raise Refused(SYSTEM, "meta-info-malformed")
        return FaceSession(opened.certify_id, self._pages.checked(opened.certify_url), expires_at)

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
        if answer.code in NO_RECORD:
            return
        if answer.code != DONE:
            raise _failure(answer.code, effect=False)
        told = _read(answer, _Deleted, effect=False)
        if told.delete_result != "Y" and told.fail_reason not in GONE:
            raise Refused(SYSTEM, told.fail_reason or "not-deleted")

    async def _call(self, action: str, values: Mapping[str, str], *, effect: bool) -> _Answer:
        told = {"SceneId": self._scene_id, **values}
        try:
            body = await self._product.call(action, told, effect=effect)
        except Unavailable:
            if self._backup is None:
                raise
            body = await self._backup.call(action, told, effect=effect)
        return decode(SYSTEM, body, _Answer, effect=effect)


def _read(answer: _Answer, shape: type[_T], *, effect: bool) -> _T:
    return decode(SYSTEM, bytes(answer.result_object), shape, effect=effect)


def _failure(code: str, *, effect: bool) -> Refused | Unavailable | Unknown:
    if code in PASSING:
        return Unavailable(SYSTEM, code)
    if code == FAULT:
        return uncertain(SYSTEM, code, effect=effect)
    return Refused(SYSTEM, code)
