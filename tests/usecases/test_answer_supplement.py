"""What was missing is given whole and in time, by whoever may act, and handed in once."""

import asyncio

import pytest

from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.decisions.push import PushStatus
from domain.invitations.invitation import PromiseNeeded
from domain.kernel.ids import SupplementId
from domain.kernel.refusal import Refused, Unknown
from domain.kernel.refusals import NotFound
from domain.parties.ports import NotRepresentative
from domain.supplements.supplement import (
    MaterialUnreadable,
    SupplementIncomplete,
    SupplementOver,
    SupplementState,
)
from domain.usecases.require_face import FaceForThisMatter
from domain.usecases.supplement_view import SupplementView
from tests.support.house import HandClock
from tests.usecases.ends import PDF, Ends, filed


@pytest.fixture
async def ends(core: Core, clock: HandClock) -> Ends:
    ends = await filed(core, clock)
    await ends.asked()
    return ends


async def given(ends: Ends) -> SupplementView:
    return await ends.supplements.give_file(await ends.phone(), ends.world.case, 2, PDF)


async def answer(ends: Ends, digest: str, *, key: str = "") -> SupplementView:
    return await ends.supplements.answer_supplement(
        await ends.phone(), ends.world.case, digest=digest, promise=True, request=ends.key(key)
    )


async def test_the_back_end_gets_what_was_asked_for_and_the_case_is_filed_again(ends: Ends) -> None:
    await ends.answered()

    number = ends.world.back_end.filings[ends.world.biz_no][1].number
    assert ends.world.back_end.materials[number, 2] == PDF
    assert (await ends.case()).state is CaseState.FILED
    assert (await ends.newest()).state is SupplementState.ANSWERED
    assert (await ends.world.told())[-2:] == ["supplement-given", "supplement-handed-in"]
    assert await ends.replays() is CaseState.FILED


async def test_what_was_given_is_in_the_ledger_by_digest_with_who_gave_it(ends: Ends) -> None:
    shown = await given(ends)
    await answer(ends, shown.digest)

    step = (await ends.core.ledger.of_case(ends.world.case))[-1].step
    assert step.acting is not None
    assert (step.acting.person, step.facts["digest"]) == (ends.world.actor.party_id, shown.digest)
    assert step.evidence is not None
    assert b"sm3" in (await ends.core.evidence.read(step.evidence) or b"")


async def test_the_same_answer_twice_is_one(ends: Ends) -> None:
    shown = await given(ends)

    first, second = await asyncio.gather(
        answer(ends, shown.digest, key="one"), answer(ends, shown.digest, key="one")
    )

    assert first == second
    assert (await ends.jobs()).count("answer-supplement") == 1


async def test_half_an_answer_is_refused_and_nothing_has_changed(ends: Ends) -> None:
    with pytest.raises(SupplementIncomplete):
        await answer(ends, (await ends.newest()).digest())

    assert (await ends.newest()).state is SupplementState.OPEN


async def test_another_photograph_replaces_the_first_until_the_answer(ends: Ends) -> None:
    await given(ends)
    shown = await ends.supplements.give_file(await ends.phone(), ends.world.case, 2, b"\xff\xd8\xff photo")

    [material] = shown.materials
    assert material.given is not None
    assert (material.given.content_type, material.given.size) == ("image/jpeg", 9)
    assert await ends.rows.content(SupplementId(shown.supplement_id), 2) == b"\xff\xd8\xff photo"
    await answer(ends, shown.digest)
    with pytest.raises(SupplementOver):
        await given(ends)


async def test_a_file_that_is_none_and_a_material_nobody_wants_are_refused(ends: Ends) -> None:
    acting = await ends.phone()
    with pytest.raises(MaterialUnreadable):
        await ends.supplements.give_file(acting, ends.world.case, 2, b"MZ program")
    with pytest.raises(NotFound):
        await ends.supplements.give_file(acting, ends.world.case, 7, PDF)


async def test_past_the_last_day_nothing_is_taken_any_more(ends: Ends) -> None:
    shown = await given(ends)
    ends.days_pass(15)

    with pytest.raises(SupplementOver):
        await given(ends)
    with pytest.raises(SupplementOver):
        await answer(ends, shown.digest)


async def test_only_whom_the_register_names_now_may_answer_and_with_their_face(ends: Ends) -> None:
    shown, acting = await given(ends), await ends.phone()
    ends.days_pass(1)
    with pytest.raises(FaceForThisMatter):
        await ends.supplements.answer_supplement(
            acting, ends.world.case, digest=shown.digest, promise=True, request=ends.key()
        )
    with pytest.raises(PromiseNeeded):
        await ends.supplements.answer_supplement(
            acting, ends.world.case, digest=shown.digest, promise=False, request=ends.key()
        )
    ends.register.speaks = False
    with pytest.raises(NotRepresentative):
        await answer(ends, shown.digest)


async def test_killed_with_the_answer_on_its_way_it_is_handed_in_once_more_and_no_harm_done(
    ends: Ends,
) -> None:
    shown = await given(ends)
    await answer(ends, shown.digest)
    ends.world.back_end.killed_at_material = True
    with pytest.raises(asyncio.CancelledError):
        await ends.supplements.hand_in(SupplementId(shown.supplement_id))
    ends.world.back_end.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await ends.supplements.hand_in(SupplementId(shown.supplement_id))

    await ends.supplements.hand_in(SupplementId(shown.supplement_id))
    await ends.supplements.hand_in(SupplementId(shown.supplement_id))

    assert (await ends.case()).state is CaseState.FILED
    assert (await ends.world.told()).count("supplement-handed-in") == 1


async def test_two_workers_hand_it_in_as_one(ends: Ends) -> None:
    shown = await given(ends)
    await answer(ends, shown.digest)

    await asyncio.gather(*(ends.supplements.hand_in(SupplementId(shown.supplement_id)) for _ in range(2)))

    assert (await ends.world.told()).count("supplement-handed-in") == 1


async def test_a_back_end_that_will_not_have_it_is_in_the_story_once(ends: Ends) -> None:
    shown = await given(ends)
    await answer(ends, shown.digest)
    for _ in range(2):
        ends.world.back_end.trouble.before.append(Refused("approval", "4220"))
        with pytest.raises(Refused):
            await ends.supplements.hand_in(SupplementId(shown.supplement_id))

    assert (await ends.world.told()).count("supplement-refused") == 1
    assert (await ends.case()).state is CaseState.SUPPLEMENTING


async def test_an_acceptance_quicker_than_our_own_record_stands(ends: Ends) -> None:
    shown = await given(ends)
    await answer(ends, shown.digest)
    await ends.world.hear(ends.world.push(PushStatus.ACCEPTED, 2))

    await ends.supplements.hand_in(SupplementId(shown.supplement_id))

    assert (await ends.case()).state is CaseState.ACCEPTED
    assert (await ends.newest()).state is SupplementState.ANSWERED
    assert await ends.replays() is CaseState.ACCEPTED


async def test_another_partys_case_has_no_supplement(ends: Ends) -> None:
    person = ends.world.actor.party_id
    acting = await ends.phone()
    for_himself = type(acting)(person, person, acting.level, acting.channel, acting.session)

    with pytest.raises(NotFound):
        await ends.supplements.read_supplement(for_himself, ends.world.case)
