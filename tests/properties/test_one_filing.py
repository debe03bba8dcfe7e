"""However the back-end fails and we die: one 办件编号 a case, its decision heard, or a person is told."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import example, given, settings

from adapters.conformance.kits import KITS
from adapters.conformance.listener import Received
from adapters.conformance.stage import Ground, Stage, staged
from adapters.postgres.unknown_fates import PostgresUnknownFates
from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.decisions.outside import Applicant, Filing, FilingActor
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.documents import NumberKind
from domain.kernel.ids import CaseId, CaseNumber
from domain.kernel.jobs import FileCase
from domain.kernel.personal import DocumentNumber, OrganisationName, PersonName
from domain.kernel.refusal import Unavailable
from domain.staff.stuck import StuckKind
from tests.properties.weather import EVENTS, Event, Fate, Mortal, Storm, Worker, as_heard
from tests.support.house import HandClock, house
from tests.support.server import TestServer
from tests.usecases.decided import Decided, confirmed

[KIT] = KITS["approval"]
DECIDED = {CaseState.GRANTED, CaseState.DELIVERED, CaseState.CLOSED}


@dataclass
class OfThatTown:
    """The back-end knows its own town's schools: ours goes by the number of one of them."""

    port: Any
    applicant: Applicant
    actor: FilingActor

    def __getattr__(self, name: str) -> Any:
        return getattr(self.port, name)

    async def file(self, filing: Filing) -> Any:
        return await self.port.file(replace(filing, applicant=self.applicant, actor=self.actor))


@dataclass
class Filed:
    """Our side of one confirmed case, with real rows; the back-end's people are `world`'s hands."""

    core: Core
    stage: Stage
    world: Any
    held: Decided
    fate: Fate
    said: int = 0
    heard: int = 0

    def __post_init__(self) -> None:
        desk, school = self.held.desk, self.world.town.of("journey")
        applicant = Applicant(OrganisationName(school.name), DocumentNumber(school.uscc), NumberKind.USCC)
        who = school.responsible
        actor = FilingActor(PersonName(who.name), DocumentNumber(who.id_number), "负责人")
        theirs = OfThatTown(self.world.back_end, applicant, actor)
        self.file_case = replace(desk.file_case, back_end=Mortal(theirs, self.fate))
        self.receive = replace(desk.receive_back_end_push, pushes=self.world.pushes)

    async def confirm(self) -> None:
        async with self.core.atomic():
            await self.core.jobs.defer(FileCase(self.held.case))

    def runs(self) -> Mapping[str, Any]:
        return {
            "file-case": lambda args: self.file_case(CaseId(UUID(args["case_id"]))),
            "read-inbox": lambda args: self.held.desk.record_back_end_push(UUID(args["message_id"])),
        }

    async def hear(self, how: str) -> None:
        """A clerk there does the next thing with what is complete, and what they say of it comes to us."""
        for case in (await self.stage.look("/__books"))["cases"]:
            number, steps = CaseNumber(case["case_no"]), (self.world.accept, self.world.grant)
            if self.said < len(steps) and await self._is_complete(number):
                await steps[self.said](number)
                self.said += 1
        await self.stage.control("/__flush", all=True)
        come = self.stage.listener.got[self.heard :]
        self.heard += len(come)
        for one in as_heard(how, come):
            await self._take(one)

    async def _is_complete(self, number: CaseNumber) -> bool:
        try:
            return not await self.world.missing(number)
        except Unavailable:  # the fault met this question
            return False

    async def _take(self, one: Received) -> None:
        try:
            await self.receive(one.method, one.path, one.headers, one.body)
        except SignatureWrong as wrong:
            if "nonce" not in str(wrong):  # the very same request once more is turned away, and nothing lost
                raise


async def play(events: list[Event], runtime_url: str) -> None:
    clock, fate = HandClock(), Fate()
    async with (
        house(runtime_url, clock) as core,
        staged(Ground(KIT.account)) as stage,
        KIT.open(stage) as world,
    ):
        stage.clock.at = clock()
        filed = Filed(core, stage, world, await confirmed(core, clock, return_mode="lost_declaration"), fate)
        await filed.confirm()
        storm = Storm((stage,), clock, Worker(clock, filed.runs()), fate, filed.hear)

        await storm.befall(events)
        await storm.clear_up(hours=4)

        ours = await filed.held.cases.by_id(filed.held.case)
        theirs = (await stage.look("/__books"))["cases"]
        assert len(theirs) <= 1, f"{len(theirs)} numbers for one case"
        if ours.state in DECIDED or not events:
            assert ours.state in DECIDED
            assert [one["case_no"] for one in theirs] == [ours.number]
        else:
            hanging = await PostgresUnknownFates().stuck(before=clock() + timedelta(minutes=1))
            on_the_list = {one.case for one in hanging if one.kind is StuckKind.FILING}
            assert filed.held.case in on_the_list, f"{ours.state}, and nobody is told"


def test_one_number_is_given_whatever_befalls(server: TestServer) -> None:
    ended = []

    @settings(max_examples=12)
    @given(EVENTS)
    @example([])
    def run(events: list[Event]) -> None:
        with server.database() as urls:
            asyncio.run(play(events, urls.runtime))
        ended.append(len(events))

    run()
    assert ended
