"""What people are warned of: a refresh token that came back, or came from elsewhere; told without a link."""

from datetime import timedelta

import pytest

from adapters.postgres.alerts import PostgresAlerts
from adapters.postgres.calls import PostgresBadNumbers
from adapters.postgres.phone_accounts import PostgresPhoneAccounts
from adapters.postgres.rows.identity import AlertRow
from bff.compose.core import Core
from domain.identity.alert import WORDS, AlertKind
from domain.identity.session import SessionEnded
from domain.kernel.ids import AlertId
from domain.kernel.party import Acting
from domain.kernel.personal import DocumentNumber, Phone
from domain.kernel.refusal import Outward, Refused, Unavailable, Unknown
from domain.usecases.tell_holder import LONGEST
from tests.support.house import HandClock, jobs_deferred
from tests.usecases.identity_world import YI_NUMBER, World, identity_world

PHONE = Phone("19900000142")


@pytest.fixture
def world(core: Core, clock: HandClock) -> World:
    return identity_world(core, clock)


async def stolen(world: World) -> Acting:
    """A refresh token came back a minute after it had been replaced; its person, signed in anew."""
    told = await world.sign_in(device=world.device("phone"))
    await world.desk.refresh_session(told.refresh_token, world.device("phone"))
    world.clock.go_on(timedelta(minutes=1))
    with pytest.raises(SessionEnded):
        await world.desk.refresh_session(told.refresh_token, world.device("thief"))
    return await world.acting(await world.sign_in(device=world.device("phone")))


async def with_a_number(world: World, acting: Acting) -> None:
    accounts = PostgresPhoneAccounts(world.core.cipher, world.core.digests, world.core.new_id)
    async with world.core.atomic():
        account = await accounts.remember(PHONE, world.clock())
        await accounts.link(account.account_id, acting.person, DocumentNumber(YI_NUMBER), world.clock())


async def the_alert() -> AlertId:
    return AlertId((await AlertRow.get()).id)


async def test_whose_token_came_back_reads_it_on_the_phone_and_a_text_waits(world: World) -> None:
    acting = await stolen(world)

    [line] = await world.sessions.list_alerts(acting)

    assert (line.kind, line.title, line.is_read) == ("refresh-reused", WORDS[AlertKind.REUSED].title, False)
    assert [arguments for name, arguments in await jobs_deferred() if name == "tell-person"] == [
        {"alert_id": str(await the_alert())}
    ]


async def test_the_text_says_what_happened_and_when_and_has_no_link(world: World) -> None:
    acting = await stolen(world)
    await with_a_number(world, acting)

    await world.sessions.tell_person(await the_alert())
    await world.sessions.tell_person(await the_alert())

    [text] = world.sms.sent
    assert text.to == PHONE
    assert "登录凭证被重复使用" in text.wording
    assert "11月23日12时01分" in text.wording
    assert "http" not in text.wording


async def test_who_gave_no_number_finds_it_on_the_list_alone(world: World) -> None:
    acting = await stolen(world)

    await world.sessions.tell_person(await the_alert())

    assert world.sms.sent == []
    assert len(await world.sessions.list_alerts(acting)) == 1


async def test_no_text_goes_to_a_number_a_clerk_heard_to_be_somebody_elses(world: World) -> None:
    acting = await stolen(world)
    await with_a_number(world, acting)
    bad = PostgresBadNumbers(world.core.digests, world.core.new_id)
    async with world.core.atomic():
        await bad.mark(PHONE, at=world.clock(), by="clerk-1")

    await world.sessions.tell_person(await the_alert())

    assert world.sms.sent == []


async def test_a_text_that_did_not_go_out_is_tried_again(world: World) -> None:
    acting = await stolen(world)
    await with_a_number(world, acting)
    world.sms.trouble.before.append(Unavailable("sms", "500"))
    with pytest.raises(Unavailable):
        await world.sessions.tell_person(await the_alert())

    await world.sessions.tell_person(await the_alert())

    assert len(world.sms.sent) == 1


@pytest.mark.parametrize("trouble", [Unknown("sms", "timeout"), Refused("sms", "isv.MOBILE_NUMBER_ILLEGAL")])
async def test_a_text_whose_fate_is_unknown_or_refused_is_no_stuck_job(
    world: World, trouble: Outward
) -> None:
    acting = await stolen(world)
    await with_a_number(world, acting)
    world.sms.trouble.before.append(trouble)

    await world.sessions.tell_person(await the_alert())

    assert world.sms.sent == []
    is_perhaps_told = isinstance(trouble, Unknown)
    assert ((await AlertRow.get()).told_at is not None) is is_perhaps_told


async def test_alerts_are_counted_until_they_are_read(world: World) -> None:
    acting = await stolen(world)
    alerts = world.sessions.list_alerts
    assert await alerts.unread(acting) == 1

    await alerts.mark_read(acting)
    await alerts.mark_read(acting)

    assert await alerts.unread(acting) == 0
    assert [line.is_read for line in await alerts(acting)] == [True]


async def test_alerts_are_their_persons_alone(world: World) -> None:
    await stolen(world)
    other = await world.acting(await world.sign_in("甲子安", "370285196001059983"))

    assert await world.sessions.list_alerts(other) == ()
    await world.sessions.list_alerts.mark_read(other)
    assert (await AlertRow.get()).read_at is None


async def test_an_alert_that_only_a_newer_version_knows_is_left_alone(world: World) -> None:
    acting = await stolen(world)
    await AlertRow.all().update(kind="from-tomorrow")

    assert await world.sessions.list_alerts(acting) == ()
    assert await PostgresAlerts().by_id(await the_alert()) is None
    await world.sessions.tell_person(await the_alert())


@pytest.mark.parametrize("kind", [*AlertKind])
def test_every_alert_has_words_that_fit_a_text_message(kind: AlertKind) -> None:
    words = WORDS[kind]

    assert 1 <= len(words.happened) <= LONGEST
    assert len(words.title) <= 40
    assert len(words.advice) <= 200
