"""Several registers answer as one: who the holder is now, what their licence says, whose word each is."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest

from domain.kernel.personal import Address, DocumentNumber, Free, OrganisationName, PersonName, Phone
from domain.kernel.refusal import Unavailable
from domain.parties.records import (
    BANK,
    ENTERPRISE,
    POPULATION,
    SOCIAL,
    CertificateRow,
    ChangedField,
    ChangedValue,
    DirectoryEntry,
    EnterpriseRecord,
    HolderRecord,
    PersonRecord,
    Printed,
    RegisteredChange,
    ResponsiblePerson,
    Sourced,
)
from domain.usecases.join_registers import JoinFeeds, JoinRegisters
from tests.fakes.registers import (
    FakeChangeFeed,
    FakeEnterpriseRegister,
    FakeLicenceDirectory,
    FakePopulationRegister,
    FakeSocialRegister,
)
from tests.fakes.trouble import Trouble

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
EARLIER = date(2026, 11, 1)
WHY = "核对登记信息是否变更"
SCHOOL, SHOP = DocumentNumber("52370285MJ990000XX"), DocumentNumber("91370283MAYY0002XX")
WORKER = DocumentNumber("37020219620530998X")
JIA = (PersonName("甲子宁"), DocumentNumber("370202196103039996"))
OLD, NEW = OrganisationName("旧书店（虚构）"), OrganisationName("新书店（虚构）")


def row(
    record_id: str, number: DocumentNumber, name: OrganisationName | PersonName, kind: str
) -> CertificateRow:
    return CertificateRow(
        record_id=record_id,
        holder_number=number,
        holder_name=name,
        holder_kind={"社会团体法人登记证书": "社会团体", "样例从业资格证": "自然人"}.get(kind, "企业"),
        issuing_body_code="11370283MB9990020A",
        issuing_body_name="平度市行政审批局",
        licence_number="演370283许可字第2024-0001号",
        licence_type=kind,
        valid_from=date(2024, 1, 1),
        valid_until=date(2028, 12, 31),
        status="valid",
        originals=1,
        duplicates=0,
        updated_at=NOON,
    )


def entry(certificate: CertificateRow) -> DirectoryEntry:
    printed = Printed(certificate.holder_name, PersonName("丁卯宁"), Address("旧地址"))
    return DirectoryEntry(certificate, f"1.2.156.3005.2.{certificate.record_id}", printed)


SOCIETY = row("r000001", SCHOOL, OrganisationName("虚构协会"), "社会团体法人登记证书")
OFFICE = ResponsiblePerson(*JIA, "负责人", NOON)


@dataclass
class World:
    social: FakeSocialRegister = field(
        default_factory=lambda: FakeSocialRegister(
            {
                "r000001": HolderRecord(
                    certificate=SOCIETY,
                    responsible=OFFICE,
                    contact_phone=None,
                    name=Sourced(OrganisationName("虚构协会"), NOON),
                    address=Sourced(Address("某地"), NOON),
                    business_scope=Sourced(Free(""), NOON),
                    supervising_unit=Sourced(Free("某局"), NOON),
                    funds_fen=None,
                    as_of=NOON,
                )
            },
            NOON,
        )
    )
    enterprises: FakeEnterpriseRegister = field(
        default_factory=lambda: FakeEnterpriseRegister(
            {
                SHOP: EnterpriseRecord(
                    number=SHOP,
                    holder_kind="企业",
                    name=Sourced(NEW, NOON),
                    address=Sourced(Address("新地址"), NOON),
                    business_scope=Sourced(Free("零售"), NOON),
                    responsible=ResponsiblePerson(*JIA, "法定代表人", NOON),
                    contact_phone=Phone("19900000501"),
                    capital_fen=100,
                    standing="active",
                    as_of=NOON,
                )
            }
        )
    )
    feed: FakeChangeFeed = field(
        default_factory=lambda: FakeChangeFeed(
            [
                RegisteredChange(
                    "chg-000001",
                    SHOP,
                    date(2026, 11, 12),
                    (ChangedValue(ChangedField.NAME, OLD, NEW),),
                    NOON,
                )
            ]
        )
    )
    directory: FakeLicenceDirectory = field(
        default_factory=lambda: FakeLicenceDirectory(
            [
                entry(row("r000001", SCHOOL, OrganisationName("虚构协会"), "社会团体法人登记证书")),
                entry(row("k000001", SHOP, OLD, "出版物经营许可证")),
                entry(row("k000002", WORKER, PersonName("戊辰宁"), "样例从业资格证")),
            ],
            page_size=2,
        )
    )
    population: FakePopulationRegister = field(
        default_factory=lambda: FakePopulationRegister(
            {
                WORKER: PersonRecord(
                    PersonName("戊辰宁"), Free("女"), Phone("19900000504"), Address("家"), NOON
                )
            }
        )
    )

    @property
    def joined(self) -> JoinRegisters:
        return JoinRegisters(self.social, self.enterprises, self.feed, self.directory, self.population)

    @property
    def feeds(self) -> JoinFeeds:
        return JoinFeeds(self.social, self.directory, self.feed)

    def troubles(self) -> dict[str, Trouble]:
        return {"social": self.social.trouble, "enterprises": self.enterprises.trouble}


async def test_a_social_organisation_is_told_by_its_own_register_alone() -> None:
    told = await World().joined.certificate("r000001", purpose=WHY)

    assert told is not None
    assert (told.holder_origin, told.licence_origin, told.printed) == (SOCIAL, SOCIAL, None)


async def test_an_enterprise_is_told_by_its_register_and_its_licence_by_the_bank() -> None:
    told = await World().joined.certificate("bank:k000001", purpose=WHY)

    assert told is not None
    assert told.certificate.record_id == "bank:k000001"
    assert (told.name.value, told.certificate.holder_name) == (NEW, OLD)
    assert told.printed is not None
    assert told.printed.name == OLD
    assert (told.holder_origin, told.licence_origin, told.standing) == (ENTERPRISE, BANK, "active")
    assert told.responsible is not None
    assert told.responsible.capacity == "法定代表人"
    assert told.funds_fen == 100


async def test_a_natural_person_is_told_by_the_population_register_and_names_nobody_else() -> None:
    told = await World().joined.certificate("bank:k000002", purpose=WHY)

    assert told is not None
    assert (told.name.value, told.responsible) == (PersonName("戊辰宁"), None)
    assert told.contact_phone == Phone("19900000504")
    assert told.address.value == Address("家")
    assert told.certificate.holder_kind == "自然人"
    assert (told.holder_origin, told.licence_origin) == (POPULATION, BANK)


@pytest.mark.parametrize("record_id", ["bank:k999999", "k000001", "r999999", "bank:bank:k000001"])
async def test_a_licence_no_register_has_is_not_there(record_id: str) -> None:
    assert await World().joined.certificate(record_id, purpose=WHY) is None


@pytest.mark.parametrize("record_id", ["bank:k000001", "bank:k000002"])
async def test_a_licence_whose_holder_is_in_no_register_is_not_there(record_id: str) -> None:
    world = World()
    world.enterprises.enterprises.clear()
    world.population.people.clear()

    assert await world.joined.certificate(record_id, purpose=WHY) is None


async def test_one_person_may_represent_organisations_of_both_registers() -> None:
    told = await World().joined.represented_by(*JIA, purpose=WHY)

    assert [(one.number, one.capacity) for one in told] == [(SCHOOL, "负责人"), (SHOP, "法定代表人")]


async def test_an_organisation_both_registers_name_is_told_once() -> None:
    world = World()
    record = world.enterprises.enterprises.pop(SHOP)
    world.enterprises.enterprises[SCHOOL] = EnterpriseRecord(
        **{name: getattr(record, name) for name in EnterpriseRecord.__slots__} | {"number": SCHOOL}
    )

    told = await world.joined.represented_by(*JIA, purpose=WHY)

    assert [(one.number, one.capacity) for one in told] == [(SCHOOL, "负责人")]


@pytest.mark.parametrize("which", ["social", "enterprises"])
async def test_half_an_answer_about_who_represents_is_none(which: str) -> None:
    world = World()
    world.troubles()[which].before.append(Unavailable(which, "http-503"))

    with pytest.raises(Unavailable):
        await world.joined.represented_by(*JIA, purpose=WHY)


async def test_everything_of_one_enterprise_is_told_together() -> None:
    told = await World().joined.of_holder(SHOP, since=EARLIER, purpose=WHY)

    assert [one.record_id for one in told.certificates] == ["bank:k000001"]
    assert [one.change_id for one in told.changes] == ["chg-000001"]


async def test_a_social_organisations_certificate_is_not_told_twice() -> None:
    told = await World().joined.of_holder(SCHOOL, since=EARLIER, purpose=WHY)

    assert [one.record_id for one in told.certificates] == ["r000001"]


async def test_a_persons_number_is_shown_to_no_register_of_organisations() -> None:
    world = World()
    for trouble in (world.social.trouble, world.enterprises.trouble, world.feed.trouble):
        trouble.before.append(Unavailable("any", "asked"))

    told = await world.joined.of_holder(WORKER, since=EARLIER, purpose=WHY)

    assert [one.record_id for one in told.certificates] == ["bank:k000002"]
    assert told.changes == ()


async def test_the_snapshot_has_the_social_registers_certificates_then_the_banks_each_once() -> None:
    told = [one.record_id async for page in World().feeds.pages(purpose=WHY) for one in page]

    assert told == ["r000001", "bank:k000001", "bank:k000002"]


async def test_changes_are_the_enterprise_registers() -> None:
    world = World()

    told = [one async for page in world.feeds.changes(EARLIER, purpose=WHY) for one in page]

    assert [one.change_id for one in told] == ["chg-000001"]
    assert await world.joined.change("chg-000001", purpose=WHY) == told[0]
    assert await world.joined.change("chg-000009", purpose=WHY) is None
