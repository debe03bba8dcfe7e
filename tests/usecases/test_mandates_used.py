"""Acting by mandate: inside its items, told each time, counted, and over the moment it ends."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from adapters.postgres.parties import PostgresParties
from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.identity.alert import AlertKind
from domain.invitations.invitation import Answer
from domain.kernel.ids import CaseId, ItemCode, MandateId
from domain.kernel.party import Acting, Channel, Level
from domain.kernel.refusal import Refusal, Unavailable
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Step
from domain.mandates.mandate import Act, Ended, MandateState, MandateUsedUp
from domain.parties.ports import NotRepresentative
from tests.support.house import HandClock, count, jobs_deferred
from tests.usecases.case_world import ITEM, YI
from tests.usecases.mandate_world import Mandated, mandate_world

OTHER = ItemCode("wg-16-society-certificate-renewal")


@pytest.fixture
async def town(core: Core, clock: HandClock) -> Mandated:
    return await mandate_world(core, clock)


@pytest.fixture
async def agent(town: Mandated) -> Acting:
    return await town.agent()


@pytest.fixture
async def director(town: Mandated) -> Acting:
    return await town.world.phone(town.world.jia)


async def _steps(town: Mandated, case: CaseId) -> list[Step]:
    return [entry.step for entry in await town.core.ledger.of_case(case)]


async def test_the_agent_answers_and_confirms_and_the_ledger_names_both(
    town: Mandated, agent: Acting
) -> None:
    mandate = await town.given()

    case = await town.world.begun(agent)
    await town.world.confirm(agent, case)

    kept = await town.world.case(case)
    assert (kept.state, kept.capacity, kept.mandate) == (CaseState.CONFIRMED, "受托人", mandate)
    assert (kept.actor, kept.party) == (town.world.yi, town.world.school)
    bound = [one for one in await _steps(town, case) if one.acting is not None]
    assert [one.kind for one in bound] == ["intent-given", "form-confirmed"]
    for step in bound:
        assert step.acting is not None
        assert (step.acting.person, step.acting.party) == (town.world.yi, town.world.school)
        assert step.facts["mandate"] == str(mandate)


async def test_the_giver_is_told_each_time_and_by_a_text(town: Mandated, agent: Acting) -> None:
    mandate = await town.given()
    before = [name for name, _ in await jobs_deferred()].count("tell-person")

    case = await town.world.begun(agent)
    await town.world.confirm(agent, case)

    assert await town.told(town.world.jia, AlertKind.MANDATE_USED) == 2
    assert [name for name, _ in await jobs_deferred()].count("tell-person") == before + 2
    shown = await town.desk.read_mandate(await town.world.phone(town.world.jia), mandate)
    assert [(one.what, one.case) for one in shown.uses] == [
        ("已确认申报信息", case),
        ("答复办理提示", case),
    ]
    assert shown.cases == 1


async def test_what_is_only_read_is_no_use(town: Mandated, agent: Acting) -> None:
    await town.given()
    case = await town.world.begun(agent)
    used = await count("mandate_uses")

    await town.world.desk.read_form(agent, case)
    await town.world.desk.read_case(agent, case)
    await town.world.desk.read_home(agent)

    assert await count("mandate_uses") == used


async def test_the_same_request_again_is_one_use(town: Mandated, agent: Acting) -> None:
    await town.given()
    shown = await town.world.shown(agent)

    await town.world.answer(agent, digest=shown, key="once")
    await town.world.answer(agent, digest=shown, key="once")

    assert await count("mandate_uses") == 1
    assert await town.told(town.world.jia, AlertKind.MANDATE_USED) == 1


async def test_another_item_is_not_there(town: Mandated, director: Acting, agent: Acting) -> None:
    await town.given(OTHER)
    case = await town.world.begun(director)
    desk, stranger = town.world.desk, replace(agent, party=town.world.yi)

    for asked in (agent, stranger):
        for read in (desk.read_case, desk.read_form):
            with pytest.raises(NotFound):
                await read(asked, case)
        with pytest.raises(NotFound):
            await desk.read_invitation(asked, town.world.matter)
        with pytest.raises(NotFound):
            await town.world.answer(asked, digest="0" * 64)
        with pytest.raises(NotFound):
            await town.confirms(asked, case)
    home = await desk.read_home(agent)
    assert (home.matters, home.cases, home.cards) == ((), (), 0)
    assert await count("mandate_uses") == 0


async def test_at_the_counter_and_with_a_passport_of_the_same_digits_nobody_acts_by_it(
    town: Mandated, director: Acting, agent: Acting
) -> None:
    mandate = await town.given()
    case = await town.world.begun(director)
    at_counter = replace(agent, level=Level.COUNTER, channel=Channel.COUNTER, clerk="clerk-1")
    parties = PostgresParties(town.core.cipher, town.core.digests, town.world.clock, town.core.new_id)
    namesake = await parties.remember_person(*YI, mark="passport:XYZ")
    abroad = replace(agent, person=namesake.party_id)

    for nobody in (at_counter, abroad):
        with pytest.raises(NotRepresentative):
            await town.world.desk.read_case(nobody, case)
    themselves = replace(abroad, party=abroad.person)
    home = await town.world.desk.read_home(themselves)
    assert [one.capacity for one in home.parties] == ["本人"]
    assert (await town.desk.list_mandates(themselves)).received == ()
    for step in (town.desk.read_mandate, town.desk.end_mandate):
        with pytest.raises(NotFound):
            await step(themselves, mandate)
    assert (await town.world.desk.read_case(agent, case)).case_id == case


async def test_who_may_only_follow_does_not_apply(town: Mandated, director: Acting, agent: Acting) -> None:
    await town.given(acts=frozenset({Act.FOLLOW}))
    case = await town.world.begun(director)

    assert (await town.world.desk.read_case(agent, case)).case_id == case
    with pytest.raises(NotFound):
        await town.world.confirm(agent, case)
    with pytest.raises(NotFound):
        await town.world.answer(agent, Answer.NOT_NOW)


async def test_the_first_screen_names_the_principal_until_when(town: Mandated) -> None:
    await town.given(until_on=date(2026, 12, 1))
    await town.given(until_on=date(2027, 1, 1))

    home = await town.world.desk.read_home(await town.world.phone(town.world.yi, town.world.yi))

    assert [(one.party_id, one.capacity, one.until) for one in home.parties] == [
        (town.world.yi, "本人", None),
        (town.world.school, "受托人", date(2027, 1, 1)),
    ]


async def test_a_live_mandate_opens_nothing_of_the_principals_own(town: Mandated, agent: Acting) -> None:
    """亮证, one's accesses, grievances, consents and jumps all ask for office."""
    await town.given()

    with pytest.raises(NotRepresentative):
        await town.check_authority(agent, fresh=True)


