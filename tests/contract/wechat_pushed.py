"""What the emulated platform pushes, as our address hears and reads it."""

from adapters.wechat.pushes import WechatPushes
from adapters.wechat.secure_mode import PushKeys
from domain.invitations.outside import WechatEvent
from tests.contract.wechat_worlds import (
    APPID,
    OPENID,
    PUSH_KEY,
    PUSH_TOKEN,
    TEMPLATE_ID,
    PlatformWorld,
)
from tests.fakes.registers import FakeNonces
from tests.sandbox.conftest import FixedClock, Listener, Received


def reader(clock: FixedClock, **changes: str) -> WechatPushes:
    given = {"token": PUSH_TOKEN, "encoding_key": PUSH_KEY, "appid": APPID} | changes
    return WechatPushes(PushKeys(**given), clock=clock.now, nonces=FakeNonces())


async def heard(listener: Listener, count: int = 1) -> list[Received]:
    return await listener.wait_for(count, "/pushes")


async def read(pushes: WechatPushes, push: Received) -> tuple[WechatEvent, ...]:
    return await pushes.parse(push.query, push.body)


async def tap(world: PlatformWorld, **more: object) -> None:
    await world.control("/__subscribe", openid=OPENID.reveal(), **({"templateId": TEMPLATE_ID} | more))
