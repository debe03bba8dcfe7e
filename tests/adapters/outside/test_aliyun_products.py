"""What Aliyun's codes, face verdicts and callbacks mean to us."""

import pytest

from adapters.face.aliyun import AliyunFace
from adapters.face.pages import FacePages
from adapters.sms.aliyun_callbacks import AliyunSmsCallbacks
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.refusal import Outward, Refused, Unavailable, Unknown
from tests.adapters.outside.conftest import Make
from tests.adapters.outside.texting import PHONE, send, texting
from tests.sandbox.conftest import FixedClock, Listener


async def test_two_hundred_with_another_code_is_a_refusal(make: Make, canned: Listener) -> None:
    canned.answer = {"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "x"}

    with pytest.raises(Refused, match="BUSINESS_LIMIT_CONTROL"):
        await send(texting(make(canned.url)))


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("isv.AMOUNT_NOT_ENOUGH", Unavailable),
        ("isp.RAM_PERMISSION_DENY", Unavailable),
        ("isp.SYSTEM_ERROR", Unknown),
        ("isv.MOBILE_NUMBER_ILLEGAL", Refused),
        ("isv.SOMETHING_NEW", Refused),
        ("Something.Else", Unknown),
    ],
)
async def test_each_code_is_one_of_three_outcomes(
    make: Make, canned: Listener, code: str, kind: type[Outward]
) -> None:
    canned.answer = {"Code": code}

    with pytest.raises(kind):
        await send(texting(make(canned.url)))


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "InvalidAccessKeySecret", Unavailable),  # the SDK's own name for a wrong secret
        (400, "Throttling.Api", Unavailable),
        (503, "ServiceUnavailable", Unavailable),
        (400, "SignatureNonceUsed", Unknown),
        (400, "MissingAction", Refused),
        (500, "InternalError", Unknown),
    ],
)
async def test_the_gateways_own_codes_are_one_of_three_outcomes(
    make: Make, canned: Listener, status: int, code: str, kind: type[Outward]
) -> None:
    canned.status, canned.answer = status, {"Code": code, "Message": "x: y", "RequestId": "r"}

    with pytest.raises(kind, match=code):
        await send(texting(make(canned.url)))


@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        ({"Passed": "T", "SubCode": "200"}, "passed"),
        ({"Passed": "T", "SubCode": "204"}, "failed"),
        ({"Passed": "F", "SubCode": "200"}, "failed"),
        ({"Passed": "F", "SubCode": "999"}, "failed"),
    ],
)
async def test_a_face_passes_only_when_both_of_the_vendors_words_say_so(
    make: Make, canned: Listener, clock: FixedClock, result: dict[str, str], outcome: str
) -> None:
    canned.answer = {"Code": "200", "ResultObject": result}
    face = AliyunFace(
        make(canned.url, system="face"), scene_id="1", clock=clock.now, pages=FacePages("aliyun", ())
    )

    assert (await face.verdict("r")).outcome == outcome


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("418", (Refused, "too_many")),
        ("417", (Refused, "no_source")),
        ("412", (Unavailable, "412")),
        ("500", (Unknown, "500")),
    ],
)
async def test_a_face_check_that_cannot_open_says_whether_to_try_later(
    make: Make, canned: Listener, clock: FixedClock, code: str, outcome: tuple[type[Outward], str]
) -> None:
    kind, reason = outcome
    canned.answer = {"Code": code}
    face = AliyunFace(
        make(canned.url, system="face"), scene_id="1", clock=clock.now, pages=FacePages("aliyun", ())
    )

    with pytest.raises(kind, match=reason):
        await face.open(
            PersonName("甲子"),
            DocumentNumber("x"),
            order_no="1",
            meta_info="{}",
            return_url="r",
            callback_url="c",
            callback_token="t",
        )

    (asked,) = canned.got
    assert "甲子" not in str(asked.query)


def test_delivery_reports_and_replies_are_read() -> None:
    reports = b"""[{"phone_number":"19900000101","send_time":"2026-01-02 11:04:05",
        "report_time":"2026-01-02 11:04:06","success":false,"err_code":"UNDELIV","err_msg":"x",
        "sms_size":"1","biz_id":"1^0","out_id":"n-1"}]"""
    replies = b"""[{"phone_number":"19900000101","content":"3","send_time":"2026-01-02 11:04:05",
        "dest_code":"1","sequence_id":7}]"""

    (report,) = AliyunSmsCallbacks().reports(reports)
    (reply,) = AliyunSmsCallbacks().replies(replies)

    assert (report.out_id, report.fate.state, report.fate.error) == ("n-1", "failed", "UNDELIV")
    assert report.at.isoformat() == "2026-01-02T11:04:06+08:00"
    assert (reply.sequence, reply.text.reveal(), reply.phone) == ("7", "3", PHONE)


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b'[{"phone_number":1}]', b"\xff", b'[{"a":1e400}]'])
def test_a_report_that_makes_no_sense_is_refused(body: bytes) -> None:
    with pytest.raises(SignatureWrong):
        AliyunSmsCallbacks().reports(body)
