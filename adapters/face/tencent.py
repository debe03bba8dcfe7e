"""Face verification (实人认证) through Tencent Cloud FaceID 2018-03-01 (慧眼): open, and the verdict.

Source: cloud.tencent.com/document/product/1007/31816 and /41957, tencentcloud-sdk-python-faceid 3.0.1300 (its
errorcodes.py), read 2026-11-22. No vendor endpoint was contacted.
"""

from collections.abc import Mapping
from datetime import timedelta

import msgspec

from adapters.face.pages import FacePages
from adapters.outbound.malformed import MALFORMED
from adapters.tencent.client import TencentProduct
from domain.identity.outside import Cause, FaceSession, FaceVerdict
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.ports import Clock
from domain.kernel.refusal import Refused, Unknown

SYSTEM, SERVICE, VERSION = "face", "faceid", "2018-03-01"
LONGEST = timedelta(minutes=30)  # the vendor says 7200 s; a check of ours never lives longer than this
TEXT_ONLY = "1"  # of the result: no picture and no video comes to us
PASSED = 0
HOSTS = ("faceid.qq.com", "open.weixin.qq.com")
"""The page, and the way to it through WeChat: so in the examples of DetectAuth of the vendor's own tool."""

PASSING = (
    "FailedOperation.RequestLimitExceeded",
    "FailedOperation.StsUnAuthErrError",
    "InvalidParameter.RuleId",
    "InvalidParameterValue.RuleIdDisabled",
    "InvalidParameterValue.RuleIdNotExist",
    "ResourceUnavailable",
    "ResourceInsufficient",
)
"""For TencentProduct: nothing was opened, and an operator, or time, mends it."""

EXPIRED = "InvalidParameterValue.BizTokenExpired"
CAUSES: Mapping[str, Cause] = {
    "FailedOperation.IdNameMisMatch": "mismatch",
    "FailedOperation.IdNoExistSystem": "not_found",
    "FailedOperation.IdPhotoNoExist": "no_photo",
    "FailedOperation.IdPhotoPoorQuality": "no_photo",
    "FailedOperation.IdPhotoSystemNoanswer": "source",
    "FailedOperation.CompareLibServiceUnavailable": "source",
    "FailedOperation.CompareSystemError": "source",
    "FailedOperation.CompareLowSimilarity": "other_face",
    "FailedOperation.CompareFail": "other_face",
    "FailedOperation.CoveredFace": "liveness",
    "FailedOperation.IncompleteFace": "liveness",
    "FailedOperation.LivessDetectFail": "liveness",
    "FailedOperation.LivessDetectFake": "risk",
    "FailedOperation.LifePhotoDetectFake": "risk",
    "FailedOperation.IdentityAuthLimitExceeded": "too_many",
    EXPIRED: "abandoned",
}
NUMBERED: Mapping[int, Cause] = {
    14: "abandoned",  # finished once already: another try needs another number of ours
    15: "abandoned",  # the token is over
    16: "too_many",
    1001: "source",
    1002: "risk",  # a recording
    2001: "source",
    2018: "too_many",  # 15 a minute and 30 a day of one card
}
_LIVENESS = range(1000, 2000)  # light, distance, movement, a covered face


class _Reference(msgspec.Struct, forbid_unknown_fields=True):
    biz_token: str
    extra: str


class _Opened(msgspec.Struct, rename="pascal"):
    url: str | None = None
    biz_token: str | None = None


class _Text(msgspec.Struct, rename="pascal"):
    err_code: int | None = None
    extra: str | None = None


class _Told(msgspec.Struct, rename="pascal"):
    text: _Text | None = None


class TencentFace:
    """Implements FaceVerifier, on the phone page. `rule_id` is the console's number of our flow (业务流程);
    `pages`: whose page people are sent to.

    It wants nothing of the device and rings at no address: `meta_info` and the callback are not used. It has
    no call to delete: a result is kept for three days, which the consent says.
    """

    def __init__(self, product: TencentProduct, *, rule_id: str, clock: Clock, pages: FacePages) -> None:
        self._product, self._rule_id, self._clock, self._pages = product, rule_id, clock, pages

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
        del meta_info, callback_url, callback_token
        expires_at = self._clock() + LONGEST
        values = {
            "RuleId": self._rule_id,
            "IdCard": number.reveal(),
            "Name": name.reveal(),
            "RedirectUrl": return_url,
            "Extra": order_no,
        }
        try:
            opened = await self._product.call("DetectAuth", values, _Opened, effect=True)
        except Refused as refusal:
            raise Refused(SYSTEM, CAUSES.get(refusal.reason, refusal.reason)) from None
        if not opened.biz_token or not opened.url:  # what its own SDK makes of a failure it did not see
            raise Unknown(SYSTEM, "reference-missing")
        reference = msgspec.json.encode(_Reference(opened.biz_token, order_no)).decode()
        return FaceSession(reference, self._pages.checked(opened.url), expires_at)

    async def verdict(self, reference: str) -> FaceVerdict:
        try:
            known = msgspec.json.decode(reference, type=_Reference)
        except MALFORMED:
            raise Refused(SYSTEM, "reference-malformed") from None
        values = {"BizToken": known.biz_token, "RuleId": self._rule_id, "InfoType": TEXT_ONLY}
        try:
            told = await self._product.call("GetDetectInfoEnhanced", values, _Told, effect=False)
        except Refused as refusal:
            if refusal.reason in CAUSES:
                return FaceVerdict("failed", CAUSES[refusal.reason])
            raise
        if told.text is None or told.text.err_code is None:
            return FaceVerdict("pending")
        if told.text.extra != known.extra:  # the result of a check that is not this one
            raise Refused(SYSTEM, "extra-differs")
        return _judged(told.text.err_code)

    async def forget(self, reference: str) -> None:
        """The vendor has no call for it; what we hold, the caller deletes."""


def _judged(code: int) -> FaceVerdict:
    if code == PASSED:
        return FaceVerdict("passed")
    cause = NUMBERED.get(code)
    return FaceVerdict("failed", cause or ("liveness" if code in _LIVENESS else "unclear"))
