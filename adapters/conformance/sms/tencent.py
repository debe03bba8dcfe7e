"""Tencent's texts (腾讯云短信) on their own window, and what is asked of them alone.

Source: docs/vendors/tencent-sms.md. The vector was computed with the vendor's own SDK.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from adapters.conformance.expectation import never, refused, same, unavailable, unknown
from adapters.conformance.sms.hands import SETTLED, counted, posted, replied
from adapters.conformance.sms.suite import SUITE
from adapters.conformance.sms.world import SIGN_NAME, VALUES, WORDS, ask, send, today
from adapters.conformance.stage import Stage
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.vendor import VendorKit
from adapters.sandbox.tencent_sms import TencentSmsSandbox, create_app
from adapters.sandbox.tencent_sms_rules import TencentTemplate
from adapters.sms.tencent import PASSING, REGION, SERVICE, VERSION, TencentSms
from adapters.sms.tencent_callbacks import TencentSmsCallbacks
from adapters.sms.texts import SmsTemplate
from adapters.tencent.client import TencentProduct
from adapters.tencent.signature import TencentKey, canonical_hash
from domain.invitations.outside import NO_REPORT
from domain.kernel.personal import Phone

ACCOUNT: Mapping[str, str] = {
    "secret_id": "testSecretId",
    "secret_key": "testSecretKey",
    "app_id": "1400006666",
    "template": "1110",
    "phone": "19900000101",
    "unreachable": "19900000404",
}
NUMBERED = "您的{1}将于{2}到期，办理码{3}。"
IMPATIENT = 0.4


class Tencent:
    def __init__(self, stage: Stage, url: str) -> None:
        self.stage = stage
        product = TencentProduct(
            stage.http,
            TencentKey(stage.given("secret_id"), stage.given("secret_key")),
            system="sms",
            service=SERVICE,
            version=VERSION,
            base_url=url,
            clock=stage.clock.now,
            region=REGION,
            passing=PASSING,
            deadline_seconds=IMPATIENT,
        )
        texts = TencentSms(
            product,
            app_id=stage.given("app_id"),
            sign_name=SIGN_NAME,
            templates={"invite": SmsTemplate(stage.given("template"), WORDS)},
            clock=stage.clock.now,
        )
        self.sms = stage.adapter(texts)
        self.callbacks = TencentSmsCallbacks("invented-secret-of-callbacks", clock=stage.clock.now)
        self.person, self.unreachable = Phone(stage.given("phone")), Phone(stage.given("unreachable"))

    async def lose_the_answer(self) -> None:
        await self.stage.mode("reset_after")

    async def be_busy(self) -> None:
        await self.stage.mode("throttle")

    async def be_out_of_money(self) -> None:
        await self.stage.mode("status", code="FailedOperation.InsufficientBalanceInSmsPackage")

    async def count(self) -> int:
        return await counted(self.stage)

    async def reports(self, many: int) -> list[bytes]:
        return await posted(self.stage, many, "/reports")

    async def replies(self, text: str) -> list[bytes]:
        return await replied(self.stage, self.person.reveal(), text)


def sandbox(stage: Stage, *, echoes: bool = True) -> TencentSmsSandbox:
    return TencentSmsSandbox(
        secrets={ACCOUNT["secret_id"]: ACCOUNT["secret_key"]},
        app_id=ACCOUNT["app_id"],
        signs=[SIGN_NAME],
        templates=[TencentTemplate("1110", NUMBERED, "notice")],
        report_url=f"{stage.listener.url}/reports",
        reply_url=f"{stage.listener.url}/replies",
        report_after_seconds=SETTLED,
        echoes=echoes,
    )


@asynccontextmanager
async def opened(stage: Stage) -> AsyncIterator[Tencent]:
    url = await stage.vendor(lambda books, now: create_app(books, config=sandbox(stage), now=now))
    yield Tencent(stage, url)


OWN: Suite[Tencent] = Suite("sms")
BODY = '{"RuleId":"1","IdCard":"11010119900101001X","Name":"张三","Extra":"o=1"}'.encode()
HOST = "faceid.tencentcloudapi.com"
SIGNED = (
    "TC3-HMAC-SHA256 Credential=testSecretId/2026-01-02/faceid/tc3_request, SignedHeaders=content-type;host, "
    "Signature=c37d973a881eb5485f5ee6959ef7f23c05e859983ee1a313abb713b2e3edbb0f"
)


@OWN.check(Part.VECTORS, Needs.WIRE)
async def a_call_is_signed_as_the_vendors_own_sdk_signs_it(world: Tencent) -> None:
    del world
    at = datetime.fromtimestamp(1767323045, UTC)
    hashed = "7eece6e221a709691d2707f51da16d455a7bc731888f26ef3ad51e1ac734efb5"

    same(canonical_hash(BODY, HOST), hashed, "the hash of the request")
    key = TencentKey("testSecretId", "testSecretKey")
    same(key.authorization(BODY, service="faceid", host=HOST, at=at), SIGNED, "the header")


@OWN.check(Part.REFUSALS, Needs.HAND)
async def each_code_of_a_number_is_one_of_three_outcomes(world: Tencent) -> None:
    """The call itself has gone well: HTTP 200, and no Error."""
    for code in (
        "LimitExceeded.PhoneNumberDailyLimit",
        "LimitExceeded.DeliveryFrequencyLimit",
        "FailedOperation.PhoneNumberInBlacklist",
        "FailedOperation.TemplateUnapprovedOrNotExist",
        "InvalidParameterValue.IncorrectPhoneNumber",
        "UnsupportedOperation.UnsupportedRegion",
    ):
        await world.stage.mode("status", code=code)
        with refused(code):
            await send(world, "n-1")
    for code in ("LimitExceeded.AppDailyLimit", "UnauthorizedOperation.ServiceSuspendDueToArrears"):
        await world.stage.mode("status", code=code)
        with unavailable(code):
            await send(world, "n-1")
    for code in ("InternalError.Timeout", "InternalError.SendAndRecvFail", "Something.New"):
        await world.stage.mode("status", code=code)
        with unknown(code):
            await send(world, "n-1")
    same(await world.count(), 0, "messages in their books")


@OWN.check(Part.REFUSALS, Needs.HAND)
async def an_error_inside_an_answer_of_200_is_noticed(world: Tencent) -> None:
    for code, outcome in (
        ("AuthFailure.SignatureExpire", unavailable),
        ("RequestLimitExceeded.IPLimitExceeded", unavailable),
        ("InvalidParameter.InvalidParameters", refused),
        ("InternalError", unknown),
    ):
        await world.stage.mode("answer", code=code)
        with outcome(code):
            await send(world, "n-1")


@OWN.check(Part.FAULTS, Needs.WIRE)
async def an_error_under_another_content_type_is_noticed_too(world: Tencent) -> None:
    """The vendor's own SDK takes it for a success: it reads errors under exactly application/json."""
    await world.stage.mode("charset")

    with refused("InvalidParameterValue.TemplateParameterLengthLimit"):
        await send(world, "n-1", name="长" * 36)


