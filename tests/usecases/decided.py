"""A confirmed case on a real database, with the approval back-end, the licence bank and a printer at hand."""

import asyncio
import json
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from uuid import UUID

from adapters.approval.proposal_seal import ProposalSeal
from adapters.postgres.cases import PostgresCases
from adapters.postgres.decisions import PostgresDecisions
from adapters.postgres.forms import PostgresForms
from adapters.postgres.inbox import PostgresInbox
from adapters.postgres.invitations import PostgresInvitations
from adapters.postgres.licences import PostgresLicences
from adapters.postgres.matters import PostgresMatters
from adapters.postgres.parties import PostgresAuthorities, PostgresParties
from adapters.postgres.shipments import PostgresShipments
from bff.compose.core import Core
from bff.compose.decisions import DecisionParts, decision_desk
from bff.compose.mandates import asking_authorities, checking_authority
from bff.compose.shipments import shipment_plans
from domain.cases.case import Case, CaseState
from domain.catalogue.ports import Catalogue
from domain.decisions.push import BackEndPush, PushedLicence, PushStatus, Remedy, WantedMaterial
from domain.decisions.push_letter import natural_key, write
from domain.forms.form import Field, Form, FormMaterial, FormState, Handover
from domain.forms.handling import HANDLING_MODES
from domain.forms.paper import ApplicationPaper
from domain.invitations.invitation import Answer, Invitation, Offer
from domain.kernel.ids import CaseId, CaseNumber, InvitationId, ItemCode, MatterId, ShipmentId, short
from domain.kernel.party import Acting, Channel, Level, Party
from domain.kernel.personal import Address, DocumentNumber, Free, OrganisationName, PersonName, Phone
from domain.ledger.entry import Step
from domain.matters.matter import Matter, MatterState
from domain.parties.ports import Authority
from domain.parties.records import HolderRows, RegisteredChange
from domain.shipments.outside import Contact, ParcelEvent, ParcelState
from domain.shipments.states import ShipmentState
from tests.fakes.approval import FakeApproval, FakePushes
from tests.fakes.bank import FakeBank
from tests.fakes.courier import one_courier
from tests.fakes.registers import FakeNonces, FakeSocialRegister
from tests.support.catalogue import shipped
from tests.support.house import RING, HandClock

ITEM, OFFICE = ItemCode("wg-15-minban-renewal"), "11370285MB9990012C"
LICENCE_NUMBER = "演370285民证字第2026-0001号"
COUNTER = Contact(
    OrganisationName("莱西市行政审批局"), Phone("19900000200"), Address("山东省青岛市莱西市虚构路2号")
)
REMEDY = Remedy("行政复议", "有管辖权的行政复议机关", 60, None, "行政复议法第二十条")


@dataclass
class FakePrinter:
    """Prints the digest of what it is given; `missing` is raised instead, once."""

    printed: list[ApplicationPaper] = field(default_factory=list)
    missing: Exception | None = None

    async def __call__(self, paper: ApplicationPaper) -> bytes:
        if self.missing is not None:
            missing, self.missing = self.missing, None
            raise missing
        self.printed.append(paper)
        return b"%PDF-1.4 " + (paper.digest or "").encode()


@dataclass
class MortalApproval(FakeApproval):
    """The same back-end; once, our own machine goes down as it hands in a material."""

    killed_at_material: bool = False

    async def put_material(self, number: CaseNumber, index: int, content: bytes, digest: str) -> None:
        if self.killed_at_material:
            self.killed_at_material = False
            raise asyncio.CancelledError
        await super().put_material(number, index, content, digest)


@dataclass
class FakeHolderRegister(FakeSocialRegister):
    """The joined registers, as far as a decision asks them."""

    known: dict[str, RegisteredChange] = field(default_factory=dict)

    async def of_holder(self, number: DocumentNumber, *, since: date, purpose: str) -> HolderRows:
        self._enter(purpose)
        del number, since
        return HolderRows((), ())

    async def change(self, change_id: str, *, purpose: str) -> RegisteredChange | None:
        self._enter(purpose)
        return self.known.get(change_id)


