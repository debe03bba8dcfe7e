"""Giving a mandate and ending it: who may, what is confirmed, and what is written down."""

from datetime import date, timedelta

import pytest

from adapters.postgres.rows.mandates import MandateRow
from bff.compose.core import Core
from domain.identity.alert import AlertKind
from domain.identity.check import Purpose
from domain.kernel.ids import MandateId
from domain.kernel.party import Acting
from domain.kernel.personal import DocumentNumber
from domain.kernel.refusal import Refused, Unavailable
from domain.kernel.refusals import NotFound, StepNotAllowed
from domain.mandates.mandate import Ended, MandateChanged, MandateState, MandateUnsound
from domain.parties.ports import NotRepresentative
from domain.usecases import ask_givers
from domain.usecases.require_face import FaceForThisMatter
from tests.support.house import HandClock, count
from tests.usecases.case_world import JIA
from tests.usecases.mandate_world import Mandated, mandate_world


@pytest.fixture
async def town(core: Core, clock: HandClock) -> Mandated:
    return await mandate_world(core, clock)


@pytest.fixture
async def director(town: Mandated) -> Acting:
    return await town.world.phone(town.world.jia)


async def test_a_draft_is_no_mandate(town: Mandated) -> None:
    await town.draft()

    with pytest.raises(NotRepresentative):
        await town.check_authority.right(await town.agent(), fresh=True)


async def test_given_by_face_it_is_kept_with_its_letter_and_told_to_the_giver(town: Mandated) -> None:
    mandate = await town.given()

    kept = await town.kept(mandate)
    assert (kept.state, kept.giver, kept.capacity) == (MandateState.GIVEN, town.world.jia, "负责人")
    [step] = [one.step for one in await town.core.ledger.of_chain(town.world.jia)]
    assert (step.kind, step.facts["mandate"]) == ("mandate-given", str(mandate))
    assert step.acting is not None
    assert (step.acting.person, step.acting.party) == (town.world.jia, town.world.school)
    assert kept.evidence is not None
    letter = (await town.core.evidence.read(kept.evidence) or b"").decode()
    assert "乙丑宁" in letter
    assert await town.told(town.world.jia, AlertKind.MANDATE_GIVEN) == 1


async def test_a_face_seen_for_something_else_gives_none(town: Mandated, director: Acting) -> None:
    drafted, other = await town.draft(), await town.draft()
    wrong = await town.face_for(MandateId(other.mandate_id), town.world.jia, town.world.school)

    for giver in (director, wrong):
        with pytest.raises(FaceForThisMatter) as told:
            await town.desk.give_mandate(
                giver, MandateId(drafted.mandate_id), drafted.digest, town.world.key()
            )
        assert told.value.data["purpose"] == str(Purpose.MANDATE)
    assert (await town.kept(MandateId(drafted.mandate_id))).state is MandateState.DRAFT


async def test_another_letter_than_the_one_shown_gives_none(town: Mandated) -> None:
    drafted = await town.draft()

    with pytest.raises(MandateChanged):
        await town.confirmed(drafted, digest="0" * 64)


async def test_a_draft_of_yesterday_is_drafted_anew(town: Mandated) -> None:
    drafted = await town.draft()
    town.world.clock.go_on(timedelta(days=1, seconds=1))

    with pytest.raises(MandateChanged):
        await town.confirmed(drafted)


async def test_it_is_given_once(town: Mandated) -> None:
    drafted = await town.draft()
    await town.confirmed(drafted)

    with pytest.raises(StepNotAllowed):
        await town.confirmed(drafted)


async def test_the_same_request_again_gets_the_same_answer_and_changes_nothing(town: Mandated) -> None:
    drafted = await town.draft()
    mandate = MandateId(drafted.mandate_id)
    giver = await town.face_for(mandate, town.world.jia, town.world.school)
    key = town.world.key("give_mandate")

    first = await town.desk.give_mandate(giver, mandate, drafted.digest, key)
    again = await town.desk.give_mandate(giver, mandate, drafted.digest, key)

    assert first == again
    assert await town.told(town.world.jia, AlertKind.MANDATE_GIVEN) == 1


async def test_an_agent_grants_nothing_further(town: Mandated) -> None:
    await town.given()
    agent = await town.agent()

    with pytest.raises(NotRepresentative):
        await town.draft(agent, agent=JIA)
    with pytest.raises(NotRepresentative):
        await town.desk.list_mandates(agent)


async def test_a_former_representative_gives_none(town: Mandated) -> None:
    drafted = await town.draft()
    town.world.somebody_else_is_responsible()

    with pytest.raises(NotRepresentative):
        await town.draft()
    with pytest.raises(NotRepresentative):
        await town.confirmed(drafted)


async def test_oneself_is_no_agent(town: Mandated) -> None:
    with pytest.raises(MandateUnsound):
        await town.draft(agent=JIA)


async def test_a_person_gives_one_for_themselves(town: Mandated) -> None:
    own = await town.world.phone(town.world.jia, town.world.jia)
    drafted = await town.draft(own)
    mandate = MandateId(drafted.mandate_id)
    giver = await town.face_for(mandate, town.world.jia, town.world.jia)

    await town.desk.give_mandate(giver, mandate, drafted.digest, town.world.key())

    right = await town.check_authority.right(
        await town.world.phone(town.world.yi, town.world.jia), fresh=True
    )
    assert right.capacity == "受托人"


