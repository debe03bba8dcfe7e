"""What the platform pushes is believed only when it is signed, encrypted, ours, fresh and new."""

import asyncio
import json
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest

from adapters.sandbox.kit import Books
from adapters.sandbox.kit_books import Clock
from adapters.sandbox.kit_callbacks import Callbacks
from adapters.sandbox.wechat_push import Pusher
from adapters.wechat.pushes import WechatPushes
from adapters.wechat.secure_mode import PushKeys
from domain.invitations.outside import WechatEvent
from domain.kernel.callbacks import SignatureWrong
from tests.contract.stand import Stand
from tests.contract.wechat_pushed import heard, read, reader, tap
from tests.contract.wechat_worlds import (
    APPID,
    OPENID,
    PUSH_KEY,
    PUSH_TOKEN,
    TEMPLATE_ID,
    PlatformWorld,
    platform,
)
from tests.fakes.registers import FakeNonces
from tests.sandbox.conftest import FixedClock, Listener

# the vendor's own printed samples: vendors.md V3 and V4
VENDOR_KEYS = PushKeys(token="AAAAA", encoding_key="A" * 43, appid="wxba5fad812f8e6fb9")
VENDOR_ENCRYPT = (
    "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsX"
    "UnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajA"
    "sjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04="
)
VENDOR_SIGNATURE = "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3"


@pytest.fixture
def pushes(clock: FixedClock) -> WechatPushes:
    return reader(clock)


@pytest.fixture
async def world(stand: Stand, books: Books, listener: Listener) -> PlatformWorld:
    return await platform(stand, books, push_url=f"{listener.url}/pushes")


def test_the_vendors_own_samples_are_signed_as_they_say() -> None:
    assert VENDOR_KEYS.is_signed("f464b24fc39322e44b38aa78f5edd27bd1441696", "1714036504", "1514711492")
    assert VENDOR_KEYS.is_signed("899cf89e464efb63f54ddac96b0a0a235f53aa78", "1714037059", "486452656")
    assert VENDOR_KEYS.is_signed(VENDOR_SIGNATURE, "1714112445", "415670741", VENDOR_ENCRYPT)


def test_the_vendors_own_sample_is_read() -> None:
    message = VENDOR_KEYS.decrypt(VENDOR_ENCRYPT)

    assert len(message) == 167
    assert json.loads(message)["ToUserName"]


def test_a_reply_of_the_vendors_sample_is_read_and_signed() -> None:
    signature = "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1"
    encrypt = "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="

    assert VENDOR_KEYS.decrypt(encrypt) == b'{"demo_resp":"good luck"}'
    assert VENDOR_KEYS.is_signed(signature, "1713424427", "415670741", encrypt)


async def test_a_push_about_something_else_is_admitted_and_tells_nothing() -> None:
    then = FixedClock(datetime.fromtimestamp(1714112445, UTC))
    pushes = WechatPushes(VENDOR_KEYS, clock=then.now, nonces=FakeNonces())
    query = {"timestamp": "1714112445", "nonce": "415670741", "msg_signature": VENDOR_SIGNATURE}

    assert await pushes.parse(query, json.dumps({"Encrypt": VENDOR_ENCRYPT}).encode()) == ()


def test_our_address_answers_the_platforms_trial(clock: FixedClock) -> None:
    then = FixedClock(datetime.fromtimestamp(1714036504, UTC))
    pushes = WechatPushes(VENDOR_KEYS, clock=then.now, nonces=FakeNonces())
    query = {
        "signature": "f464b24fc39322e44b38aa78f5edd27bd1441696",
        "timestamp": "1714036504",
        "nonce": "1514711492",
        "echostr": "4375120948345356249",
    }

    assert pushes.check_url(query) == "4375120948345356249"
    for wrong in (
        {"signature": "0" * 40},
        {"nonce": "1514711493"},
        {"timestamp": "1714036505"},
        {"echostr": "<script>"},
        {"echostr": ""},
    ):
        with pytest.raises(SignatureWrong):
            pushes.check_url(query | wrong)
    with pytest.raises(SignatureWrong):
        WechatPushes(VENDOR_KEYS, clock=clock.now, nonces=FakeNonces()).check_url(query)


async def test_a_tap_on_allow_is_one_event(
    world: PlatformWorld, listener: Listener, pushes: WechatPushes, clock: FixedClock
) -> None:
    await tap(world)
    [push] = await heard(listener)

    [event] = await read(pushes, push)

    assert event == WechatEvent("accepted", OPENID, TEMPLATE_ID, clock.now(), event.key)
    assert len(event.key) == 64
    assert OPENID.reveal() not in repr(event)


