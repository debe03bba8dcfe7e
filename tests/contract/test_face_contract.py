"""What every face verifier keeps to."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Protocol

import pytest

from adapters.aliyun.client import AliyunProduct, connect
from adapters.face.aliyun import AliyunFace
from adapters.sandbox.aliyun_face import FaceSandbox, create_app
from adapters.sandbox.aliyun_face_book import Resident
from adapters.sandbox.kit import Books, Running
from domain.identity.outside import Cause, FaceSession, FaceVerifier
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.refusal import Refused, Unavailable, Unknown
from tests.contract.stand import Stand
from tests.fakes.face import FakeFace
from tests.sandbox.conftest import FixedClock, Listener

NAME, NUMBER = PersonName("甲子"), DocumentNumber("370285199001019985")
META = '{"deviceType":"h5"}'


ALIYUN_CODES: dict[Cause, str] = {
    "": "200",
    "mismatch": "201",
    "not_found": "202",
    "no_photo": "203",
    "other_face": "204",
    "liveness": "205",
    "risk": "206",
    "source": "209",
}


class World(Protocol):
    @property
    def face(self) -> FaceVerifier: ...
    async def finish(self, session: FaceSession, cause: Cause = "") -> None: ...
    async def be_busy(self) -> None: ...
    async def lose_the_answer(self) -> None: ...


class FakeWorld:
    def __init__(self, clock: FixedClock) -> None:
        self.face = FakeFace(clock.now)

    async def finish(self, session: FaceSession, cause: Cause = "") -> None:
        self.face.finish(session.reference, cause)

    async def be_busy(self) -> None:
        self.face.trouble.before.append(Unavailable("face", "Throttling.User"))

    async def lose_the_answer(self) -> None:
        self.face.trouble.answer_lost = True


class AliyunWorld:
    def __init__(self, stand: Stand, vendor: Running, product: AliyunProduct) -> None:
        self._stand, self._vendor = stand, vendor
        self.face = AliyunFace(product, scene_id="1000000001", clock=stand.clock.now)

    async def finish(self, session: FaceSession, cause: Cause = "") -> None:
        told = {"certifyId": session.reference, "subCode": ALIYUN_CODES[cause]}
        await self._stand.hand.control(self._vendor, "/__face", **told)

    async def be_busy(self) -> None:
        await self._stand.mode(self._vendor, "throttle")

    async def lose_the_answer(self) -> None:
        await self._stand.mode(self._vendor, "reset_after")


@pytest.fixture(params=["fake", "aliyun"])
async def world(
    request: pytest.FixtureRequest, stand: Stand, books: Books, clock: FixedClock
) -> AsyncIterator[World]:
    if request.param == "fake":
        yield FakeWorld(clock)
        return
    config = FaceSandbox(
        secrets={"testAccessKeyId": "testAccessKeySecret"},
        scenes=frozenset({"1000000001"}),
        residents=[Resident(NAME.reveal(), NUMBER.reveal())],
        strict=True,  # nobody's name or number in a URL
        replay_window=None,
    )
    vendor = await stand.start(create_app(books, config=config, now=clock.now))
    client = connect("testAccessKeyId", "testAccessKeySecret", pool_size=4, deadline_seconds=1.0)
    product = AliyunProduct(
        client, system="face", base_url=vendor.url, version="2019-03-07", deadline_seconds=2.0, loopback=True
    )
    yield AliyunWorld(stand, vendor, product)
    product.close()


async def open_check(world: World, listener: Listener, meta_info: str = META) -> FaceSession:
    return await world.face.open(
        NAME,
        NUMBER,
        order_no="c0000000001",
        meta_info=meta_info,
        return_url="https://palm.invalid/back",
        callback_url=f"{listener.url}/doorbell",
        callback_token="invented-token",
    )


async def test_a_check_opens_for_half_an_hour(world: World, listener: Listener, clock: FixedClock) -> None:
    session = await open_check(world, listener)

    assert session.url
    assert session.expires_at == clock.now() + timedelta(minutes=30)


async def test_a_check_nobody_finished_is_pending(world: World, listener: Listener) -> None:
    session = await open_check(world, listener)

    assert (await world.face.verdict(session.reference)).outcome == "pending"


async def test_the_right_face_passes(world: World, listener: Listener) -> None:
    session = await open_check(world, listener)
    await world.finish(session)

    verdict = await world.face.verdict(session.reference)

    assert (verdict.outcome, verdict.cause) == ("passed", "")


@pytest.mark.parametrize(
    "cause", ["mismatch", "not_found", "no_photo", "other_face", "liveness", "risk", "source"]
)
async def test_a_check_that_failed_says_why(world: World, listener: Listener, cause: Cause) -> None:
    session = await open_check(world, listener)
    await world.finish(session, cause)

    verdict = await world.face.verdict(session.reference)

    assert (verdict.outcome, verdict.cause) == ("failed", cause)


async def test_a_reference_the_vendor_never_gave_is_refused(world: World) -> None:
    with pytest.raises(Refused):
        await world.face.verdict("somebody-elses")


async def test_without_device_information_no_check_opens(world: World, listener: Listener) -> None:
    with pytest.raises(Refused, match="meta-info-malformed"):
        await open_check(world, listener, meta_info="not json")


async def test_a_check_is_forgotten_at_the_vendors_and_forgetting_twice_is_harmless(
    world: World, listener: Listener
) -> None:
    session = await open_check(world, listener)
    await world.finish(session)

    await world.face.forget(session.reference)
    await world.face.forget(session.reference)

    with pytest.raises(Refused):
        await world.face.verdict(session.reference)


async def test_a_busy_vendor_is_unavailable_and_a_lost_answer_unknown(
    world: World, listener: Listener
) -> None:
    await world.be_busy()
    with pytest.raises(Unavailable):
        await open_check(world, listener)

    await world.lose_the_answer()
    with pytest.raises(Unknown):
        await open_check(world, listener)


async def test_a_session_does_not_print_its_reference_or_address(world: World, listener: Listener) -> None:
    session = await open_check(world, listener)

    assert session.reference not in repr(session)
    assert session.url not in repr(session)
