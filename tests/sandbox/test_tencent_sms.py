"""The emulated operator refuses what Tencent refuses, and tells only what a carrier has reported."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any

import pytest

from adapters.sandbox.kit import Books, Running
from adapters.sandbox.tencent_sms import TencentSmsSandbox, create_app
from adapters.sandbox.tencent_sms_rules import TencentTemplate, numbered, segments
from tests.sandbox.conftest import FixedClock, Hand, Listener

SIGN = "某市政务服务"
OTP = TencentTemplate("1001", "您的验证码为{1}，5分钟内有效。", "otp")
NOTICE = TencentTemplate("1002", "{1}，您有{2}项业务可办理。", "notice")
KEY_ID, SECRET = "testSecretId", "testSecretKey"


def signature(secret: str, stamp: str, day: str, host: str, body: bytes) -> str:
    """By the published rule, with a signer of the tests' own."""
    canonical = "\n".join(
        (
            *("POST", "/", "", "content-type:application/json", f"host:{host}", ""),
            *("content-type;host", hashlib.sha256(body).hexdigest()),
        )
    )
    scope = f"{day}/sms/tc3_request"
    text = f"TC3-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = f"TC3{secret}".encode()
    for part in (day, "sms", "tc3_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


@dataclass
class Client:
    hand: Hand
    vendor: Running
    clock: FixedClock
    secret: str = SECRET
    version: str = "2021-01-11"

    async def call(self, action: str, values: object) -> Any:
        body, host = json.dumps(values).encode(), f"127.0.0.1:{self.vendor.port}"
        now = self.clock.now().astimezone(UTC)
        stamp, day = str(int(now.timestamp())), now.date().isoformat()
        signed = signature(self.secret, stamp, day, host, body)
        headers = {
            "Content-Type": "application/json",
            "X-TC-Action": action,
            "X-TC-Version": self.version,
            "X-TC-Timestamp": stamp,
            "Authorization": f"TC3-HMAC-SHA256 Credential={KEY_ID}/{day}/sms/tc3_request, "
            f"SignedHeaders=content-type;host, Signature={signed}",
        }
        async with self.hand.http.post(f"{self.vendor.url}/", data=body, headers=headers) as answer:
            assert answer.status == 200
            return (await answer.json())["Response"]

    async def send(self, *numbers: str, **changed: object) -> Any:
        values = {
            "PhoneNumberSet": list(numbers or ("+8619900000001",)),
            "SmsSdkAppId": "1400006666",
            "SignName": SIGN,
            "TemplateId": "1002",
            "TemplateParamSet": ["甲某", "2"],
            "SessionContext": "n-1",
        }
        return await self.call("SendSms", values | changed)

    async def pull(self, **changed: object) -> Any:
        now = int(self.clock.now().timestamp())
        span = {"BeginTime": now - 3600, "EndTime": now, "Offset": 0, "Limit": 100}
        values = span | {"PhoneNumber": "+8619900000001", "SmsSdkAppId": "1400006666"} | changed
        return await self.call("PullSmsSendStatusByPhoneNumber", values)


@pytest.fixture
async def client(books: Books, hand: Hand, clock: FixedClock, listener: Listener) -> Client:
    listener.answer = {"result": 0, "errmsg": "OK"}
    config = TencentSmsSandbox(
        secrets={KEY_ID: SECRET},
        app_id="1400006666",
        signs=[SIGN],
        templates=[OTP, NOTICE],
        report_url=f"{listener.url}/report",
    )
    return Client(hand, await hand.start(create_app(books, config=config, now=clock.now)), clock)


def code(answer: Any) -> str:
    error = answer.get("Error")
    return str(error["Code"]) if error else str(answer["SendStatusSet"][0]["Code"])


async def test_a_notice_is_accepted_and_billed_by_its_parts(client: Client) -> None:
    [status] = (await client.send())["SendStatusSet"]

    assert (status["Code"], status["Fee"], status["SessionContext"]) == ("Ok", 1, "n-1")
    assert status["SerialNo"]
    assert segments("一" * 71) == 2


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"PhoneNumberSet": ["+860532888888"]}, "InvalidParameterValue.IncorrectPhoneNumber"),
        ({"PhoneNumberSet": []}, "MissingParameter.EmptyPhoneNumberSet"),
        ({"PhoneNumberSet": ["+8619900000001"] * 201}, "LimitExceeded.PhoneNumberCountLimit"),
        ({"SmsSdkAppId": "1400000000"}, "UnauthorizedOperation.SmsSdkAppIdVerifyFail"),
        ({"SignName": "别的签名"}, "FailedOperation.SignatureIncorrectOrUnapproved"),
        ({"TemplateId": "9999"}, "FailedOperation.TemplateUnapprovedOrNotExist"),
        ({"TemplateParamSet": ["甲某"]}, "FailedOperation.TemplateParamSetNotMatchApprovedTemplate"),
        ({"TemplateParamSet": ["甲" * 36, "2"]}, "InvalidParameterValue.TemplateParameterLengthLimit"),
        (
            {"TemplateParamSet": ["www.a.cn", "2"]},
            "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter",
        ),
        (
            {"TemplateId": "1001", "TemplateParamSet": ["12ab"]},
            "InvalidParameterValue.TemplateParameterFormatError",
        ),
        ({"SessionContext": "n" * 512}, "InvalidParameter.InvalidParameters"),
        ({"TemplateParamSet": [1, 2]}, "InvalidParameter"),
    ],
)
async def test_a_wrong_message_is_refused_by_its_own_code_and_not_sent(
    client: Client, hand: Hand, changed: dict[str, object], told: str
) -> None:
    assert code(await client.send(**changed)) == told
    assert (await hand.look(client.vendor, "/__books"))["messages"] == []


