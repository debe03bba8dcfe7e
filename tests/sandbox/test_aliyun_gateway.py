"""The gateway of Aliyun lets in what the vendor's own SDK signs, and nothing else."""

import asyncio
import hashlib
import json
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest, RpcRequest
from yarl import URL

from adapters.sandbox.aliyun_sms import SmsSandbox, create_app
from adapters.sandbox.aliyun_sms_rules import Template
from adapters.sandbox.kit import Books, Running
from tests.sandbox.aliyun_client import KEY_ID, SECRET, AliyunClient
from tests.sandbox.conftest import FixedClock, Hand

SIGN = "某市政务服务"
OTP = Template("SMS_0001", "您的验证码为${code}，5分钟内有效。", "otp", SIGN)
BODY = {
    "PhoneNumbers": "13800000000",
    "SignName": SIGN,
    "TemplateCode": "SMS_0001",
    "TemplateParam": '{"code":"12 34*~"}',
    "OutId": "o-1",
}
# Recorded from aliyun-python-sdk-core 2.16.1 with a fixed clock and nonce.
SDK_TARGET = (
    "/?Version=2017-05-25&Action=SendSms&Format=JSON&RegionId=cn-hangzhou&Timestamp=2026-01-02T03%3A04%3A05Z"
    "&SignatureMethod=HMAC-SHA1&SignatureType=&SignatureVersion=1.0&SignatureNonce=15215528852396"
    "&AccessKeyId=testAccessKeyId&Signature=JFy8OBSY28Vt1k84hk1YTe9Ya2g%3D"
)
ACS3_SIGNATURE = "65ac8e8cb8bb97293ce3a89284ea461fa8dd9ffe0663e5dbcbc057e095b448e5"
ACS3_HEADERS = {
    "Host": "127.0.0.1:18081",
    "x-acs-action": "SendSms",
    "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
    "x-acs-date": "2026-01-02T03:04:05Z",
    "x-acs-signature-nonce": "15215528852396",
    "x-acs-version": "2017-05-25",
}


@pytest.fixture
async def vendor(books: Books, clock: FixedClock, hand: Hand) -> Running:
    config = SmsSandbox(secrets={KEY_ID: SECRET}, templates=[OTP], strict=False)
    return await hand.start(create_app(books, config=config, now=clock.now))


@pytest.fixture
def client(hand: Hand, vendor: Running, clock: FixedClock) -> AliyunClient:
    return AliyunClient(hand.http, vendor, clock, "2017-05-25")


async def replay(hand: Hand, vendor: Running, target: str) -> str:
    async with hand.http.post(URL(f"{vendor.url}{target}", encoded=True), data=BODY) as answer:
        return str((await answer.json())["Code"])


async def acs3(hand: Hand, vendor: Running, signature: str) -> str:
    signed = ";".join(sorted(name.lower() for name in ACS3_HEADERS))
    told = f"ACS3-HMAC-SHA256 Credential={KEY_ID},SignedHeaders={signed},Signature={signature}"
    url = URL(f"{vendor.url}/?{urlencode(BODY)}", encoded=True)
    async with hand.http.post(url, headers={**ACS3_HEADERS, "Authorization": told}) as answer:
        return str((await answer.json())["Code"])


async def test_the_recorded_request_of_the_sdk_is_let_in(hand: Hand, vendor: Running) -> None:
    assert await replay(hand, vendor, SDK_TARGET) == "OK"


async def test_the_blank_signature_type_is_part_of_what_is_signed(hand: Hand, vendor: Running) -> None:
    assert await replay(hand, vendor, SDK_TARGET.replace("SignatureType=&", "")) == "SignatureDoesNotMatch"


async def test_the_newer_signature_is_let_in_as_well(hand: Hand, vendor: Running) -> None:
    assert await acs3(hand, vendor, ACS3_SIGNATURE) == "OK"


async def test_a_newer_signature_with_one_character_changed_is_refused(hand: Hand, vendor: Running) -> None:
    assert await acs3(hand, vendor, f"7{ACS3_SIGNATURE[1:]}") == "SignatureDoesNotMatch"


async def test_one_character_of_the_secret_changed_is_refused_with_the_string_to_sign(
    client: AliyunClient,
) -> None:
    client.secret = f"{SECRET[:-1]}u"

    status, answer = await client.call("SendSms", BODY)

    assert (status, answer["Code"]) == (400, "SignatureDoesNotMatch")
    assert "server string to sign is:POST&%2F&AccessKeyId%3DtestAccessKeyId" in answer["Message"]


async def test_a_parameter_changed_after_signing_is_refused(hand: Hand, vendor: Running) -> None:
    target = SDK_TARGET.replace("cn-hangzhou", "cn-shanghai")

    assert await replay(hand, vendor, target) == "SignatureDoesNotMatch"


