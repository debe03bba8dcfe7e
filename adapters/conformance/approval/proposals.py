"""Proposals (秒批建议): put before the back-end once, asked after where unsure, taken back for good."""

import json
from uuid import UUID

from adapters.conformance.approval.world import BIZ_NO, SUITE, World, accepted
from adapters.conformance.expectation import refused, same, unavailable, unknown
from adapters.conformance.suite import Needs, Part
from domain.kernel.ids import CaseNumber, ProposalId

DOCUMENT = "（演示）即时办理授权文件"
PROPOSAL, ANOTHER = (ProposalId(UUID(int=number)) for number in (1, 2))


def signed(world: World, number: CaseNumber, proposal: ProposalId = PROPOSAL) -> str:
    """A proposal as domain/usecases/compose_proposal.py writes it."""
    at = world.clock.now().isoformat()
    rule = {"id": "r", "field": "f", "op": "equals", "value": ["v"], "met": True}
    told = {
        "proposalId": str(proposal),
        "caseNo": number,
        "bizNo": BIZ_NO,
        "item": "wg-15-minban-renewal",
        "authorisation": DOCUMENT,
        "rulesVersion": 1,
        "rules": [rule | {"input": ["v"], "source": "s", "asOf": at}],
        "result": "grant",
        "at": at,
    }
    return world.seal(json.dumps(told).encode())


async def proposed(world: World) -> CaseNumber:
    """A case whose person lets rules speak, and what they said of it."""
    number = await accepted(world, path="proposal")
    await world.back_end.propose(number, signed(world, number))
    return number


@SUITE.check(Part.IDEMPOTENCY, Needs.HAND)
async def a_proposal_waits_and_the_same_again_is_harmless(world: World) -> None:
    number = await accepted(world, path="proposal")
    same(await world.back_end.asked_proposal(number, PROPOSAL), None, "before it came")

    fates = [await world.back_end.propose(number, signed(world, number)) for _ in range(2)]

    same([*fates, await world.back_end.asked_proposal(number, PROPOSAL)], ["waiting"] * 3, "its fate")


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def another_proposal_for_one_case_is_refused(world: World) -> None:
    number = await proposed(world)

    with refused():
        await world.back_end.propose(number, signed(world, number, ANOTHER))
    with refused():
        await world.back_end.asked_proposal(number, ANOTHER)


@SUITE.check(Part.UNKNOWN, Needs.HAND)
async def a_proposal_whose_answer_was_lost_is_there_when_asked(world: World) -> None:
    number = await accepted(world, path="proposal")
    await world.lose_the_answer()

    with unknown():
        await world.back_end.propose(number, signed(world, number))

    same(await world.back_end.asked_proposal(number, PROPOSAL), "waiting", "its fate")


@SUITE.check(Part.FAULTS, Needs.HAND)
async def a_busy_back_end_took_no_proposal(world: World) -> None:
    number = await accepted(world, path="proposal")
    await world.be_busy()

    with unavailable():
        await world.back_end.propose(number, signed(world, number))

    same(await world.back_end.asked_proposal(number, PROPOSAL), None, "its fate")


@SUITE.check(Part.IDEMPOTENCY, Needs.HAND)
async def a_proposal_taken_back_is_by_hand_however_often_one_asks(world: World) -> None:
    number = await proposed(world)

    fates = [await world.back_end.withdraw_proposal(number, PROPOSAL) for _ in range(2)]

    same([*fates, await world.back_end.asked_proposal(number, PROPOSAL)], ["by_hand"] * 3, "its fate")


@SUITE.check(Part.HAPPY, Needs.HAND)
async def a_proposal_taken_back_before_it_came_counts_for_nothing(world: World) -> None:
    number = await accepted(world, path="proposal")

    same(await world.back_end.withdraw_proposal(number, PROPOSAL), "by_hand", "taken back")

    same(await world.back_end.propose(number, signed(world, number)), "by_hand", "proposed after that")


@SUITE.check(Part.REFUSALS, Needs.HAND)
async def another_proposal_is_not_taken_back_for_it(world: World) -> None:
    number = await proposed(world)

    with refused():
        await world.back_end.withdraw_proposal(number, ANOTHER)

    same(await world.back_end.asked_proposal(number, PROPOSAL), "waiting", "its fate")
