"""Aliyun's texts (阿里云短信) on their own window, and what is asked of them alone.

Source: docs/vendors/aliyun-sms.md. The vectors were computed with the vendor's own two SDKs.
"""

import hashlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from urllib.parse import urlencode

from aliyunsdkcore.auth.algorithm import sha_hmac1
from yarl import URL

from adapters.aliyun.client import AliyunProduct, connect
from adapters.conformance.expectation import never, refused, same, unavailable, unknown
from adapters.conformance.sms.hands import SETTLED, counted, posted, replied
from adapters.conformance.sms.suite import SUITE
from adapters.conformance.sms.world import SIGN_NAME, VALUES, WORDS, ask, send, today
from adapters.conformance.stage import Stage
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.vendor import VendorKit
from adapters.sandbox.aliyun_sms import SmsSandbox, create_app
from adapters.sandbox.aliyun_sms_rules import Template
from adapters.sms.aliyun import VERSION, AliyunSms
from adapters.sms.aliyun_callbacks import AliyunSmsCallbacks
from adapters.sms.texts import SmsTemplate
from domain.kernel.personal import Phone

ACCOUNT: Mapping[str, str] = {
    "key_id": "testAccessKeyId",
    "key_secret": "testAccessKeySecret",
    "template": "SMS_0002",
    "phone": "19900000101",
    "unreachable": "19900000404",
}
IMPATIENT = 0.4


class Aliyun:
    def __init__(self, stage: Stage, sms: AliyunSms) -> None:
        self.stage, self.aliyun = stage, sms
        self.sms, self.callbacks = stage.adapter(sms), AliyunSmsCallbacks()
        self.person, self.unreachable = Phone(stage.given("phone")), Phone(stage.given("unreachable"))

    async def lose_the_answer(self) -> None:
        await self.stage.mode("reset_after")

    async def be_busy(self) -> None:
        await self.stage.mode("throttle")

    async def be_out_of_money(self) -> None:
        await self.stage.mode("answer", code="isv.AMOUNT_NOT_ENOUGH")

    async def count(self) -> int:
        return await counted(self.stage)

    async def reports(self, many: int) -> list[bytes]:
        return await posted(self.stage, many, "/reports")

    async def replies(self, text: str) -> list[bytes]:
        return await replied(self.stage, self.person.reveal(), text)


@asynccontextmanager
async def opened(stage: Stage) -> AsyncIterator[Aliyun]:
    config = SmsSandbox(
        secrets={ACCOUNT["key_id"]: ACCOUNT["key_secret"]},
        templates=[
            Template("SMS_0001", "您的验证码为${code}，5分钟内有效。", "otp", SIGN_NAME),
            Template("SMS_0002", WORDS, "notice", SIGN_NAME),
        ],
        report_url=f"{stage.listener.url}/reports",
        reply_url=f"{stage.listener.url}/replies",
        receipt_after_seconds=SETTLED,
        strict=False,  # the newer signature carries its parameters in the URL
        replay_window=None,  # the SDK signs with the machine's clock, the stage has its own
    )
    url = await stage.vendor(lambda books, now: create_app(books, config=config, now=now))
    client = connect(
        stage.given("key_id"), stage.given("key_secret"), pool_size=2, deadline_seconds=IMPATIENT
    )
    product = AliyunProduct(
        client,
        system="sms",
        base_url=url,
        version=VERSION,
        threads=2,
        deadline_seconds=2 * IMPATIENT,
        loopback=True,
        watch=stage.watch,
    )
    try:
        templates = {"invite": SmsTemplate(stage.given("template"), WORDS)}
        yield Aliyun(stage, AliyunSms(product, sign_name=SIGN_NAME, templates=templates))
    finally:
        product.close()


OWN: Suite[Aliyun] = Suite("sms")
BODY = {
    "PhoneNumbers": "13800000000",
    "SignName": SIGN_NAME,
    "TemplateCode": "SMS_0001",
    "TemplateParam": '{"code":"12 34*~"}',
    "OutId": "o-1",
}
STRING_TO_SIGN = (
    "POST&%2F&AccessKeyId%3DtestAccessKeyId%26Action%3DSendSms%26Format%3DJSON%26OutId%3Do-1%26PhoneNumbers"
    "%3D13800000000%26RegionId%3Dcn-hangzhou%26SignName%3D%25E6%259F%2590%25E5%25B8%2582%25E6%2594%25BF%25E5"
    "%258A%25A1%25E6%259C%258D%25E5%258A%25A1%26SignatureMethod%3DHMAC-SHA1%26SignatureNonce%3D15215528852396"
    "%26SignatureType%3D%26SignatureVersion%3D1.0%26TemplateCode%3DSMS_0001%26TemplateParam%3D%257B%2522code"
    "%2522%253A%252212%252034%252A~%2522%257D%26Timestamp%3D2026-01-02T03%253A04%253A05Z%26Version%3D2017-05-25"
)
TARGET = (
    "/?Version=2017-05-25&Action=SendSms&Format=JSON&RegionId=cn-hangzhou&Timestamp=2026-01-02T03%3A04%3A05Z"
    "&SignatureMethod=HMAC-SHA1&SignatureType=&SignatureVersion=1.0&SignatureNonce=15215528852396"
    "&AccessKeyId=testAccessKeyId&Signature="
)
SHA1 = "JFy8OBSY28Vt1k84hk1YTe9Ya2g="
ACS3 = "65ac8e8cb8bb97293ce3a89284ea461fa8dd9ffe0663e5dbcbc057e095b448e5"
ACS3_HEADERS = {
    "Host": "127.0.0.1:18081",
    "x-acs-action": "SendSms",
    "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
    "x-acs-date": "2026-01-02T03:04:05Z",
    "x-acs-signature-nonce": "15215528852396",
    "x-acs-version": "2017-05-25",
}


