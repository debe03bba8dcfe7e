"""A case with a parcel each way on a real database; the courier's platform is a fake one."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from tortoise.connection import get_connection

from adapters.catalogue.toml_items import TomlCatalogue
from adapters.postgres.cases import PostgresCases
from adapters.postgres.forms import PostgresForms
from adapters.postgres.invitations import PostgresInvitations
from adapters.postgres.matters import PostgresMatters
from adapters.postgres.parties import PostgresAuthorities, PostgresParties
from adapters.postgres.sessions import PostgresSessions
from adapters.postgres.shipments import PostgresShipments
from bff.compose.core import Core
from bff.compose.couriers import CourierOutside
from bff.compose.mandates import asking_authorities, checking_authority
from bff.compose.shipments import shipment_desk, shipment_plans
from domain.cases.case import Case, CaseState
from domain.catalogue.paperwork import Carriage, DocumentClass
from domain.catalogue.ports import Catalogue
from domain.forms.form import Form, FormState, Handover
from domain.identity.check import Purpose
from domain.identity.session import LIFE, Session
from domain.invitations.invitation import Answer, Invitation, Offer
from domain.kernel.ids import CaseId, InvitationId, ItemCode, MatterId, SessionId, ShipmentId
from domain.kernel.party import Acting, Channel, Level
from domain.kernel.personal import Address, DocumentNumber, OrganisationName, PersonName, Phone
from domain.kernel.refusal import Unavailable
from domain.matters.matter import Matter, MatterState
from domain.parties.ports import Authority
from domain.shipments.outside import Contact, CourierBooking, CourierOrder, ParcelEvent
from domain.shipments.shipment import Shipment
from domain.usecases.receive_courier_push import PushDoor
from tests.fakes.courier import FakeCourier, FakeCourierCallbacks, FakeCouriers, FakeFollowing
from tests.fakes.registers import FakeSocialRegister
from tests.support.catalogue import shipped
from tests.support.house import HandClock
from tests.usecases.instant_world import RECORD, RECORD_OF_SCHOOL

ITEM, OFFICE = ItemCode("wg-15-minban-renewal"), "11370285MB9990012C"
NUMBER = "演370285民证字第2022-0001号"
DOOR = Handover(
    PersonName("甲子"),
    Phone("19900000101"),
    Address("山东省青岛市莱西市虚构路1号"),
    date(2026, 11, 24),
    "09:00-11:00",
)
COUNTER = Contact(PersonName("乙丑"), Phone("19900000102"), Address("山东省青岛市莱西市虚构路9号"))
PUBLIC = "https://palm.test"


class MortalCourier(FakeCourier):
    """The same platform; once, our own machine goes down before the answer is written down."""

    killed_after_order = False
    meanwhile: Callable[[], Awaitable[None]] | None = None  # happens while an order is out, which is lost

    async def order(self, order: CourierOrder) -> CourierBooking:
        if self.meanwhile is not None:
            happens, self.meanwhile = self.meanwhile, None
            await happens()
            raise Unavailable("courier", "502")
        booking = await super().order(order)
        if self.killed_after_order:
            self.killed_after_order = False
            raise asyncio.CancelledError
        return booking


@dataclass
class Parcels:
    """`case` is granted a way in and a way out; its party is a school."""

    core: Core
    clock: HandClock
    case: Case
    form: Form
    doors: Mapping[str, PushDoor] = field(default_factory=dict)
    catalogue: Catalogue = field(default_factory=shipped)

    def __post_init__(self) -> None:
        self.following = FakeFollowing()
        self.courier, self.callbacks = MortalCourier(self.clock), FakeCourierCallbacks()
        self.shipments, self.cases = PostgresShipments(self.core.cipher), PostgresCases()
        self.couriers = FakeCouriers({"fake": self.courier})
        self.plans = shipment_plans(self.core, self.catalogue, self.counter, self.couriers)
        self.register = FakeSocialRegister({RECORD: RECORD_OF_SCHOOL}, self.clock())
        ask = asking_authorities(self.core, self.register)
        self.desk = shipment_desk(
            self.core,
            self.catalogue,
            CourierOutside(self.couriers, self.callbacks, self.doors, self.following, signed_by="fake"),
            checking_authority(self.core, ask),
            public_url=PUBLIC,
        )

    async def counter(self, case: Case) -> Contact:
        del case
        return COUNTER

    async def collection(self) -> ShipmentId:
        async with self.core.atomic():
            return await self.plans.collection(self.case, self.form)

    async def delivery(self) -> ShipmentId:
        async with self.core.atomic():
            return await self.plans.delivery(self.case, self.form)

    async def give_back(self, collected: ShipmentId) -> ShipmentId:
        async with self.core.atomic():
            brought = await self.shipments.by_id(collected)
            return await self.plans.give_back(brought, brought.pieces)

    async def ordered(self, shipment: ShipmentId) -> Shipment:
        await self.desk.order_shipment(shipment)
        return await self.shipments.by_id(shipment)

    async def told(
        self, shipment: ShipmentId, *events: ParcelEvent, kind: str = "kuaidi100-track"
    ) -> Shipment:
        """The platform posts the events; the job that follows is worked on."""
        await self.post(shipment, *events, kind=kind)
        for message in await self.waiting():
            await self.desk.record_courier_news(message)
        return await self.shipments.by_id(shipment)

    async def post(self, shipment: ShipmentId, *events: ParcelEvent, kind: str = "kuaidi100-track") -> None:
        secrets = await self.shipments.secrets_of(shipment)
        known = await self.shipments.by_id(shipment)
        body = self.callbacks.write(
            known.waybill or "1199000000099", events, salt=secrets.salt, courier="丙寅"
        )
        await self.desk.receive_courier_news(kind, secrets.token, body, "application/x-www-form-urlencoded")

    async def waiting(self) -> list[UUID]:
        rows = await get_connection("default").execute_query_dict(
            "SELECT id FROM inbox WHERE done_at IS NULL ORDER BY received_at, id"
        )
        return [row["id"] for row in rows]

    async def kinds(self) -> list[str]:
        return [entry.step.kind for entry in await self.core.ledger.of_case(self.case.case_id)]

    async def phone(self, purpose: Purpose = Purpose.CASE, matter: MatterId | None = None) -> Acting:
        """A face shown just now, for that."""
        session, now, person = SessionId(self.core.new_id()), self.core.now(), self.case.actor
        about = matter or self.case.matter
        await PostgresSessions().add(
            Session(
                session,
                person,
                now,
                now + LIFE,
                now,
                about,
                session.bytes,
                session.bytes,
                face_purpose=purpose,
            )
        )
        return Acting(person, self.case.party, Level.FACE, Channel.H5, session)

    async def is_now(self, state: CaseState) -> None:
        """The case is put where the test begins."""
        async with self.core.atomic():
            held = await self.cases.take(self.case.case_id)
            held.state = state
            await self.cases.save(held)


async def parcels(
    core: Core,
    clock: HandClock,
    state: CaseState = CaseState.FILED,
    *,
    return_mode: str = "pickup",
    delivery_mode: str = "courier",
    doors: Mapping[str, PushDoor] | None = None,
    paper_class: DocumentClass = DocumentClass.CERTIFICATE,
    carriers: tuple[Carriage, ...] = (),
) -> Parcels:
    """`paper_class`, `carriers`: of the item, where they are not as shipped."""
    people = PostgresParties(core.cipher, core.digests, core.now, core.new_id)
    async with core.atomic():
        actor = await people.remember_person(PersonName("甲子"), DocumentNumber("370285196001059988"))
        school = await people.remember_organisation(
            OrganisationName("莱西市晨光艺术培训学校（虚构）"),
            DocumentNumber("52370285MJ99000000"),
            holder_kind="民办非企业单位",
        )
        matter, case = MatterId(core.new_id()), CaseId(core.new_id())
        await PostgresMatters().add(
            Matter(matter, school.party_id, f"e-{matter}", MatterState.UNDER_WAY, 1, core.now())
        )
        opened = Case(
            case, matter, ITEM, school.party_id, actor.party_id, "负责人", state, core.now(), version=1
        )
        await PostgresCases().add(opened)
        await PostgresAuthorities(core.now, core.new_id).replace(
            actor.party_id, (Authority(actor.party_id, school.party_id, "负责人", core.now()),)
        )
        day = date(2027, 1, 20)
        offer = Offer(ITEM, "r000001", OFFICE, day, day, "minban@1", core.now(), Answer.YES, "-0001号")
        invitation = InvitationId(core.new_id())
        await PostgresInvitations(core.new_id).add(
            Invitation(invitation, matter, school.party_id, [offer], "invitation-1", core.now())
        )
    form = Form(
        case,
        FormState.CONFIRMED,
        fields=[],
        materials=[],
        return_modes=("pickup", "self_post", "counter"),
        delivery_modes=("courier", "counter"),
        copies={"正本": 1, "副本": 2},
        certificate_number=NUMBER,
        return_mode=return_mode,
        delivery_mode=delivery_mode,
        pickup=DOOR,
        delivery=DOOR,
    )
    await PostgresForms(core.cipher, core.new_id).add(form)
    return Parcels(core, clock, opened, form, doors or {}, _catalogue(paper_class, carriers))


def _catalogue(paper_class: DocumentClass, carriers: tuple[Carriage, ...]) -> Catalogue:
    return TomlCatalogue(
        [
            replace(item, paper_class=paper_class, carriers=carriers or item.carriers)
            if item.code == ITEM
            else item
            for item in shipped().all()
        ]
    )
