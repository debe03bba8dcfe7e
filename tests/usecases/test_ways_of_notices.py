"""A notice goes one way: the city's first that leads to them; what certainly failed goes as a text, once."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.postgres.followers import PostgresFollowers
from adapters.postgres.rows.identity import VisitorRow
from adapters.postgres.unknown_fates import PostgresUnknownFates
from bff.compose.core import Core
from domain.invitations.ways import order
from domain.kernel.party import Channel
from domain.kernel.refusal import Refused, Unavailable
from domain.usecases.hand_over_notice import Ways
from domain.usecases.tell_holder import HAPPENED
from tests.support.house import HandClock, count
from tests.usecases.notice_world import a_record, kinds
from tests.usecases.reached import Reached, reached
from tests.usecases.subscribed import credit, linked, states
from tests.usecases.test_tell_holder import tell, under_way

MINI, ACCOUNT, APP, SMS = Channel.MINI_PROGRAM, Channel.OFFICIAL_ACCOUNT, Channel.APP, Channel.SMS
OTHERS = (MINI, ACCOUNT, APP)
each_other_way = pytest.mark.parametrize("way", OTHERS)


@pytest.fixture
async def here(core: Core, clock: HandClock, tmp_path: Path) -> Reached:
    return await reached(core, clock, tmp_path)


@each_other_way
async def test_who_is_reached_another_way_gets_no_text(here: Reached, way: Channel) -> None:
    await here.by(way)

    await here.world.desk.send_notice(await here.queued())

    assert (here.sent(), await states()) == ({way: 1}, [(str(way), "sent")])
    assert (await kinds())[-1] == "notice-sent"


@pytest.mark.parametrize(
    ("wanted", "goes"),
    [
        ("mini-program,official-account,app,sms", MINI),
        ("official-account,app,sms", ACCOUNT),
        ("app,mini-program,sms", APP),
        ("sms,app", SMS),
        ("sms", SMS),
    ],
)
async def test_the_order_is_the_citys(
    core: Core, clock: HandClock, tmp_path: Path, wanted: str, goes: Channel
) -> None:
    here = await reached(core, clock, tmp_path, order(wanted))
    for way in OTHERS:
        await here.by(way)

    await here.world.desk.send_notice(await here.queued())

    assert here.sent() == {goes: 1}


async def test_a_way_the_city_does_not_want_is_not_gone_even_where_there_is_no_other(
    core: Core, clock: HandClock, tmp_path: Path
) -> None:
    here = await reached(core, clock, tmp_path, order("sms"))
    await here.by(APP)
    [finding] = await here.world.signed(a_record(1))
    here.world.knows(replace(a_record(1), contact_phone=None))

    await here.world.desk.invite_holder(finding)
    await here.world.send_all()

    assert (here.sent(), await count("calls")) == ({}, 1)


@pytest.mark.parametrize("wanted", ["", "app", "sms,sms", "pigeon,sms"])
def test_an_order_without_texts_or_with_a_way_twice_is_none(wanted: str) -> None:
    with pytest.raises(ValueError, match=f"^{wanted}$"):
        order(wanted)


@each_other_way
async def test_what_was_refused_goes_as_one_text_with_a_code(here: Reached, way: Channel) -> None:
    await here.by(way)
    notice = await here.queued()
    here.trouble(way).before.append(Refused("outside", "no-for-good"))

    for _ in range(3):
        await here.world.desk.send_notice(notice)
    await here.world.send_all()

    assert here.sent() == {SMS: 1}
    assert "办理码" in here.world.sms.sent[0].wording
    assert sorted(await states()) == sorted([(str(way), "refused"), ("sms", "sent")])
    assert await count("calls") == 0


@each_other_way
async def test_a_vendor_out_of_reach_is_tried_again_and_no_text_goes(here: Reached, way: Channel) -> None:
    await here.by(way)
    notice = await here.queued()
    here.trouble(way).before.append(Unavailable("outside", "throttled"))

    with pytest.raises(Unavailable):
        await here.world.desk.send_notice(notice)
    waiting = await states()
    await here.world.desk.send_notice(notice)

    assert (waiting, here.sent()) == ([(str(way), "queued")], {way: 1})


@pytest.mark.parametrize("way", [MINI, ACCOUNT])
async def test_in_wechat_nobody_can_be_asked_and_a_day_later_a_clerk_calls(
    here: Reached, way: Channel
) -> None:
    await here.by(way)
    notice = await here.queued()
    here.trouble(way).answer_lost = True

    await here.world.desk.send_notice(notice)
    await here.later(hours=23)
    soon = await states()
    await here.later(hours=2)
    await here.world.send_all()

    assert (soon, await states()) == ([(str(way), "unknown")], [(str(way), "undelivered")])
    assert (here.sent(), await count("calls")) == ({way: 1}, 1)


@pytest.mark.parametrize("way", [MINI, ACCOUNT])
async def test_what_wechat_took_and_never_reported_is_a_call_a_day_later_and_no_text(
    here: Reached, way: Channel
) -> None:
    await here.by(way)
    await here.world.desk.send_notice(await here.queued())

    await here.later(hours=23)
    soon = await states()
    await here.later(hours=2)
    await here.world.send_all()

    assert (soon, await states()) == ([(str(way), "sent")], [(str(way), "undelivered")])
    assert (here.sent(), await count("calls")) == ({way: 1}, 1)


@pytest.mark.parametrize("way", [MINI, ACCOUNT])
async def test_what_wechat_took_has_arrived_when_its_reader_came_since(here: Reached, way: Channel) -> None:
    await here.by(way)
    await here.world.desk.send_notice(await here.queued())
    here.world.clock.go_on(timedelta(hours=20))
    await here.by_app()

    await here.later(hours=5)

    assert (here.sent(), await states()) == ({way: 1}, [(str(way), "delivered")])
    assert await count("calls") == 0


async def test_what_wechat_took_and_nobody_asks_after_is_among_what_hangs(here: Reached) -> None:
    await here.by(MINI)
    notice = await here.queued()
    await here.world.desk.send_notice(notice)

    here.world.clock.go_on(timedelta(days=3))

    assert [one.ref for one in await PostgresUnknownFates().stuck(before=here.world.clock())] == [notice]


@pytest.mark.parametrize(("is_bound", "sent"), [(True, {APP: 1, SMS: 1}), (False, {SMS: 2})])
async def test_what_happens_in_a_running_matter_is_told_in_the_app_and_else_as_a_text(
    here: Reached, *, is_bound: bool, sent: dict[Channel, int]
) -> None:
    matter = await under_way(here.world)  # told by a text: nobody had bound an app
    device = await here.by_app()
    await tell(here.world, matter)
    await here.world.address_all()
    if not is_bound:
        await here.end_session(device)

    for _ in range(2):
        await here.world.send_all()

    assert here.sent() == sent
    if not is_bound:
        assert HAPPENED["supplement-asked"] in here.world.sms.sent[-1].wording


async def test_a_way_the_city_gave_up_is_followed_by_a_text(here: Reached) -> None:
    await here.by(APP)
    notice = await here.queued()
    send = here.world.desk.send_notice
    left = Ways(tuple(way for way in send.ways if way.channel is not APP), frozenset({SMS}))

    await replace(send, ways=left)(notice)
    await here.world.send_all()

    assert here.sent() == {SMS: 1}


async def test_a_follower_who_left_is_forgotten_and_gets_a_text(here: Reached) -> None:
    follower = await here.by_official_account()
    notice = await here.queued()
    here.account.followers = set()

    await here.world.desk.send_notice(notice)
    await here.world.send_all()

    core = here.world.core
    followers = PostgresFollowers(core.cipher, core.digests, core.new_id)
    assert here.sent() == {SMS: 1}
    assert await followers.by_id(follower) is None


async def test_a_follower_whose_wechat_became_somebody_elses_is_not_written_to(here: Reached) -> None:
    await here.by_official_account()
    notice = await here.queued()
    await linked(here.world, name="乙丑宁", number="370285196001059999")

    await here.world.desk.send_notice(notice)
    await here.world.send_all()

    assert here.sent() == {SMS: 1}


async def test_an_account_without_a_unionid_follows_as_nobody(here: Reached) -> None:
    await here.by_official_account()
    await VisitorRow.all().update(unionid_index=None)

    await here.world.desk.send_notice(await here.queued())

    assert here.sent() == {SMS: 1}


async def test_a_credit_spent_on_what_never_went_out_is_given_back(here: Reached) -> None:
    await here.by(MINI)
    notice = await here.queued()
    here.world.messages.trouble.before.append(Unavailable("wechat-message", "45009"))

    with pytest.raises(Unavailable):
        await here.world.desk.send_notice(notice)

    assert await credit() == 1


async def test_the_checking_page_knows_no_push(here: Reached) -> None:
    await here.by(APP)
    await here.world.desk.send_notice(await here.queued())

    checked = await here.world.desk.check_message("482913609", "19900000001", origin="198.51.100.7")

    assert not checked.sent
    assert "应用" in checked.note