@dataclass
class Decided:
    """The world of one confirmed case; repositories are real, the outside is not."""

    core: Core
    clock: HandClock
    party: Party
    actor: Party
    case: CaseId
    back_end: MortalApproval
    printer: FakePrinter = field(default_factory=FakePrinter)
    catalogue: Catalogue = field(default_factory=shipped)

    def __post_init__(self) -> None:
        core = self.core
        self.cases, self.forms = PostgresCases(), PostgresForms(core.cipher, core.new_id)
        self.decisions = PostgresDecisions(core.cipher, core.new_id)
        self.shipments = PostgresShipments(core.cipher)
        self.licences = PostgresLicences(core.cipher, core.digests)
        self.inbox = PostgresInbox(core.cipher, core.now, core.new_id)
        self.bank = FakeBank(self.clock)
        self.register = FakeHolderRegister({}, self.clock())
        self.plans = shipment_plans(core, self.catalogue, self.counter, one_courier(self.clock))
        ask = asking_authorities(core, self.register)
        parts = DecisionParts(
            self.back_end,
            FakePushes(FakeNonces(), self.clock),
            self.back_end,
            self.bank,
            self.catalogue,
            self.plans,
            checking_authority(core, ask),
            self.register,
            ProposalSeal(RING.proposal_key).sign,
            self.printer,
        )
        self.desk = decision_desk(core, parts)

    async def counter(self, case: Case) -> Contact:
        del case
        return COUNTER

    @property
    def biz_no(self) -> str:
        return short("case", self.case)

    @property
    def acting(self) -> Acting:
        return Acting(self.actor.party_id, self.party.party_id, Level.PHONE, Channel.H5)

    async def told(self) -> list[str]:
        """The kinds of the case's ledger entries since it was confirmed."""
        return [entry.step.kind for entry in await self.core.ledger.of_case(self.case)][2:]

    def push(
        self,
        status: PushStatus,
        seq: int,
        *,
        number: str = "",
        biz_no: str = "",
        identifier: str = "",
        adopted: str = "",
    ) -> BackEndPush:
        filed = self.back_end.filings.get(self.biz_no)
        negative = status in (PushStatus.DENIED, PushStatus.NOT_ACCEPTED)
        return BackEndPush(
            CaseNumber(number or (filed[1].number if filed else "N-1")),
            biz_no or self.biz_no,
            status,
            status.value,
            self.clock(),
            seq,
            "",
            ("不符合法定条件（演示）",) if negative else (),
            (REMEDY,) if negative else (),
            (),
            PushedLicence(LICENCE_NUMBER, identifier, None, None) if status is PushStatus.GRANTED else None,
            adopted,
        )

    def supplement(self, seq: int, *, newly: bool = False) -> BackEndPush:
        """What is missing: last year's inspection."""
        wanted = (WantedMaterial(2, "上年度年检结论", "登记系统中没有上年度年检记录"),)
        push = self.push(PushStatus.SUPPLEMENT, seq)
        why = ("请补充上年度年检结论（演示）",)
        return replace(push, reasons=why, wanted=wanted, newly_arisen=newly)

    async def hear(self, *pushes: BackEndPush) -> None:
        """The pushes come in this order, and are worked on."""
        for push in pushes:
            await self.desk.record_back_end_push(await self.kept(push))

    async def collection(self, to: ShipmentState) -> ShipmentId:
        """The parcel with the old certificate, as far as `to`: planned, picked up or scanned."""
        case = await self.cases.by_id(self.case)
        async with self.core.atomic():
            made = await self.plans.collection(case, await self.forms.of_case(self.case))
        if to is not ShipmentState.PLANNED:
            await self.go_on(made, to)
        return made

    async def go_on(self, made: ShipmentId, to: ShipmentState) -> None:
        async with self.core.atomic():
            parcel = await self.shipments.take(made)
            if parcel.state is ShipmentState.PLANNED:
                parcel.move(ShipmentState.ORDERING)
                parcel.move(ShipmentState.ORDERED)
                parcel.hear(ParcelEvent(ParcelState.PICKED_UP, self.clock(), "103", "已揽收"))
            if to is ShipmentState.SCANNED:
                parcel.scan([(p.kind, p.serial, p.number) for p in parcel.pieces], {}, at=self.clock())
                scanned = Step("certificate-scanned", parcel.matter, self.case, staff="c001")
                await self.core.ledger.append(scanned)
            await self.shipments.save(parcel)

    async def kept(self, push: BackEndPush) -> UUID:
        """The push as it lies in the inbox."""
        async with self.core.atomic():
            message = await self.inbox.put("approval", natural_key(push), write(push))
        assert message is not None
        return message


