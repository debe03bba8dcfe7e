"""A confirmed case whose item may be decided at once (秒批), its holder in the register, and its rules."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bff.compose.core import Core
from domain.catalogue.instant import TODAY, Input, InstantRule, Op
from domain.catalogue.item import InstantAuthorisation, Item
from domain.catalogue.ports import Begun, Catalogue
from domain.decisions.proposal import Proposal
from domain.decisions.push import PushStatus
from domain.kernel.ids import ItemCode
from domain.kernel.personal import Address, DocumentNumber, Free, OrganisationName, PersonName, Phone
from domain.parties.records import (
    CertificateRow,
    ChangedField,
    ChangedValue,
    HolderRecord,
    RegisteredChange,
    ResponsiblePerson,
    Sourced,
)
from tests.support.catalogue import shipped
from tests.support.house import NOON, HandClock
from tests.usecases.decided import ITEM, OFFICE, Decided, confirmed

DOCUMENT, RECORD, CHANGE = "（演示）即时办理授权文件", "r000001", "chg-1"
NAME = OrganisationName("莱西市晨光艺术培训学校（虚构）")
NUMBER, PERSON = DocumentNumber("52370285MJ99000000"), DocumentNumber("370285196001059988")
RULES = (
    InstantRule("licence-valid", Input.LICENCE_STATUS, Op.EQUALS, "valid", "原证书状态为有效"),
    InstantRule("licence-not-ended", Input.LICENCE_VALID_UNTIL, Op.ON_OR_AFTER, TODAY, "原证书没有过期"),
    InstantRule("holder-active", Input.REGISTER_STANDING, Op.EQUALS, "active", "登记状态正常"),
    InstantRule("register-agrees", Input.REGISTER_DIFFERING_COUNT, Op.AT_MOST, 0, "与登记一致"),
    InstantRule("nothing-disputed", Input.DISPUTED_COUNT, Op.AT_MOST, 0, "没有错证登记"),
    InstantRule("speaks-for-it", Input.ACTOR_CAPACITY, Op.ONE_OF, ("负责人",), "办理人现任负责人"),
    InstantRule("all-materials", Input.MATERIALS_MISSING_COUNT, Op.AT_MOST, 0, "材料齐全"),
    InstantRule("none-to-return", Input.OLD_CERTIFICATE, Op.ONE_OF, ("yes", "not-needed"), "旧证已收回"),
)
CHANGE_RULES = (
    InstantRule("only-the-name", Input.CHANGE_FIELDS, Op.SUBSET_OF, ("name",), "只变更名称"),
    InstantRule("not-moved", Input.CHANGE_MOVE, Op.EQUALS, "none", "没有搬迁"),
    InstantRule("recent", Input.DAYS_SINCE_CHANGE, Op.AT_MOST, 30, "变更不超过30天"),
)
RECORD_OF_SCHOOL = HolderRecord(
    certificate=CertificateRow(
        record_id=RECORD,
        holder_number=NUMBER,
        holder_name=NAME,
        holder_kind="民办非企业单位",
        issuing_body_code=OFFICE,
        issuing_body_name="莱西市行政审批局",
        licence_number="演370285民证字第2022-0001号",
        licence_type="民办非企业单位登记证书",
        valid_from=date(2022, 1, 20),
        valid_until=date(2027, 1, 20),
        status="valid",
        originals=1,
        duplicates=2,
        updated_at=NOON,
    ),
    responsible=ResponsiblePerson(PersonName("甲子"), PERSON, "负责人", NOON),
    contact_phone=Phone("19900000118"),
    name=Sourced(NAME, NOON),
    address=Sourced(Address("山东省青岛市莱西市虚构路1号"), NOON),
    business_scope=Sourced(Free("培训"), NOON),
    supervising_unit=Sourced(Free("莱西市虚构教育主管局"), NOON),
    funds_fen=1,
    as_of=NOON,
)


@dataclass(frozen=True)
class Authorised:
    """The shipped items, but for one that the back-end lets our rules speak for."""

    rules: tuple[InstantRule, ...] = RULES
    shipped: Catalogue = field(default_factory=shipped)

    def live(self) -> tuple[Item, ...]:
        return self.shipped.live()

    def all(self) -> tuple[Item, ...]:
        return self.shipped.all()

    def get(self, code: ItemCode) -> Item:
        item = self.shipped.get(code)
        if code != ITEM:
            return item
        return replace(item, instant_authorisation=InstantAuthorisation(DOCUMENT, 3, self.rules))

    def of_case(self, case: Begun) -> Item:
        return self.get(case.item)


def renamed(**changed: object) -> RegisteredChange:
    """The school was renamed three days ago, but for `changed`."""
    plain = RegisteredChange(
        CHANGE,
        NUMBER,
        NOON.date() - timedelta(days=3),
        (ChangedValue(ChangedField.NAME, OrganisationName("莱西市旧名学校（虚构）"), NAME),),
        NOON,
    )
    return replace(plain, **changed)  # type: ignore[arg-type] # the test's to get right


async def accepted(
    core: Core,
    clock: HandClock,
    *,
    handling: str = "instant",
    rules: Iterable[InstantRule] = RULES,
    change_id: str = "",
) -> Decided:
    """Filed and accepted: our rules may speak. The old certificate was declared lost."""
    world = await confirmed(
        core, clock, return_mode="lost_declaration", handling=handling, change_id=change_id
    )
    world = replace(world, catalogue=Authorised(tuple(rules)))
    world.register.records[RECORD] = RECORD_OF_SCHOOL
    await world.desk.file_case(world.case)
    await world.hear(world.push(PushStatus.ACCEPTED, 1))
    return world


async def proposal_of(world: Decided) -> Proposal:
    found = await world.desk.propose_decision.proposals.of_case(world.case)
    assert found is not None
    return found
