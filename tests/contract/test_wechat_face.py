"""The platform's face check through our adapter: one answer is a yes, for exactly whom it was opened."""

import json

import pytest

from adapters.sandbox.kit import Books
from adapters.wechat.face import cert_hash
from domain.identity.outside import Cause
from domain.kernel.personal import DocumentNumber, OpenId, PersonName
from domain.kernel.refusal import Refused
from tests.contract.stand import Stand
from tests.contract.wechat_worlds import PlatformWorld, open_check, platform
from tests.sandbox.conftest import FixedClock


@pytest.fixture
async def world(stand: Stand, books: Books) -> PlatformWorld:
    return await platform(stand, books)


def test_the_digest_of_whom_a_check_is_for_is_the_platforms_own() -> None:
    told = cert_hash(PersonName("张三"), DocumentNumber("310101199801011234"))  # vendors.md, V5

    assert told == "3c241f7ff324977aeb91f173bb2a7b06569e6fd784d5573db34a636d8671108b"


@pytest.mark.parametrize(
    ("code", "outcome", "cause"),
    [
        (10000, "passed", ""),
        (10005, "pending", ""),
        (10300, "pending", ""),
        (10002, "failed", "liveness"),
        (10003, "failed", "mismatch"),
        (10004, "failed", "other_face"),
        (10010, "failed", "liveness"),
        (10020, "failed", "abandoned"),
        (10021, "failed", "abandoned"),
        (10026, "failed", "not_found"),
        (10042, "failed", "source"),
        (90001, "failed", "abandoned"),
        (90004, "failed", "abandoned"),
        (90018, "failed", "abandoned"),
        (90107, "failed", "abandoned"),
        (90199, "failed", "abandoned"),
    ],
)
async def test_only_ten_thousand_is_a_yes(
    world: PlatformWorld, code: int, outcome: str, cause: Cause
) -> None:
    session = await open_check(world)
    await world.control("/__face", verifyId=session.url, result=code)

    verdict = await world.face.verdict(session.reference)

    assert (verdict.outcome, verdict.cause) == (outcome, cause)


async def test_somebody_elses_face_does_not_pass(world: PlatformWorld) -> None:
    session = await open_check(world)
    await world.control("/__face", verifyId=session.url, idNumber="110101199003070011")

    verdict = await world.face.verdict(session.reference)

    assert (verdict.outcome, verdict.cause) == ("failed", "other_face")


async def test_who_the_photo_library_does_not_know_does_not_pass(world: PlatformWorld) -> None:
    session = await open_check(world, number="110101199003070011")
    await world.control("/__face", verifyId=session.url)

    assert (await world.face.verdict(session.reference)).cause == "not_found"


async def test_a_check_lives_half_an_hour_whatever_the_platform_allows(
    world: PlatformWorld, clock: FixedClock
) -> None:
    session = await open_check(world)

    assert (session.expires_at - clock.now()).total_seconds() == 1800


async def test_after_the_platforms_hour_a_check_is_abandoned(world: PlatformWorld, clock: FixedClock) -> None:
    session = await open_check(world)
    clock.move(seconds=3601)

    verdict = await world.face.verdict(session.reference)

    assert (verdict.outcome, verdict.cause) == ("failed", "abandoned")


@pytest.mark.parametrize(
    ("field", "code"),
    [("openid", "84017"), ("cert_hash", "84018"), ("out_seq_no", "84020"), ("verify_id", "84021")],
)
async def test_a_verdict_is_told_for_exactly_what_was_opened(
    world: PlatformWorld, field: str, code: str
) -> None:
    session = await open_check(world)
    forged = json.loads(session.reference) | {field: "somebody-elses"}

    with pytest.raises(Refused, match=code):
        await world.face.verdict(json.dumps(forged))


async def test_one_number_of_ours_opens_one_check(world: PlatformWorld) -> None:
    await open_check(world)

    with pytest.raises(Refused, match="84019"):
        await open_check(world)


@pytest.mark.parametrize("order_no", ["c1", "c" * 33, "c 0000001", "c/0000001"])
async def test_a_number_the_platform_cannot_take_is_not_sent(world: PlatformWorld, order_no: str) -> None:
    with pytest.raises(Refused, match="order-no-malformed"):
        await open_check(world, order_no=order_no)


async def test_a_user_the_platform_does_not_know_gets_no_check(world: PlatformWorld) -> None:
    with pytest.raises(Refused, match="40003"):
        await open_check(world, openid=OpenId("o-nobody"))