async def test_a_request_sent_again_is_refused(hand: Hand, vendor: Running) -> None:
    await replay(hand, vendor, SDK_TARGET)

    assert await replay(hand, vendor, SDK_TARGET) == "SignatureNonceUsed"


async def test_a_used_nonce_is_remembered_when_only_the_template_differs(client: AliyunClient) -> None:
    await client.call("SendSms", BODY, SignatureNonce="once")

    _, answer = await client.call("SendSms", BODY | {"PhoneNumbers": "13800000001"}, SignatureNonce="once")

    assert answer["Code"] == "SignatureNonceUsed"


@pytest.mark.parametrize("minutes", [-16, 16])
async def test_a_request_older_or_newer_than_a_quarter_of_an_hour_is_refused(
    minutes: int, hand: Hand, vendor: Running, clock: FixedClock
) -> None:
    clock.move(minutes=minutes)

    assert await replay(hand, vendor, SDK_TARGET) == "InvalidTimeStamp.Expired"


async def test_advancing_the_vendors_calendar_does_not_make_honest_requests_stale(
    hand: Hand, vendor: Running
) -> None:
    await hand.control(vendor, "/__advance", seconds=86400)

    assert await replay(hand, vendor, SDK_TARGET) == "OK"


@pytest.mark.parametrize("name", ["Version", "Action", "AccessKeyId", "SignatureNonce", "Timestamp"])
async def test_a_missing_common_parameter_is_named(name: str, client: AliyunClient) -> None:
    status, answer = await client.call("SendSms", BODY, **{name: ""})

    assert (status, answer["Code"]) == (400, f"Missing{name}")


async def test_an_unknown_key_and_an_unknown_action_are_not_found(client: AliyunClient) -> None:
    stranger = await client.call("SendSms", BODY, AccessKeyId="somebody")
    action = await client.call("SendFax", BODY)

    assert (stranger[0], stranger[1]["Code"]) == (404, "InvalidAccessKeyId.NotFound")
    assert (action[0], action[1]["Code"]) == (404, "InvalidAction.NotFound")


async def test_throttling_is_answered_the_vendors_way_and_sends_nothing(
    client: AliyunClient, hand: Hand, vendor: Running
) -> None:
    await hand.control(vendor, "/__mode", mode="throttle", times=1)

    status, answer = await client.call("SendSms", BODY)

    assert (status, answer["Code"]) == (400, "Throttling.User")
    assert await hand.look(vendor, "/__books") == {"messages": []}


def common_request(port: int) -> CommonRequest:
    return CommonRequest(domain=f"127.0.0.1:{port}", version="2017-05-25", action_name="SendSms")


def typed_request(port: int) -> RpcRequest:
    request = RpcRequest("Dysmsapi", "2017-05-25", "SendSms")
    request.set_endpoint(f"127.0.0.1:{port}")
    return request


def sdk_send(request: CommonRequest | RpcRequest, secret: str) -> dict[str, str]:
    client = AcsClient(KEY_ID, secret, "cn-hangzhou", proxy={"http": None, "https": None})
    request.set_protocol_type("http")
    request.set_method("POST")
    for name, value in BODY.items():
        request.add_body_params(name, value)
    try:
        told: dict[str, str] = json.loads(client.do_action_with_exception(request))
    finally:
        client.session.close()
    return told


@pytest.fixture
async def vendor_now(books: Books, hand: Hand) -> Running:
    """The SDK signs with the true clock; the window is off, so the emulator's own need not agree."""
    config = SmsSandbox(secrets={KEY_ID: SECRET}, templates=[OTP], replay_window=None)
    return await hand.start(create_app(books, config=config, now=FixedClock().now))


@pytest.mark.parametrize("make", [common_request, typed_request])
async def test_the_real_sdk_is_let_in(
    make: Callable[[int], CommonRequest | RpcRequest], vendor_now: Running
) -> None:
    answer = await asyncio.to_thread(sdk_send, make(vendor_now.port), SECRET)

    assert answer["Code"] == "OK"


@pytest.mark.parametrize(
    ("make", "code"), [(common_request, "SignatureDoesNotMatch"), (typed_request, "InvalidAccessKeySecret")]
)
async def test_the_real_sdk_with_a_wrong_secret_understands_the_refusal(
    make: Callable[[int], CommonRequest | RpcRequest], code: str, vendor_now: Running
) -> None:
    with pytest.raises(ServerException) as refused:
        await asyncio.to_thread(sdk_send, make(vendor_now.port), f"{SECRET[:-1]}u")

    assert refused.value.get_error_code() == code
