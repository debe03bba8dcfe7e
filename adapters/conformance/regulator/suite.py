"""What every regulators' platform (审管衔接平台) keeps to."""

from datetime import UTC, date, datetime
from typing import Protocol
from uuid import UUID

from adapters.conformance.expectation import NotConformant, holds, refused, same, unavailable, unknown
from adapters.conformance.suite import Needs, Part, Suite
from domain.kernel.ids import CaseId, MatterId, ResultId
from domain.supervision.outside import Regulator
from domain.supervision.result import RegulatorResult, ResultKind, Told, canonical_result

BODY, DAY = "11370285MB9990012C", date(2026, 11, 23)


class World(Protocol):
    @property
    def regulator(self) -> Regulator: ...
    async def lose_the_answer(self) -> None: ...
    async def be_busy(self) -> None: ...


SUITE: Suite[World] = Suite("regulator")


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


@SUITE.check(Part.HAPPY)
async def a_result_is_receipted_word_for_word(world: World) -> None:
    receipt = await world.regulator.push(result())

    same((receipt.body, receipt.seq, receipt.digest), (BODY, 1, result().digest), "the receipt")


@SUITE.check(Part.HAPPY)
async def a_days_list_is_what_they_have_of_that_body_and_day(world: World) -> None:
    for seq in (1, 2):
        await world.regulator.push(result(seq))

    listed = await world.regulator.received(BODY, DAY)

    same(listed, (Told(1, result(1).digest), Told(2, result(2).digest)), "the list")
    same(await world.regulator.received(BODY, date(2026, 11, 24)), (), "another day's")


@SUITE.check(Part.REFUSALS)
async def another_result_under_a_number_that_is_taken_is_refused(world: World) -> None:
    await world.regulator.push(result())

    with refused("4091"):
        await world.regulator.push(result(holder="另一家虚构公司"))


@SUITE.check(Part.REFUSALS)
async def what_never_arrived_has_no_receipt(world: World) -> None:
    same(await world.regulator.ask(result()), None, "the receipt")


@SUITE.check(Part.IDEMPOTENCY)
async def a_result_pushed_again_has_the_receipt_it_had(world: World) -> None:
    first = await world.regulator.push(result())

    same(await world.regulator.push(result()), first, "the receipt")
    same(len(await world.regulator.received(BODY, DAY)), 1, "how many they have")


@SUITE.check(Part.UNKNOWN, Needs.HAND)
async def when_the_answer_is_lost_the_receipt_can_be_asked_for(world: World) -> None:
    await world.lose_the_answer()
    with unknown():
        await world.regulator.push(result())

    receipt = await world.regulator.ask(result())

    if receipt is None:
        raise NotConformant("they have it, and no receipt is told")
    same(receipt.digest, result().digest, "the digest")


@SUITE.check(Part.FAULTS, Needs.HAND)
async def a_busy_platform_has_taken_nothing(world: World) -> None:
    await world.be_busy()
    with unavailable():
        await world.regulator.push(result())

    holds(await world.regulator.ask(result()) is None, "nothing arrived")