async def test_what_is_wrong_with_one_number_keeps_no_other_from_its_message(client: Client) -> None:
    statuses = (await client.send("+8619900000001", "110", "19900000002"))["SendStatusSet"]

    assert [one["Code"] for one in statuses] == [
        *("Ok", "InvalidParameterValue.IncorrectPhoneNumber", "Ok"),
    ]


async def test_a_signature_a_version_and_an_age_are_checked(client: Client) -> None:
    client.secret = "testSecretKez"
    assert code(await client.send()) == "AuthFailure.SignatureFailure"
    client.secret, client.version = SECRET, "2019-07-11"
    assert code(await client.send()) == "NoSuchVersion"
    client.version, client.clock = "2021-01-11", FixedClock(client.clock.now() - timedelta(minutes=6))
    assert code(await client.send()) == "AuthFailure.SignatureExpire"


async def test_the_same_words_twice_in_half_a_minute_and_an_eleventh_of_a_day_are_too_many(
    client: Client,
) -> None:
    assert code(await client.send()) == "Ok"
    assert code(await client.send()) == "LimitExceeded.PhoneNumberThirtySecondLimit"
    for number in range(9):
        assert code(await client.send(TemplateParamSet=["甲某", str(number + 3)])) == "Ok"
    assert code(await client.send(TemplateParamSet=["甲某", "99"])) == "LimitExceeded.PhoneNumberDailyLimit"


async def test_a_pull_tells_nothing_before_the_carrier_does(client: Client, clock: FixedClock) -> None:
    await client.send()
    before = (await client.pull())["PullSmsSendStatusSet"]
    clock.move(seconds=1)

    [told] = (await client.pull())["PullSmsSendStatusSet"]

    assert before == []
    assert (told["ReportStatus"], told["SessionContext"]) == ("SUCCESS", "n-1")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"BeginTime": 0}, "InvalidParameterValue.BeginTimeVerifyFail"),
        ({"EndTime": 0}, "InvalidParameterValue.InvalidStartTime"),
        ({"Offset": 1}, "InvalidParameterValue.OffsetVerifyFail"),
        ({"Limit": 101}, "InvalidParameterValue.LimitVerifyFail"),
    ],
)
async def test_a_pull_is_held_to_its_limits(client: Client, changed: dict[str, object], told: str) -> None:
    assert code(await client.pull(**changed)) == told


async def test_the_queue_of_reports_is_emptied_by_reading_it(client: Client, clock: FixedClock) -> None:
    await client.send()
    clock.move(seconds=1)
    asked = {"Limit": 100, "SmsSdkAppId": "1400006666"}

    first, second = [(await client.call("PullSmsSendStatus", asked))["PullSmsSendStatusSet"] for _ in "12"]

    assert (len(first), second) == (1, [])


async def test_a_report_is_posted_until_it_is_taken_and_names_no_number_of_ours(
    client: Client, hand: Hand, listener: Listener, clock: FixedClock
) -> None:
    listener.answer = {"result": 1, "errmsg": "later"}
    await client.send("+8619900000404")
    clock.move(seconds=1)
    await hand.control(client.vendor, "/__flush")
    listener.answer = {"result": 0, "errmsg": "OK"}
    await hand.control(client.vendor, "/__flush", all=True)
    await hand.control(client.vendor, "/__flush", all=True)

    first, second = listener.got
    [told] = json.loads(first.body)
    assert first.body == second.body
    assert (told["report_status"], told["errmsg"]) == ("FAIL", "UNDELIV")
    assert "n-1" not in first.body.decode()


async def test_numbers_and_values_stand_in_no_log(client: Client, hand: Hand) -> None:
    await client.send()

    told = json.dumps(await hand.look(client.vendor, "/__log"), ensure_ascii=False)
    assert "19900000001" not in told
    assert "甲某" not in told


def test_names_become_numbers_by_where_they_first_stand() -> None:
    assert numbered("${org}的${item}，${org}") == "{1}的{2}，{1}"
