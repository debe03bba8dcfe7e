"""What somebody wishes is heard: a way they do not want is not gone, their hours are waited for, and nobody
misses anything by it."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from adapters.postgres.parties import PostgresParties
from adapters.postgres.preferences import PostgresPreferences
from bff.compose.core import Core
from domain.invitations.preference import Preference, Wishes
from domain.invitations.quiet import QuietHours
from domain.kernel.ids import PartyId
from domain.kernel.party import Channel
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.refusal import Refused
from tests.support.house import NOON, HandClock, count
from tests.usecases.notice_world import World, a_record, a_world
from tests.usecases.reached import Reached, reached
from tests.usecases.subscribed import RESPONSIBLE, states
from tests.usecases.test_tell_holder import tell, under_way

MINI, APP, SMS = Channel.MINI_PROGRAM, Channel.APP, Channel.SMS
LATE = QuietHours(time(18), time(22))
STRANGER = "999999198001010062"


@pytest.fixture
async def here(core: Core, clock: HandClock, tmp_path: Path) -> Reached:
    return await reached(core, clock, tmp_path)


async def wishes(
    world: World, *muted: Channel, quiet: QuietHours | None = None, who: str = RESPONSIBLE
) -> PartyId:
    """Somebody we met has changed their preferences."""
    core = world.core
    parties = PostgresParties(core.cipher, core.digests, world.clock, core.new_id)
    async with core.atomic():
        person = (await parties.remember_person(PersonName("甲子安"), DocumentNumber(who))).party_id
        held = Preference(person, Wishes(frozenset(muted), quiet), 1, world.clock())
        await PostgresPreferences(core.digests).save(held)
    return person


async def test_a_way_they_do_not_want_is_passed_over(here: Reached) -> None:
    await here.by(MINI)
    await here.by(APP)
    await wishes(here.world, MINI)

    await here.world.desk.send_notice(await here.queued())

    assert here.sent() == {APP: 1}


async def test_what_a_stranger_wishes_changes_nothing(here: Reached) -> None:
    await here.by(MINI)
    await wishes(here.world, MINI, SMS, who=STRANGER)

    await here.world.desk.send_notice(await here.queued())

    assert here.sent() == {MINI: 1}


async def test_who_wants_no_texts_is_told_another_way_and_by_no_text_that_follows(here: Reached) -> None:
    """What certainly did not arrive is for a clerk's call then: silent it never is."""
    await here.by(APP)
    await wishes(here.world, SMS)
    notice = await here.queued()
    here.trouble(APP).before.append(Refused("push", "no-for-good"))

    await here.world.desk.send_notice(notice)
    await here.world.send_all()

    assert (here.sent(), await states(), await count("calls")) == ({}, [("app", "refused")], 1)


async def test_who_wants_no_texts_and_has_no_other_way_is_called(here: Reached) -> None:
    await wishes(here.world, SMS)
    [finding] = await here.world.signed(a_record(1))

    await here.world.desk.invite_holder(finding)
    await here.world.send_all()

    assert (here.sent(), await count("notices"), await count("calls")) == ({}, 0, 1)


async def test_what_the_law_has_us_tell_goes_by_text_all_the_same(here: Reached) -> None:
    matter = await under_way(here.world)
    await wishes(here.world, SMS, APP, MINI)

    await tell(here.world, matter)
    await here.world.address_all()
    await here.world.send_all()

    assert here.sent() == {SMS: 2}
    assert "需要补正材料" in here.world.sms.sent[-1].wording


async def test_a_text_of_the_law_follows_what_did_not_arrive_though_they_want_none(here: Reached) -> None:
    matter = await under_way(here.world)
    await here.by(APP)
    await wishes(here.world, SMS)
    here.trouble(APP).before.append(Refused("push", "no-for-good"))

    await tell(here.world, matter)
    await here.world.address_all()
    for _ in range(2):
        await here.world.send_all()

    assert here.sent() == {SMS: 2}


@pytest.mark.parametrize("way", [APP, SMS])
async def test_in_their_own_hours_nothing_goes_out(
    core: Core, clock: HandClock, tmp_path: Path, way: Channel
) -> None:
    here = await reached(core, clock, tmp_path)
    await here.by(way)
    await wishes(here.world, quiet=QuietHours(time(11), time(14)))
    notice = await here.queued()

    await here.world.desk.send_notice(notice)
    early = here.sent()
    clock.at = NOON + timedelta(hours=6)
    await here.world.desk.send_notice(notice)

    assert (early, here.sent()) == ({}, {way: 1})


async def test_their_hours_and_the_citys_are_waited_through_together(
    core: Core, clock: HandClock, tmp_path: Path
) -> None:
    world = await a_world(core, clock, tmp_path, quiet=True)
    await wishes(world, quiet=QuietHours(time(8), time(10)))
    [notice] = await world.queued(a_record(1))
    told = []

    for hour in (15, 24, 25, 26):  # 23, 8, 9 and 10 o'clock in Beijing
        clock.at = datetime(2026, 11, 23, tzinfo=UTC) + timedelta(hours=hour)
        await world.desk.send_notice(notice)
        told.append(len(world.sms.sent))

    assert told == [0, 0, 0, 1]


async def test_hours_that_leave_nothing_of_the_day_beside_the_citys_do_not_count(
    core: Core, clock: HandClock, tmp_path: Path
) -> None:
    """The city lengthened its own since they chose theirs."""
    world = await a_world(core, clock, tmp_path, quiet=True)
    await wishes(world, quiet=QuietHours(time(8), time(22)))
    [notice] = await world.queued(a_record(1))

    await world.desk.send_notice(notice)

    assert len(world.sms.sent) == 1


@pytest.mark.parametrize(("day", "goes"), [(20, 0), (21, 1)])
async def test_on_the_last_lawful_day_nobodys_own_hours_keep_a_reminder_back(
    core: Core, clock: HandClock, tmp_path: Path, day: int, goes: int
) -> None:
    """The last day is 2026-12-21: waited through the evening and the night it would be over."""
    world = await a_world(core, clock, tmp_path, quiet=True)
    await wishes(world, quiet=LATE)
    [notice] = await world.queued(a_record(1))
    clock.at = datetime(2026, 12, day, 11, tzinfo=UTC)  # 19 o'clock in Beijing

    await world.desk.send_notice(notice)

    assert len(world.sms.sent) == goes


@pytest.mark.parametrize(("day", "goes"), [("2026-12-08", 1), ("2026-12-07", 2)])
async def test_what_is_wanted_by_today_is_said_today(
    core: Core, clock: HandClock, tmp_path: Path, day: str, goes: int
) -> None:
    world = await a_world(core, clock, tmp_path, quiet=True)
    matter = await under_way(world)
    await wishes(world, quiet=LATE)
    clock.at = datetime(2026, 12, 7, 11, tzinfo=UTC)

    await tell(world, matter, day=day)
    await world.address_all()
    await world.send_all()

    assert len(world.sms.sent) == goes


async def test_where_the_register_names_another_their_wishes_count(here: Reached) -> None:
    """The organisation's notices go to whoever may act for it now."""
    await here.by(APP)
    await wishes(here.world, APP)
    record = a_record(1)
    assert record.responsible is not None
    other = replace(record.responsible, number=DocumentNumber(STRANGER))
    await here.by_app("己一平", STRANGER)

    [notice] = await here.world.queued(replace(record, responsible=other))
    await here.world.desk.send_notice(notice)

    assert here.sent() == {APP: 1}
