"""However a push service or WeChat fails and we die: one message a notice, that way or as a text.

But for a push that was taken and whose reader did not come for a day: that goes as a text after it, once.
"""

import asyncio
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import example, given, settings

from adapters.conformance.kits import KITS
from adapters.conformance.push import suite as pushes
from adapters.conformance.stage import Ground, staged
from adapters.conformance.subscribe_message import suite as subscribed
from adapters.conformance.template_message import suite as followed
from adapters.postgres.notices import PostgresNotices
from adapters.postgres.rows.core import LedgerEntryRow
from adapters.postgres.unknown_fates import PostgresUnknownFates
from domain.invitations.notice import NoticeState
from domain.invitations.outside import MessageReceipt
from domain.kernel.ids import NoticeId
from domain.kernel.party import Channel
from domain.staff.stuck import StuckKind
from domain.usecases.hand_over_notice import Ways
from domain.usecases.record_notice import UNOPENED
from tests.properties.weather import EVENTS, Event, Fate, Mortal, Storm, Worker
from tests.support.house import HandClock, count, house
from tests.support.server import TestServer
from tests.usecases.notice_world import rows
from tests.usecases.reached import Reached, reached

HANGING = {NoticeState.SENDING, NoticeState.UNKNOWN}


@dataclass
class InTheKitsWords:
    """The emulator knows one text and one reader: ours goes to them."""

    port: Any
    words: Callable[[Any, Mapping[str, Any]], Any]
    template: str
    values: Mapping[str, str]

    async def send(self, *given: Any, **more: Any) -> MessageReceipt:
        del given
        receipt: MessageReceipt = await self.words(self.port, more)
        return receipt

    def wording(self, template: str, values: Mapping[str, str]) -> str:
        del template, values
        told: str = self.port.wording(self.template, self.values)
        return told


@dataclass(frozen=True)
class Way:
    """`port`: what the way's use case calls it; `taken`: how many messages the vendor has in its books."""

    kind: str
    channel: Channel
    port: str
    words: Callable[[Any, Mapping[str, Any]], Any]
    template: str
    values: Mapping[str, str]
    ready: Callable[[Any], Any]
    taken: Callable[[Any], Any]


async def _nothing(world: Any) -> None:
    del world


WAYS = (
    Way(
        *("push", Channel.APP, "push"),
        lambda port, more: port.send(
            pushes.ANDROID, pushes.TEMPLATE, pushes.VALUES, out_id=more["out_id"], page=pushes.PAGE
        ),
        *(pushes.TEMPLATE, pushes.VALUES, _nothing),
        lambda world: world.accepted(),
    ),
    Way(
        *("subscribe-message", Channel.MINI_PROGRAM, "messages"),
        lambda port, _: port.send(subscribed.OPENID, subscribed.DUE, subscribed.VALUES, page=subscribed.PAGE),
        *(subscribed.DUE, subscribed.VALUES),
        lambda world: world.grant(subscribed.OPENID, 9),
        lambda world: world.count(),
    ),
    Way(
        *("template-message", Channel.OFFICIAL_ACCOUNT, "messages"),
        lambda port, more: port.send(
            followed.FOLLOWER, followed.DUE, followed.VALUES, out_id=more["out_id"], page=followed.PAGE
        ),
        *(followed.DUE, followed.VALUES),
        lambda world: world.follow(followed.FOLLOWER, followed.UNIONID),
        lambda world: world.count(),
    ),
)


def _runs(here: Reached, way: Way, port: Any) -> Mapping[str, Any]:
    desk = here.world.desk
    walked = [
        replace(one, **{way.port: port}) if one.channel is way.channel else one  # type: ignore[type-var]  # all are dataclasses
        for one in desk.send_notice.ways.all
    ]
    ways = Ways(tuple(walked), desk.send_notice.ways.offered)
    send = replace(desk.send_notice, ways=ways)
    ask = replace(desk.ask_after_notice, repeat_push=replace(desk.ask_after_notice.repeat_push, ways=ways))
    return {
        "send-notice": lambda args: send(NoticeId(UUID(args["notice_id"]))),
        "ask-after-notice": lambda args: ask(NoticeId(UUID(args["notice_id"]))),
    }


