"""Aliyun's face verification (阿里云金融级实人认证), and what is asked of it alone.

Source: docs/vendors/aliyun-face.md.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager

from adapters.aliyun.client import AliyunProduct, connect
from adapters.conformance.envelope import IMPATIENT
from adapters.conformance.expectation import holds, never, refused, same, unavailable, unknown
from adapters.conformance.face.suite import NAME, NUMBER, SUITE, opened
from adapters.conformance.stage import Stage
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.vendor import VendorKit
from adapters.face.aliyun import HOSTS, VERSION, AliyunFace
from adapters.face.pages import FacePages
from adapters.face.resting import PLAN, RestingFace
from adapters.sandbox.aliyun_face import FaceSandbox, create_app
from adapters.sandbox.aliyun_face_book import Resident
from domain.identity.outside import Cause, FaceSession

KEY_ID, SECRET, SCENE = "testAccessKeyId", "testAccessKeySecret", "1000000001"
CODES: Mapping[Cause, str] = {
    "": "200",
    "mismatch": "201",
    "not_found": "202",
    "no_photo": "203",
    "other_face": "204",
    "liveness": "205",
    "risk": "206",
    "source": "209",
}
OPENING = {"414": "device", "417": "no_source", "418": "too_many", "427": "risk", "401": "401"}
NOWHERE = "http://127.0.0.1:9"


class AliyunWorld:
    meta_info = '{"deviceType":"h5"}'
    ends: Sequence[Cause] = [cause for cause in CODES if cause]

    def __init__(self, stage: Stage, url: str) -> None:
        self.stage, self.url, self.closing = stage, url, ExitStack()
        self.face = stage.adapter(self.asking())
        self.hurried = self.asking(IMPATIENT)

    def product(self, url: str, seconds: float = 2.0) -> AliyunProduct:
        given = self.stage.given
        client = connect(given("key_id"), given("secret"), pool_size=4, deadline_seconds=seconds)
        product = AliyunProduct(
            client,
            system="face",
            base_url=url,
            version=VERSION,
            threads=2,
            deadline_seconds=seconds * 1.5,
            loopback=True,
            watch=self.stage.watch,
        )
        self.closing.callback(client.session.close)
        self.closing.callback(product.close)
        return product

    def asking(self, seconds: float = 2.0, *, first: str = "", backup: str = "") -> AliyunFace:
        return AliyunFace(
            self.product(first or self.url, seconds),
            scene_id=self.stage.given("scene"),
            clock=self.stage.clock.now,
            pages=FacePages("aliyun", HOSTS, loopback=self.stage.is_emulated),
            backup=self.product(backup, seconds) if backup else None,
        )

    async def finish(self, session: FaceSession, cause: Cause = "") -> None:
        await self.stage.control("/__face", certifyId=session.reference, subCode=CODES[cause])

    async def be_busy(self) -> None:
        await self.stage.mode("throttle")

    async def lose_the_answer(self) -> None:
        await self.stage.mode("reset_after")

    async def checks(self) -> list[dict[str, object]]:
        """What the vendor's own books say."""
        return list((await self.stage.look("/__books"))["checks"])


@asynccontextmanager
async def open_world(stage: Stage) -> AsyncIterator[AliyunWorld]:
    config = FaceSandbox(
        secrets={KEY_ID: SECRET},
        scenes=frozenset({SCENE}),
        residents=[Resident(NAME.reveal(), NUMBER.reveal())],
        tries_a_day=100,
        strict=True,  # nobody's name or number in a URL
        replay_window=None,
    )
    url = await stage.vendor(lambda books, now: create_app(books, config=config, now=now))
    world = AliyunWorld(stage, url)
    with world.closing:
        yield world


OWN: Suite[AliyunWorld] = Suite(
    "face", without={Part.VECTORS: "the signature is the gateway's: its vectors are held in the kit «sms»"}
)


@OWN.check(Part.REFUSALS)
async def without_device_information_no_check_opens(world: AliyunWorld) -> None:
    with refused("meta-info-malformed"):
        await opened(world, meta_info="not json")


