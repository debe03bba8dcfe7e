"""A push to the app: repeated as the same push, once in the air, and a text where nobody came for it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from adapters.postgres.rows.core import LedgerEntryRow
from bff.compose.core import Core
from domain.invitations.outside import MessageReceipt, PushAccount
from domain.invitations.ways import USUAL
from domain.kernel.party import Channel
from domain.kernel.refusal import Refused, Unavailable
from domain.usecases.hand_over_notice import Ways
from domain.usecases.send_notice import SendNotice
from domain.usecases.tell_by_app import TellByApp
from tests.fakes.push import FakePush
from tests.support.house import HandClock, count
from tests.usecases.notice_world import kinds, rows
from tests.usecases.reached import SHOWN, Reached, reached
from tests.usecases.subscribed import states

MINI, ACCOUNT, APP, SMS = Channel.MINI_PROGRAM, Channel.OFFICIAL_ACCOUNT, Channel.APP, Channel.SMS


@pytest.fixture
async def here(core: Core, clock: HandClock, tmp_path: Path) -> Reached:
    return await reached(core, clock, tmp_path)


async def test_a_push_whose_answer_was_lost_is_repeated_as_the_same_push(here: Reached) -> None:
    await here.by(APP)
    notice = await here.queued()
    here.push.trouble.answer_lost = True

    await here.world.desk.send_notice(notice)
    lost = await states()
    await here.later(minutes=4)

    assert (lost, await states()) == ([("app", "unknown")], [("app", "sent")])
    [row] = await rows("notices")
    assert (here.sent(), row["reference"], row["tries"]) == ({APP: 1}, "fake-push-1", 1)
    assert (await kinds())[-2:] == ["notice-unknown", "notice-sent"]


class Killed(BaseException):
    """kill -9, as a test can raise it."""


@dataclass
class DeadlyPush(FakePush):
    """The process dies while the service is called: `after` it has the push, or before."""

    after: bool = True

    async def send(
        self, account: PushAccount, template: str, values: Mapping[str, str], *, out_id: str, page: str
    ) -> MessageReceipt:
        if self.after:
            await super().send(account, template, values, out_id=out_id, page=page)
        raise Killed


@pytest.mark.parametrize("after", [True, False])
async def test_killed_while_it_pushed_it_goes_out_once(here: Reached, *, after: bool) -> None:
    await here.by(APP)
    notice = await here.queued()
    deadly = DeadlyPush(here.world.clock, here.push.texts, sent=here.push.sent, after=after)
    with pytest.raises(Killed):
        await pushing_by(here, deadly)(notice)

    await here.world.desk.send_notice(notice)
    await here.later(minutes=4)

    assert (here.sent(), await states()) == ({APP: 1}, [("app", "sent")])
    assert [one.out_id for one in here.push.sent] == [f"{notice.hex}-1"]


async def test_a_service_that_stays_away_ends_in_a_call_and_never_in_a_second_way(here: Reached) -> None:
    await here.by(APP)
    notice = await here.queued()
    here.push.trouble.answer_lost = True
    await here.world.desk.send_notice(notice)

    for _ in range(3):
        here.push.trouble.before.append(Unavailable("push", "away"))
        await here.later(minutes=4)
    early = await states()
    await here.later(minutes=4)
    await here.world.send_all()

    assert (early, await states()) == ([("app", "unknown")], [("app", "undelivered")])
    assert (here.sent(), await count("calls")) == ({APP: 1}, 1)


async def test_a_repeat_that_is_refused_says_that_the_first_never_went(here: Reached) -> None:
    await here.by(APP)
    notice = await here.queued()
    deadly = DeadlyPush(here.world.clock, here.push.texts, sent=here.push.sent, after=False)
    with pytest.raises(Killed):
        await pushing_by(here, deadly)(notice)
    await here.world.desk.send_notice(notice)

    here.push.trouble.before.append(Refused("push", "InvalidTargetValue.NotFound"))
    await here.later(minutes=4)
    await here.world.send_all()

    assert here.sent() == {SMS: 1}


@dataclass
class Interrupted(FakePush):
    """While the service is called, another worker comes by with the same question."""

    meanwhile: Callable[[], Awaitable[None]] | None = None
    inside: int = 0
    most: int = 0

    async def send(
        self, account: PushAccount, template: str, values: Mapping[str, str], *, out_id: str, page: str
    ) -> MessageReceipt:
        self.inside += 1
        self.most = max(self.most, self.inside)
        if self.meanwhile is not None and self.inside == 1:
            await self.meanwhile()
        told = await super().send(account, template, values, out_id=out_id, page=page)
        self.inside -= 1
        return told


async def test_whoever_finds_a_push_in_the_air_lets_it_be(here: Reached) -> None:
    """The vendor's token does not hold for two calls at once."""
    await here.by(APP)
    notice = await here.queued()
    here.push.trouble.answer_lost = True
    await here.world.desk.send_notice(notice)
    service = Interrupted(here.world.clock, here.push.texts, sent=here.push.sent)
    repeat = replace(here.world.desk.ask_after_notice.repeat_push, ways=ways_by(here, service))
    service.meanwhile = partial(repeat, notice)

    await repeat(notice)

    assert (service.most, here.sent(), await states()) == (1, {APP: 1}, [("app", "sent")])