async def _replayed(world: Aliyun, signature: str) -> str:
    url = URL(f"{world.stage.url}{TARGET}{urlencode({'': signature})[1:]}", encoded=True)
    async with world.stage.hand.post(url, data=BODY) as answer:
        return str((await answer.json())["Code"])


@OWN.check(Part.VECTORS, Needs.WIRE)
async def the_sdk_signs_the_published_request_and_the_gateway_knows_it(world: Aliyun) -> None:
    same(sha_hmac1.get_sign_string(STRING_TO_SIGN, "testAccessKeySecret&"), SHA1, "the signature")
    same(await _replayed(world, SHA1), "OK", "what the gateway says")
    same(await _replayed(world, SHA1.replace("J", "K", 1)), "SignatureDoesNotMatch", "of another signature")


@OWN.check(Part.VECTORS, Needs.WIRE)
async def the_newer_signature_is_known_as_well(world: Aliyun) -> None:
    signed = ";".join(sorted(name.lower() for name in ACS3_HEADERS))
    told = f"ACS3-HMAC-SHA256 Credential=testAccessKeyId,SignedHeaders={signed},Signature={ACS3}"
    url = URL(f"{world.stage.url}/?{urlencode(BODY)}", encoded=True)

    async with world.stage.hand.post(url, headers={**ACS3_HEADERS, "Authorization": told}) as answer:
        code = (await answer.json())["Code"]

    same(code, "OK", "what the gateway says")


@OWN.check(Part.REFUSALS, Needs.HAND)
async def each_code_of_theirs_is_one_of_three_outcomes(world: Aliyun) -> None:
    """All of them come with HTTP 200."""
    final = ("BUSINESS_LIMIT_CONTROL", "MOBILE_NUMBER_ILLEGAL", "SMS_TEMPLATE_ILLEGAL")
    for code in (f"isv.{name}" for name in final):
        await world.stage.mode("answer", code=code)
        with refused(code):
            await send(world, "n-1")
    for code in ("isv.DAY_LIMIT_CONTROL", "isv.OUT_OF_SERVICE", "isp.RAM_PERMISSION_DENY"):
        await world.stage.mode("answer", code=code)
        with unavailable(code):
            await send(world, "n-1")
    await world.stage.mode("answer_after", code="isp.SYSTEM_ERROR")
    with unknown("isp.SYSTEM_ERROR"):
        await send(world, "n-1")
    same(await world.count(), 1, "messages in their books")


@OWN.check(Part.UNKNOWN, Needs.HAND)
async def what_they_do_not_know_they_never_had(world: Aliyun) -> None:
    await send(world, "n-1")

    same(await ask(world, "n-2"), None, "what is known of it")
    yesterday = today(world) - timedelta(days=1)
    fate = await world.sms.ask(world.person, out_id="n-1", sent_on=yesterday)
    same(fate, None, "what is known of it on another day")


@OWN.check(Part.IDEMPOTENCY, Needs.HAND)
async def a_batch_is_one_number_of_theirs_for_all_of_it(world: Aliyun) -> None:
    letters = [(world.person, VALUES), (world.unreachable, {**VALUES, "name": "另一本证书"})]

    receipt = await world.aliyun.send_batch(letters, "invite", out_id="b-1")

    bodies = await world.reports(2)
    told = [one for body in bodies for one in world.callbacks.reports(body)]
    same({one.reference for one in told}, {receipt.reference}, "their number")
    wanted = {world.person: "delivered", world.unreachable: "failed"}
    same({one.phone: one.fate.state for one in told}, wanted, "the fates")


@OWN.check(Part.REFUSALS, Needs.HAND)
async def a_batch_is_sent_whole_or_not_at_all(world: Aliyun) -> None:
    with refused("batch-size"):
        await world.aliyun.send_batch([(world.person, VALUES)] * 101, "invite", out_id="b-1")
    with refused("batch-size"):
        await world.aliyun.send_batch([], "invite", out_id="b-1")
    with refused("isv.MOBILE_NUMBER_ILLEGAL"):
        letters = [(world.person, VALUES), (Phone("110"), VALUES)]
        await world.aliyun.send_batch(letters, "invite", out_id="b-1")
    same(await world.count(), 0, "messages in their books")


@OWN.check(Part.UNKNOWN, Needs.HAND)
async def a_lost_answer_to_a_batch_leaves_all_of_it_unknown(world: Aliyun) -> None:
    await world.lose_the_answer()

    with unknown():
        await world.aliyun.send_batch([(world.person, VALUES)] * 2, "invite", out_id="b-1")

    same(await world.count(), 2, "messages in their books")


@OWN.check(Part.FAULTS, Needs.WIRE)
async def no_number_stands_in_an_address_or_in_an_error(world: Aliyun) -> None:
    await send(world, "n-1")
    await ask(world, "n-1")

    told = repr(world.stage.exchanges)
    never(world.person.reveal() in told, "a number in what is told of the wire")


KIT = VendorKit("aliyun", SUITE, opened, ACCOUNT, "key_secret", OWN)