async def test_three_taps_are_three_events_with_three_keys(
    world: PlatformWorld, listener: Listener, pushes: WechatPushes
) -> None:
    await tap(world, count=3)

    events = [event for push in await heard(listener, 3) for event in await read(pushes, push)]

    assert [event.happened for event in events] == ["accepted"] * 3
    assert len({event.key for event in events}) == 3


async def test_a_list_of_several_is_read_like_a_single_object(
    world: PlatformWorld, listener: Listener, pushes: WechatPushes
) -> None:
    await tap(world, templateId=[TEMPLATE_ID, TEMPLATE_ID], accept=False)
    [push] = await heard(listener)

    events = await read(pushes, push)

    assert [event.happened for event in events] == ["declined", "declined"]


async def test_who_switches_messages_off_has_no_credit_left(
    world: PlatformWorld, listener: Listener, pushes: WechatPushes
) -> None:
    await world.control("/__unsubscribe", openid=OPENID.reveal(), templateId=TEMPLATE_ID)
    [push] = await heard(listener)

    [event] = await read(pushes, push)

    assert event.happened == "revoked"


@pytest.mark.parametrize(("mode", "fate"), [("ok", ("delivered", "")), ("undelivered", ("failed", "10001"))])
async def test_what_became_of_a_message_names_its_number(
    world: PlatformWorld, listener: Listener, pushes: WechatPushes, mode: str, fate: tuple[str, str]
) -> None:
    await world.grant(OPENID, 1)
    values = {"org": "甲", "item": "乙", "day": "2026年3月5日"}
    await world.token.current()
    await world.stand.mode(world.vendor, mode)
    receipt = await world.messages.send(OPENID, "renewal-due", values, page="pages/a")
    push = (await heard(listener, 2))[-1]

    [event] = await read(pushes, push)

    assert (event.happened, event.error) == fate
    assert event.reference == receipt.reference


async def test_a_repeated_push_has_the_key_of_the_first(
    world: PlatformWorld, listener: Listener, clock: FixedClock
) -> None:
    await world.control("/__callbacks", duplicate=True)
    await tap(world)
    first, second = await heard(listener, 2)

    [one] = await read(reader(clock), first)
    [two] = await read(reader(clock), second)

    assert one.key == two.key


async def test_a_push_we_could_not_keep_is_let_in_when_it_comes_again_and_not_for_ever(
    world: PlatformWorld, listener: Listener, pushes: WechatPushes
) -> None:
    await tap(world)
    [push] = await heard(listener)

    for _ in range(3):
        assert len(await read(pushes, push)) == 1
    with pytest.raises(SignatureWrong, match="nonce-seen"):
        await read(pushes, push)


async def test_the_platform_tries_three_times_five_seconds_apart(
    world: PlatformWorld, listener: Listener
) -> None:
    listener.status = 500
    await tap(world)
    await heard(listener, 1)
    for count in (2, 3):
        await settled(world, count - 1)
        await world.control("/__advance", seconds=5)
        await heard(listener, count)
    await settled(world, 3)

    [told] = await world.stand.hand.look(world.vendor, "/__callbacks")

    assert (told["attempts"], told["state"]) == (3, "given_up")


async def settled(world: PlatformWorld, attempts: int) -> None:
    """Until the platform wrote down that its try failed."""
    for _ in range(500):
        [told] = await world.stand.hand.look(world.vendor, "/__callbacks")
        if told["attempts"] >= attempts:
            return
        await asyncio.sleep(0.01)
    pytest.fail("the platform did not try")


async def test_our_address_is_answered_to_the_emulator_too(
    world: PlatformWorld, pushes: WechatPushes
) -> None:
    told = await world.control("/__push_check", echostr="tried12")

    query = dict(parse_qsl(urlsplit(str(told["url"])).query))

    assert pushes.check_url(query) == "tried12"


def test_the_emulators_sealing_is_read_at_every_length(books: Books, clock: FixedClock) -> None:
    kit_clock = Clock(books, clock.now)
    callbacks = Callbacks(books, kit_clock, retry_after=(), accepted=lambda status, _: status == 200)
    pusher = Pusher(
        books, callbacks, url=None, token=PUSH_TOKEN, encoding_key=PUSH_KEY, appid=APPID, wall=clock.now
    )
    keys = PushKeys(token=PUSH_TOKEN, encoding_key=PUSH_KEY, appid=APPID)

    for length in range(70):
        assert keys.decrypt(pusher.encrypt(b"m" * length)) == b"m" * length


@pytest.mark.parametrize("key", ["", "A" * 42, "A" * 44, "*" * 43])
def test_a_key_that_is_none_is_refused_at_the_start(key: str) -> None:
    with pytest.raises(ValueError, match="43 characters"):
        PushKeys(token="t", encoding_key=key, appid=APPID)
