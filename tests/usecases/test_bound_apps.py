"""The app on a phone is told as long as its person's session stands there, and not a day longer."""

from datetime import timedelta

import pytest

from adapters.postgres.app_devices import PostgresAppDevices
from adapters.postgres.rows.core import LedgerEntryRow
from adapters.postgres.rows.identity import AlertRow, SessionRow
from bff.compose.core import Core
from domain.identity.alert import WORDS, AlertKind
from domain.identity.app_device import KEPT, AppDevice, AppPushNotOffered, Platform
from domain.kernel.personal import DocumentNumber
from tests.support.house import HandClock, jobs_deferred
from tests.usecases.identity_world import JIA, JIA_NUMBER, YI, YI_NUMBER, World, identity_world


@pytest.fixture
def world(core: Core, clock: HandClock) -> World:
    return identity_world(core, clock, is_pushing=True)


async def bound(world: World, number: str = YI_NUMBER) -> tuple[AppDevice, ...]:
    return await PostgresAppDevices(world.core.digests, world.clock).bound(DocumentNumber(number))


async def test_an_app_is_told_a_name_that_says_nothing_and_the_same_one_again(world: World) -> None:
    acting = await world.acting(await world.sign_in())

    first = await world.sessions.bind_app(acting, Platform.ANDROID)
    again = await world.sessions.bind_app(acting, Platform.ANDROID)

    assert first == again
    assert [one.account for one in await bound(world)] == [first.account]
    assert len(first.account.encode()) <= 64
    assert str(acting.person) not in first.account
    assert await LedgerEntryRow.filter(kind="app-bound").count() == 1


async def warnings() -> list[str]:
    """The text messages that wait to say that an app was bound."""
    told = [arguments["alert_id"] for name, arguments in await jobs_deferred() if name == "tell-person"]
    return [str(one.kind) for one in await AlertRow.filter(id__in=told)]


async def test_whose_app_is_bound_on_a_phone_that_is_new_is_warned_by_text_and_once(world: World) -> None:
    phone = world.device("phone")
    for _ in range(2):  # each face begins a session, and the app binds anew
        acting = await world.acting(await world.sign_in(device=phone))
        await world.sessions.bind_app(acting, Platform.ANDROID)
        await world.sessions.bind_app(acting, Platform.ANDROID)
    once = await warnings()

    other = await world.acting(await world.sign_in(device=world.device("another")))
    await world.sessions.bind_app(other, Platform.ANDROID)

    assert (once, await warnings()) == (["app-bound"], ["app-bound"] * 2)
    assert [line.title for line in await world.sessions.list_alerts(other)] == [
        WORDS[AlertKind.APP_BOUND].title
    ] * 2


async def test_a_phone_that_nobody_can_tell_apart_is_new_each_time(world: World) -> None:
    for _ in range(2):
        acting = await world.acting(await world.sign_in())
        await world.sessions.bind_app(acting, Platform.IOS)

    assert await warnings() == ["app-bound"] * 2


async def test_a_phone_that_was_another_persons_is_new_to_whoever_binds_there_now(world: World) -> None:
    phone = world.device("phone")
    for who in ((YI, YI_NUMBER), (JIA, JIA_NUMBER)):
        acting = await world.acting(await world.sign_in(*who, device=phone))
        await world.sessions.bind_app(acting, Platform.ANDROID)

    assert await warnings() == ["app-bound"] * 2


async def test_without_a_push_service_no_app_is_bound(core: Core, clock: HandClock) -> None:
    world = identity_world(core, clock)
    acting = await world.acting(await world.sign_in())

    with pytest.raises(AppPushNotOffered):
        await world.sessions.bind_app(acting, Platform.IOS)


async def test_the_list_of_devices_says_where_the_app_is_told(world: World) -> None:
    tablet = await world.sign_in(device=world.device("tablet"))
    await world.sessions.bind_app(await world.acting(tablet), Platform.IOS)
    told = await world.sign_in(device=world.device("phone"))

    lines = await world.sessions.list_sessions(await world.acting(told))

    assert [(line.is_this, line.is_app_bound) for line in lines] == [(True, False), (False, True)]


async def test_signing_out_ends_it_and_so_does_signing_out_everywhere(world: World) -> None:
    here = await world.sign_in(device=world.device("phone"))
    there = await world.sign_in(device=world.device("tablet"))
    for told in (here, there):
        await world.sessions.bind_app(await world.acting(told), Platform.ANDROID)

    await world.desk.sign_out(await world.acting(here))
    left = await bound(world)
    await world.sessions.end_sessions.all(await world.acting(there))

    assert (len(left), await bound(world)) == (1, ())


async def test_a_shared_phone_tells_whoever_signed_in_on_it_last(world: World) -> None:
    phone = world.device("phone")
    told = await world.sign_in(device=phone)
    await world.sessions.bind_app(await world.acting(told), Platform.ANDROID)

    other = await world.sign_in(JIA, JIA_NUMBER, device=phone)
    await world.sessions.bind_app(await world.acting(other), Platform.ANDROID)

    assert (len(await bound(world)), len(await bound(world, JIA_NUMBER))) == (0, 1)


async def test_a_session_that_only_ran_out_leaves_the_app_told_for_half_a_year(world: World) -> None:
    told = await world.sign_in(device=world.device("phone"))
    await world.sessions.bind_app(await world.acting(told), Platform.ANDROID)
    world.clock.go_on(timedelta(days=2))
    soon = await bound(world)
    world.clock.go_on(KEPT)

    assert (len(soon), await bound(world)) == (1, ())


async def test_signing_out_everywhere_ends_what_hangs_on_a_session_that_ran_out(world: World) -> None:
    told = await world.sign_in(device=world.device("phone"))
    await world.sessions.bind_app(await world.acting(told), Platform.ANDROID)
    world.clock.go_on(timedelta(days=2))
    later = await world.sign_in(device=world.device("tablet"))

    await world.sessions.end_sessions.all(await world.acting(later))

    assert await bound(world) == ()


async def test_unbinding_says_so_once_and_leaves_the_session(world: World) -> None:
    acting = await world.acting(await world.sign_in())
    await world.sessions.bind_app(acting, Platform.HARMONY)

    for _ in range(2):
        await world.sessions.unbind_app(acting)

    assert await bound(world) == ()
    assert await LedgerEntryRow.filter(kind="app-unbound").count() == 1
    assert await SessionRow.filter(id=acting.session, ended_at=None).exists()


async def test_a_session_that_became_another_persons_tells_nobody(world: World) -> None:
    acting = await world.acting(await world.sign_in())
    await world.sessions.bind_app(acting, Platform.ANDROID)
    other = await world.acting(await world.sign_in(JIA, JIA_NUMBER, device=world.device("another")))

    await SessionRow.filter(id=acting.session).update(person_id=other.person)

    assert await bound(world) == ()
