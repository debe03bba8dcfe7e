"""An enterprise with its licences, who represents it, a stranger; the start desk on a real database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from tortoise.connection import get_connection

import domain.catalogue
from adapters.analysis.holder_engine import DuckDbHolderAnalysis
from adapters.catalogue.toml_items import TomlCatalogue
from adapters.postgres.doubts import PostgresDoubts
from adapters.postgres.invitations import PostgresInvitations
from adapters.postgres.matters import PostgresMatters
from adapters.postgres.parties import PostgresParties
from adapters.postgres.starts import PostgresStarts
from bff.compose.core import Core
from bff.compose.mandates import asking_authorities, checking_authority
from bff.compose.starts import StartParts, start_desk
from bff.desks.starts import StartDesk
from domain.findings.ports import Candidate, ChangeRow, SnapshotRow
from domain.kernel.ids import ItemCode, MatterId, SessionId, StartId
from domain.kernel.party import Acting, Channel, Level, Party
from domain.kernel.personal import Address, DocumentNumber, Free, OrganisationName, PersonName, Phone
from domain.kernel.ports import RequestKey
from domain.parties.records import (
    BANK,
    ENTERPRISE,
    CertificateRow,
    ChangedField,
    ChangedValue,
    HolderRecord,
    Printed,
    RegisteredChange,
    RepresentedOrganisation,
    ResponsiblePerson,
    Sourced,
)
from domain.starts.start import Start
from domain.usecases.start_by_oneself import StartView
from tests.fakes.holder_register import FakeHolderRegister
from tests.fakes.limits import FakeLimits
from tests.support.catalogue import shipped
from tests.support.house import NOON, HandClock, jobs_deferred

ITEMS = Path(domain.catalogue.__path__[0]) / "items"
QINGDAO, JIMO = "11370200MB9990047T", "11370215MB99900388"
TODAY = date(2026, 11, 23)
BUILD, DESIGN, SUPERVISE = (
    ItemCode("wg-01-construction-change"),
    ItemCode("wg-02-design-change"),
    ItemCode("wg-04-supervision-change"),
)
WATER_RESPONSIBLE, WATER_ADDRESS = (
    ItemCode("wg-09-water-responsible-change"),
    ItemCode("wg-11-water-address-change"),
)
GRAIN, SAMPLE = ItemCode("wg-06-grain-purchase-change"), ItemCode("sample-99-person-renewal")
TYPES = {
    BUILD: "建筑业企业资质证书",
    DESIGN: "工程设计资质证书",
    SUPERVISE: "工程监理资质证书",
    WATER_ADDRESS: "集中式供水单位卫生许可证",
    SAMPLE: "样例从业资格证",
}
JIA, YI = (
    (PersonName("甲子安"), DocumentNumber("370285196001059982")),
    (PersonName("乙丑平"), DocumentNumber("370285196203019905")),
)
USCC = DocumentNumber("91370200MA9990018X")
OLD_NAME, NEW_NAME = (
    OrganisationName("青岛旧名建筑有限公司（虚构）"),
    OrganisationName("青岛新名建筑有限公司（虚构）"),
)
HERE = Address("李沧区九水路12号")


def a_licence(n: int, kind: str, **differences: object) -> HolderRecord:
    """The enterprise's licence `n`, printed with the old name; differences are of its certificate."""
    certificate = CertificateRow(
        record_id=f"bank:l{n:06d}",
        holder_number=USCC,
        holder_name=OLD_NAME,
        holder_kind="企业",
        issuing_body_code=QINGDAO,
        issuing_body_name="青岛市行政审批局",
        licence_number=f"演D3702{n:05d}",
        licence_type=kind,
        valid_from=date(2024, 1, 20),
        valid_until=date(2029, 1, 19),
        status="valid",
        originals=1,
        duplicates=1,
        updated_at=NOON,
    )
    return HolderRecord(
        certificate=replace(certificate, **differences),  # type: ignore[arg-type] # the test's to get right
        responsible=ResponsiblePerson(*JIA, "法定代表人", NOON),
        contact_phone=Phone(f"1990000{n:04d}"),
        name=Sourced(NEW_NAME, NOON),
        address=Sourced(HERE, NOON),
        business_scope=Sourced(Free("房屋建筑工程施工"), NOON),
        supervising_unit=Sourced(Free(""), NOON),
        funds_fen=None,
        as_of=NOON,
        holder_origin=ENTERPRISE,
        licence_origin=BANK,
        printed=Printed(OLD_NAME, JIA[0], HERE),
    )


BUILDER = (a_licence(1, TYPES[BUILD]), a_licence(2, TYPES[DESIGN]), a_licence(4, TYPES[SUPERVISE]))


