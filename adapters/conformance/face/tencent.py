"""Tencent Cloud's face verification (腾讯云慧眼人脸核身), and what is asked of it alone.

Source: docs/vendors/tencent-face.md; the vector was computed with the vendor's own SDK.
"""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from adapters.conformance.envelope import IMPATIENT
from adapters.conformance.expectation import holds, refused, same, unavailable, unknown
from adapters.conformance.face.suite import NAME, NUMBER, SUITE, opened, order_no
from adapters.conformance.stage import Stage
from adapters.conformance.suite import Needs, Part, Suite
from adapters.conformance.vendor import VendorKit
from adapters.face.pages import FacePages
from adapters.face.tencent import HOSTS, PASSING, SERVICE, VERSION, TencentFace
from adapters.sandbox.tencent_face import FaceIdSandbox, create_app
from adapters.sandbox.tencent_face_book import Citizen
from adapters.tencent.client import TencentProduct
from adapters.tencent.signature import TencentKey
from domain.identity.outside import Cause, FaceSession
from domain.kernel.personal import DocumentNumber, PersonName

SECRET_ID, SECRET, RULE = "testSecretId", "testSecretKey", "1"
STRANGER = DocumentNumber("110101199003070011")
OUTCOMES: Mapping[Cause, str] = {
    "": "0",
    "mismatch": "FailedOperation.IdNameMisMatch",
    "not_found": "FailedOperation.IdNoExistSystem",
    "no_photo": "FailedOperation.IdPhotoNoExist",
    "other_face": "FailedOperation.CompareLowSimilarity",
    "liveness": "1201",
    "risk": "1002",
    "source": "2001",
    "too_many": "2018",
    "unclear": "9999",
}
OURS_TO_MEND = (
    "UnauthorizedOperation.Arrears",
    "AuthFailure.SignatureFailure",
    "FailedOperation.RequestLimitExceeded",
)
A_MINUTE = 15
# the vector: body, moment and signature
BODY = '{"RuleId":"1","IdCard":"11010119900101001X","Name":"张三","Extra":"o=1"}'.encode()
MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
SIGNATURE = "c37d973a881eb5485f5ee6959ef7f23c05e859983ee1a313abb713b2e3edbb0f"


class TencentWorld:
    meta_info = "{}"
    ends: Sequence[Cause] = [cause for cause in OUTCOMES if cause]

    def __init__(self, stage: Stage, url: str) -> None:
        self.stage, self.url = stage, url
        self.face = stage.adapter(self.asking())
        self.hurried = self.asking(IMPATIENT)

    def asking(self, seconds: float = 5.0, *, rule: str = "") -> TencentFace:
        product = TencentProduct(
            self.stage.http,
            TencentKey(self.stage.given("secret_id"), self.stage.given("secret")),
            system="face",
            service=SERVICE,
            version=VERSION,
            base_url=self.url,
            clock=self.stage.clock.now,
            passing=PASSING,
            deadline_seconds=seconds,
        )
        return TencentFace(
            product,
            rule_id=rule or self.stage.given("rule"),
            clock=self.stage.clock.now,
            pages=FacePages("tencent", HOSTS, loopback=self.stage.is_emulated),
        )

    async def finish(self, session: FaceSession, cause: Cause = "") -> None:
        await self.stage.control("/__face", bizToken=token_of(session), outcome=OUTCOMES[cause])

    async def be_busy(self) -> None:
        await self.stage.mode("throttle")

    async def lose_the_answer(self) -> None:
        await self.stage.mode("reset_after")


def token_of(session: FaceSession) -> str:
    return str(json.loads(session.reference)["biz_token"])


@asynccontextmanager
async def open_world(stage: Stage) -> AsyncIterator[TencentWorld]:
    config = FaceIdSandbox(
        secrets={SECRET_ID: SECRET},
        rules=frozenset({RULE}),
        citizens=[Citizen(NAME.reveal(), NUMBER.reveal())],
    )
    url = await stage.vendor(lambda books, now: create_app(books, config=config, now=now))
    yield TencentWorld(stage, url)


OWN: Suite[TencentWorld] = Suite(
    "face", without={Part.CALLBACKS: "the vendor calls nobody: the person comes back, and we ask"}
)


