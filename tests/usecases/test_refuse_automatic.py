"""Nobody has to take what rules alone came to (个人信息保护法 §24): people decide, or look again."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bff.compose.core import Core
from domain.decisions.proposal import ProposalState
from domain.decisions.recheck import RecheckState
from domain.kernel.personal import Free
from domain.kernel.refusal import Unavailable, Unknown
from domain.kernel.refusals import NotFound, StepNotAllowed
from domain.parties.ports import NotRepresentative
from domain.usecases.refusal_view import RefusalView
from tests.support.house import HandClock, count, jobs_deferred
from tests.usecases.beside_world import Beside, beside
from tests.usecases.grievance_world import request_key
from tests.usecases.instant_world import accepted, proposal_of

WORDS = Free("请工作人员再看一次。")


@pytest.fixture
async def office(core: Core, clock: HandClock) -> Beside:
    """Accepted; the rules have not spoken yet."""
    return await beside(await accepted(core, clock))


async def refuse(office: Beside, words: Free | None = WORDS) -> RefusalView:
    return await office.desk.refuse_automatic(office.world.acting, office.world.case, words, request_key())


async def test_refused_before_the_rules_were_asked_nothing_is_proposed(office: Beside) -> None:
    refused = await refuse(office)

    await office.world.desk.propose_decision(office.world.case)

    assert (refused.state, refused.state_text) == ("moot", "已改由工作人员办理")
    assert await count("proposals") == 0
    assert office.world.back_end.proposals == {}
    assert (await office.world.told())[-1:] == ["automatic-refused"]


async def test_refused_while_the_back_end_has_it_the_proposal_is_taken_back(office: Beside) -> None:
    await office.world.desk.propose_decision(office.world.case)

    refused = await refuse(office)
    assert refused.state == "open"
    assert ("withdraw-proposal", {"case_id": str(office.world.case)}) in await jobs_deferred()
    for _ in range(2):
        await office.world.desk.withdraw_proposal(office.world.case)

    proposal = await proposal_of(office.world)
    assert (proposal.state, proposal.reason) == (ProposalState.BY_HAND, "refused-by-person")
    assert set(office.world.back_end.fates.values()) == {"by_hand"}
    recheck = await office.desk.judge_recheck.rechecks.of_case(office.world.case)
    assert recheck is not None
    assert recheck.state is RecheckState.MOOT
    assert [row.kind for row in (await office.desk.queue_instant(size=20)).rows] == ["case"]


async def test_a_back_end_that_is_away_is_asked_again_to_give_it_back(office: Beside) -> None:
    await office.world.desk.propose_decision(office.world.case)
    await refuse(office)
    office.world.back_end.trouble.before.append(Unavailable("approval", "503"))
    with pytest.raises(Unavailable):
        await office.world.desk.withdraw_proposal(office.world.case)
    assert (await proposal_of(office.world)).state is ProposalState.PROPOSED

    await office.world.desk.withdraw_proposal(office.world.case)

    assert (await proposal_of(office.world)).state is ProposalState.BY_HAND


async def test_what_was_still_on_its_way_is_taken_back_as_well(office: Beside) -> None:
    office.world.back_end.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await office.world.desk.propose_decision(office.world.case)

    await refuse(office)
    await office.world.desk.withdraw_proposal(office.world.case)

    assert (await proposal_of(office.world)).state is ProposalState.BY_HAND


async def test_what_was_granted_stands_while_somebody_looks_again_within_five_working_days(
    office: Beside,
) -> None:
    await office.adopted()

    refused = await refuse(office)

    [row] = (await office.desk.queue_instant(size=20)).rows
    assert (row.kind, row.action, row.light) == ("recheck", "复核", "green")
    assert row.detail.endswith("本人要求人工复核")
    assert (refused.state, str(refused.answer_by), row.due) == ("open", "2026-11-30", refused.answer_by)
    assert (await office.world.cases.by_id(office.world.case)).decided_at is not None
    assert "withdraw-proposal" not in [name for name, _ in await jobs_deferred()]


async def test_the_answer_comes_back_with_its_reasons_and_a_message(office: Beside) -> None:
    await office.adopted()
    await refuse(office)
    [row] = (await office.desk.queue_instant(size=20)).rows
    recheck = await office.desk.judge_recheck.rechecks.of_case(office.world.case)
    assert recheck is not None
    told = await count("notices")

    await office.desk.judge_recheck(
        office.clerk, recheck.recheck_id, RecheckState.RIGHT, Free("与登记一致，结果不变"), request_key()
    )

    assert row.ref == recheck.recheck_id
    assert await count("notices") == told + 1
    assert (await office.desk.show_recheck(recheck.recheck_id)).asked == WORDS.reveal()


async def test_one_the_lot_had_drawn_and_found_right_is_looked_at_again_by_ones_word(
    office: Beside, clock: HandClock
) -> None:
    await office.adopted()
    clock.go_on(timedelta(days=7))
    drawn = await office.drawn()
    await office.desk.judge_recheck(office.clerk, drawn, RecheckState.RIGHT, Free("一致"), request_key())

    await refuse(office, None)

    [row] = (await office.desk.queue_instant(size=20)).rows
    assert (row.ref, row.kind) == (drawn, "recheck")


async def test_it_is_refused_once_and_the_same_request_again_is_answered_alike(office: Beside) -> None:
    await office.adopted()
    key = request_key()
    ask = office.desk.refuse_automatic
    first = await ask(office.world.acting, office.world.case, WORDS, key)

    assert await ask(office.world.acting, office.world.case, WORDS, key) == first
    with pytest.raises(StepNotAllowed):
        await refuse(office)
    assert await count("rechecks") == 1


async def test_of_two_at_once_one_is_heard(office: Beside) -> None:
    await office.adopted()

    heard = await asyncio.gather(refuse(office), refuse(office), return_exceptions=True)

    assert [type(one) for one in heard if isinstance(one, Exception)] == [StepNotAllowed]
    assert await count("rechecks") == 1


async def test_a_case_people_decide_anyway_has_nothing_to_refuse(core: Core, clock: HandClock) -> None:
    by_staff = await beside(await accepted(core, clock, handling="staff"))

    with pytest.raises(StepNotAllowed):
        await refuse(by_staff)


async def test_somebody_elses_case_is_not_there(office: Beside) -> None:
    await office.adopted()

    stranger = replace(office.world.acting, party=office.world.actor.party_id)
    with pytest.raises((NotFound, NotRepresentative)):
        await office.desk.refuse_automatic(stranger, office.world.case, WORDS, request_key())
    assert await count("rechecks") == 0
