"""Who asks in the mini-program: an account is nobody until a face passed on it, and then that person."""

from datetime import timedelta

import pytest

from adapters.postgres.rows.core import LedgerEntryRow
from adapters.postgres.rows.identity import IdentityCheckRow, SessionRow, VisitorRow
from bff.compose.core import Core
from domain.identity.ports import Claims
from domain.identity.session import SessionEnded
from domain.identity.visitor import WechatAccountBlocked, WechatCodeInvalid
from domain.kernel.limits import TooManyRequests
from domain.kernel.party import Acting, Channel, Level
from domain.kernel.refusal import Refused, Unavailable
from domain.usecases.tell_session import SessionTold
from tests.support.house import HandClock, count
from tests.usecases.handset import MINE, THEIRS, phone
from tests.usecases.identity_world import ADDRESS, World, identity_world


@pytest.fixture
def world(core: Core, clock: HandClock) -> World:
    return identity_world(core, clock)


async def test_an_account_nobody_is_known_by_is_a_visitor_and_no_more(world: World) -> None:
    mine = await phone(world)

    assert (mine.told.level, mine.told.name) == (Level.NONE, "")
    assert (await mine.seen()).known is None
    with pytest.raises(SessionEnded):
        await world.desk.recognise_person(mine.told.access_token)
    assert await count("sessions") == 0


async def test_the_same_account_is_remembered_and_what_wechat_tells_is_sealed(world: World) -> None:
    first = await phone(world)
    again = await phone(world)

    row = await VisitorRow.get(id=first.visitor)
    assert again.visitor == first.visitor
    assert await count("visitors") == 1
    for sealed in (row.openid, row.session_key):
        assert MINE.encode() not in sealed
        assert b"key-" not in sealed


async def test_a_used_code_signs_nobody_in(world: World) -> None:
    code = world.mini_program.login(MINE)
    await world.desk.sign_in_by_wechat(code, address=ADDRESS)

    with pytest.raises(WechatCodeInvalid):
        await world.desk.sign_in_by_wechat(code, address=ADDRESS)


async def test_an_account_the_platform_thinks_dangerous_is_told_another_way(world: World) -> None:
    world.mini_program.trouble.before.append(Refused("wechat", "blocked"))

    with pytest.raises(WechatAccountBlocked):
        await phone(world)


async def test_the_platform_being_away_leaves_nothing_behind(world: World) -> None:
    world.mini_program.trouble.before.append(Unavailable("wechat", "-1"))

    with pytest.raises(Unavailable):
        await phone(world)

    assert await count("visitors") == 0


async def test_one_line_cannot_try_codes_by_the_thousand(world: World) -> None:
    for _ in range(30):
        with pytest.raises(WechatCodeInvalid):
            await world.desk.sign_in_by_wechat("guess", address=ADDRESS)

    with pytest.raises(TooManyRequests):
        await world.desk.sign_in_by_wechat("guess", address=ADDRESS)


async def test_the_phone_number_is_kept_and_proves_nothing(world: World) -> None:
    mine = await phone(world)
    code = world.mini_program.share_phone(MINE, "19900000118")

    told = await world.desk.keep_phone_number(mine.visitor, code, address=ADDRESS)

    row = await VisitorRow.get(id=mine.visitor)
    assert str(told) == "199****0118"
    assert row.phone is not None
    assert b"19900000118" not in row.phone
    assert (await phone(world)).told.level is Level.NONE


async def test_another_accounts_phone_code_is_of_no_use(world: World) -> None:
    mine = await phone(world)
    code = world.mini_program.share_phone(THEIRS, "19900000118")

    with pytest.raises(WechatCodeInvalid):
        await world.desk.keep_phone_number(mine.visitor, code, address=ADDRESS)

    assert (await VisitorRow.get(id=mine.visitor)).phone is None