async def test_expired_between_reading_and_confirming_nothing_is_filed(town: Mandated, agent: Acting) -> None:
    await town.given(until_on=date(2026, 11, 23))
    case = await town.world.begun(agent)
    town.world.clock.go_on(timedelta(hours=12, seconds=1))

    with pytest.raises(NotRepresentative):
        await town.confirms(await town.agent(), case)
    assert (await town.world.case(case)).state is CaseState.INTENDED


async def test_revoked_first_nothing_is_filed(town: Mandated, director: Acting, agent: Acting) -> None:
    mandate = await town.given()
    case = await town.world.begun(agent)

    await town.desk.end_mandate(director, mandate)

    with pytest.raises(NotRepresentative):
        await town.confirms(agent, case)
    assert (await town.world.case(case)).state is CaseState.INTENDED


async def test_revoked_after_the_right_was_found_and_before_the_step_nothing_is_filed(
    town: Mandated, director: Acting, agent: Acting
) -> None:
    """The gap between looking and writing: the row is looked at again when the ledger is written."""
    mandate = await town.given()
    right = await town.check_authority.right(agent, fresh=True)
    await town.desk.end_mandate(director, mandate)

    with pytest.raises(NotRepresentative):
        async with town.core.atomic():
            await town.core.ledger.append(
                Step("form-confirmed", town.world.matter, acting=right.to(Act.APPLY, ITEM))
            )
    assert await count("mandate_uses") == 0


async def test_revoking_and_confirming_at_once_have_one_order(
    town: Mandated, director: Acting, agent: Acting
) -> None:
    mandate = await town.given()
    case = await town.world.begun(agent)
    form = await town.world.desk.read_form(agent, case)

    async def confirms() -> bool:
        try:
            await town.confirms(agent, case, form)
        except (NotRepresentative, NotFound):
            return False
        return True

    confirmed, _ = await asyncio.gather(confirms(), town.desk.end_mandate(director, mandate))

    state = (await town.world.case(case)).state
    assert (state is CaseState.CONFIRMED) is confirmed
    assert ("form-confirmed" in [one.kind for one in await _steps(town, case)]) is confirmed
    assert (await town.kept(mandate)).state is MandateState.REVOKED