@OWN.check(Part.UNKNOWN, Needs.HAND)
async def absent_is_not_never_sent_before_three_days_are_over(world: Tencent) -> None:
    """It lists what carriers have reported, and they may take that long."""
    sent_on = today(world)
    await world.stage.mode("no_report")
    await send(world, "n-1")

    with unavailable(NO_REPORT):
        await world.sms.ask(world.person, out_id="n-1", sent_on=sent_on)
    world.stage.clock.move(days=4)
    same(await world.sms.ask(world.person, out_id="n-1", sent_on=sent_on), None, "what is known of it")


@OWN.check(Part.UNKNOWN, Needs.HAND)
async def beyond_seven_days_nobody_can_be_asked(world: Tencent) -> None:
    sent_on = today(world)
    world.stage.clock.move(days=8)

    with unavailable("too-long-ago"):
        await world.sms.ask(world.person, out_id="n-1", sent_on=sent_on)


@OWN.check(Part.UNKNOWN, Needs.WIRE)
async def where_our_number_is_not_echoed_theirs_finds_it_and_nothing_else_does(world: Tencent) -> None:
    """The vendor's own default: the session context is told only to accounts that asked for it."""
    config = sandbox(world.stage, echoes=False)
    app = create_app(world.stage.books, config=config, now=world.stage.clock.now)
    silent = Tencent(world.stage, (await world.stage.start(app)).url)
    reference, sent_on = await send(silent, "n-1"), today(silent)

    fate = await ask(silent, "n-1", reference=reference)

    same(fate and fate.state, "delivered", "its fate, by their number")
    world.stage.clock.move(days=4)
    with unavailable("session-context-not-opened"):
        await silent.sms.ask(silent.person, out_id="n-2", sent_on=sent_on)


@OWN.check(Part.IDEMPOTENCY, Needs.HAND)
async def the_same_words_twice_in_half_a_minute_are_refused_by_them(world: Tencent) -> None:
    await send(world, "n-1")

    with refused("LimitExceeded.PhoneNumberThirtySecondLimit"):
        await send(world, "n-2")

    world.stage.clock.move(seconds=31)
    await send(world, "n-3")


@OWN.check(Part.FAULTS, Needs.WIRE)
async def no_number_stands_in_an_address_or_in_an_error(world: Tencent) -> None:
    await send(world, "n-1")
    await ask(world, "n-1")

    never(world.person.reveal() in repr(world.stage.exchanges), "a number in what is told of the wire")
    never(VALUES["code"] in repr(world.stage.exchanges), "a code in what is told of the wire")


KIT = VendorKit("tencent", SUITE, opened, ACCOUNT, "secret_key", OWN)
