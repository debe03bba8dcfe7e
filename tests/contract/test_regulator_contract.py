"""What every regulators' platform (审管衔接) keeps to: the fake, and the adapter with the sandbox's."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Protocol
from uuid import UUID

import pytest

from adapters.envelope.receiver import EnvelopeGuard
from adapters.envelope.signature import EnvelopeKey
from adapters.regulator.calls import RegulatorGaps
from adapters.regulator.platform import RegulatorPlatform
from adapters.sandbox.kit import Books, Running
from adapters.sandbox.kit_public import Credentials
from adapters.sandbox.regulator import RegulatorSandbox, create_app
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.ids import CaseId, MatterId, ResultId
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.supervision.outside import GapAsked, Regulator
from domain.supervision.result import RegulatorResult, ResultKind, Told, canonical_result
from tests.contract.stand import CALLER, Stand
from tests.fakes.registers import FakeNonces
from tests.fakes.regulator import FakeRegulator
from tests.sandbox.conftest import Listener

BODY, DAY = "11370285MB9990012C", date(2026, 11, 23)
OWN = Credentials("regulator-push", b"invented-secret-of-the-regulator")
RECEIPTS = EnvelopeKey(OWN.app_id, OWN.secret)


def result(seq: int = 1, *, holder: str = "青岛虚构供水有限公司") -> RegulatorResult:
    content = canonical_result({"kind": "granted", "day": DAY.isoformat(), "holder": holder})
    return RegulatorResult(
        ResultId(UUID(int=seq)),
        BODY,
        seq,
        CaseId(UUID(int=9)),
        MatterId(UUID(int=8)),
        ResultKind.GRANTED,
        DAY,
        content,
        datetime(2026, 11, 23, tzinfo=UTC),
    )


class World(Protocol):
    @property
    def regulator(self) -> Regulator: ...
    async def lose_the_answer(self) -> None: ...
    async def be_busy(self) -> None: ...


class FakeWorld:
    def __init__(self, stand: Stand) -> None:
        self.regulator = FakeRegulator(stand.clock.now)

    async def lose_the_answer(self) -> None:
        self.regulator.trouble.answer_lost = True

    async def be_busy(self) -> None:
        self.regulator.trouble.before.append(Unavailable("regulator", "4290"))


class EmulatedWorld:
    def __init__(self, stand: Stand, vendor: Running) -> None:
        self.stand, self.vendor = stand, vendor
        self.regulator = RegulatorPlatform(stand.signed(vendor, "regulator"), receipts=RECEIPTS)

    async def lose_the_answer(self) -> None:
        await self.stand.mode(self.vendor, "reset_after")

    async def be_busy(self) -> None:
        await self.stand.mode(self.vendor, "throttle")


@pytest.fixture
async def emulated(stand: Stand, books: Books, listener: Listener) -> EmulatedWorld:
    config = RegulatorSandbox(own=OWN, gaps_url=f"{listener.url}/gaps")
    return EmulatedWorld(
        stand,
        await stand.start(create_app(books, caller=CALLER, config=config, now=stand.clock.now)),
    )


@pytest.fixture(params=["fake", "emulated"])
async def world(request: pytest.FixtureRequest, stand: Stand, emulated: EmulatedWorld) -> World:
    return FakeWorld(stand) if request.param == "fake" else emulated


async def test_a_result_is_receipted_word_for_word_and_once(world: World) -> None:
    first = await world.regulator.push(result())
    again = await world.regulator.push(result())

    assert (first.body, first.seq, first.digest) == (BODY, 1, result().digest)
    assert again == first


async def test_what_never_arrived_has_no_receipt(world: World) -> None:
    assert await world.regulator.ask(result()) is None


async def test_another_result_under_a_number_that_is_taken_is_refused(world: World) -> None:
    await world.regulator.push(result())

    with pytest.raises(Refused, match="4091"):
        await world.regulator.push(result(holder="另一家虚构公司"))


async def test_when_the_answer_is_lost_the_receipt_can_be_asked_for(world: World) -> None:
    await world.lose_the_answer()
    with pytest.raises(Unknown):
        await world.regulator.push(result())

    receipt = await world.regulator.ask(result())

    assert receipt is not None
    assert receipt.digest == result().digest


async def test_a_busy_platform_has_taken_nothing(world: World) -> None:
    await world.be_busy()
    with pytest.raises(Unavailable):
        await world.regulator.push(result())

    assert await world.regulator.ask(result()) is None


async def test_a_days_list_is_what_they_have_of_that_body_and_day(world: World) -> None:
    for seq in (1, 2):
        await world.regulator.push(result(seq))

    assert await world.regulator.received(BODY, DAY) == (
        Told(1, result(1).digest),
        Told(2, result(2).digest),
    )
    assert await world.regulator.received(BODY, date(2026, 11, 24)) == ()


async def test_a_receipt_of_something_else_proves_nothing(emulated: EmulatedWorld) -> None:
    await emulated.stand.mode(emulated.vendor, "wrong_receipt")

    with pytest.raises(Unknown, match="receipt-forged"):
        await emulated.regulator.push(result())
    receipt = await emulated.regulator.ask(result())

    assert receipt is not None


async def test_a_receipt_under_another_key_proves_nothing(emulated: EmulatedWorld) -> None:
    stranger = RegulatorPlatform(
        emulated.stand.signed(emulated.vendor, "regulator"), receipts=replace(RECEIPTS, secret=b"not theirs")
    )

    with pytest.raises(Unknown, match="receipt-forged"):
        await stranger.push(result())


async def test_a_refusal_is_final(emulated: EmulatedWorld) -> None:
    await emulated.stand.mode(emulated.vendor, "refuse")

    with pytest.raises(Refused, match="4220"):
        await emulated.regulator.push(result())


async def test_one_that_was_lost_is_a_gap_and_they_ask_for_exactly_that(emulated: EmulatedWorld) -> None:
    for seq in (1, 2, 3, 4):
        if seq == 2:
            await emulated.stand.mode(emulated.vendor, "lose")
        await emulated.regulator.push(result(seq))
    await emulated.stand.hand.control(emulated.vendor, "/__forget", body=BODY, seq=3)

    wanted = await emulated.stand.hand.control(emulated.vendor, "/__want", body=BODY)

    assert wanted == {"gaps": [[2, 3]]}


@pytest.mark.parametrize(("mode", "arrived"), [("hang", False), ("hang_after", True)])
async def test_who_never_answers_may_have_it_and_says_so_when_asked(
    emulated: EmulatedWorld, mode: str, *, arrived: bool
) -> None:
    await emulated.stand.mode(emulated.vendor, mode, seconds=60)

    with pytest.raises(Unknown):
        await emulated.regulator.push(result())

    assert (await emulated.regulator.ask(result()) is not None) is arrived


async def test_an_answer_that_is_slow_and_in_time_is_an_answer(emulated: EmulatedWorld) -> None:
    await emulated.stand.mode(emulated.vendor, "slow", seconds=0.2)

    assert (await emulated.regulator.push(result())).seq == 1


async def test_under_another_secret_they_take_nothing(emulated: EmulatedWorld) -> None:
    stranger = RegulatorPlatform(
        emulated.stand.signed(
            emulated.vendor, "regulator", key=EnvelopeKey(CALLER.app_id, b"not the palm office")
        ),
        receipts=RECEIPTS,
    )

    with pytest.raises((Refused, Unavailable)):
        await stranger.push(result())

    assert await emulated.regulator.ask(result()) is None


async def test_their_call_for_a_gap_is_believed_under_their_signature_once(
    emulated: EmulatedWorld, listener: Listener
) -> None:
    calls = RegulatorGaps(EnvelopeGuard((RECEIPTS,), clock=emulated.stand.clock.now, nonces=FakeNonces()))
    for seq in (1, 4):
        await emulated.regulator.push(result(seq))
    await emulated.stand.hand.control(emulated.vendor, "/__want", body=BODY)
    [call] = await listener.wait_for(1, "/gaps")

    asked = await calls.parse(call.method, call.path, call.headers, call.body)

    assert asked == GapAsked(BODY, 2, 3)
    with pytest.raises(SignatureWrong):
        await calls.parse(call.method, call.path, call.headers, call.body)