async def test_it_falls_with_who_gave_it_at_the_next_use(town: Mandated, agent: Acting) -> None:
    mandate = await town.given()
    case = await town.world.begun(agent)
    town.world.nobody_speaks_for_the_school()

    with pytest.raises(NotRepresentative):
        await town.confirms(agent, case)

    kept = await town.kept(mandate)
    assert (kept.state, kept.ended_why) == (MandateState.FALLEN, Ended.GIVER_GONE)
    assert await town.fallen() == [str(mandate)]
    assert await town.told(town.world.yi, AlertKind.MANDATE_ENDED) == 1


async def test_it_falls_when_the_register_drops_the_giver_whoever_asked(
    town: Mandated, director: Acting
) -> None:
    mandate = await town.given()
    town.world.nobody_speaks_for_the_school()

    with pytest.raises(NotRepresentative):
        await town.check_authority(director, fresh=True)

    assert (await town.kept(mandate)).state is MandateState.FALLEN


async def test_while_the_register_is_away_nothing_binds_and_nothing_falls(
    town: Mandated, agent: Acting
) -> None:
    mandate = await town.given()
    case = await town.world.begun(agent)
    town.world.register.trouble.before.append(Unavailable("social-register", "503"))

    with pytest.raises(Unavailable):
        await town.confirms(agent, case)
    assert (await town.kept(mandate)).state is MandateState.GIVEN


async def test_what_one_gave_for_oneself_does_not_fall_with_an_office(town: Mandated) -> None:
    own = await town.world.phone(town.world.jia, town.world.jia)
    drafted = await town.draft(own)
    mandate = MandateId(drafted.mandate_id)
    giver = await town.face_for(mandate, town.world.jia, town.world.jia)
    await town.desk.give_mandate(giver, mandate, drafted.digest, town.world.key())
    town.world.nobody_speaks_for_the_school()

    agent = await town.world.phone(town.world.yi, town.world.jia)

    assert (await town.check_authority.right(agent, fresh=True)).mandates


async def test_no_more_cases_than_it_says(town: Mandated, agent: Acting) -> None:
    mandate = await town.given(most_cases=1)
    matters = [town.world.matter, await town.another_matter()]
    await town.answers(agent, matters[0])

    with pytest.raises(MandateUsedUp):
        await town.answers(agent, matters[1])

    assert await count("cases") == 1
    [line] = (await town.desk.list_mandates(await town.world.phone(town.world.jia))).given
    assert (line.mandate_id, line.cases, line.most_cases) == (mandate, 1, 1)


async def test_many_at_once_do_no_more_cases_than_it_says(town: Mandated) -> None:
    await town.given(most_cases=2)
    matters = [town.world.matter, *[await town.another_matter() for _ in range(4)]]

    async def answers(number: int) -> bool:
        try:
            await town.answers(await town.agent(matter=matters[number]), matters[number])
        except MandateUsedUp:
            return False
        return True

    done = await asyncio.gather(*(answers(number) for number in range(len(matters))))

    assert done.count(True) == 2
    assert await count("cases") == 2


async def test_what_is_done_to_a_case_again_counts_no_second_case(town: Mandated, agent: Acting) -> None:
    await town.given(most_cases=1)

    case = await town.world.begun(agent)
    await town.world.confirm(agent, case)

    assert (await town.world.case(case)).state is CaseState.CONFIRMED


async def test_whoever_speaks_for_the_school_confirms_as_themselves(
    town: Mandated, director: Acting, agent: Acting
) -> None:
    await town.given()
    case = await town.world.begun(agent)

    await town.world.confirm(director, case)

    kept = await town.world.case(case)
    assert (kept.actor, kept.capacity, kept.mandate) == (town.world.jia, "负责人", None)
    assert "mandate" not in (await _steps(town, case))[-1].facts


async def test_a_step_refused_for_another_reason_is_no_use(town: Mandated, agent: Acting) -> None:
    await town.given()

    with pytest.raises(Refusal):
        await town.world.answer(agent, digest="0" * 64)

    assert (await count("mandate_uses"), await town.told(town.world.jia, AlertKind.MANDATE_USED)) == (0, 0)
