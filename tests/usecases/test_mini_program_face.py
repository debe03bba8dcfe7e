"""A face checked in the mini-program: on the account that asks, finished by that account alone."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from adapters.postgres.rows.core import LedgerEntryRow
from adapters.postgres.rows.identity import IdentityCheckRow
from bff.compose.core import Core
from domain.identity.check import (
    ConsentNeeded,
    IdentityAttemptsExceeded,
    IdentityCheckEnded,
    Verifier,
)
from domain.identity.faces import Faces
from domain.identity.session import SessionEnded
from domain.kernel.ids import MatterId
from domain.kernel.party import Acting, Channel, Level
from domain.kernel.personal import PersonName
from domain.kernel.ports import RequestKey
from domain.kernel.refusals import NotFound
from domain.usecases.claim_identity_check import Applicant, return_ticket
from domain.usecases.finish_identity_check import CheckPending
from domain.usecases.open_identity_check import CheckRequest
from domain.usecases.tell_session import SessionTold
from tests.support.house import HandClock, count
from tests.usecases.handset import CONSENT, MINE, THEIRS, RememberingFace, phone
from tests.usecases.identity_world import ADDRESS, JIA, JIA_NUMBER, YI, YI_NUMBER, World, identity_world


@pytest.fixture
def world(core: Core, clock: HandClock) -> World:
    return identity_world(core, clock)


async def test_the_check_is_opened_on_the_account_that_asks_by_our_own_record(world: World) -> None:
    face = RememberingFace(world.clock)
    mine, opening = await phone(world), world.desk.open_wechat_check
    asked = CheckRequest(
        Applicant(PersonName(JIA), JIA_NUMBER, CONSENT, agreed=True),
        meta_info=json.dumps({"openid": THEIRS}),
        address=ADDRESS,
    )
    remembering = replace(
        opening,
        open_check=replace(opening.open_check, faces=Faces({Verifier.WECHAT: face}, (Verifier.WECHAT,))),
    )

    await remembering(RequestKey("v", "open_wechat_check", "k", bytes(32)), asked, mine.visitor)

    assert [json.loads(one) for one in face.told] == [{"openid": MINE}]


async def test_a_passed_face_signs_in_and_links_the_account(world: World) -> None:
    mine = await phone(world)

    told = await mine.prove()

    known = await world.desk.recognise_person(told.access_token, front=Channel.MINI_PROGRAM)
    assert (told.level, told.name) == (Level.FACE, "甲**")
    assert known.visitor == mine.visitor
    again = await phone(world)
    assert (again.told.level, again.told.name) == (Level.PHONE, "甲**")
    assert await LedgerEntryRow.filter(kind="wechat-linked").count() == 1


async def test_the_fresh_face_ends_after_five_minutes_and_the_session_after_fifteen(
    world: World, clock: HandClock
) -> None:
    mine = await phone(world)
    told = await mine.prove()

    clock.go_on(timedelta(minutes=5))
    known = await world.desk.recognise_person(told.access_token, front=Channel.MINI_PROGRAM)
    assert known.level is Level.PHONE
    clock.go_on(timedelta(minutes=10))
    with pytest.raises(SessionEnded):
        await world.desk.recognise_person(told.access_token, front=Channel.MINI_PROGRAM)


async def test_another_account_cannot_finish_the_check(world: World) -> None:
    mine, theirs = await phone(world), await phone(world, THEIRS)
    opened = await mine.open()
    mine.face_passes()

    with pytest.raises(NotFound):
        await theirs.finish(opened)

    assert await count("sessions") == 0
    assert isinstance(await mine.finish(opened), SessionTold)


async def test_neither_front_finishes_a_check_of_the_other(world: World) -> None:
    mine = await phone(world)
    inside, outside = await mine.open(), await world.open()
    mine.face_passes()
    world.stand_before_the_camera()

    with pytest.raises(NotFound):
        await world.finish(inside)
    with pytest.raises(NotFound):
        await mine.finish(outside)

    assert await count("sessions") == 0


async def test_no_ticket_finishes_it_on_the_phone_page(world: World) -> None:
    mine = await phone(world)
    opened = await mine.open()
    mine.face_passes()
    ticket = return_ticket(world.core.digests, opened.resume_token)

    with pytest.raises(NotFound):
        await world.desk.finish_identity_check(opened.check_id, opened.resume_token, ticket)


async def test_a_new_face_on_the_account_replaces_the_one_before_and_ends_its_sessions(world: World) -> None:
    mine = await phone(world)
    first = await mine.prove()

    second = await mine.prove(YI, YI_NUMBER)

    with pytest.raises(SessionEnded):
        await world.desk.recognise_visitor(first.access_token)
    assert (await world.desk.recognise_visitor(second.access_token)).known is not None
    assert (await phone(world)).told.name == "乙**"
    facts = [
        bool(one.facts["replaced"])
        for one in await LedgerEntryRow.filter(kind="wechat-linked").order_by("at")
    ]
    assert sorted(facts) == [False, True]


async def test_the_consent_names_who_compares_the_face(world: World) -> None:
    mine = await phone(world)
    shown = await world.desk.read_wechat_consent()

    assert "微信" in shown.text
    assert "阿里云" not in shown.text
    with pytest.raises(ConsentNeeded):
        await mine.open(consent="face-2026-11-22")


async def test_five_checks_a_day_in_both_fronts_together(world: World) -> None:
    mine = await phone(world)
    for _ in range(3):
        await mine.open(YI, YI_NUMBER)
    for _ in range(2):
        await world.open()

    with pytest.raises(IdentityAttemptsExceeded):
        await mine.open(YI, YI_NUMBER)


async def test_known_unknown_and_no_code_read_alike(world: World) -> None:
    _, code = await world.invited()
    mine = await phone(world)

    told = [await mine.prove(YI, YI_NUMBER, code=one) for one in (code, None)]

    assert [one.matter for one in told] == [None, None]


async def test_the_code_leads_its_representative_to_the_matter_here_too(world: World) -> None:
    matter, code = await world.invited()
    mine = await phone(world)

    told = await mine.prove(code=code)

    known = await world.desk.recognise_person(told.access_token, front=Channel.MINI_PROGRAM)
    assert told.matter == matter == known.face_matter


async def test_signed_in_a_person_steps_up_for_one_matter_of_theirs(world: World) -> None:
    matter, _ = await world.invited()
    mine = await phone(world)
    told = await mine.prove()
    known = await world.desk.recognise_person(told.access_token, front=Channel.MINI_PROGRAM)
    acting = Acting(known.person, known.person, known.level, Channel.MINI_PROGRAM, known.session)

    opened = await mine.open(matter=matter, acting=acting)
    mine.face_passes()
    stepped = await mine.finish(opened)

    assert isinstance(stepped, SessionTold)
    assert stepped.matter == matter
    with pytest.raises(NotFound):
        await mine.open(matter=MatterId(UUID(int=1)), acting=acting)


async def test_the_same_key_from_another_account_fetches_nothing(world: World) -> None:
    mine, theirs = await phone(world), await phone(world, THEIRS)

    first = await mine.open(key="shared")
    second = await theirs.open(key="shared")

    assert first.resume_token != second.resume_token
    assert (await mine.open(key="shared")).resume_token == first.resume_token


async def test_a_pending_check_is_told_as_such_and_ends_after_half_an_hour(
    world: World, clock: HandClock
) -> None:
    mine = await phone(world)
    opened = await mine.open()

    assert isinstance(await mine.finish(opened), CheckPending)
    clock.go_on(timedelta(minutes=30))
    with pytest.raises(IdentityCheckEnded):
        await mine.finish(opened)


async def test_a_finished_check_is_forgotten_at_its_own_vendor(world: World, clock: HandClock) -> None:
    mine = await phone(world)
    opened = await mine.open()
    mine.face_passes()
    await mine.finish(opened)
    clock.go_on(timedelta(minutes=1))

    await world.desk.forget_face(opened.check_id)

    row = await IdentityCheckRow.get(id=opened.check_id)
    assert row.number is None
    assert world.wechat_face.checks == {}
    [entry] = await LedgerEntryRow.filter(kind="face-data-deleted")
    assert entry.facts["vendorDeletes"] is False  # the platform has no call for it