async def _unopened_for() -> timedelta | None:
    """Between the push and the text after it; None where the push is not recorded as unopened."""
    failed = await LedgerEntryRow.filter(kind="notice-undelivered")
    if [one.facts["error"] for one in failed] != [UNOPENED]:
        return None
    push, text = sorted(await rows("notices"), key=lambda row: row["queued_at"])
    assert (push["channel"], text["channel"]) == ("app", "sms")
    waited: timedelta = text["queued_at"] - push["tried_at"]
    return waited


async def play(way: Way, events: list[Event], runtime_url: str, folder: Path, *, comes: bool = False) -> None:
    """`comes`: the reader uses the office once the storm is over."""
    clock, fate = HandClock(), Fate()
    [kit] = KITS[way.kind]
    async with (
        house(runtime_url, clock) as core,
        staged(Ground(kit.account)) as stage,
        kit.open(stage) as world,
    ):
        stage.clock.at = clock()
        await way.ready(world)
        here = await reached(core, clock, folder)
        device = await here.by_app() if comes else None
        if device is None:
            await here.by(way.channel)
        notice_id = await here.queued()
        theirs = getattr(world, way.port)
        port = InTheKitsWords(Mortal(theirs, fate), way.words, way.template, way.values)

        async def hear(how: str) -> None:
            del how  # what the platform tells of a message is not needed for it to be sent once

        storm = Storm((stage,), clock, Worker(clock, _runs(here, way, port)), fate, hear)

        await storm.befall(events)
        await storm.clear_up(hours=2)
        storm.go_on(timedelta(minutes=1))
        if device is not None:
            await here.comes_back(device)
        await storm.clear_up(hours=28)

        async with core.atomic():
            notice = await PostgresNotices(core.cipher, core.digests).take(notice_id)
        sent, texts = await way.taken(world), len(here.world.sms.sent)
        unopened_for = await _unopened_for()
        if unopened_for is not None:
            assert (sent, texts, await count("calls")) == (1, 1, 0)
            assert not comes, "the reader came, and was told again"
            assert unopened_for >= timedelta(days=1)
            return
        assert sent + texts <= 1, f"{sent} messages and {texts} texts for one notice"
        hanging = await PostgresUnknownFates().stuck(before=clock() + timedelta(minutes=1))
        on_the_list = {one.ref for one in hanging if one.kind is StuckKind.NOTICE}
        if events and notice.state in HANGING:
            assert notice_id in on_the_list, f"{notice.state}, and nobody is told"
        elif comes and notice.state is NoticeState.DELIVERED:
            assert (sent, texts) == (1, 0)
        else:
            assert notice.state is not NoticeState.SENT, "nobody looked whether it was read"
            assert events or sent == 1, "in fair weather it is sent"
            assert texts + await count("calls") == 1, f"{notice.state}, no text, and nobody calls"


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.kind)
def test_one_message_is_sent_whatever_befalls(way: Way, server: TestServer) -> None:
    ended = []

    @settings(max_examples=8)
    @given(EVENTS)
    @example([])
    def run(events: list[Event]) -> None:
        with server.database() as urls, tempfile.TemporaryDirectory() as folder:
            asyncio.run(play(way, events, urls.runtime, Path(folder)))
        ended.append(len(events))

    run()
    assert ended


def test_a_push_whose_reader_comes_is_the_only_message_whatever_befell(server: TestServer) -> None:
    [push] = [way for way in WAYS if way.channel is Channel.APP]

    @settings(max_examples=8)
    @given(EVENTS)
    @example([])
    def run(events: list[Event]) -> None:
        with server.database() as urls, tempfile.TemporaryDirectory() as folder:
            asyncio.run(play(push, events, urls.runtime, Path(folder), comes=True))

    run()
