"""Sessions: recognised on every request, renewed once a token, ended for good."""

import asyncio
import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.postgres.rows.identity import SessionRow
from adapters.postgres.sessions import PostgresSessions
from bff.compose.core import Core
from domain.identity.ports import Claims
from domain.identity.session import UNKNOWN_DEVICE, Session, SessionEnded
from domain.kernel.ids import PartyId, SessionId
from domain.kernel.party import Level
from domain.usecases.refresh_session import SessionRenewed
from tests.support.house import HandClock, count
from tests.usecases.identity_world import World, identity_world


@pytest.fixture
def world(core: Core, clock: HandClock) -> World:
    return identity_world(core, clock)


async def test_a_renewed_session_is_the_same_person_at_no_higher_level(world: World) -> None:
    told = await world.sign_in()
    before = await world.desk.recognise_person(told.access_token)
    world.clock.go_on(timedelta(minutes=10))

    renewed = await world.desk.refresh_session(told.refresh_token)

    after = await world.desk.recognise_person(renewed.access_token)
    assert (after.person, after.session) == (before.person, before.session)
    assert (before.level, after.level, renewed.level) == (Level.FACE, Level.PHONE, Level.PHONE)
    assert renewed.refresh_token != told.refresh_token


async def test_a_refresh_token_used_twice_ends_the_session_for_thief_and_owner(world: World) -> None:
    told = await world.sign_in()
    renewed = await world.desk.refresh_session(told.refresh_token)

    with pytest.raises(SessionEnded):
        await world.desk.refresh_session(told.refresh_token)

    with pytest.raises(SessionEnded):
        await world.desk.refresh_session(renewed.refresh_token)
    with pytest.raises(SessionEnded):
        await world.desk.recognise_person(renewed.access_token)


async def test_twenty_refreshes_with_one_token_leave_no_two_live_pairs(world: World) -> None:
    told = await world.sign_in()

    outcomes = await asyncio.gather(
        *(world.desk.refresh_session(told.refresh_token) for _ in range(20)), return_exceptions=True
    )

    renewed = [outcome for outcome in outcomes if isinstance(outcome, SessionRenewed)]
    assert len(renewed) == 1
    with pytest.raises(SessionEnded):
        await world.desk.recognise_person(renewed[0].access_token)


async def test_a_lost_answer_is_given_again_to_the_same_device_with_the_same_cookie(world: World) -> None:
    told = await world.sign_in(device=world.device("phone"))
    first = await world.desk.refresh_session(told.refresh_token, world.device("phone"))
    world.clock.go_on(timedelta(seconds=10))

    again = await world.desk.refresh_session(told.refresh_token, world.device("phone"))

    assert (again.refresh_token, again.expires_at) == (first.refresh_token, first.expires_at)
    assert await world.desk.refresh_session(again.refresh_token, world.device("phone"))


async def test_after_eleven_seconds_a_used_token_is_a_thiefs(world: World) -> None:
    told = await world.sign_in(device=world.device("phone"))
    renewed = await world.desk.refresh_session(told.refresh_token, world.device("phone"))
    world.clock.go_on(timedelta(seconds=11))

    with pytest.raises(SessionEnded):
        await world.desk.refresh_session(told.refresh_token, world.device("phone"))

    with pytest.raises(SessionEnded):
        await world.desk.recognise_person(renewed.access_token)


async def test_the_token_before_the_last_is_a_thiefs_however_quick(world: World) -> None:
    told = await world.sign_in(device=world.device("phone"))
    second = await world.desk.refresh_session(told.refresh_token, world.device("phone"))
    third = await world.desk.refresh_session(second.refresh_token, world.device("phone"))

    with pytest.raises(SessionEnded):
        await world.desk.refresh_session(told.refresh_token, world.device("phone"))

    with pytest.raises(SessionEnded):
        await world.desk.refresh_session(third.refresh_token, world.device("phone"))


@pytest.mark.parametrize("elsewhere", ["thief", ""])
@pytest.mark.parametrize("is_used", [False, True])
async def test_a_token_from_another_device_ends_the_session_for_both(
    world: World, elsewhere: str, *, is_used: bool
) -> None:
    told = await world.sign_in(device=world.device("phone"))
    owner = told.refresh_token
    if is_used:
        owner = (await world.desk.refresh_session(owner, world.device("phone"))).refresh_token
    thief = world.device(elsewhere) if elsewhere else UNKNOWN_DEVICE

    with pytest.raises(SessionEnded):
        await world.desk.refresh_session(told.refresh_token, thief)

    with pytest.raises(SessionEnded):
        await world.desk.refresh_session(owner, world.device("phone"))
    assert (await SessionRow.get()).ended_why == ("refresh-reused" if is_used else "other-device")


