"""An enterprise whose registered particulars changed, the licences it holds, and the way to being told."""

from dataclasses import replace
from datetime import date

from domain.kernel.ids import FindingId
from domain.kernel.personal import Address, DocumentNumber, OrganisationName, PersonName
from domain.parties.records import (
    BANK,
    ENTERPRISE,
    ChangedField,
    ChangedValue,
    HolderRecord,
    Printed,
    RegisteredChange,
    Sourced,
)
from tests.support.house import NOON
from tests.usecases.notice_world import World, a_record, refs

CITY = "11370200MB9990047T"
NUMBER = DocumentNumber("91370200MA99900017")
OLD, NEW = "青岛虚构建设有限公司", "青岛新虚构建设集团有限公司"
CHANGED_ON = date(2026, 11, 10)
BUILDING, DESIGN, SUPERVISION = "建筑业企业资质证书", "工程设计资质证书", "工程监理资质证书"
WATER = "集中式供水单位卫生许可证"
RENAMED_ROAD = ("山东省青岛市李沧区九水路12号", "山东省青岛市李沧区九水东路12号")


def a_licence(key: str, licence_type: str, **differences: object) -> HolderRecord:
    """One of the enterprise's: in the register under its new name, on the paper still with the old one."""
    told = a_record(
        1,
        record_id=f"bank:{key}",
        holder_number=NUMBER,
        holder_name=OrganisationName(NEW),
        holder_kind="企业",
        issuing_body_code=CITY,
        issuing_body_name="青岛市行政审批局",
        licence_number=f"演-{licence_type}-{key}",
        licence_type=licence_type,
        valid_until=date(2030, 1, 1),
    )
    record = replace(
        told,
        name=Sourced(OrganisationName(NEW), NOON),
        address=Sourced(Address(RENAMED_ROAD[1]), NOON),
        holder_origin=ENTERPRISE,
        licence_origin=BANK,
        printed=Printed(OrganisationName(OLD), PersonName("旧代表"), Address(RENAMED_ROAD[0])),
    )
    return replace(record, **differences)  # type: ignore[arg-type] # the test's to get right


def renamed() -> ChangedValue:
    return ChangedValue(ChangedField.NAME, OrganisationName(OLD), OrganisationName(NEW))


def represented_by_another() -> ChangedValue:
    return ChangedValue(ChangedField.RESPONSIBLE, PersonName("旧代表"), PersonName("甲子安"))


def readdressed(before: str, after: str, division: str = "370213", to: str = "370213") -> ChangedValue:
    return ChangedValue(ChangedField.ADDRESS, Address(before), Address(after), division, to)


def change(world: World, *values: ChangedValue, key: str = "chg1", on: date = CHANGED_ON) -> None:
    """The register approved it."""
    world.register.changed[key] = RegisteredChange(key, NUMBER, on, values, NOON)


async def sign_next(world: World, key: str) -> list[FindingId]:
    """Sense, sign, and what the worker is to invite since."""
    before = set(await refs("invite-holder"))
    await world.decide(await world.listed(), key=key)
    return [FindingId(ref) for ref in await refs("invite-holder") if ref not in before]