@OWN.check(Part.REFUSALS, Needs.HAND)
async def what_is_about_the_person_or_the_device_is_told_in_our_words(world: AliyunWorld) -> None:
    for number, (code, reason) in enumerate(OPENING.items(), 1):
        await world.stage.mode("answer", code=code)
        with refused(reason):
            await opened(world, number)


@OWN.check(Part.REFUSALS, Needs.HAND)
async def what_an_operator_mends_is_not_the_persons_fault(world: AliyunWorld) -> None:
    for number, code in enumerate(("402", "404", "410", "411", "412"), 1):
        await world.stage.mode("answer", code=code)
        with unavailable(code):
            await opened(world, number)


@OWN.check(Part.UNKNOWN, Needs.HAND)
async def the_vendors_own_fault_while_opening_is_unknown(world: AliyunWorld) -> None:
    await world.stage.mode("answer", code="500")
    with unknown("500"):
        await opened(world)


@OWN.check(Part.IDEMPOTENCY, Needs.HAND)
async def what_was_forgotten_is_there_no_more(world: AliyunWorld) -> None:
    session = await opened(world)
    await world.finish(session)

    await world.face.forget(session.reference)

    same([one["deleted"] for one in await world.checks()], [1], "deleted at the vendor")
    with refused("406"):
        await world.face.verdict(session.reference)


@OWN.check(Part.CALLBACKS, Needs.HAND)
async def the_doorbell_rings_with_our_token_and_never_says_yes_by_itself(world: AliyunWorld) -> None:
    session = await opened(world)
    await world.finish(session, "other_face")

    rung = (await world.stage.listener.wait_for(1, "/doorbell"))[0]

    same((rung.method, rung.query["callbackToken"]), ("GET", "invented-token"), "the ring")
    same((await world.face.verdict(session.reference)).outcome, "failed", "what we are told when we ask")


@OWN.check(Part.CALLBACKS, Needs.HAND)
async def a_doorbell_nobody_answers_rings_again(world: AliyunWorld) -> None:
    world.stage.listener.status = 500
    await world.finish(await opened(world))

    await world.stage.listener.wait_for(1, "/doorbell")
    await world.stage.control("/__flush", all=True)

    holds(len(await world.stage.listener.wait_for(2, "/doorbell")) > 1, "it rang again")


@OWN.check(Part.FAULTS, Needs.WIRE)
async def the_backup_is_asked_when_the_first_took_nothing(world: AliyunWorld) -> None:
    face = world.asking(first=NOWHERE, backup=world.url)

    session = await opened(world, by=face)
    await world.finish(session)

    same((await face.verdict(session.reference)).outcome, "passed", "the verdict")
    same(len(await world.checks()), 1, "the checks at the vendor")


@OWN.check(Part.FAULTS, Needs.WIRE)
async def the_backup_is_not_asked_when_the_first_may_have_opened_one(world: AliyunWorld) -> None:
    face = world.asking(backup=world.url)
    await world.lose_the_answer()

    with unknown():
        await opened(world, by=face)

    same(len(await world.checks()), 1, "the checks at the vendor")


@OWN.check(Part.FAULTS, Needs.WIRE)
async def a_vendor_that_fails_again_and_again_is_left_alone_and_tried_by_one(world: AliyunWorld) -> None:
    seconds = [0.0]
    face = RestingFace(world.face, name="aliyun", monotonic=lambda: seconds[0])
    for number in range(1, PLAN.least_calls + 1):
        await world.stage.mode("503")
        with unknown():
            await opened(world, number, by=face)

    with unavailable("resting"):
        await opened(world, 50, by=face)
    never(len(await world.checks()), "a check opened while it rests")
    seconds[0] += PLAN.rest_seconds
    session = await opened(world, 51, by=face)

    same((await face.verdict(session.reference)).outcome, "pending", "the check that tried it")


KIT = VendorKit(
    "aliyun",
    SUITE,
    open_world,
    {"key_id": KEY_ID, "secret": SECRET, "scene": SCENE},
    "secret",
    OWN,
)