async def test_what_others_gave_and_may_is_masked_in_the_lists(town: Mandated, director: Acting) -> None:
    await town.given()
    agent = await town.world.phone(town.world.yi, town.world.yi)

    [given] = (await town.desk.list_mandates(director)).given
    [received] = (await town.desk.list_mandates(agent)).received

    assert given == received
    assert (given.agent, given.agent_number) == ("乙**", "999***********0007")
    assert (given.words, given.cases) == ("有效", 0)


async def test_nobody_else_sees_it_or_ends_it(town: Mandated) -> None:
    mandate = await town.given()
    own = await town.world.phone(town.world.jia, town.world.jia)

    for step in (town.desk.read_mandate, town.desk.end_mandate):
        with pytest.raises(NotFound):
            await step(own, mandate)
    assert (await town.kept(mandate)).state is MandateState.GIVEN


async def test_the_number_of_another_name_is_nobodys_mandate(town: Mandated) -> None:
    slipped = (JIA[0], DocumentNumber("999999190001010007"))
    mandate = await town.given(agent=slipped)

    with pytest.raises(NotRepresentative):
        await town.check_authority.right(await town.agent(), fresh=True)
    own = await town.world.phone(town.world.yi, town.world.yi)
    assert (await town.desk.list_mandates(own)).received == ()
    with pytest.raises(NotFound):
        await town.desk.read_mandate(own, mandate)


async def test_revoked_it_is_over_at_once_and_the_agent_told(town: Mandated, director: Acting) -> None:
    mandate = await town.given()
    right = await town.check_authority.right(await town.agent())
    assert right.mandates

    await town.desk.end_mandate(director, mandate)
    await town.desk.end_mandate(director, mandate)

    with pytest.raises(NotRepresentative):
        await town.check_authority.right(await town.agent())
    kept = await town.kept(mandate)
    assert (kept.state, kept.ended_why, kept.ended_by) == (
        MandateState.REVOKED,
        Ended.REVOKED,
        town.world.jia,
    )
    steps = [one.step.kind for one in await town.core.ledger.of_chain(town.world.jia)]
    assert steps == ["mandate-given", "mandate-ended"]


async def test_the_agent_lays_it_down_and_the_giver_is_told(town: Mandated) -> None:
    mandate = await town.given()

    await town.desk.end_mandate(await town.world.phone(town.world.yi, town.world.yi), mandate)

    assert (await town.kept(mandate)).ended_why is Ended.LAID_DOWN
    assert await town.told(town.world.jia, AlertKind.MANDATE_ENDED) == 1


async def test_an_agent_never_sees_a_draft(town: Mandated) -> None:
    drafted = MandateId((await town.draft()).mandate_id)
    own = await town.world.phone(town.world.yi, town.world.yi)

    for step in (town.desk.read_mandate, town.desk.end_mandate):
        with pytest.raises(NotFound):
            await step(own, drafted)
    assert (await town.desk.list_mandates(own)).received == ()


async def test_after_its_last_day_it_lapses(town: Mandated) -> None:
    mandate = await town.given(until_on=date(2026, 11, 24))
    town.world.clock.go_on(timedelta(days=1))
    assert await town.desk.lapse_mandates() == 0

    town.world.clock.go_on(timedelta(days=1))

    with pytest.raises(NotRepresentative):
        await town.check_authority.right(await town.agent())
    assert await town.desk.lapse_mandates() == 1
    assert await town.desk.lapse_mandates() == 0
    assert (await town.kept(mandate)).state is MandateState.LAPSED


async def test_a_giver_the_register_refuses_to_speak_of_holds_up_nobody(
    town: Mandated, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {town.world.jia: await town.given(), town.world.yi: await town.given()}
    await MandateRow.filter(id=given[town.world.yi]).update(given_by_id=town.world.yi)
    first, second = (given[giver] for giver in sorted(given))  # ids of one millisecond have any order
    monkeypatch.setattr(ask_givers, "PAGE", 1)
    town.world.clock.go_on(timedelta(days=1, seconds=1))
    town.world.nobody_speaks_for_the_school()
    town.world.register.trouble.before.append(Refused("social-register", "4030"))

    assert await town.desk.ask_givers() == 1
    assert (await town.kept(second)).ended_why is Ended.GIVER_GONE
    assert (await town.kept(first)).state is MandateState.GIVEN

    assert await town.desk.ask_givers() == 1
    assert (await town.kept(first)).ended_why is Ended.GIVER_GONE


async def test_once_a_day_it_is_asked_whether_the_giver_is_named_still(town: Mandated) -> None:
    mandate = await town.given()
    town.world.nobody_speaks_for_the_school()
    assert await town.desk.ask_givers() == 0

    town.world.clock.go_on(timedelta(days=1, seconds=1))
    town.world.register.trouble.before.append(Unavailable("social-register", "503"))
    assert await town.desk.ask_givers() == 0
    assert (await town.kept(mandate)).state is MandateState.GIVEN

    assert await town.desk.ask_givers() == 1
    assert (await town.kept(mandate)).ended_why is Ended.GIVER_GONE
    assert await town.desk.ask_givers() == 0


async def test_before_its_first_day_nothing_is_done_by_it(town: Mandated) -> None:
    await town.given(from_on=date(2026, 11, 24))

    with pytest.raises(NotRepresentative):
        await town.check_authority.right(await town.agent())


async def test_its_agent_is_sealed_in_the_table(town: Mandated) -> None:
    await town.given()

    rows = await town.rows("SELECT agent::text || agent_index::text AS found FROM mandates")
    assert "乙丑宁".encode().hex() not in str(rows)
    assert b"999999190001010007".hex() not in str(rows)
    assert await count("mandates") == 1
