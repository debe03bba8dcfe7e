"""However operators fail and we die: one text a notice, through whichever of them; or a person is told."""

import asyncio
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import example, given, settings

from adapters.conformance.kits import KITS
from adapters.conformance.sms.world import VALUES
from adapters.conformance.stage import Ground, Stage, staged
from adapters.keys.randomness import uuid7
from adapters.postgres.notices import PostgresNotices
from adapters.postgres.sms_tries import PostgresSmsTries
from adapters.postgres.unknown_fates import PostgresUnknownFates
from adapters.postgres.vendor_shares import PostgresVendorShares
from adapters.sms.routed import RoutedSms
from domain.invitations.notice import NoticeState
from domain.invitations.outside import SmsFate, SmsReceipt
from domain.kernel.ids import NoticeId
from domain.kernel.personal import Phone
from domain.staff.stuck import StuckKind
from tests.properties.weather import EVENTS, Event, Fate, Mortal, Storm, Worker, as_heard
from tests.support.house import HandClock, house
from tests.support.server import TestServer
from tests.usecases.notice_world import World, a_record, a_world, by_text

ALIYUN, TENCENT = KITS["sms"]
NUMBER = 101  # of the organisation whose phone the operators' sandboxes know
HANGING = {NoticeState.SENDING, NoticeState.UNKNOWN}


@dataclass
class SaysTheKitsWords:
    """The sandboxes know one approved text: ours is told in its words."""

    port: Any

    async def send(self, to: Phone, template: str, values: Mapping[str, str], *, out_id: str) -> SmsReceipt:
        del template, values
        receipt: SmsReceipt = await self.port.send(to, "invite", VALUES, out_id=out_id)
        return receipt

    async def ask(self, to: Phone, *, out_id: str, sent_on: date, reference: str = "") -> SmsFate | None:
        fate: SmsFate | None = await self.port.ask(to, out_id=out_id, sent_on=sent_on, reference=reference)
        return fate

    def wording(self, template: str, values: Mapping[str, str]) -> str:
        del template, values
        told: str = self.port.wording("invite", VALUES)
        return told


@dataclass
class Told:
    """Our side of one notice, with real rows; each operator's side is a stage and a world."""

    held: World
    operators: Mapping[str, tuple[Stage, Any]]
    fate: Fate
    heard: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        core, desk = self.held.core, self.held.desk
        sms = RoutedSms(
            {
                name: SaysTheKitsWords(Mortal(world.sms, self.fate))
                for name, (_, world) in self.operators.items()
            },
            tries=PostgresSmsTries(core.now, uuid7),
            shares=PostgresVendorShares(uuid7),
            atomic=core.atomic,
            now=core.now,
        )
        self.send = by_text(self.held, sms)
        self.ask = replace(desk.ask_after_notice, sms=sms)
        callbacks = {name: world.callbacks for name, (_, world) in self.operators.items()}
        self.receive = replace(desk.receive_sms_reports, callbacks=callbacks)

    def runs(self) -> Mapping[str, Any]:
        return {
            "send-notice": lambda args: self.send(NoticeId(UUID(args["notice_id"]))),
            "ask-after-notice": lambda args: self.ask(NoticeId(UUID(args["notice_id"]))),
            "read-inbox": lambda args: self.held.desk.record_delivery_report(UUID(args["message_id"])),
        }

    async def hear(self, how: str) -> None:
        for name, (stage, _) in self.operators.items():
            await stage.control("/__flush", all=True)
            come = stage.listener.got[self.heard.get(name, 0) :]
            self.heard[name] = len(stage.listener.got)
            for one in as_heard(how, come):
                await self.receive(name, one.body)

    async def went_out(self) -> int:
        return sum([await world.count() for _, world in self.operators.values()])


async def play(events: list[Event], runtime_url: str, folder: Path) -> None:
    clock, fate = HandClock(), Fate()
    async with (
        house(runtime_url, clock) as core,
        staged(Ground(ALIYUN.account)) as first,
        ALIYUN.open(first) as aliyun,
        staged(Ground(TENCENT.account)) as second,
        TENCENT.open(second) as tencent,
    ):
        first.clock.at = second.clock.at = clock()
        held = await a_world(core, clock, folder)
        told = Told(held, {"aliyun": (first, aliyun), "tencent": (second, tencent)}, fate)
        [notice_id] = await held.queued(a_record(NUMBER))
        storm = Storm((first, second), clock, Worker(clock, told.runs()), fate, told.hear)

        await storm.befall(events)
        await storm.clear_up(hours=8)

        async with core.atomic():
            notice = await PostgresNotices(core.cipher, core.digests).take(notice_id)
        sent = await told.went_out()
        assert sent <= 1, f"{sent} texts for one notice"
        hanging = await PostgresUnknownFates().stuck(before=clock() + timedelta(minutes=1))
        on_the_list = {one.ref for one in hanging if one.kind is StuckKind.NOTICE}
        if events and notice.state in HANGING:
            assert notice_id in on_the_list, f"{notice.state}, and nobody is told"
        else:
            assert (notice.state, sent) == (NoticeState.DELIVERED, 1)


def test_one_text_is_sent_whatever_befalls(server: TestServer) -> None:
    ended = []

    @settings(max_examples=12)
    @given(EVENTS)
    @example([])
    def run(events: list[Event]) -> None:
        with server.database() as urls, tempfile.TemporaryDirectory() as folder:
            asyncio.run(play(events, urls.runtime, Path(folder)))
        ended.append(len(events))

    run()
    assert ended
