"""Aliyun's EMAS Mobile Push (移动推送), and what is asked of it alone.

Source: docs/vendors/emas-push.md.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

from adapters.aliyun.client import AliyunProduct, connect
from adapters.conformance.envelope import IMPATIENT
from adapters.conformance.expectation import holds, never, refused, same, unavailable
from adapters.conformance.push.suite import ANDROID, OUT_ID, PAGE, SUITE, pushed
from adapters.conformance.stage import Stage
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.vendor import VendorKit
from adapters.push.emas import PASSING, VERSION, EmasApp, EmasPush, PushText
from adapters.sandbox.emas_push import EmasSandbox, create_app
from domain.invitations.outside import PushAccount

KEY_ID, SECRET = "testAccessKeyId", "testAccessKeySecret"
KEYS = {"android": "24800001", "ios": "24800002", "harmony": "24800003"}
TEXTS = {"renewal-due": PushText("有一件事可以办了", "有证照快到期。请打开掌上办查看。")}


class EmasWorld:
    def __init__(self, stage: Stage, url: str) -> None:
        self.stage, self.url, self.products = stage, url, list[AliyunProduct]()
        self.push = stage.adapter(self.pushing())
        self.hurried = self.pushing(IMPATIENT)

    def pushing(self, seconds: float = 2.0, xiaomi: str = "") -> EmasPush:
        given = self.stage.given
        client = connect(given("key_id"), given("secret"), pool_size=4, deadline_seconds=seconds)
        product = AliyunProduct(
            client,
            system="push",
            base_url=self.url,
            version=VERSION,
            threads=2,
            deadline_seconds=seconds * 1.5,
            loopback=True,
            watch=self.stage.watch,
        )
        self.products.append(product)
        keys = {platform: given(f"{platform}_key") for platform in KEYS}
        app = EmasApp(keys, "cn.invented.palm.PopupActivity", xiaomi)
        return EmasPush(product, app=app, texts=TEXTS, clock=self.stage.clock.now)

    async def bind(self, account: PushAccount = ANDROID, device: str = "phone-1", **more: object) -> None:
        """The app on a phone does as it was told."""
        told = {"device": device, "account": account.name, "platform": account.platform}
        await self.stage.control("/__bind", **told, **more)

    async def accepted(self) -> int:
        return len((await self.stage.look("/__books"))["pushes"])

    async def screens(self) -> list[dict[str, object]]:
        return list(await self.stage.control("/__screen"))

    async def shown(self) -> Sequence[str]:
        return [f"{one['title']}\n{one['body']}" for one in await self.screens() if one["state"] == "shown"]

    async def later(self, span: timedelta) -> None:
        self.stage.clock.move(seconds=span.total_seconds())

    async def be_busy(self) -> None:
        await self.stage.mode("throttle")

    async def lose_the_answer(self) -> None:
        await self.stage.mode("reset_after")


@asynccontextmanager
async def open_world(stage: Stage) -> AsyncIterator[EmasWorld]:
    config = EmasSandbox(secrets={KEY_ID: SECRET}, app_keys=KEYS, replay_window=None)
    world = EmasWorld(stage, await stage.vendor(lambda books, now: create_app(books, config=config, now=now)))
    yield world
    for product in world.products:
        product.close()


OWN: Suite[EmasWorld] = Suite(
    "push", without={Part.VECTORS: "the signature is the gateway's: V1 and V2 are held in the kit «sms»"}
)


@OWN.check(Part.HAPPY, Needs.HAND)
async def the_phone_shows_the_very_text_and_opens_the_page(world: EmasWorld) -> None:
    await world.bind()

    await pushed(world)

    [screen] = await world.screens()
    same(await world.shown(), [world.push.wording("renewal-due", {})], "what is shown")
    same(json.loads(str(screen["page"])), {"page": PAGE}, "what it opens")


@OWN.check(Part.HAPPY, Needs.HAND)
async def a_phone_that_is_off_shows_it_when_it_is_on_again(world: EmasWorld) -> None:
    await world.bind(online=False)

    await pushed(world)
    off = await world.shown()
    await world.later(timedelta(hours=70))
    await world.stage.control("/__online", device="phone-1", online=True)

    same((len(off), len(await world.shown())), (0, 1), "shown while off, and then")


@OWN.check(Part.HAPPY, Needs.HAND)
async def every_makers_phone_sounds_and_shows_it_though_our_app_is_closed(world: EmasWorld) -> None:
    makers = ("huawei", "honor", "oppo", "vivo", "xiaomi")
    for maker in makers:
        await world.bind(PushAccount(f"account-{maker}", "android"), maker, maker=maker, online=False)

    for number, maker in enumerate(makers, 1):
        account = PushAccount(f"account-{maker}", "android")
        out_id = f"{number:032x}-1"
        await pushed(world, by=world.pushing(xiaomi="invented-channel"), account=account, out_id=out_id)

    same([one["state"] for one in await world.screens()], ["shown"] * 5, "on the screens")
    holds(all(one["heard"] for one in await world.screens()), "each of them is heard")


@OWN.check(Part.HAPPY, Needs.HAND)
async def each_platform_has_its_own_app(world: EmasWorld) -> None:
    for number, platform in enumerate(("ios", "harmony"), 1):
        account = PushAccount(f"account-{platform}", "ios" if platform == "ios" else "harmony")
        await world.bind(account, platform, online=platform == "harmony")
        await pushed(world, account=account, out_id=f"{number:032x}-1")

    same([one["state"] for one in await world.screens()], ["shown", "shown"], "on the screens")


@OWN.check(Part.HAPPY, Needs.HAND)
async def the_vendors_log_knows_our_number_of_it(world: EmasWorld) -> None:
    await pushed(world)

    [push] = (await world.stage.look("/__books"))["pushes"]
    same(push["job_key"], OUT_ID[:32], "the job key")
    same(str(UUID(str(push["token"]))), push["token"], "the token")


@OWN.check(Part.IDEMPOTENCY, Needs.HAND)
async def at_the_same_moment_twice_is_two_pushes(world: EmasWorld) -> None:
    """The vendor says so: whoever repeats a push waits for the first call to end."""
    await asyncio.gather(pushed(world), pushed(world))

    same(await world.accepted(), 2, "the pushes taken")


@OWN.check(Part.IDEMPOTENCY, Needs.HAND)
async def after_a_quarter_of_an_hour_it_would_be_a_second_push(world: EmasWorld) -> None:
    first = await pushed(world)
    await world.later(timedelta(minutes=16))

    holds((await pushed(world)).reference != first.reference, "they are two")


@OWN.check(Part.REFUSALS, Needs.HAND)
async def what_the_vendor_refuses_of_one_push_is_final(world: EmasWorld) -> None:
    await world.stage.mode("answer", code="InvalidTargetValue.NotFound")

    with refused("InvalidTargetValue.NotFound"):
        await pushed(world)


@OWN.check(Part.REFUSALS, Needs.HAND)
async def what_an_operator_mends_makes_the_push_wait(world: EmasWorld) -> None:
    for code in (*PASSING, "InvalidTimeStamp.Expired", "Throttling.Api"):
        await world.stage.mode("answer", code=code)
        with unavailable(code):
            await pushed(world)

    never(await world.accepted(), "a push was taken")


@OWN.check(Part.REFUSALS, Needs.HAND)
async def a_phone_of_somebody_else_shows_nothing(world: EmasWorld) -> None:
    await world.bind(PushAccount("somebody-else", "android"))
    await world.bind(device="phone-2")
    await world.stage.control("/__unbind", device="phone-2")

    await pushed(world)

    same(await world.screens(), [], "the screens")


KIT = VendorKit(
    "emas",
    SUITE,
    open_world,
    {"key_id": KEY_ID, "secret": SECRET, **{f"{platform}_key": key for platform, key in KEYS.items()}},
    "secret",
    OWN,
)