async def test_its_session_cannot_be_renewed_by_the_phone_pages_cookie(world: World) -> None:
    mine = await phone(world)
    told = await mine.prove()

    with pytest.raises(SessionEnded):
        await world.desk.refresh_session(told.refresh_token)


async def test_a_token_counts_on_its_own_front_only(world: World) -> None:
    mine = await phone(world)
    inside, outside = await mine.prove(), await world.sign_in()

    with pytest.raises(SessionEnded):
        await world.desk.recognise_person(inside.access_token)
    with pytest.raises(SessionEnded):
        await world.desk.recognise_visitor(outside.access_token)


async def test_token_and_session_must_be_of_one_front(world: World) -> None:
    mine = await phone(world)
    inside = await mine.prove()
    outside = await world.desk.recognise_person((await world.sign_in()).access_token)
    within = await world.desk.recognise_person(inside.access_token, front=Channel.MINI_PROGRAM)
    soon = world.clock() + timedelta(minutes=5)

    mixed = [
        Claims(within.session, within.person, soon),
        Claims(outside.session, outside.person, soon, Channel.MINI_PROGRAM),
    ]

    for front in (Channel.H5, Channel.MINI_PROGRAM):
        for claims in mixed:
            with pytest.raises(SessionEnded):
                await world.desk.recognise_person(world.tokens.issue(claims), front=front)


async def test_signing_out_makes_the_account_nobodys(world: World) -> None:
    mine = await phone(world)
    told = await mine.prove()
    known = await world.desk.recognise_person(told.access_token, front=Channel.MINI_PROGRAM)

    await world.desk.sign_out(
        Acting(known.person, known.person, known.level, Channel.MINI_PROGRAM, known.session)
    )

    with pytest.raises(SessionEnded):
        await world.desk.recognise_visitor(told.access_token)
    assert (await phone(world)).told.level is Level.NONE


async def test_signing_out_ends_every_session_the_account_ever_began(world: World) -> None:
    mine = await phone(world)
    fresh_from_the_face = await mine.prove()
    opened_again = await phone(world)
    known = (await opened_again.seen()).known
    assert known is not None

    await world.desk.sign_out(
        Acting(known.person, known.person, known.level, Channel.MINI_PROGRAM, known.session)
    )

    for token in (fresh_from_the_face.access_token, opened_again.told.access_token):
        with pytest.raises(SessionEnded):
            await world.desk.recognise_visitor(token)


async def test_another_phone_of_the_same_person_stays_signed_in(world: World) -> None:
    mine, second = await phone(world), await phone(world, THEIRS)
    told = await mine.prove()

    await second.prove()

    assert (await world.desk.recognise_visitor(told.access_token)).known is not None
    assert await count("parties") >= 1
    assert await VisitorRow.exclude(person_id=None).count() == 2


async def test_what_is_kept_says_which_front_it_is_of(world: World) -> None:
    mine = await phone(world)
    await mine.prove()

    check, session = await IdentityCheckRow.get(), await SessionRow.get()
    assert (check.verifier, check.visitor_id) == ("wechat", mine.visitor)
    assert (session.channel, session.visitor_id) == ("mini_program", mine.visitor)
    entry = await LedgerEntryRow.get(kind="identity-checked")
    assert entry.channel == "mini_program"


async def test_rows_from_before_there_were_two_fronts_are_the_phone_pages(world: World) -> None:
    opened = await world.open()
    world.stand_before_the_camera()
    await IdentityCheckRow.all().update(verifier=None)
    told = await world.finish(opened)
    await SessionRow.all().update(channel=None)

    assert isinstance(told, SessionTold)
    assert (await world.desk.recognise_person(told.access_token)).visitor is None
    await world.desk.refresh_session(told.refresh_token)


async def test_an_openid_printed_by_mistake_shows_nothing(world: World) -> None:
    code = world.mini_program.login(MINE)

    assert MINE not in repr(world.mini_program.users[code])