async def test_twenty_refreshes_of_one_device_are_one_pair(world: World) -> None:
    told, phone = await world.sign_in(device=world.device("phone")), world.device("phone")

    renewed = await asyncio.gather(
        *(world.desk.refresh_session(told.refresh_token, phone) for _ in range(20))
    )

    assert len({one.refresh_token for one in renewed}) == 1
    assert await world.desk.recognise_person(renewed[0].access_token)


async def test_what_comes_next_is_not_to_be_known_from_a_token(world: World) -> None:
    told = await world.sign_in(device=world.device("phone"))
    renewed = await world.desk.refresh_session(told.refresh_token, world.device("phone"))
    family, _, secret = renewed.refresh_token.partition(".")

    assert told.refresh_token.startswith(f"{family}.")
    assert len(secret) == 64
    assert bytes.fromhex(secret) != hashlib.sha256(told.refresh_token.encode()).digest()


class Crossing(PostgresSessions):
    """The first to take a session goes on only once a second has asked for it."""

    def __init__(self) -> None:
        self.asked, self.both = 0, asyncio.Event()

    async def take_by_refresh(self, digest: bytes) -> Session | None:
        self.asked += 1
        if self.asked == 2:
            self.both.set()
        found = await super().take_by_refresh(digest)
        await self.both.wait()
        for _ in range(5):  # round trips for the second to read in, were nothing held
            await SessionRow.filter(refresh=digest).count()
        return found


async def test_two_refreshes_that_cross_are_not_both_answered(world: World) -> None:
    told = await world.sign_in()
    refresh = replace(world.desk.refresh_session, sessions=Crossing())

    outcomes = await asyncio.gather(
        refresh(told.refresh_token), refresh(told.refresh_token), return_exceptions=True
    )

    assert sum(isinstance(outcome, SessionRenewed) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, SessionEnded) for outcome in outcomes) == 1


async def test_an_invented_refresh_token_is_nobodys_and_ends_nothing(world: World) -> None:
    told = await world.sign_in()

    with pytest.raises(SessionEnded):
        await world.desk.refresh_session("invented")

    assert await world.desk.recognise_person(told.access_token)


async def test_signing_out_ends_every_token_at_once(world: World) -> None:
    told = await world.sign_in()
    acting = await world.acting(told)

    await world.desk.sign_out(acting)
    await world.desk.sign_out(acting)

    with pytest.raises(SessionEnded):
        await world.desk.recognise_person(told.access_token)
    with pytest.raises(SessionEnded):
        await world.desk.refresh_session(told.refresh_token)


async def test_a_session_lasts_a_day_however_often_it_is_renewed(world: World) -> None:
    told = await world.sign_in()
    world.clock.go_on(timedelta(hours=23, minutes=55))
    renewed = await world.desk.refresh_session(told.refresh_token)
    assert renewed.expires_at - world.clock.at == timedelta(minutes=5)
    world.clock.go_on(timedelta(minutes=5))

    with pytest.raises(SessionEnded):
        await world.desk.refresh_session(renewed.refresh_token)
    with pytest.raises(SessionEnded):
        await world.desk.recognise_person(renewed.access_token)


async def test_a_token_of_ours_for_no_session_or_another_persons_is_not_recognised(world: World) -> None:
    told = await world.sign_in()
    known = await world.desk.recognise_person(told.access_token)
    ends = world.clock.at + timedelta(minutes=5)
    wrong = (
        Claims(SessionId(world.core.new_id()), known.person, ends),
        Claims(known.session, PartyId(world.core.new_id()), ends),
    )

    for claims in wrong:
        with pytest.raises(SessionEnded):
            await world.desk.recognise_person(world.tokens.issue(claims))


async def test_a_withdrawn_consent_stays_on_record_as_withdrawn(world: World) -> None:
    acting = await world.acting(await world.sign_in())

    assert await world.desk.withdraw_consent(acting) == 1

    assert await world.desk.withdraw_consent(acting) == 0
    assert await count("consents WHERE withdrawn_at IS NOT NULL") == 1
