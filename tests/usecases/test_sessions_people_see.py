"""Where people are signed in: a line for each device, ended one by one or all at once, renewed by a check."""

from datetime import timedelta

import pytest

from adapters.postgres.rows.core import LedgerEntryRow
from adapters.postgres.rows.identity import SessionRow, VisitorRow
from bff.compose.core import Core
from domain.identity.check import Purpose
from domain.identity.session import Ended, SessionEnded
from domain.kernel.ids import SessionId
from domain.kernel.party import Channel, Level
from domain.kernel.refusals import NotFound
from tests.support.house import HandClock, count
from tests.usecases.handset import phone
from tests.usecases.identity_world import JIA, JIA_NUMBER, YI, YI_NUMBER, World, identity_world


@pytest.fixture
def world(core: Core, clock: HandClock) -> World:
    return identity_world(core, clock)


async def test_each_device_is_one_line_with_this_one_first(world: World) -> None:
    await world.sign_in(device=world.device("tablet", "苹果平板 · Safari 浏览器"))
    world.clock.go_on(timedelta(hours=1))
    told = await world.sign_in(device=world.device("phone"))
    await world.sign_in(JIA, JIA_NUMBER, device=world.device("of another person"))

    lines = await world.sessions.list_sessions(await world.acting(told))

    assert [(line.device, line.is_this) for line in lines] == [
        ("安卓手机 · 微信", True),
        ("苹果平板 · Safari 浏览器", False),
    ]
    assert {(line.front, line.method) for line in lines} == {("手机网页", "实人认证")}


async def test_a_session_that_is_over_is_not_on_the_list(world: World) -> None:
    await world.sign_in(device=world.device("tablet"))
    world.clock.go_on(timedelta(days=1))

    told = await world.sign_in(device=world.device("phone"))

    assert len(await world.sessions.list_sessions(await world.acting(told))) == 1


async def test_signing_in_anew_on_a_device_leaves_no_ghost(world: World) -> None:
    before = await world.sign_in(device=world.device("phone"))
    told = await world.sign_in(device=world.device("phone"))

    lines = await world.sessions.list_sessions(await world.acting(told))

    assert len(lines) == 1
    with pytest.raises(SessionEnded):
        await world.desk.recognise_person(before.access_token)


async def test_a_step_up_goes_on_with_a_successor_and_ends_what_it_was_asked_for_on(world: World) -> None:
    matter, code = await world.invited()
    device = world.device("phone")
    before = await world.sign_in(JIA, JIA_NUMBER, code=code, device=device)
    world.clock.go_on(timedelta(minutes=6))
    acting = await world.acting(before)

    told = await world.sign_in(JIA, JIA_NUMBER, matter=matter, acting=acting, device=device)

    known = await world.desk.recognise_person(told.access_token)
    assert (known.level, known.face_matter) == (Level.FACE, matter)
    assert len(await world.sessions.list_sessions(await world.acting(told))) == 1
    with pytest.raises(SessionEnded):  # or a thief of it would rise with its owner
        await world.desk.recognise_person(before.access_token)
    assert (await SessionRow.get(id=acting.session)).ended_why == Ended.RENEWED


async def test_a_check_that_fails_ends_no_session(world: World) -> None:
    matter, code = await world.invited()
    before = await world.sign_in(JIA, JIA_NUMBER, code=code)
    acting = await world.acting(before)
    opened = await world.open(JIA, JIA_NUMBER, matter=matter, acting=acting)

    world.stand_before_the_camera("other_face")
    await world.finish(opened)

    assert await world.desk.recognise_person(before.access_token)


async def test_another_persons_face_on_a_step_up_ends_the_session_of_the_first(world: World) -> None:
    before = await world.sign_in(JIA, JIA_NUMBER)
    acting = await world.acting(before)

    told = await world.sign_in(YI, YI_NUMBER, acting=acting, purpose=Purpose.JUMP)

    assert (await world.desk.recognise_person(told.access_token)).person != acting.person
    with pytest.raises(SessionEnded):
        await world.desk.recognise_person(before.access_token)
    assert (await SessionRow.get(id=acting.session)).ended_why == Ended.REPLACED


async def test_one_device_is_signed_out_from_another(world: World) -> None:
    lost = await world.sign_in(device=world.device("lost"))
    acting = await world.acting(await world.sign_in(device=world.device("phone")))
    [gone] = [line for line in await world.sessions.list_sessions(acting) if not line.is_this]

    await world.sessions.end_sessions.one(acting, SessionId(gone.session_id))

    with pytest.raises(SessionEnded):
        await world.desk.recognise_person(lost.access_token)
    with pytest.raises(SessionEnded):
        await world.desk.refresh_session(lost.refresh_token, world.device("lost"))
    assert len(await world.sessions.list_sessions(acting)) == 1
    entry = await LedgerEntryRow.filter(kind="session-ended").first()
    assert entry is not None
    assert entry.facts["why"] == Ended.ENDED_ELSEWHERE


async def test_nobody_ends_a_session_of_somebody_else(world: World) -> None:
    theirs = await world.acting(await world.sign_in(JIA, JIA_NUMBER))
    acting = await world.acting(await world.sign_in())
    assert theirs.session is not None

    for session in (theirs.session, SessionId(world.core.new_id())):
        with pytest.raises(NotFound):
            await world.sessions.end_sessions.one(acting, session)

    assert await world.sessions.list_sessions(theirs)


async def test_all_of_a_person_end_at_once_and_nobody_elses(world: World) -> None:
    tablet = await world.sign_in(device=world.device("tablet"))
    told = await world.sign_in(device=world.device("phone"))
    other = await world.sign_in(JIA, JIA_NUMBER)

    acting = await world.acting(told)
    await world.sessions.end_sessions.all(acting)
    await world.sessions.end_sessions.all(acting)

    for mine in (tablet, told):
        with pytest.raises(SessionEnded):
            await world.desk.recognise_person(mine.access_token)
    assert await world.desk.recognise_person(other.access_token)


async def test_a_mini_program_account_is_one_line_also_after_its_quarter_of_an_hour(world: World) -> None:
    await (await phone(world)).prove()
    world.clock.go_on(timedelta(minutes=20))
    await phone(world)
    world.clock.go_on(timedelta(hours=3))
    told = await world.sign_in(JIA, JIA_NUMBER, device=world.device("phone"))

    lines = await world.sessions.list_sessions(await world.acting(told))

    assert [(line.front, line.method) for line in lines] == [
        ("手机网页", "实人认证"),
        ("微信小程序", "微信账号"),
    ]


async def test_a_mini_program_account_that_is_signed_out_does_not_come_back_by_itself(world: World) -> None:
    await (await phone(world)).prove()
    acting = await world.acting(await world.sign_in(JIA, JIA_NUMBER, device=world.device("phone")))
    [line] = [one for one in await world.sessions.list_sessions(acting) if not one.is_this]

    await world.sessions.end_sessions.one(acting, SessionId(line.session_id))

    assert (await VisitorRow.get()).person_id is None
    assert (await phone(world)).told.level is Level.NONE


async def test_signing_out_everywhere_makes_the_accounts_nobodys(world: World) -> None:
    await (await phone(world)).prove()
    acting = await world.acting(await world.sign_in(JIA, JIA_NUMBER))

    await world.sessions.end_sessions.all(acting)

    assert (await phone(world)).told.level is Level.NONE
    assert await count(f"sessions WHERE ended_at IS NULL AND channel = '{Channel.H5}'") == 0
