"""补正, 撤回 and 退件: what was asked for handed in; a case ended on our word, or not."""

from dataclasses import replace
from datetime import timedelta

from adapters.conformance.approval.world import SUITE, World, accepted, filed
from adapters.conformance.expectation import refused, same, unavailable, unknown
from adapters.conformance.suite import Needs, Part
from adapters.envelope.signature import sm3_hex
from domain.decisions.outside import GivenMaterial
from domain.decisions.push import PushStatus

REPORT, ANSWER = b"%PDF-1.4 last year's inspection", "sup_00000001"
GIVEN = GivenMaterial(1, "上年度年检结论", sm3_hex(REPORT), "application/pdf", len(REPORT))


@SUITE.check(Part.IDEMPOTENCY, Needs.HAND)
async def what_was_asked_for_is_announced_and_then_put(world: World) -> None:
    number = await filed(world)
    await world.ask_for_more(number)
    same(await world.back_end.standing(number), PushStatus.SUPPLEMENT, "where it stands")

    for _ in range(2):  # again is harmless
        await world.back_end.announce(number, ANSWER, (GIVEN,), world.clock.now())
        await world.back_end.put_material(number, 1, REPORT, GIVEN.digest)

    same(await world.missing(number), [], "what is missing")


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def other_bytes_than_announced_are_refused(world: World) -> None:
    number = await filed(world)
    await world.ask_for_more(number)
    await world.back_end.announce(number, ANSWER, (GIVEN,), world.clock.now())

    with refused():
        await world.back_end.put_material(number, 1, REPORT + b"!", sm3_hex(REPORT + b"!"))


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def the_same_answer_number_has_one_content(world: World) -> None:
    number = await filed(world)
    await world.ask_for_more(number)
    await world.back_end.announce(number, ANSWER, (GIVEN,), world.clock.now())

    with refused("4091"):
        await world.back_end.announce(number, ANSWER, (replace(GIVEN, size=1),), world.clock.now())


@SUITE.check(Part.REFUSALS)
async def nothing_is_announced_that_nobody_asked_for(world: World) -> None:
    number = await filed(world)

    with refused("4092"):
        await world.back_end.announce(number, ANSWER, (GIVEN,), world.clock.now())


@SUITE.check(Part.IDEMPOTENCY)
async def a_withdrawal_stands_once_and_again_is_harmless(world: World) -> None:
    number = await filed(world)
    same(await world.back_end.standing(number), PushStatus.UNKNOWN, "before anything was said")

    for _ in range(2):
        await world.back_end.ask_withdrawal(number, world.clock.now())

    same(await world.back_end.standing(number), PushStatus.WITHDRAWN, "where it stands")


@SUITE.check(Part.IDEMPOTENCY, Needs.HAND)
async def a_return_stands_once_and_again_is_harmless(world: World) -> None:
    number = await filed(world)
    await world.ask_for_more(number)

    for _ in range(2):
        await world.back_end.ask_return(number, "supplement-late", world.clock.now() - timedelta(days=1))

    same(await world.back_end.standing(number), PushStatus.RETURNED, "where it stands")


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def what_is_decided_is_neither_withdrawn_nor_returned(world: World) -> None:
    number = await accepted(world)
    await world.grant(number)

    with refused("4092"):
        await world.back_end.ask_withdrawal(number, world.clock.now())
    with refused("4092"):
        await world.back_end.ask_return(number, "promise-late", world.clock.now())
    same(await world.back_end.standing(number), PushStatus.GRANTED, "where it stands")


@SUITE.check(Part.UNKNOWN, Needs.HAND)
async def a_lost_answer_is_unknown_and_asking_finds_it_withdrawn(world: World) -> None:
    number = await filed(world)
    await world.lose_the_answer()

    with unknown():
        await world.back_end.ask_withdrawal(number, world.clock.now())

    same(await world.back_end.standing(number), PushStatus.WITHDRAWN, "where it stands")


@SUITE.check(Part.FAULTS, Needs.HAND)
async def a_busy_back_end_ended_nothing(world: World) -> None:
    number = await filed(world)
    await world.be_busy()

    with unavailable():
        await world.back_end.ask_withdrawal(number, world.clock.now())

    same(await world.back_end.standing(number), PushStatus.UNKNOWN, "where it stands")
