"""A filed case, and the desks where it is put right, taken back, returned and closed."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from adapters.files.calendar_csv import CalendarFile
from adapters.postgres.case_requests import PostgresCaseRequests
from adapters.postgres.sessions import PostgresSessions
from adapters.postgres.supplements import PostgresSupplements
from bff.compose.core import Core
from bff.compose.endings import EndingParts, ending_desk
from bff.compose.mandates import asking_authorities, checking_authority
from bff.compose.supplements import SupplementParts, supplement_desk
from domain.cases.case import Case, CaseState
from domain.cases.request import CaseRequest, RequestKind
from domain.decisions.push import PushStatus
from domain.identity.session import LIFE, Session
from domain.kernel.ids import SessionId
from domain.kernel.party import Acting, Channel, Level
from domain.kernel.personal import DocumentNumber, OrganisationName, PersonName
from domain.kernel.ports import RequestKey
from domain.parties.records import RepresentedOrganisation
from domain.supplements.supplement import Supplement
from domain.usecases.replay_case import ReplayCase
from tests.support.house import HandClock, jobs_deferred
from tests.usecases.decided import Decided, FakeHolderRegister, confirmed

PDF = b"%PDF-1.4 the annual inspection of last year"


@dataclass
class NamesTheDirector(FakeHolderRegister):
    """A register in which 甲 still speaks for the school, until somebody says otherwise."""

    speaks: bool = True

    async def represented_by(
        self, name: PersonName, number: DocumentNumber, *, purpose: str
    ) -> tuple[RepresentedOrganisation, ...]:
        self._enter(purpose)
        school = OrganisationName("莱西市晨光艺术培训学校（虚构）")
        if not self.speaks or (name, number) != (PersonName("甲子"), DocumentNumber("370285196001059988")):
            return ()
        uscc = DocumentNumber("52370285MJ99000000")
        return (RepresentedOrganisation(uscc, school, "民办非企业单位", "负责人", self.as_of),)


@dataclass
class Ends:
    world: Decided
    keys: Any = field(default_factory=count)

    def __post_init__(self) -> None:
        core, world = self.world.core, self.world
        self.register = NamesTheDirector({}, core.now())
        check = checking_authority(core, asking_authorities(core, self.register))
        calendars = CalendarFile()
        self.supplements = supplement_desk(
            core, SupplementParts(world.back_end, world.bank, calendars, check)
        )
        self.endings = ending_desk(
            core, EndingParts(world.back_end, world.catalogue, calendars, world.plans, check)
        )
        self.rows, self.requests = (
            PostgresSupplements(core.cipher, core.new_id),
            PostgresCaseRequests(core.new_id),
        )

    @property
    def core(self) -> Core:
        return self.world.core

    def key(self, text: str = "") -> RequestKey:
        return RequestKey("session", "probe", text or f"key-{next(self.keys)}", bytes(32))

    async def phone(self) -> Acting:
        """A face checked just now, for this matter; the register names them."""
        session, now, world = SessionId(self.core.new_id()), self.core.now(), self.world
        case = await self.case()
        await PostgresSessions().add(
            Session(
                session,
                world.actor.party_id,
                now,
                now + LIFE,
                now,
                case.matter,
                session.bytes,
                session.bytes,
            )
        )
        return Acting(world.actor.party_id, world.party.party_id, Level.FACE, Channel.H5, session)

    async def case(self) -> Case:
        return await self.world.cases.by_id(self.world.case)

    async def newest(self) -> Supplement:
        return (await self.rows.of_case(self.world.case))[0]

    async def request(self, kind: RequestKind) -> CaseRequest | None:
        return await self.requests.of_case(self.world.case, kind)

    async def asked(self, seq: int = 1, *, newly: bool = False) -> None:
        """The back-end says what is missing."""
        filed = self.world.back_end.filings[self.world.biz_no][1]
        self.world.back_end.stands[filed.number] = PushStatus.SUPPLEMENT
        await self.world.hear(self.world.supplement(seq, newly=newly))

    async def answered(self) -> None:
        """The person gives what is missing, and the back-end has it."""
        acting = await self.phone()
        supplement = await self.newest()
        for wanted in supplement.wanted:
            await self.supplements.give_file(acting, self.world.case, wanted.index, PDF)
        shown = await self.supplements.read_supplement(acting, self.world.case)
        await self.supplements.answer_supplement(
            acting, self.world.case, digest=shown.digest, promise=True, request=self.key()
        )
        await self.supplements.hand_in(supplement.supplement_id)

    async def replays(self) -> CaseState:
        replayed = await ReplayCase(self.world.cases, self.core.ledger)(self.world.case)
        return replayed.state

    async def jobs(self) -> list[str]:
        return [name for name, _ in await jobs_deferred()]

    def days_pass(self, days: int) -> None:
        self.world.clock.go_on(timedelta(days=days))


async def filed(core: Core, clock: HandClock, **more: str) -> Ends:
    world = await confirmed(core, clock, **more)
    await world.desk.file_case(world.case)
    return Ends(world)
