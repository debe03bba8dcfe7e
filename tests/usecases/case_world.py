"""A school whose certificate ends, who speaks for it and who did, and the case desk on a real database."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count

from adapters.files.calendar_csv import CalendarFile
from adapters.postgres.cases import PostgresCases
from adapters.postgres.forms import PostgresForms
from adapters.postgres.invitations import PostgresInvitations
from adapters.postgres.matters import PostgresMatters
from adapters.postgres.parties import PostgresParties
from adapters.postgres.sessions import PostgresSessions
from bff.compose.cases import case_desk
from bff.compose.core import Core
from bff.compose.mandates import NOBODY, asking_authorities, checking_authority
from bff.desks.cases import CaseDesk
from domain.cases.case import Case
from domain.catalogue.ports import Catalogue
from domain.forms.form import Form
from domain.identity.session import LIFE, Session
from domain.invitations.invitation import Answer, Invitation, Offer
from domain.kernel.ids import CaseId, InvitationId, ItemCode, MatterId, PartyId, SessionId
from domain.kernel.party import Acting, Channel, Level
from domain.kernel.personal import Address, DocumentNumber, Free, OrganisationName, PersonName, Phone
from domain.kernel.ports import RequestKey
from domain.mandates.ports import OutsideAuthorisations
from domain.matters.matter import Matter, MatterState
from domain.parties.records import CertificateRow, HolderRecord, PersonRecord, ResponsiblePerson, Sourced
from domain.shipments.outside import Contact
from domain.usecases.case_view import CaseView
from domain.usecases.record_answers import AnswersTaken
from tests.fakes.courier import one_courier
from tests.fakes.registers import FakeEnterpriseRegister, FakePopulationRegister, FakeSocialRegister
from tests.support.catalogue import shipped
from tests.support.house import NOON, HandClock

ITEM, LAIXI = ItemCode("wg-15-minban-renewal"), "11370285MB9990012C"
ENDS, LAST_DAY = date(2027, 1, 20), date(2026, 12, 21)
RECORD = "r000018"
JIA = PersonName("甲子安"), DocumentNumber("370285196001059983")
YI = PersonName("乙丑宁"), DocumentNumber("999999190001010007")
SCHOOL = OrganisationName("莱西市晨光艺术培训学校（虚构）"), DocumentNumber("52370285MJ9900018W")
COUNTER = Contact(
    OrganisationName("莱西市行政审批局"), Phone("19900000200"), Address("山东省青岛市莱西市虚构路2号")
)
CERTIFICATE = CertificateRow(
    record_id=RECORD,
    holder_number=SCHOOL[1],
    holder_name=SCHOOL[0],
    holder_kind="民办非企业单位",
    issuing_body_code=LAIXI,
    issuing_body_name="莱西市行政审批局",
    licence_number="演370285民证字第2022-0001号",
    licence_type="民办非企业单位登记证书",
    valid_from=date(2022, 1, 20),
    valid_until=ENDS,
    status="valid",
    originals=1,
    duplicates=2,
    updated_at=NOON,
)
ORGANISATION = HolderRecord(
    certificate=CERTIFICATE,
    responsible=ResponsiblePerson(*JIA, "负责人", NOON),
    contact_phone=Phone("19900000118"),
    name=Sourced(SCHOOL[0], NOON),
    address=Sourced(Address("山东省青岛市莱西市虚构路18号"), NOON),
    business_scope=Sourced(Free("音乐、舞蹈、美术培训"), NOON),
    supervising_unit=Sourced(Free("莱西市虚构教育主管局"), NOON),
    funds_fen=3_000_000,
    as_of=NOON,
)


@dataclass(frozen=True)
class World:
    core: Core
    clock: HandClock
    catalogue: Catalogue
    register: FakeSocialRegister
    population: FakePopulationRegister
    desk: CaseDesk
    school: PartyId
    jia: PartyId
    yi: PartyId
    matter: MatterId
    enterprises: FakeEnterpriseRegister
    keys: Iterator[int] = field(default_factory=count)

    def key(self, operation: str = "probe", *, text: str = "") -> RequestKey:
        return RequestKey("session", operation, text or f"key-{next(self.keys)}", bytes(32))

    async def phone(
        self, person: PartyId, party: PartyId | None = None, *, matter: MatterId | None = None
    ) -> Acting:
        """A phone just signed in by face, for the matter unless another one is named."""
        session, now = SessionId(self.core.new_id()), self.clock()
        await PostgresSessions().add(
            Session(
                session, person, now, now + LIFE, now, matter or self.matter, session.bytes, session.bytes
            )
        )
        return Acting(person, party or self.school, Level.FACE, Channel.H5, session)

    async def shown(self, acting: Acting) -> str:
        return (await self.desk.read_invitation(acting, self.matter)).digest

    async def answer(
        self,
        acting: Acting,
        answer: Answer = Answer.YES,
        *,
        digest: str = "",
        promise: bool = True,
        key: str = "",
    ) -> AnswersTaken:
        return await self.desk.answer_invitation(
            acting,
            self.matter,
            ((ITEM, answer),),
            shown_digest=digest or await self.shown(acting),
            promise=promise,
            request=self.key("answer_invitation", text=key),
        )

    async def begun(self, acting: Acting) -> CaseId:
        """A case whose form is filled in."""
        taken = await self.answer(acting)
        case = CaseId(taken.cases[0].case_id)
        await self.desk.prefill_form(case)
        return case

    async def confirm(self, acting: Acting, case: CaseId, *, key: str = "", **other: object) -> CaseView:
        """Confirm what is on the form, but for `other`."""
        form = await self.desk.read_form(acting, case)
        wanted: dict[str, object] = {
            "version": form.version,
            "digest": form.digest,
            "materials": frozenset(one.key for one in form.materials),
            "promise": True,
        }
        return await self.desk.confirm_form(
            acting,
            case,
            **{**wanted, **other},  # type: ignore[arg-type] # the test's to get right
            request=self.key("confirm_form", text=key),
        )

    async def case(self, case: CaseId) -> Case:
        return await PostgresCases().by_id(case)

    async def form(self, case: CaseId) -> Form:
        return await PostgresForms(self.core.cipher, self.core.new_id).of_case(case)

    def somebody_else_is_responsible(self) -> None:
        replaced = replace(ORGANISATION, responsible=ResponsiblePerson(*YI, "负责人", NOON))
        self.register.records[RECORD] = replaced

    def nobody_speaks_for_the_school(self) -> None:
        self.register.records[RECORD] = replace(ORGANISATION, responsible=None)


async def case_world(
    core: Core,
    clock: HandClock,
    *,
    catalogue: Catalogue | None = None,
    outside: OutsideAuthorisations = NOBODY,
) -> World:
    """The school is invited; 甲子安 speaks for it, 乙丑宁 for nobody."""
    catalogue = catalogue or shipped()
    register = FakeSocialRegister({RECORD: ORGANISATION}, NOON)
    home = Address("山东省青岛市莱西市虚构小区1号楼101室")
    population = FakePopulationRegister(
        {
            number: PersonRecord(name, Free("女"), Phone("19900000101"), home, NOON)
            for name, number in (JIA, YI)
        }
    )

    enterprises = FakeEnterpriseRegister()

    async def counter(_: Case) -> Contact:
        return COUNTER

    desk = case_desk(
        core,
        catalogue=catalogue,
        calendars=CalendarFile(),
        register=register,
        population=population,
        enterprises=enterprises,
        counter=counter,
        couriers=one_courier(clock),
        check_authority=checking_authority(core, asking_authorities(core, register), outside),
    )
    parties = PostgresParties(core.cipher, core.digests, clock, core.new_id)
    async with core.atomic():
        school = (await parties.remember_organisation(*SCHOOL, holder_kind="民办非企业单位")).party_id
        jia = (await parties.remember_person(*JIA)).party_id
        yi = (await parties.remember_person(*YI)).party_id
    matter = await a_matter(core, school, LAST_DAY)
    return World(core, clock, catalogue, register, population, desk, school, jia, yi, matter, enterprises)


async def a_matter(core: Core, holder: PartyId, last_day: date, *, as_of: datetime = NOON) -> MatterId:
    """A matter of one offer, answered by nobody."""
    matter = MatterId(core.new_id())
    offer = Offer(
        ITEM,
        RECORD,
        LAIXI,
        last_day + timedelta(days=30),
        last_day,
        "minban-certificate-expiry@1",
        as_of,
    )
    invitation = Invitation(InvitationId(core.new_id()), matter, holder, [offer], "invitation-1", NOON)
    async with core.atomic():
        event = f"{ITEM}/{matter}"
        await PostgresMatters().add(Matter(matter, holder, event, MatterState.INVITED, 0, NOON))
        await PostgresInvitations(core.new_id).add(invitation)
    return matter