async def confirmed(
    core: Core,
    clock: HandClock,
    *,
    return_mode: str = "pickup",
    delivery_mode: str = "courier",
    handling: str = "",
    change_id: str = "",
) -> Decided:
    """A school whose director said yes and confirmed the form."""
    parties = PostgresParties(core.cipher, core.digests, core.now, core.new_id)
    async with core.atomic():
        actor = await parties.remember_person(PersonName("甲子"), DocumentNumber("370285196001059988"))
        party = await parties.remember_organisation(
            OrganisationName("莱西市晨光艺术培训学校（虚构）"),
            DocumentNumber("52370285MJ99000000"),
            holder_kind="民办非企业单位",
        )
        named = Authority(actor.party_id, party.party_id, "负责人", core.now())
        await PostgresAuthorities(core.now, core.new_id).replace(actor.party_id, (named,))
        matter, case = MatterId(core.new_id()), CaseId(core.new_id())
        await PostgresMatters().add(
            Matter(
                matter,
                party.party_id,
                f"change/{change_id}" if change_id else f"e-{matter}",
                MatterState.UNDER_WAY,
                1,
                core.now(),
            )
        )
        await PostgresInvitations(core.new_id).add(_invitation(core, matter, party))
        await PostgresCases().add(
            Case(
                case,
                matter,
                ITEM,
                party.party_id,
                actor.party_id,
                "负责人",
                CaseState.CONFIRMED,
                core.now(),
                confirmed_at=core.now(),
            )
        )
        await PostgresForms(core.cipher, core.new_id).add(_form(case, return_mode, delivery_mode, handling))
        content = json.dumps({"digest": sha256(b"shown").hexdigest()}).encode()
        shown = await core.evidence.keep("intent", content, matter=matter)
        acting = Acting(actor.party_id, party.party_id, Level.FACE, Channel.H5)
        facts = {"item": ITEM, "answer": "yes", "text": "invitation-1"}
        await core.ledger.append(Step("intent-given", matter, case, acting, None, shown, facts))
        moved = {"from": "intended", "to": "confirmed"}
        await core.ledger.append(Step("form-confirmed", matter, case, acting, facts=moved))

    return Decided(core, clock, party, actor, case, MortalApproval(clock))


def _invitation(core: Core, matter: MatterId, party: Party) -> Invitation:
    day = date(2027, 1, 20)
    offer = Offer(ITEM, "r000001", OFFICE, day, day, "minban@1", core.now(), Answer.YES, "-0001号")
    return Invitation(
        InvitationId(core.new_id()), matter, party.party_id, [offer], "invitation-1", core.now()
    )


def _form(case: CaseId, return_mode: str, delivery_mode: str, handling: str) -> Form:
    place = Handover(PersonName("甲子"), Phone("19900000101"), Address("山东省青岛市莱西市虚构路1号"))
    name = Free("莱西市晨光艺术培训学校（虚构）")
    return Form(
        case,
        FormState.CONFIRMED,
        [Field("organisation_name", "单位名称", "text", name, "登记系统", None, True, True, True, False)],
        [
            FormMaterial("application_form", "换发申请表", "必要", "generated", confirmed=True),
            FormMaterial("current_certificate", "现有证书", "必要", "shared", confirmed=True),
        ],
        ("pickup", "lost_declaration"),
        ("courier", "electronic_only"),
        {"正本": 1, "副本": 2},
        "演370285民证字第2022-0001号",
        return_mode,
        delivery_mode,
        place if return_mode == "pickup" else None,
        place,
        3,
        HANDLING_MODES if handling else (),
        handling,
    )
