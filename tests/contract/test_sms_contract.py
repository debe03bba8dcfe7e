"""What everything that texts people keeps to."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Protocol

import pytest

from adapters.aliyun.client import AliyunProduct, connect
from adapters.sandbox.aliyun_sms import SmsSandbox, create_app
from adapters.sandbox.aliyun_sms_rules import Template
from adapters.sandbox.kit import Books, Running
from adapters.sms.aliyun import AliyunSms, SmsTemplate
from domain.invitations.outside import SmsSender
from domain.kernel.personal import Phone
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.kernel.work import NetworkInsideWork, holding
from tests.contract.stand import Stand
from tests.fakes.sms import BEIJING, FakeSms
from tests.sandbox.conftest import FixedClock

WORDS = "您的${name}将于${day}到期，办理码${code}。"
VALUES = {"name": "登记证书", "day": "3月5日", "code": "123 456 789"}
PERSON, UNREACHABLE = Phone("19900000101"), Phone("19900000404")


class World(Protocol):
    @property
    def sms(self) -> SmsSender: ...
    async def lose_the_answer(self) -> None: ...
    async def be_busy(self) -> None: ...
    async def count(self) -> int: ...


class FakeWorld:
    def __init__(self, clock: FixedClock) -> None:
        self.sms = FakeSms(clock.now, {"invite": WORDS}, "某市政务", {UNREACHABLE.reveal(): "UNDELIV"})

    async def lose_the_answer(self) -> None:
        self.sms.trouble.answer_lost = True

    async def be_busy(self) -> None:
        self.sms.trouble.before.append(Unavailable("sms", "Throttling.User"))

    async def count(self) -> int:
        return len(self.sms.sent)


class AliyunWorld:
    def __init__(self, stand: Stand, vendor: Running, product: AliyunProduct) -> None:
        self._stand, self._vendor = stand, vendor
        templates = {"invite": SmsTemplate("SMS_0001", WORDS)}
        self.sms = AliyunSms(product, sign_name="某市政务", templates=templates)

    async def lose_the_answer(self) -> None:
        await self._stand.mode(self._vendor, "reset_after")

    async def be_busy(self) -> None:
        await self._stand.mode(self._vendor, "throttle")

    async def count(self) -> int:
        return len((await self._stand.hand.look(self._vendor, "/__books"))["messages"])


@pytest.fixture(params=["fake", "aliyun"])
async def world(
    request: pytest.FixtureRequest, stand: Stand, books: Books, clock: FixedClock
) -> AsyncIterator[World]:
    if request.param == "fake":
        yield FakeWorld(clock)
        return
    config = SmsSandbox(
        secrets={"testAccessKeyId": "testAccessKeySecret"},
        templates=[Template("SMS_0001", WORDS, "notice", "某市政务")],
        receipt_after_seconds=0,
        replay_window=None,  # the SDK signs with the machine's clock, the test has its own
    )
    vendor = await stand.start(create_app(books, config=config, now=clock.now))
    client = connect("testAccessKeyId", "testAccessKeySecret", pool_size=4, deadline_seconds=1.0)
    product = AliyunProduct(
        client, system="sms", base_url=vendor.url, version="2017-05-25", deadline_seconds=2.0, loopback=True
    )
    yield AliyunWorld(stand, vendor, product)
    product.close()


def today(clock: FixedClock) -> date:
    return clock.now().astimezone(BEIJING).date()


async def test_a_message_is_accepted_and_found_again_by_our_number(world: World, clock: FixedClock) -> None:
    receipt = await world.sms.send(PERSON, "invite", VALUES, out_id="n-1")

    assert receipt.reference
    fate = await world.sms.ask(PERSON, out_id="n-1", sent_on=today(clock))
    assert fate is not None
    assert fate.state == "delivered"


async def test_a_message_never_sent_is_not_known(world: World, clock: FixedClock) -> None:
    await world.sms.send(PERSON, "invite", VALUES, out_id="n-1")

    assert await world.sms.ask(PERSON, out_id="n-2", sent_on=today(clock)) is None
    assert await world.sms.ask(PERSON, out_id="n-1", sent_on=today(clock) - timedelta(days=1)) is None


async def test_an_unreachable_phone_is_told_with_the_operators_code(world: World, clock: FixedClock) -> None:
    await world.sms.send(UNREACHABLE, "invite", VALUES, out_id="n-1")

    fate = await world.sms.ask(UNREACHABLE, out_id="n-1", sent_on=today(clock))

    assert fate is not None
    assert (fate.state, fate.error) == ("failed", "UNDELIV")


async def test_a_lost_answer_is_unknown_and_the_message_went_out_once(
    world: World, clock: FixedClock
) -> None:
    await world.lose_the_answer()

    with pytest.raises(Unknown):
        await world.sms.send(PERSON, "invite", VALUES, out_id="n-1")

    assert await world.count() == 1
    assert await world.sms.ask(PERSON, out_id="n-1", sent_on=today(clock)) is not None


async def test_a_busy_operator_accepted_nothing(world: World) -> None:
    await world.be_busy()

    with pytest.raises(Unavailable):
        await world.sms.send(PERSON, "invite", VALUES, out_id="n-1")

    assert await world.count() == 0


async def test_a_value_longer_than_the_template_allows_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="PARAM_LENGTH_LIMIT"):
        await world.sms.send(PERSON, "invite", VALUES | {"name": "长" * 36}, out_id="n-1")


async def test_a_template_with_a_value_missing_is_not_sent(world: World) -> None:
    with pytest.raises(Refused, match="template-variable-missing"):
        await world.sms.send(PERSON, "invite", {"name": "登记证书"}, out_id="n-1")

    assert await world.count() == 0


async def test_the_wording_is_what_the_person_reads(world: World) -> None:
    assert (
        world.sms.wording("invite", VALUES) == "【某市政务】您的登记证书将于3月5日到期，办理码123 456 789。"
    )


async def test_nothing_is_sent_while_a_transaction_is_open(world: World) -> None:
    with holding(), pytest.raises(NetworkInsideWork):
        await world.sms.send(PERSON, "invite", VALUES, out_id="n-1")

    assert await world.count() == 0
