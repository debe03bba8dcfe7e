"""What the enterprise register and its change feed keep to."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from typing import Protocol

import pytest

from adapters.registry.enterprise import SharedEnterpriseRegister
from adapters.registry.enterprise_changes import SharedChangeFeed
from adapters.sandbox.city import Change, City, Enterprise, Person
from adapters.sandbox.enterprise_register import create_app
from adapters.sandbox.kit import Books, Running
from domain.kernel.personal import Address, DocumentNumber, Free, OrganisationName, PersonName, Phone
from domain.kernel.refusal import Refused, Unavailable
from domain.parties.outside import ChangeFeed, EnterpriseRegister
from domain.parties.records import (
    ChangedField,
    ChangedValue,
    EnterpriseRecord,
    RegisteredChange,
    RepresentedOrganisation,
    ResponsiblePerson,
    Sourced,
)
from tests.contract.stand import CALLER, Stand
from tests.fakes.registers import FakeChangeFeed, FakeEnterpriseRegister
from tests.sandbox.conftest import FixedClock

WHY = "核对登记信息是否变更"
NOBODY = DocumentNumber("52370200MJ0000018D")
KINDS = {"name": OrganisationName, "responsible": PersonName, "address": Address, "business_scope": Free}


class World(Protocol):
    @property
    def register(self) -> EnterpriseRegister: ...
    @property
    def feed(self) -> ChangeFeed: ...
    async def be_down(self) -> None: ...


class FakeWorld:
    def __init__(self, town: City, now: datetime) -> None:
        self.register = FakeEnterpriseRegister(
            {DocumentNumber(firm.uscc): _record(firm, now) for firm in town.enterprises}
        )
        self.feed = FakeChangeFeed(
            [_change(firm, one, now) for firm in town.enterprises for one in firm.changes], page_size=4
        )

    async def be_down(self) -> None:
        for one in (self.register, self.feed):
            one.trouble.before.append(Unavailable("enterprise-register", "http-503"))


class SharedWorld:
    def __init__(self, stand: Stand, vendor: Running) -> None:
        self._stand, self._vendor = stand, vendor
        window = stand.signed(vendor, "enterprise-register")
        self.register, self.feed = SharedEnterpriseRegister(window), SharedChangeFeed(window)

    async def be_down(self) -> None:
        await self._stand.hand.control(self._vendor, "/__mode", mode="503", times=2)


@pytest.fixture(params=["fake", "shared"])
async def world(
    request: pytest.FixtureRequest, stand: Stand, books: Books, clock: FixedClock, town: City
) -> AsyncIterator[World]:
    if request.param == "fake":
        yield FakeWorld(town, clock.now())
        return
    app = create_app(books, caller=CALLER, enterprises=town.enterprises, now=clock.now)
    yield SharedWorld(stand, await stand.start(app))


async def test_an_enterprise_is_told_as_it_stands_now_with_its_sources(world: World, town: City) -> None:
    firm = town.enterprise("renamed-builder")

    told = await world.register.enterprise(DocumentNumber(firm.uscc), purpose=WHY)

    assert told is not None
    assert (told.name.value.reveal(), told.holder_kind, told.standing) == (firm.name, "企业", "active")
    assert told.address.value.reveal() == firm.address
    assert told.responsible is not None
    assert told.responsible.number.reveal() == firm.responsible.id_number
    assert told.responsible.capacity == "法定代表人"
    assert told.capital_fen == firm.capital_fen
    assert told.contact_phone == Phone(firm.contact_phone or "")
    assert told.name.as_of.tzinfo is not None


async def test_an_enterprise_nobody_has_is_not_there(world: World) -> None:
    assert await world.register.enterprise(NOBODY, purpose=WHY) is None
    assert await world.register.verify_licence(NOBODY, purpose=WHY) is None
    assert await world.feed.changes_of(NOBODY, since=date(2020, 1, 1), purpose=WHY) == ()
    assert await world.feed.change("chg-999999", purpose=WHY) is None


async def test_whoever_holds_the_office_represents_and_a_former_one_or_an_agent_does_not(
    world: World, town: City
) -> None:
    shop = town.enterprise("bookshop")
    [agent], former = shop.agents, shop.former_responsible
    assert former is not None

    async def of(person: Person) -> tuple[RepresentedOrganisation, ...]:
        return await world.register.represented_by(
            PersonName(person.name), DocumentNumber(person.id_number), purpose=WHY
        )

    [told] = await of(shop.responsible)
    assert (told.number.reveal(), told.name.reveal(), told.kind, told.capacity) == (
        shop.uscc,
        shop.name,
        "企业",
        "法定代表人",
    )
    assert await of(former) == ()
    assert await of(agent) == ()


async def test_a_trader_is_represented_by_who_runs_the_shop(world: World, town: City) -> None:
    shop = town.enterprise("happy-20")
    runs = shop.responsible

    [told] = await world.register.represented_by(
        PersonName(runs.name), DocumentNumber(runs.id_number), purpose=WHY
    )

    assert (told.kind, told.capacity) == ("个体工商户", "经营者")


async def test_the_business_licence_is_verified(world: World, town: City) -> None:
    firm = town.enterprise("renamed-builder")

    told = await world.register.verify_licence(DocumentNumber(firm.uscc), purpose=WHY)

    assert told is not None
    assert (told.standing, told.name.reveal()) == ("active", firm.name)
    assert told.responsible_name.reveal() == firm.responsible.name


async def test_every_change_comes_once_and_the_oldest_first(world: World, town: City) -> None:
    since = town.today - timedelta(days=30)

    told = [one async for page in world.feed.changes(since, purpose=WHY) for one in page]

    wanted = [change.change_id for firm in town.enterprises for change in firm.changes]
    assert sorted(one.change_id for one in told) == sorted(wanted)
    assert [one.changed_on for one in told] == sorted(one.changed_on for one in told)


async def test_changes_of_before_the_day_asked_for_are_not_told(world: World, town: City) -> None:
    since = town.today - timedelta(days=6)

    told = [one async for page in world.feed.changes(since, purpose=WHY) for one in page]

    days = {change.changed_on for firm in town.enterprises for change in firm.changes}
    assert {one.changed_on for one in told} == {day for day in days if day >= since}
    assert min(days) < since in days


async def test_a_change_tells_each_field_before_and_after(world: World, town: City) -> None:
    supplier = town.enterprise("moved")
    [change] = supplier.changes

    told = await world.feed.change(change.change_id, purpose=WHY)

    assert told is not None
    [value] = told.values
    assert (value.field, value.before_division, value.after_division) == (
        ChangedField.ADDRESS,
        "370213",
        "370214",
    )
    assert (value.before, value.after) == (
        Address(change.values[0].before),
        Address(supplier.address),
    )
    assert (told.holder_number.reveal(), told.changed_on) == (supplier.uscc, change.changed_on)


async def test_one_holders_changes_are_told_alone(world: World, town: City) -> None:
    firm = town.enterprise("door-and-responsible")

    [told] = await world.feed.changes_of(
        DocumentNumber(firm.uscc), since=town.today - timedelta(days=30), purpose=WHY
    )

    assert [value.field for value in told.values] == [ChangedField.ADDRESS, ChangedField.RESPONSIBLE]
    assert isinstance(told.values[1].before, PersonName)


async def test_a_question_without_a_purpose_is_refused(world: World) -> None:
    with pytest.raises(Refused):
        await world.register.enterprise(NOBODY, purpose=" ")
    with pytest.raises(Refused):
        await world.feed.change("chg-000001", purpose="长" * 201)


async def test_a_register_that_is_down_is_unavailable(world: World, town: City) -> None:
    firm = town.enterprise("bookshop")
    await world.be_down()

    with pytest.raises(Unavailable):
        await world.register.enterprise(DocumentNumber(firm.uscc), purpose=WHY)
    with pytest.raises(Unavailable):
        await world.feed.change("chg-000001", purpose=WHY)


def _record(firm: Enterprise, now: datetime) -> EnterpriseRecord:
    return EnterpriseRecord(
        number=DocumentNumber(firm.uscc),
        holder_kind=firm.kind,
        name=Sourced(OrganisationName(firm.name), now),
        address=Sourced(Address(firm.address), now),
        business_scope=Sourced(Free(firm.scope), now),
        responsible=ResponsiblePerson(
            PersonName(firm.responsible.name), DocumentNumber(firm.responsible.id_number), firm.capacity, now
        ),
        contact_phone=Phone(firm.contact_phone) if firm.contact_phone else None,
        capital_fen=firm.capital_fen,
        standing="active",
        as_of=now,
    )


def _change(firm: Enterprise, change: Change, now: datetime) -> RegisteredChange:
    return RegisteredChange(
        change_id=change.change_id,
        holder_number=DocumentNumber(firm.uscc),
        changed_on=change.changed_on,
        values=tuple(
            ChangedValue(
                ChangedField(text.field),
                KINDS[text.field](text.before),
                KINDS[text.field](text.after),
                text.before_division,
                text.after_division,
            )
            for text in change.values
        ),
        recorded_at=now,
    )