def ways_by(here: Reached, push: FakePush) -> Ways:
    """All of the world's, with another push service."""
    ways = here.world.desk.send_notice.ways
    found = (replace(way, push=push) if isinstance(way, TellByApp) else way for way in ways)
    return Ways(tuple(found), frozenset(USUAL))


def pushing_by(here: Reached, push: FakePush) -> SendNotice:
    return replace(here.world.desk.send_notice, ways=ways_by(here, push))


async def test_a_push_nobody_came_for_in_a_day_goes_once_as_a_text(here: Reached) -> None:
    await here.by_app()
    await here.world.desk.send_notice(await here.queued())

    await here.later(hours=23)
    await here.world.send_all()
    soon = (here.sent(), await states())
    for _ in range(3):
        await here.later(hours=2)
        await here.world.send_all()

    assert soon == ({APP: 1}, [("app", "sent")])
    assert here.sent() == {APP: 1, SMS: 1}
    assert min(await states()) == ("app", "undelivered")
    assert "办理码" in here.world.sms.sent[0].wording
    told = await LedgerEntryRow.get(kind="notice-undelivered")
    assert told.facts["error"] == "unopened"
    assert await count("calls") == 0


async def test_a_push_whose_reader_came_since_has_arrived_and_no_text_goes(here: Reached) -> None:
    device = await here.by_app()
    await here.world.desk.send_notice(await here.queued())
    here.world.clock.go_on(timedelta(hours=20))
    await here.comes_back(device)

    await here.later(hours=5)
    await here.world.send_all()

    assert (here.sent(), await states()) == ({APP: 1}, [("app", "delivered")])


async def test_that_somebody_else_came_is_no_answer_to_a_push(here: Reached) -> None:
    await here.by_app()
    other = await here.by_app(name="乙丑宁", number="370285196001059999")
    await here.world.desk.send_notice(await here.queued())
    here.world.clock.go_on(timedelta(hours=20))
    await here.comes_back(other)

    await here.later(hours=5)
    await here.world.send_all()

    assert here.sent() == {APP: 1, SMS: 1}


async def test_an_app_unbound_meanwhile_is_not_pushed_to_and_a_text_goes(here: Reached) -> None:
    device = await here.by_app()
    notice = await here.queued()
    async with here.world.core.atomic():
        await here.devices.end(device.session, here.world.clock())

    await here.world.desk.send_notice(notice)
    await here.world.send_all()

    assert here.sent() == {SMS: 1}


async def test_whoever_signed_out_is_not_told_on_that_phone(here: Reached) -> None:
    device = await here.by_app()
    notice = await here.queued()
    await here.end_session(device)

    await here.world.desk.send_notice(notice)
    await here.world.send_all()

    assert here.sent() == {SMS: 1}


async def test_an_app_unbound_while_nobody_knows_is_a_call_and_no_second_message(here: Reached) -> None:
    device = await here.by_app()
    notice = await here.queued()
    here.push.trouble.answer_lost = True
    await here.world.desk.send_notice(notice)
    await here.end_session(device)

    await here.later(minutes=4)
    await here.world.send_all()

    assert (here.sent(), await count("calls")) == ({APP: 1}, 1)


async def test_a_phone_of_somebody_else_is_not_told(here: Reached) -> None:
    await here.by_app(name="乙丑宁", number="370285196001059999")

    await here.world.desk.send_notice(await here.queued())

    assert here.sent() == {SMS: 1}


async def test_a_push_names_nobody_and_its_page_opens_nothing_by_itself(here: Reached) -> None:
    await here.by(APP)

    await here.world.desk.send_notice(await here.queued())

    [push] = here.push.sent
    assert push.wording == SHOWN
    assert push.page.startswith("pages/matter/matter?m=mtr_")
    assert "甲子安" not in repr(push)
    assert "虚构第1学校" not in repr(push)
