"""The school's case under an item of promises: a report that may come later, a proof committed to."""

from dataclasses import dataclass, replace

from adapters.approval.proposal_seal import ProposalSeal
from adapters.catalogue.toml_items import TomlCatalogue
from adapters.files.calendar_csv import CalendarFile
from adapters.postgres.case_requests import PostgresCaseRequests
from adapters.postgres.cases import PostgresCases
from adapters.postgres.promises import PostgresPromises
from bff.compose.core import Core
from bff.compose.decisions import DecisionParts, decision_desk
from bff.compose.mandates import asking_authorities, checking_authority
from bff.compose.promises import PromiseParts, promise_desk
from bff.compose.shipments import shipment_plans
from bff.desks.decisions import DecisionDesk
from bff.desks.promises import PromiseDesk
from domain.cases.case import Case, CaseState
from domain.cases.request import CaseRequest, RequestKind
from domain.catalogue.item import Item, Limit
from domain.catalogue.paperwork import Material, MaterialSource, Necessity
from domain.kernel.ids import CaseId, PromiseId
from domain.kernel.party import Acting
from domain.promises.promise import Promise
from domain.promises.texts import NEWEST_DEFERRAL
from domain.shipments.outside import Contact
from domain.usecases.case_view import CaseView
from domain.usecases.make_promises import PromiseSaid
from tests.fakes.approval import FakeApproval, FakePushes
from tests.fakes.bank import FakeBank
from tests.fakes.courier import one_courier
from tests.fakes.promises import FakePromises
from tests.fakes.registers import FakeNonces
from tests.support.catalogue import shipped
from tests.support.house import RING, HandClock
from tests.usecases.case_world import COUNTER, ITEM, World, case_world
from tests.usecases.decided import FakeHolderRegister, FakePrinter

PDF = b"%PDF-1.7 last year's report"
COMMITMENT = "commitment-appointment-1"
REPORT = Material("annual_report", "年度报告", MaterialSource.PERSON, Necessity.DEFERRABLE, True, 10)
PROOF = Material(
    "appointment",
    "任职文件",
    MaterialSource.PERSON,
    Necessity.REQUIRED,
    False,
    None,
    COMMITMENT,
)
LATER = PromiseSaid("annual_report", "defer", NEWEST_DEFERRAL)
INSTEAD = PromiseSaid("appointment", "instead", COMMITMENT)


@dataclass
class Promising:
    world: World
    jia: Acting
    case: CaseId
    approval: FakeApproval
    back_end: FakePromises
    desk: PromiseDesk
    decisions: DecisionDesk
    promises: PostgresPromises
    printer: FakePrinter
    catalogue: TomlCatalogue

    async def confirm(self, *said: PromiseSaid) -> CaseView:
        return await self.world.confirm(self.jia, self.case, promises=said)

    async def filed(self, *said: PromiseSaid) -> tuple[Promise, ...]:
        """Confirmed with these promises, and filed."""
        await self.confirm(*said)
        await self.decisions.file_case(self.case)
        return await self.promises.of_case(self.case)

    async def moved(self, *states: CaseState) -> None:
        """As the back-end's pushes would."""
        core = self.world.core
        async with core.atomic():
            case = await PostgresCases().take(self.case)
            for state in states:
                case.move(state)
            if CaseState.ACCEPTED in states:
                case.accepted_at = core.now()
            await PostgresCases().save(case)

    async def accepted(self, *said: PromiseSaid) -> tuple[Promise, ...]:
        made = await self.filed(*said)
        await self.moved(CaseState.ACCEPTED)
        return made

    async def promise(self, promise: PromiseId) -> Promise:
        return await self.promises.by_id(promise)

    async def told(self) -> list[str]:
        """What the case's ledger says of promises."""
        kinds = [entry.step.kind for entry in await self.world.core.ledger.of_case(self.case)]
        return [kind for kind in kinds if kind.startswith(("promise", "return"))]

    async def returning(self) -> CaseRequest | None:
        return await PostgresCaseRequests(self.world.core.new_id).of_case(self.case, RequestKind.RETURN)


async def promising(core: Core, clock: HandClock, *, statutory: Limit | None = None) -> Promising:
    """甲's form is filled in; two of its materials only the school has. `statutory`: not the item's."""
    items = [_promising_item(item, statutory) if item.code == ITEM else item for item in shipped().live()]
    catalogue = TomlCatalogue(items)
    world = await case_world(core, clock, catalogue=catalogue)
    jia = await world.phone(world.jia)
    approval = FakeApproval(clock)
    back_end = FakePromises(approval)
    register = world.register
    check = checking_authority(core, asking_authorities(core, register))
    calendars, printer = CalendarFile(), FakePrinter()
    decisions = decision_desk(
        core,
        DecisionParts(
            approval,
            FakePushes(FakeNonces(), clock),
            approval,
            FakeBank(clock),
            catalogue,
            shipment_plans(core, catalogue, _counter, one_courier(clock)),
            check,
            FakeHolderRegister({}, clock()),
            ProposalSeal(RING.proposal_key).sign,
            printer,
        ),
    )
    desk = promise_desk(core, PromiseParts(back_end, catalogue, calendars, check))
    case = await world.begun(jia)
    promises = PostgresPromises(core.cipher)
    return Promising(world, jia, case, approval, back_end, desk, decisions, promises, printer, catalogue)


def _promising_item(item: Item, statutory: Limit | None) -> Item:
    timing = replace(item.timing, statutory=statutory or item.timing.statutory)
    return replace(item, timing=timing, materials=(*item.materials, REPORT, PROOF))


async def _counter(case: Case) -> Contact:
    del case
    return COUNTER
