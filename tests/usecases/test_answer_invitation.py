"""Yes is the application: who may say it, to what exactly, until when, and what it begins."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.postgres.matters import PostgresMatters
from adapters.postgres.parties import PostgresParties
from bff.compose.core import Core
from domain.catalogue.ports import ItemUnknown
from domain.identity.check import FRESH
from domain.invitations.invitation import (
    Answer,
    InvitationLapsed,
    MatterAlreadyAnswered,
    PromiseNeeded,
    ShownTextChanged,
)
from domain.kernel.ids import ItemCode, MatterId
from domain.kernel.party import Level
from domain.kernel.personal import OrganisationName
from domain.kernel.refusal import Unavailable
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Step
from domain.matters.matter import MatterState
from domain.parties.ports import NotRepresentative
from domain.usecases.recall_intent import RecallIntent
from domain.usecases.require_face import FaceForThisMatter
from tests.support.house import HandClock, count, jobs_deferred
from tests.usecases.case_world import ITEM, SCHOOL, World, case_world

WRITTEN = ("cases", "forms", "evidence", "kept_answers", "procrastinate_jobs")


@pytest.fixture
async def world(core: Core, clock: HandClock) -> World:
    return await case_world(core, clock)


async def _nothing_was_spent(world: World) -> bool:
    offer = (await world.desk.read_invitation(await world.phone(world.jia), world.matter)).answers[ITEM]
    return offer is None and [await count(table) for table in WRITTEN] == [0] * len(WRITTEN)


async def _steps(world: World) -> list[Step]:
    return [entry.step for entry in await world.core.ledger.of_matter(world.matter)]


async def test_a_yes_begins_one_case_and_has_its_form_filled_in(world: World) -> None:
    taken = await world.answer(await world.phone(world.jia))

    [begun] = taken.cases
    assert (await world.case(begun.case_id)).capacity == "负责人"  # type: ignore[arg-type] # an id is an id
    assert (await PostgresMatters().by_id(world.matter)).state is MatterState.UNDER_WAY
    assert await jobs_deferred() == [("prefill-form", {"case_id": str(begun.case_id)})]


async def test_the_ledger_says_who_for_whom_how_sure_and_the_evidence_says_what_was_shown(
    world: World,
) -> None:
    acting = await world.phone(world.jia)
    digest = await world.shown(acting)
    await world.answer(acting)

    [step] = await _steps(world)
    assert (step.kind, step.facts["answer"], step.acting) == ("intent-given", "yes", acting)
    assert step.evidence is not None
    kept = json.loads(await world.core.evidence.read(step.evidence) or b"")
    assert (kept["digest"], kept["promise"], kept["capacity"]) == (digest, True, "负责人")
    assert kept["shown"]["items"][0]["last_day"] == "2026-12-21"


async def test_two_phones_saying_yes_at_once_make_one_case(world: World) -> None:
    one, other = await world.phone(world.jia), await world.phone(world.jia)

    first, second = await asyncio.gather(world.answer(one), world.answer(other))

    assert first.cases == second.cases
    assert [await count("cases"), await count("procrastinate_jobs")] == [1, 1]
    assert [step.kind for step in await _steps(world)] == ["intent-given"]


async def test_the_same_key_gets_the_same_answer_and_has_no_second_effect(world: World) -> None:
    acting = await world.phone(world.jia)

    answers = [await world.answer(acting, key="once") for _ in range(3)]

    assert answers == [answers[0]] * 3
    assert len(await _steps(world)) == 1


async def test_a_request_repeated_after_a_change_of_mind_gets_its_own_answer_again(world: World) -> None:
    acting = await world.phone(world.jia)
    declined = await world.answer(acting, Answer.NOT_NOW, key="first")
    await world.answer(acting, key="second")

    again = await world.answer(acting, Answer.NOT_NOW, key="first")

    assert again == declined
    assert (await world.desk.read_invitation(acting, world.matter)).answers[ITEM] is Answer.YES


async def test_a_stranger_is_told_the_matter_is_not_there(world: World) -> None:
    stranger = await world.phone(world.yi, world.yi)

    with pytest.raises(NotFound):
        await world.desk.read_invitation(stranger, world.matter)
    with pytest.raises(NotFound):
        await world.answer(stranger, digest="0" * 64)
    with pytest.raises(NotFound):
        await world.desk.read_invitation(stranger, MatterId(world.core.new_id()))


async def test_a_former_representative_is_refused_neutrally_and_nothing_is_spent(world: World) -> None:
    acting = await world.phone(world.jia)
    digest = await world.shown(acting)  # read while still in office, and remembered for five minutes
    world.somebody_else_is_responsible()

    with pytest.raises(NotRepresentative):
        await world.answer(acting, digest=digest)

    assert [await count(table) for table in WRITTEN] == [0] * len(WRITTEN)


async def test_a_register_out_of_reach_spends_nothing_either(world: World) -> None:
    acting = await world.phone(world.jia)
    digest = await world.shown(acting)
    world.register.trouble.before.append(Unavailable("social-register", "timeout"))

    with pytest.raises(Unavailable):
        await world.answer(acting, digest=digest)

    assert await _nothing_was_spent(world)


async def test_a_text_that_changed_between_reading_and_yes_is_refused(world: World) -> None:
    acting = await world.phone(world.jia)
    digest = await world.shown(acting)
    parties = PostgresParties(world.core.cipher, world.core.digests, world.clock, world.core.new_id)
    renamed = OrganisationName("莱西市晨光美术培训学校（虚构）")
    record = next(iter(world.register.records.values()))
    world.register.records = {
        "r": replace(
            record,
            certificate=replace(record.certificate, holder_name=renamed),
            name=replace(record.name, value=renamed),
        )
    }
    async with world.core.atomic():
        await parties.remember_organisation(renamed, SCHOOL[1], holder_kind="民办非企业单位")

    with pytest.raises(ShownTextChanged):
        await world.answer(acting, digest=digest)

    assert await _nothing_was_spent(world)


async def test_a_yes_needs_the_promise_a_no_does_not(world: World) -> None:
    acting = await world.phone(world.jia)

    with pytest.raises(PromiseNeeded):
        await world.answer(acting, promise=False)
    taken = await world.answer(acting, Answer.NOT_NOW, promise=False)

    assert taken.cases == ()


async def test_a_yes_after_the_last_lawful_day_is_too_late(world: World) -> None:
    world.clock.go_on(timedelta(days=28, hours=11))  # 2026-12-21, 23:00 in Beijing
    in_time = await world.answer(await world.phone(world.jia), Answer.NOT_NOW)
    world.clock.go_on(timedelta(hours=1))

    with pytest.raises(InvitationLapsed):
        await world.answer(await world.phone(world.jia))

    assert in_time.answers[0].answer == "not_now"
    assert await count("cases") == 0


async def test_not_now_may_become_yes_but_never_stands(world: World) -> None:
    acting = await world.phone(world.jia)

    await world.answer(acting, Answer.NOT_NOW)
    declined = (await PostgresMatters().by_id(world.matter)).state
    await world.answer(acting)
    with pytest.raises(MatterAlreadyAnswered):
        await world.answer(acting, Answer.NEVER)

    assert declined is MatterState.DECLINED
    assert (await PostgresMatters().by_id(world.matter)).state is MatterState.UNDER_WAY


async def test_a_face_checked_for_something_else_does_not_answer_here(world: World) -> None:
    elsewhere = await world.phone(world.jia, matter=MatterId(world.core.new_id()))

    with pytest.raises(FaceForThisMatter) as refused:
        await world.answer(elsewhere)

    assert refused.value.data["needs"] == "face"
    assert await _nothing_was_spent(world)


async def test_a_face_checked_some_while_ago_does_not_answer_any_more(world: World) -> None:
    acting = await world.phone(world.jia)
    world.clock.go_on(FRESH)

    with pytest.raises(FaceForThisMatter):
        await world.answer(acting)


async def test_an_item_that_was_not_offered_cannot_be_answered(world: World) -> None:
    acting = await world.phone(world.jia)
    digest = await world.shown(acting)

    with pytest.raises(ItemUnknown):
        await world.desk.answer_invitation(
            acting,
            world.matter,
            ((ITEM, Answer.YES), (ItemCode("another-item"), Answer.YES)),
            shown_digest=digest,
            promise=True,
            request=world.key(),
        )

    assert await _nothing_was_spent(world)


async def test_what_was_agreed_to_can_be_told_to_the_back_end(world: World) -> None:
    acting = await world.phone(world.jia)
    digest = await world.shown(acting)
    taken = await world.answer(acting)

    intent = await RecallIntent(world.core.ledger, world.core.evidence)(taken.cases[0].case_id)  # type: ignore[arg-type] # an id is an id

    assert (intent.digest, intent.level) == (digest, Level.FACE)