@OWN.check(Part.REFUSALS, Needs.HAND)
async def nobody_passes_as_somebody_the_library_does_not_know(world: TencentWorld) -> None:
    for number, (name, document, cause) in enumerate(
        ((NAME, STRANGER, "not_found"), (PersonName("乙丑"), NUMBER, "mismatch")), 1
    ):
        session = await opened(world, number, name=name, document=document)
        await world.finish(session)
        same((await world.face.verdict(session.reference)).cause, cause, "the cause")


@OWN.check(Part.REFUSALS, Needs.HAND)
async def the_sixteenth_try_of_a_card_within_a_minute_does_not_count(world: TencentWorld) -> None:
    sessions = [await opened(world, number) for number in range(1, A_MINUTE + 2)]
    for session in sessions:
        await world.finish(session)

    told = [await world.face.verdict(one.reference) for one in sessions[-2:]]

    same([(one.outcome, one.cause) for one in told], [("passed", ""), ("failed", "too_many")], "the last two")


@OWN.check(Part.REFUSALS, Needs.HAND)
async def a_token_nobody_used_within_two_hours_is_over(world: TencentWorld) -> None:
    session = await opened(world)
    world.stage.clock.move(seconds=7201)

    verdict = await world.face.verdict(session.reference)

    same((verdict.outcome, verdict.cause), ("failed", "abandoned"), "the verdict")


@OWN.check(Part.REFUSALS, Needs.HAND)
async def a_result_of_another_check_is_not_believed(world: TencentWorld) -> None:
    session = await opened(world)
    await world.finish(session)
    await world.stage.mode("lie")

    with refused("extra-differs"):
        await world.face.verdict(session.reference)


@OWN.check(Part.REFUSALS, Needs.HAND)
async def a_token_and_the_number_it_was_opened_under_belong_together(world: TencentWorld) -> None:
    first, second = await opened(world, 1), await opened(world, 2)
    await world.finish(second)
    swapped = json.dumps(json.loads(first.reference) | {"biz_token": token_of(second)})

    with refused("extra-differs"):
        await world.face.verdict(swapped)


@OWN.check(Part.REFUSALS, Needs.HAND)
async def what_an_operator_mends_is_not_the_persons_fault(world: TencentWorld) -> None:
    for number, code in enumerate(
        (
            "UnauthorizedOperation.Arrears",
            "AuthFailure.SignatureFailure",
            "FailedOperation.RequestLimitExceeded",
        ),
        1,
    ):
        await world.stage.mode("answer", code=code)
        with unavailable(code):
            await opened(world, number)
    with unavailable("InvalidParameterValue.RuleIdNotExist"):
        await opened(world, 9, by=world.asking(rule="2"))


@OWN.check(Part.UNKNOWN, Needs.HAND)
async def the_vendors_own_fault_while_opening_is_unknown(world: TencentWorld) -> None:
    await world.stage.mode("answer", code="InternalError.UnKnown")
    with unknown("InternalError.UnKnown"):
        await opened(world)


@OWN.check(Part.VECTORS, Needs.WIRE)
async def the_signature_is_the_one_the_vendors_own_sdk_makes(world: TencentWorld) -> None:
    del world
    key = TencentKey(SECRET_ID, SECRET)

    header = key.authorization(BODY, service=SERVICE, host="faceid.tencentcloudapi.com", at=MOMENT)

    holds(header.endswith(f"Signature={SIGNATURE}"), "the header ends in the vector's signature")


@OWN.check(Part.FAULTS, Needs.WIRE)
async def a_failure_under_another_content_type_is_no_success(world: TencentWorld) -> None:
    strange = world.asking(rule="2")  # which fails at the vendor, and opens nothing
    await world.stage.mode("charset")

    with unavailable("InvalidParameterValue.RuleIdNotExist"):
        await opened(world, by=strange)


@OWN.check(Part.HAPPY)
async def the_number_of_ours_is_what_the_result_is_held_to(world: TencentWorld) -> None:
    session = await opened(world, 7)

    same(json.loads(session.reference)["extra"], order_no(7), "what is kept beside the token")


KIT = VendorKit(
    "tencent",
    SUITE,
    open_world,
    {"secret_id": SECRET_ID, "secret": SECRET, "rule": RULE},
    "secret",
    OWN,
)
