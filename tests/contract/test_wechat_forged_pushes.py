"""A push that is stale, changed, unsealed or forged is believed in nothing."""

from dataclasses import replace

import pytest

from adapters.sandbox.kit import Books
from adapters.wechat.pushes import WechatPushes
from adapters.wechat.secure_mode import PushKeys
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.refusal import Unavailable
from tests.contract.stand import Stand
from tests.contract.wechat_pushed import heard, read, reader, tap
from tests.contract.wechat_worlds import (
    APPID,
    PUSH_KEY,
    PUSH_TOKEN,
    PlatformWorld,
    platform,
)
from tests.sandbox.conftest import FixedClock, Listener


@pytest.fixture
def pushes(clock: FixedClock) -> WechatPushes:
    return reader(clock)


@pytest.fixture
async def world(stand: Stand, books: Books, listener: Listener) -> PlatformWorld:
    return await platform(stand, books, push_url=f"{listener.url}/pushes")


@pytest.mark.parametrize("minutes", [-11, 11])
async def test_a_push_more_than_ten_minutes_off_is_refused(
    world: PlatformWorld, listener: Listener, pushes: WechatPushes, clock: FixedClock, minutes: int
) -> None:
    await tap(world)
    [push] = await heard(listener)
    clock.move(minutes=minutes)

    with pytest.raises(SignatureWrong, match="stale"):
        await read(pushes, push)


@pytest.mark.parametrize(
    "changed",
    [
        {"token": PUSH_TOKEN[:-1] + "X"},
        {"encoding_key": "B" + PUSH_KEY[1:]},
        {"appid": "wx0000000000000002"},
    ],
)
async def test_one_character_of_ours_changed_and_nothing_is_believed(
    world: PlatformWorld, listener: Listener, clock: FixedClock, changed: dict[str, str]
) -> None:
    await tap(world)
    [push] = await heard(listener)

    with pytest.raises(SignatureWrong):
        await read(reader(clock, **changed), push)


@pytest.mark.parametrize("name", ["msg_signature", "timestamp", "nonce"])
async def test_a_parameter_changed_or_missing_is_refused(
    world: PlatformWorld, listener: Listener, pushes: WechatPushes, name: str
) -> None:
    await tap(world)
    [push] = await heard(listener)
    other = str(int(push.query[name], 16) + 1) if name == "msg_signature" else str(int(push.query[name]) + 1)

    for query in (push.query | {name: other}, {key: push.query[key] for key in push.query if key != name}):
        with pytest.raises(SignatureWrong):
            await read(pushes, replace(push, query=query))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"{}",
        b"<xml></xml>",
        b'{"Encrypt":1}',
        b'{"FromUserName":"o-invented-0001","MsgType":"event","Event":"subscribe_msg_popup_event"}',
        "\udcff".encode("utf-8", "surrogatepass"),
    ],
)
async def test_a_body_that_is_not_sealed_is_refused(
    world: PlatformWorld, listener: Listener, pushes: WechatPushes, body: bytes
) -> None:
    await tap(world)
    [push] = await heard(listener)

    with pytest.raises(SignatureWrong):
        await read(pushes, replace(push, body=body))


async def test_a_plain_signature_is_no_leave_for_another_body(
    world: PlatformWorld, listener: Listener, pushes: WechatPushes
) -> None:
    await tap(world, count=2)
    first, second = await heard(listener, 2)
    query = first.query | {"msg_signature": first.query["signature"]}

    with pytest.raises(SignatureWrong, match="signature"):
        await read(pushes, replace(second, query=query))


async def test_a_forged_push_uses_up_no_nonce(
    world: PlatformWorld, listener: Listener, pushes: WechatPushes
) -> None:
    await tap(world)
    [push] = await heard(listener)
    forged = replace(push, query=push.query | {"msg_signature": "0" * 40})
    for _ in range(4):
        with pytest.raises(SignatureWrong):
            await read(pushes, forged)

    assert len(await read(pushes, push)) == 1


async def test_while_nonces_are_out_of_reach_nothing_is_believed(
    world: PlatformWorld, listener: Listener, clock: FixedClock
) -> None:
    class Nobody:
        async def fresh(self, nonce: str) -> bool:
            raise Unavailable("nonces", nonce[:6])

    await tap(world)
    [push] = await heard(listener)
    keys = PushKeys(token=PUSH_TOKEN, encoding_key=PUSH_KEY, appid=APPID)

    with pytest.raises(Unavailable):
        await read(WechatPushes(keys, clock=clock.now, nonces=Nobody()), push)
