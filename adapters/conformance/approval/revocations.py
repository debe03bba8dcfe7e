"""Requests to revoke (撤销): put once, asked after where unsure; whose people may say no."""

from datetime import timedelta
from uuid import UUID

from adapters.conformance.approval.world import SUITE, World, accepted
from adapters.conformance.expectation import refused, same, unavailable, unknown
from adapters.conformance.suite import Needs, Part
from domain.decisions.revocation import Basis, Revocation, RevocationState, Statement
from domain.kernel.ids import CaseId, CaseNumber, RevocationId, StaffId
from domain.kernel.personal import Free

FIRST, SECOND = RevocationId(UUID(int=1)), RevocationId(UUID(int=2))


def asked(world: World, revocation: RevocationId = FIRST, *, signer: int = 2) -> Revocation:
    """Prepared by one, signed by another, after the person was heard."""
    at = world.clock.now()
    return Revocation(
        revocation,
        CaseId(UUID(int=9)),
        Basis.UNQUALIFIED,
        (Free("申请时登记信息已变更"),),
        StaffId(UUID(int=1)),
        at,
        (at + timedelta(days=7)).date(),
        RevocationState.SIGNED,
        statement=Statement(Free("不是有意隐瞒"), at),
        decided_by=StaffId(UUID(int=signer)),
    )


async def granted(world: World) -> CaseNumber:
    number = await accepted(world)
    await world.grant(number)
    return number


@SUITE.check(Part.IDEMPOTENCY, Needs.HAND)
async def a_request_waits_for_its_people_and_is_taken_once(world: World) -> None:
    number = await granted(world)
    same(await world.revocations.asked(number, FIRST), None, "before it came")

    fates = [await world.revocations.request(number, asked(world)) for _ in range(2)]

    same([*fates, await world.revocations.asked(number, FIRST)], ["waiting"] * 3, "its fate")


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def another_request_meanwhile_is_refused(world: World) -> None:
    number = await granted(world)
    await world.revocations.request(number, asked(world))

    with refused():
        await world.revocations.request(number, asked(world, SECOND))
    with refused():
        await world.revocations.asked(number, SECOND)


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def nobody_signs_what_they_prepared_there_either(world: World) -> None:
    number = await granted(world)

    with refused():
        await world.revocations.request(number, asked(world, signer=1))


@SUITE.check(Part.HAPPY, Needs.HAND)
async def its_people_may_say_no(world: World) -> None:
    number = await granted(world)
    await world.will_keep_it()

    same(await world.revocations.request(number, asked(world)), "refused", "their answer")
    same(await world.revocations.asked(number, FIRST), "refused", "asked again")


@SUITE.check(Part.UNKNOWN, Needs.HAND)
async def a_request_whose_answer_was_lost_is_there(world: World) -> None:
    number = await granted(world)
    await world.lose_the_answer()

    with unknown():
        await world.revocations.request(number, asked(world))

    same(await world.revocations.asked(number, FIRST), "waiting", "its fate")


@SUITE.check(Part.FAULTS, Needs.HAND)
async def a_busy_one_has_taken_no_request(world: World) -> None:
    number = await granted(world)
    await world.be_busy()

    with unavailable():
        await world.revocations.request(number, asked(world))

    same(await world.revocations.asked(number, FIRST), None, "its fate")
