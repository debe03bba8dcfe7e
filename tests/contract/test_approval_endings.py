"""补正, 撤回 and 退件 at the approval back-end: the fake and the real adapter on the sandbox do the same."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.decisions.outside import Filing, GivenMaterial
from domain.decisions.push import PushStatus
from domain.kernel.ids import CaseNumber
from domain.kernel.refusal import Refused, Unavailable, Unknown
from tests.contract.approval_worlds import PAPER, World
from tests.contract.test_approval_contract import filing, world
from tests.fakes.approval import sm3
from tests.sandbox.conftest import FixedClock

__all__ = ["filing", "world"]  # fixtures of the whole contract
REPORT = b"%PDF-1.4 last year's inspection"
GIVEN = GivenMaterial(1, "上年度年检结论", sm3(REPORT), "application/pdf", len(REPORT))


@pytest.fixture
async def number(world: World, filing: Filing) -> CaseNumber:
    """A case filed whole, whose old certificate nobody waits for."""
    whole = replace(filing, old_certificate="none", old_pieces=())
    filed = await world.back_end.file(whole)
    await world.back_end.put_material(filed.number, 0, PAPER, sm3(PAPER))
    return filed.number


async def test_what_was_asked_for_is_announced_and_then_put(
    world: World, number: CaseNumber, clock: FixedClock
) -> None:
    await world.ask_for_more(number)
    assert await world.back_end.standing(number) is PushStatus.SUPPLEMENT

    for _ in range(2):  # again is harmless
        await world.back_end.announce(number, "sup_00000001", (GIVEN,), clock.now())
        await world.back_end.put_material(number, 1, REPORT, GIVEN.digest)

    assert await world.missing(number) == []


async def test_other_bytes_than_announced_are_refused(
    world: World, number: CaseNumber, clock: FixedClock
) -> None:
    await world.ask_for_more(number)
    await world.back_end.announce(number, "sup_00000001", (GIVEN,), clock.now())

    with pytest.raises(Refused):
        await world.back_end.put_material(number, 1, REPORT + b"!", sm3(REPORT + b"!"))


async def test_the_same_answer_number_has_one_content(
    world: World, number: CaseNumber, clock: FixedClock
) -> None:
    await world.ask_for_more(number)
    await world.back_end.announce(number, "sup_00000001", (GIVEN,), clock.now())

    with pytest.raises(Refused, match="4091"):
        await world.back_end.announce(number, "sup_00000001", (replace(GIVEN, size=1),), clock.now())


async def test_nothing_is_announced_that_nobody_asked_for(
    world: World, number: CaseNumber, clock: FixedClock
) -> None:
    with pytest.raises(Refused, match="4092"):
        await world.back_end.announce(number, "sup_00000001", (GIVEN,), clock.now())


async def test_a_withdrawal_stands_once_and_again_is_harmless(
    world: World, number: CaseNumber, clock: FixedClock
) -> None:
    assert await world.back_end.standing(number) is PushStatus.UNKNOWN

    for _ in range(2):
        await world.back_end.ask_withdrawal(number, clock.now())

    assert await world.back_end.standing(number) is PushStatus.WITHDRAWN


async def test_a_return_stands_once_and_again_is_harmless(
    world: World, number: CaseNumber, clock: FixedClock
) -> None:
    await world.ask_for_more(number)

    for _ in range(2):
        await world.back_end.ask_return(number, "supplement-late", clock.now() - timedelta(days=1))

    assert await world.back_end.standing(number) is PushStatus.RETURNED


async def test_what_is_decided_is_neither_withdrawn_nor_returned(
    world: World, number: CaseNumber, clock: FixedClock
) -> None:
    await world.accept(number)
    await world.grant(number)

    with pytest.raises(Refused, match="4092"):
        await world.back_end.ask_withdrawal(number, clock.now())
    with pytest.raises(Refused, match="4092"):
        await world.back_end.ask_return(number, "promise-late", clock.now())
    assert await world.back_end.standing(number) is PushStatus.GRANTED


async def test_a_lost_answer_is_unknown_and_asking_finds_it_withdrawn(
    world: World, number: CaseNumber, clock: FixedClock
) -> None:
    await world.lose_the_answer()

    with pytest.raises(Unknown):
        await world.back_end.ask_withdrawal(number, clock.now())

    assert await world.back_end.standing(number) is PushStatus.WITHDRAWN


async def test_a_busy_back_end_took_nothing(world: World, number: CaseNumber, clock: FixedClock) -> None:
    await world.be_busy()

    with pytest.raises(Unavailable):
        await world.back_end.ask_withdrawal(number, clock.now())

    assert await world.back_end.standing(number) is PushStatus.UNKNOWN
