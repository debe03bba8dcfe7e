"""Finishing a face check: the vendor alone decides, and a pass opens one session."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.postgres.identity import PostgresIdentityChecks
from adapters.postgres.rows.core import LedgerEntryRow
from adapters.postgres.rows.identity import IdentityCheckRow, SessionRow
from bff.compose.core import Core
from domain.identity.check import CheckState, IdentityCheckEnded
from domain.identity.outside import Cause
from domain.kernel.ids import IdentityCheckId
from domain.kernel.party import Level
from domain.kernel.refusal import Unavailable
from domain.kernel.refusals import NotFound
from domain.usecases.finish_identity_check import CheckFailed, CheckPending
from domain.usecases.tell_session import SessionTold
from tests.support.house import HandClock, count, jobs_deferred
from tests.usecases.identity_world import JIA, JIA_NUMBER, World, identity_world


@pytest.fixture
def world(core: Core, clock: HandClock) -> World:
    return identity_world(core, clock)


async def state_of(check: IdentityCheckId) -> str:
    return (await IdentityCheckRow.get(id=check)).state


async def test_a_passed_check_opens_a_session_fresh_from_the_face(world: World) -> None:
    told = await world.sign_in()

    known = await world.desk.recognise_person(told.access_token)
    assert (known.level, told.level, told.name) == (Level.FACE, Level.FACE, "乙**")
    assert known.face_matter is None
    assert told.expires_at == world.clock.at + timedelta(minutes=15)


async def test_a_pending_check_changes_nothing(world: World) -> None:
    opened = await world.open()

    assert await world.finish(opened) == CheckPending()

    assert await state_of(opened.check_id) == CheckState.OPENED
    assert await count("sessions") == 0


async def test_the_vendor_is_not_asked_twice_within_a_second_unless_it_rang(world: World) -> None:
    opened = await world.open()
    await world.finish(opened)
    world.stand_before_the_camera()

    assert await world.finish(opened) == CheckPending()

    token = next(iter(world.face.checks.values())).callback_token
    await world.desk.face_doorbell(token, token)
    assert isinstance(await world.finish(opened), SessionTold)


@pytest.mark.parametrize("cause", ["mismatch", "other_face", "liveness", "source"])
async def test_a_failed_check_says_why_and_what_to_do(world: World, cause: Cause) -> None:
    opened = await world.open()
    world.stand_before_the_camera(cause)

    told = await world.finish(opened)

    assert isinstance(told, CheckFailed)
    assert told.cause == cause
    assert told.advice.endswith("今天还可再试4次。")
    assert await count("sessions") == 0
    assert await world.finish(opened) == told


async def test_another_resume_token_finds_no_check(world: World) -> None:
    mine, other = await world.open(), await world.open(JIA, JIA_NUMBER)
    world.stand_before_the_camera()

    with pytest.raises(NotFound):
        await world.finish(replace(other, resume_token=mine.resume_token))

    assert await count("sessions") == 0


@pytest.mark.parametrize("rung", [False, True], ids=["one asks the vendor", "all ask the vendor"])
async def test_twenty_finishes_at_once_open_one_session(world: World, *, rung: bool) -> None:
    opened = await world.open()
    world.stand_before_the_camera()
    if rung:
        await world.desk.face_doorbell(next(iter(world.face.checks.values())).callback_token)

    outcomes = await asyncio.gather(*(world.finish(opened) for _ in range(20)))

    told = [outcome for outcome in outcomes if isinstance(outcome, SessionTold)]
    assert len(told) == 20 if rung else told
    assert len({one.refresh_token for one in told}) == 1
    assert (await count("sessions"), await count("parties")) == (1, 1)


async def test_a_lost_answer_is_told_again_within_a_minute_and_then_never(world: World) -> None:
    opened = await world.open()
    world.stand_before_the_camera()
    first = await world.finish(opened)
    world.clock.go_on(timedelta(seconds=59))

    again = await world.finish(opened)

    assert isinstance(first, SessionTold)
    assert isinstance(again, SessionTold)
    assert again.refresh_token == first.refresh_token
    assert await count("sessions") == 1
    world.clock.go_on(timedelta(seconds=1))
    with pytest.raises(IdentityCheckEnded):
        await world.finish(opened)


async def test_a_check_is_over_after_half_an_hour_even_when_the_face_passed(world: World) -> None:
    opened = await world.open()
    world.stand_before_the_camera()
    world.clock.go_on(timedelta(minutes=30))

    with pytest.raises(IdentityCheckEnded):
        await world.finish(opened)

    assert await state_of(opened.check_id) == CheckState.EXPIRED
    assert await count("sessions") == 0


async def test_a_face_seen_six_minutes_ago_signs_in_and_no_more(world: World) -> None:
    opened = await world.open()
    world.stand_before_the_camera()
    await world.desk.face_doorbell(next(iter(world.face.checks.values())).callback_token)
    world.clock.go_on(timedelta(minutes=6))

    told = await world.finish(opened)

    assert isinstance(told, SessionTold)
    assert told.level is Level.PHONE


async def test_a_doorbell_rung_by_a_stranger_is_not_heard(world: World) -> None:
    opened = await world.open()
    token = next(iter(world.face.checks.values())).callback_token

    await world.desk.face_doorbell("invented", "")
    await world.desk.face_doorbell(token, "something else")

    assert (await IdentityCheckRow.get(id=opened.check_id)).rung_at is None


async def test_a_doorbell_rung_twice_or_after_the_verdict_changes_nothing(world: World) -> None:
    opened = await world.open()
    token = next(iter(world.face.checks.values())).callback_token
    await world.desk.face_doorbell(token, token)
    first = (await IdentityCheckRow.get(id=opened.check_id)).rung_at
    world.clock.go_on(timedelta(seconds=3))
    await world.desk.face_doorbell(token, token)
    world.stand_before_the_camera("other_face")
    await world.finish(opened)
    before = await IdentityCheckRow.get(id=opened.check_id)

    await world.desk.face_doorbell(token, token)

    after = await IdentityCheckRow.get(id=opened.check_id)
    assert (after.rung_at, after.state, after.version) == (first, "failed", before.version)


async def test_the_ledger_names_the_person_the_matter_and_the_outcome(world: World) -> None:
    matter, code = await world.invited()
    told = await world.sign_in(JIA, JIA_NUMBER, code=code)

    [entry] = [
        one for one in await world.core.ledger.of_matter(matter) if one.step.kind == "identity-checked"
    ]

    assert entry.step.acting == await world.acting(told)
    assert entry.step.facts["outcome"] == "passed"


async def test_the_code_leads_its_representative_to_the_matter(world: World) -> None:
    matter, code = await world.invited()

    told = await world.sign_in(JIA, JIA_NUMBER, code=code)

    assert told.matter == matter
    assert (await world.desk.recognise_person(told.access_token)).face_matter == matter


async def test_a_stranger_who_found_the_code_is_told_nothing_by_it(world: World) -> None:
    _, code = await world.invited()

    told = await world.sign_in(code=code)

    assert told.matter is None


async def test_the_register_is_asked_with_a_code_and_without(world: World) -> None:
    _, code = await world.invited()
    await world.sign_in(code=code)
    with_code = len(world.register.purposes)

    await world.sign_in(JIA, JIA_NUMBER)

    assert (with_code, len(world.register.purposes)) == (1, 2)


async def test_a_register_that_is_away_keeps_nobody_out(world: World) -> None:
    _, code = await world.invited()
    world.register.trouble.before.append(Unavailable("social-register", "503"))

    told = await world.sign_in(JIA, JIA_NUMBER, code=code)

    assert told.matter is None
    assert isinstance(told, SessionTold)


async def test_a_vendor_that_is_away_leaves_the_check_open(world: World) -> None:
    opened = await world.open()
    world.stand_before_the_camera()
    world.face.trouble.before.append(Unavailable("face", "500"))
    with pytest.raises(Unavailable):
        await world.finish(opened)
    world.clock.go_on(timedelta(seconds=1))

    assert isinstance(await world.finish(opened), SessionTold)


async def test_killed_after_the_verdict_the_next_ask_finds_it_again(world: World) -> None:
    """The vendor answered, our process died before a row was written: nothing stands in the way."""
    opened = await world.open()
    world.stand_before_the_camera()
    checks = PostgresIdentityChecks(world.core.cipher, world.core.digests)
    async with world.core.atomic():
        check, _ = await checks.take(opened.check_id)
        check.asked_at = world.clock.at
        await checks.save(check)
    world.clock.go_on(timedelta(seconds=1))

    assert isinstance(await world.finish(opened), SessionTold)


async def test_a_decided_check_is_forgotten_by_the_vendor_and_by_us(world: World) -> None:
    opened = await world.open()
    world.stand_before_the_camera()
    await world.finish(opened)
    assert [name for name, _ in await jobs_deferred()] == ["forget-face", "forget-face"]
    world.clock.go_on(timedelta(minutes=1))

    await asyncio.gather(*(world.desk.forget_face(opened.check_id) for _ in range(3)))

    row = await IdentityCheckRow.get(id=opened.check_id)
    assert not world.face.checks
    assert (row.name, row.number, row.reference, row.verify_url, row.refresh_token) == (None,) * 5
    assert await LedgerEntryRow.filter(kind="face-data-deleted").count() == 1


async def test_a_check_left_alone_is_forgotten_after_half_an_hour_and_not_before(world: World) -> None:
    opened = await world.open()

    await world.desk.forget_face(opened.check_id)
    assert world.face.checks
    world.clock.go_on(timedelta(minutes=30))
    await world.desk.forget_face(opened.check_id)

    assert not world.face.checks
    assert await state_of(opened.check_id) == CheckState.EXPIRED


async def test_forgetting_is_tried_again_when_the_vendor_is_away(world: World) -> None:
    opened = await world.open()
    world.clock.go_on(timedelta(minutes=30))
    world.face.trouble.before.append(Unavailable("face", "500"))
    with pytest.raises(Unavailable):
        await world.desk.forget_face(opened.check_id)

    await world.desk.forget_face(opened.check_id)

    assert not world.face.checks


async def test_a_face_does_for_its_own_matter_only(world: World) -> None:
    matter, _ = await world.invited()
    other, code = await world.invited()
    told = await world.sign_in(JIA, JIA_NUMBER, code=code)

    known = await world.desk.recognise_person(told.access_token)

    assert known.face_matter == other != matter
    assert (await SessionRow.get(id=known.session)).face_matter_id == other


async def test_who_lends_the_vendors_page_to_somebody_else_collects_no_session(world: World) -> None:
    opened = await world.open()
    world.stand_before_the_camera()

    for guess in ("0" * 64, opened.resume_token, ""):
        with pytest.raises(NotFound):
            await world.desk.finish_identity_check(opened.check_id, opened.resume_token, guess)

    assert await count("sessions") == 0
    assert isinstance(await world.finish(opened), SessionTold)
