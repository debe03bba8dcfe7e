"""Both operators on the wire behind one sender: whatever goes wrong, one person gets one message."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import date

import pytest

from adapters.aliyun.client import AliyunProduct
from adapters.outbound.http import Outbound
from adapters.sandbox import aliyun_sms, tencent_sms
from adapters.sandbox.aliyun_sms import SmsSandbox
from adapters.sandbox.aliyun_sms_rules import Template
from adapters.sandbox.kit import Books, Running
from adapters.sandbox.tencent_sms import TencentSmsSandbox
from adapters.sandbox.tencent_sms_rules import TencentTemplate
from adapters.sms.aliyun import AliyunSms
from adapters.sms.routed import RoutedSms
from adapters.sms.tencent import PASSING, SERVICE, VERSION, TencentSms
from adapters.sms.texts import SmsTemplate
from adapters.tencent.client import TencentProduct
from adapters.tencent.signature import TencentKey
from domain.invitations.outside import SmsSender
from domain.invitations.tries import Shares, TryState
from domain.kernel.personal import Phone
from domain.kernel.refusal import Outward, Unavailable, Unknown
from tests.contract.stand import Stand
from tests.fakes.sms_tries import FakeSmsTries, FakeVendorShares, together
from tests.sandbox.conftest import FixedClock

SIGN, WORDS, PERSON, DAY = "某市政务", "办理码${code}。", Phone("19900000101"), date(2026, 1, 2)
Make = Callable[..., AliyunProduct]


@dataclass
class Both:
    stand: Stand
    aliyun: Running
    tencent: Running
    sms: RoutedSms
    tries: FakeSmsTries
    shares: FakeVendorShares

    def prefer(self, vendor: str) -> None:
        of = {"aliyun": 0, "tencent": 0} | {vendor: 100}
        self.shares.kept["sms"] = Shares(of, self.stand.clock.now(), "")

    async def books(self) -> tuple[int, int]:
        found = [await self.stand.hand.look(one, "/__books") for one in (self.aliyun, self.tencent)]
        return len(found[0]["messages"]), len(found[1]["messages"])

    async def send(self, out_id: str = "n-1") -> Outward | None:
        try:
            await self.sms.send(PERSON, "invite", {"code": out_id}, out_id=out_id)
        except Outward as told:
            return told
        return None


@pytest.fixture
async def both(stand: Stand, http: Outbound, clock: FixedClock, make: Make) -> AsyncIterator[Both]:
    with Books(":memory:") as first, Books(":memory:") as second:
        aliyun = await stand.start(
            aliyun_sms.create_app(
                first,
                config=SmsSandbox(
                    secrets={"testAccessKeyId": "testAccessKeySecret"},
                    templates=[Template("SMS_0001", WORDS, "notice", SIGN)],
                    receipt_after_seconds=0,
                    replay_window=None,
                ),
                now=clock.now,
            )
        )
        tencent = await stand.start(
            tencent_sms.create_app(
                second,
                config=TencentSmsSandbox(
                    secrets={"testSecretId": "testSecretKey"},
                    app_id="1400006666",
                    signs=[SIGN],
                    templates=[TencentTemplate("1001", "办理码{1}。", "notice")],
                    report_after_seconds=0,
                ),
                now=clock.now,
            )
        )
        product = TencentProduct(
            http,
            TencentKey("testSecretId", "testSecretKey"),
            system="sms",
            service=SERVICE,
            version=VERSION,
            base_url=tencent.url,
            clock=clock.now,
            passing=PASSING,
            deadline_seconds=0.3,
        )
        texts = {"invite": SmsTemplate("SMS_0001", WORDS)}, {"invite": SmsTemplate("1001", WORDS)}
        tries, shares = FakeSmsTries(), FakeVendorShares()
        operators: dict[str, SmsSender] = {
            "aliyun": AliyunSms(make(aliyun.url), sign_name=SIGN, templates=texts[0]),
            "tencent": TencentSms(
                product, app_id="1400006666", sign_name=SIGN, templates=texts[1], clock=clock.now
            ),
        }
        sms = RoutedSms(operators, tries=tries, shares=shares, atomic=together, now=clock.now)
        yield Both(stand, aliyun, tencent, sms, tries, shares)
        for one in (aliyun, tencent):  # they end before their books do
            await one.stop()
        stand.hand.running.clear()


@pytest.mark.parametrize(("preferred", "books"), [("aliyun", (0, 1)), ("tencent", (1, 0))])
async def test_a_throttled_operator_is_stood_in_for_at_once(
    both: Both, preferred: str, books: tuple[int, int]
) -> None:
    both.prefer(preferred)
    await both.stand.mode(getattr(both, preferred), "throttle")

    assert await both.send() is None

    assert await both.books() == books


@pytest.mark.parametrize("preferred", ["aliyun", "tencent"])
@pytest.mark.parametrize(
    "mode", ["reset_before", "reset_after", "500", "503", "malformed_json", "html", "hang_after"]
)
async def test_after_bytes_that_may_have_arrived_nobody_stands_in(
    both: Both, preferred: str, mode: str
) -> None:
    both.prefer(preferred)
    await both.stand.mode(getattr(both, preferred), mode)

    told = await both.send()

    assert isinstance(told, Unknown)
    [one] = both.tries.kept.values()
    assert (one.vendor, one.state) == (preferred, TryState.UNKNOWN)
    went = sum(await both.books())
    assert went <= 1
    if went:
        fate = await both.sms.ask(PERSON, out_id="n-1", sent_on=DAY)
        assert fate is not None
        assert fate.state == "delivered"


async def test_an_operator_nobody_listens_at_is_stood_in_for(both: Both) -> None:
    both.prefer("aliyun")
    await both.aliyun.stop()

    assert await both.send() is None

    assert len((await both.stand.hand.look(both.tencent, "/__books"))["messages"]) == 1


async def test_a_wrong_secret_loses_no_message(both: Both) -> None:
    """An operator's fault is an account's trouble: nothing was accepted, the other sends."""
    both.prefer("tencent")
    await both.stand.mode(both.tencent, "answer", code="AuthFailure.SignatureFailure")

    assert await both.send() is None
    assert await both.books() == (1, 0)


async def test_when_neither_takes_it_nothing_went_out(both: Both) -> None:
    for one in (both.aliyun, both.tencent):
        await both.stand.mode(one, "throttle")

    assert isinstance(await both.send(), Unavailable)
    assert await both.books() == (0, 0)