def renamed(*, days_ago: int = 10) -> RegisteredChange:
    return a_change(ChangedValue(ChangedField.NAME, OLD_NAME, NEW_NAME), days_ago=days_ago)


def readdressed(before: str, after: str, to_division: str = "370213") -> ChangedValue:
    return ChangedValue(ChangedField.ADDRESS, Address(before), Address(after), "370213", to_division)


def a_change(*values: ChangedValue, days_ago: int = 10, change_id: str = "c000001") -> RegisteredChange:
    return RegisteredChange(change_id, USCC, TODAY - timedelta(days=days_ago), values, NOON)


class OneRegister(FakeHolderRegister):
    """Names an organisation once, however many licences it has."""

    async def represented_by(
        self, name: PersonName, number: DocumentNumber, *, purpose: str
    ) -> tuple[RepresentedOrganisation, ...]:
        return tuple(dict.fromkeys(await super().represented_by(name, number, purpose=purpose)))


@dataclass
class Watched:
    """The analysis, and which rules it was asked to run."""

    ran: list[str] = field(default_factory=list)

    async def candidates_among(
        self,
        sql: str,
        *,
        licences: Sequence[SnapshotRow],
        changes: Sequence[ChangeRow],
        as_of: datetime,
        parameters: Mapping[str, date | int | str],
    ) -> tuple[Candidate, ...]:
        self.ran.append(sql)
        return await DuckDbHolderAnalysis().candidates_among(
            sql, licences=licences, changes=changes, as_of=as_of, parameters=parameters
        )


@dataclass
class World:
    core: Core
    clock: HandClock
    register: FakeHolderRegister
    analysis: Watched
    catalogue: TomlCatalogue
    jia: Party
    yi: Party
    company: Party
    desk: StartDesk

    def __post_init__(self) -> None:
        self.starts, self.matters = PostgresStarts(), PostgresMatters()
        self.invitations = PostgresInvitations(self.core.new_id)
        self.doubts = PostgresDoubts(self.core.cipher)

    def knows(self, *records: HolderRecord) -> None:
        self.register.records.update({record.certificate.record_id: record for record in records})

    def changed(self, *changes: RegisteredChange) -> None:
        self.register.changed.update({change.change_id: change for change in changes})

    def phone(self, person: Party, party: Party) -> Acting:
        session = SessionId(self.core.new_id())
        return Acting(person.party_id, party.party_id, Level.PHONE, Channel.H5, session)

    async def ask(self, item: ItemCode, *, acting: Acting | None = None, key: str = "") -> StartView:
        acting = acting or self.phone(self.jia, self.company)
        request = RequestKey("session", "start_by_oneself", key or str(self.core.new_id()), bytes(32))
        return await self.desk.start_by_oneself(acting, item, request)

    async def work(self) -> None:
        """What the worker would do with every job that senses."""
        for name, arguments in await jobs_deferred():
            if name == "sense-holder":
                await self.desk.sense_holder(StartId(UUID(arguments["start_id"])))

    async def came_of(self, item: ItemCode, *, acting: Acting | None = None) -> Start:
        """Asked, worked out and read back."""
        asked = await self.ask(item, acting=acting)
        await self.work()
        return await self.starts.by_id(StartId(asked.start_id))

    async def offers(self, matter: MatterId | None) -> set[tuple[str, str]]:
        """Which item is offered for which licence."""
        assert matter is not None
        invitation = await self.invitations.of_matter(matter)
        return {(offer.item, offer.record_id) for offer in invitation.offers}


async def a_world(core: Core, clock: HandClock, *, in_sandbox: bool = True) -> World:
    register = OneRegister({}, NOON)
    parties = PostgresParties(core.cipher, core.digests, core.now, core.new_id)
    check = checking_authority(core, asking_authorities(core, register))
    analysis, catalogue = Watched(), shipped()
    async with core.atomic():
        jia, yi = await parties.remember_person(*JIA), await parties.remember_person(*YI)
        company = await parties.remember_organisation(NEW_NAME, USCC, holder_kind="企业")
    parts = StartParts(catalogue, register, analysis, FakeLimits(), check, in_sandbox=in_sandbox)
    return World(core, clock, register, analysis, catalogue, jia, yi, company, start_desk(core, parts))


async def a_builder(core: Core, clock: HandClock) -> World:
    """The enterprise holds the three licences of a builder."""
    made = await a_world(core, clock)
    made.knows(*BUILDER)
    return made


async def ledger_kinds() -> list[str]:
    found = await get_connection("default").execute_query_dict("SELECT kind FROM ledger_entries ORDER BY seq")
    return [row["kind"] for row in found]
