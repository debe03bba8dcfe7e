"""Another way than the face whose answer is lost, late or refused: asked about, and never put twice."""

from datetime import timedelta

import pytest

from bff.compose.core import Core
from domain.identity.other_way import Way
from domain.kernel.party import Level
from domain.kernel.refusal import Refused, Unavailable
from domain.usecases.finish_identity_check import CheckFailed, CheckPending
from domain.usecases.finish_other_way import ARRIVES
from domain.usecases.tell_session import SessionTold
from tests.support.house import HandClock, count
from tests.usecases.other_way_world import (
    OtherWayWorld,
    other_way_world,
)

BOTH = pytest.mark.parametrize("way", Way)


@pytest.fixture
def here(core: Core, clock: HandClock) -> OtherWayWorld:
    return other_way_world(core, clock)


async def test_a_lost_answer_is_asked_about_and_the_question_not_put_again(here: OtherWayWorld) -> None:
    opened = await here.open()
    proof = here.typed(await here.code(opened))
    here.bank.trouble.answer_lost = True
    first = await here.finish(opened, proof)

    told = await here.finish(opened)

    assert first == CheckPending()
    assert isinstance(told, SessionTold)
    assert len(here.bank.asked) == 1


async def test_the_same_proof_sent_again_is_asked_about_too(here: OtherWayWorld) -> None:
    opened = await here.open(Way.NETWORK)
    proof = here.confirmed(opened)
    here.network.trouble.answer_lost = True
    first = await here.finish(opened, proof)

    assert first == CheckPending()
    assert isinstance(await here.finish(opened, proof), SessionTold)


async def test_a_question_that_never_arrived_ends_the_check_once_it_can_not_arrive_any_more(
    here: OtherWayWorld,
) -> None:
    opened = await here.open()
    proof = here.typed(await here.code(opened))
    here.bank.trouble.answer_lost = True
    await here.finish(opened, proof)
    here.bank.orders.clear()  # the bank never had it after all

    early = await here.finish(opened)
    here.world.clock.go_on(ARRIVES)
    late = await here.finish(opened)

    assert early == CheckPending()
    assert isinstance(late, CheckFailed)
    assert late.cause == "source"
    assert await count("sessions") == 0


@BOTH
async def test_a_verdict_that_comes_later_is_waited_for(here: OtherWayWorld, way: Way) -> None:
    here.bank.is_slow = here.network.is_slow = True
    opened = await here.open(way)
    proof = here.typed(await here.code(opened)) if way is Way.BANK else here.confirmed(opened)

    first = await here.finish(opened, proof)

    assert first == CheckPending()
    assert isinstance(await here.finish(opened), SessionTold)


async def test_a_pass_that_is_told_after_five_minutes_counts_from_when_it_was_given(
    here: OtherWayWorld,
) -> None:
    opened = await here.open()
    here.bank.trouble.answer_lost = True
    await here.finish(opened, here.typed(await here.code(opened)))
    here.world.clock.go_on(timedelta(minutes=6))

    told = await here.finish(opened)

    assert isinstance(told, SessionTold)
    assert told.level is Level.PHONE


@BOTH
@pytest.mark.parametrize("error", [Unavailable, Refused])
async def test_a_service_that_is_not_there_passes_nobody_and_says_so(
    here: OtherWayWorld, way: Way, error: type[Unavailable | Refused]
) -> None:
    opened = await here.open(way)
    proof = here.typed(await here.code(opened)) if way is Way.BANK else here.confirmed(opened)
    for port in (here.bank, here.network):
        port.trouble.before.append(error("proof", "down"))

    if error is Refused:  # the operator's to mend
        with pytest.raises(Refused):
            await here.finish(opened, proof)
    told = await here.finish(opened, proof if error is Unavailable else None)

    assert isinstance(told, CheckFailed)
    assert told.cause == "source"
    assert await count("sessions") == 0
