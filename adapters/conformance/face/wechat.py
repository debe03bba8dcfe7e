"""WeChat's face verification in the mini-program (微信人脸核身 2.0), and what is asked of it alone.

Source: docs/vendors/wechat.md; the platform prints the vector itself.
"""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from adapters.conformance.envelope import IMPATIENT
from adapters.conformance.expectation import refused, same
from adapters.conformance.face.suite import NAME, NUMBER, SUITE, opened
from adapters.conformance.stage import Stage
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.vendor import VendorKit
from adapters.conformance.wechat.process import ACCOUNT, OPENID, Process, emulated
from adapters.wechat.face import WechatFace, cert_hash
from domain.identity.outside import Cause, FaceSession
from domain.kernel.personal import DocumentNumber, PersonName

STRANGER = DocumentNumber("110101199003070011")
RESULTS: Mapping[Cause, int] = {
    "": 10000,
    "mismatch": 10003,
    "not_found": 10026,
    "other_face": 10004,
    "liveness": 10010,
    "too_many": 10042,
    "abandoned": 90007,
    "cancelled": 90004,
    "device": 90008,
}
TOLD: Sequence[tuple[int, str, Cause]] = (
    (10005, "pending", ""),
    (10300, "pending", ""),
    (10002, "failed", "liveness"),
    (10020, "failed", "abandoned"),
    (10021, "failed", "abandoned"),
    (90001, "failed", "device"),
    (90018, "failed", "abandoned"),
    (90107, "failed", "abandoned"),
    (90199, "failed", "abandoned"),
)


class WechatWorld:
    meta_info = json.dumps({"openid": OPENID.reveal()})
    ends: Sequence[Cause] = [cause for cause in RESULTS if cause]

    def __init__(self, stage: Stage, url: str) -> None:
        self.stage, self.process = stage, Process(stage, url)
        hurried = Process(stage, url, store=self.process.memory, deadline_seconds=IMPATIENT)
        self.face = stage.adapter(WechatFace(self.process.client, clock=stage.clock.now))
        self.hurried = WechatFace(hurried.client, clock=stage.clock.now)

    async def finish(self, session: FaceSession, cause: Cause = "") -> None:
        await self.stage.control("/__face", verifyId=session.url, result=RESULTS[cause])

    async def be_busy(self) -> None:
        await self.process.be_busy()

    async def lose_the_answer(self) -> None:
        await self.process.lose_the_answer()


@asynccontextmanager
async def open_world(stage: Stage) -> AsyncIterator[WechatWorld]:
    world = WechatWorld(stage, await stage.vendor(emulated()))
    if stage.is_emulated:
        await world.process.keep_user()
    yield world


OWN: Suite[WechatWorld] = Suite(
    "face", without={Part.CALLBACKS: "the platform rings at no address of ours: the mini-program asks"}
)


@OWN.check(Part.REFUSALS)
async def a_check_needs_to_know_which_user_it_is_for(world: WechatWorld) -> None:
    with refused("meta-info-malformed"):
        await opened(world, meta_info="not json")
    with refused("40003"):
        await opened(world, meta_info=json.dumps({"openid": "o-nobody"}))


@OWN.check(Part.REFUSALS, Needs.HAND)
async def only_ten_thousand_is_a_yes(world: WechatWorld) -> None:
    for number, (code, outcome, cause) in enumerate(TOLD, 1):
        session = await opened(world, number)
        await world.stage.control("/__face", verifyId=session.url, result=code)
        verdict = await world.face.verdict(session.reference)
        same((verdict.outcome, verdict.cause), (outcome, cause), str(code))


@OWN.check(Part.REFUSALS, Needs.HAND)
async def nobody_passes_with_another_face_or_unknown_to_the_library(world: WechatWorld) -> None:
    mine, unknown = await opened(world, 1), await opened(world, 2, document=STRANGER)
    await world.stage.control("/__face", verifyId=mine.url, idNumber=STRANGER.reveal())
    await world.stage.control("/__face", verifyId=unknown.url)

    told = [(await world.face.verdict(one.reference)).cause for one in (mine, unknown)]

    same(told, ["other_face", "not_found"], "the causes")


@OWN.check(Part.REFUSALS, Needs.HAND)
async def a_verdict_is_told_for_exactly_what_was_opened(world: WechatWorld) -> None:
    session = await opened(world)
    codes = {"openid": "84017", "cert_hash": "84018", "out_seq_no": "84020", "verify_id": "84021"}

    for name, code in codes.items():
        forged = json.loads(session.reference) | {name: "somebody-elses"}
        with refused(code):
            await world.face.verdict(json.dumps(forged))


@OWN.check(Part.REFUSALS, Needs.HAND)
async def after_the_platforms_hour_a_check_is_abandoned(world: WechatWorld) -> None:
    session = await opened(world)
    world.stage.clock.move(seconds=3601)

    verdict = await world.face.verdict(session.reference)

    same((verdict.outcome, verdict.cause), ("failed", "abandoned"), "the verdict")


@OWN.check(Part.IDEMPOTENCY)
async def one_number_of_ours_opens_one_check(world: WechatWorld) -> None:
    await opened(world)

    with refused("84019"):
        await opened(world)


@OWN.check(Part.REFUSALS)
async def a_number_the_platform_cannot_take_is_not_sent(world: WechatWorld) -> None:
    for number in ("c1", "c" * 33, "c 0000001", "c/0000001"):
        with refused("order-no-malformed"):
            await world.face.open(
                NAME,
                NUMBER,
                order_no=number,
                meta_info=world.meta_info,
                return_url="",
                callback_url="",
                callback_token="",
            )


@OWN.check(Part.VECTORS, Needs.WIRE)
async def the_digest_of_whom_a_check_is_for_is_the_platforms_own(world: WechatWorld) -> None:
    del world
    told = cert_hash(PersonName("张三"), DocumentNumber("310101199801011234"))

    same(told, "3c241f7ff324977aeb91f173bb2a7b06569e6fd784d5573db34a636d8671108b", "the digest")


KIT = VendorKit("wechat", SUITE, open_world, ACCOUNT, "secret", OWN)
