"""What every enterprise register (市场主体登记系统) and its change feed keep to."""

from datetime import date, timedelta
from typing import Protocol

from adapters.conformance.expectation import holds, never, refused, same, unavailable
from adapters.conformance.suite import Needs, Part, Suite
from adapters.sandbox.city import City, Person
from domain.kernel.personal import Address, DocumentNumber, PersonName, Phone
from domain.parties.outside import ChangeFeed, EnterpriseRegister
from domain.parties.records import ChangedField, RepresentedOrganisation

WHY = "核对登记信息是否变更"
NOBODY = DocumentNumber("52370200MJ0000018D")


class World(Protocol):
    """`town`: whom the register knows, and what became different."""

    @property
    def register(self) -> EnterpriseRegister: ...
    @property
    def feed(self) -> ChangeFeed: ...
    @property
    def town(self) -> City: ...
    async def be_down(self) -> None: ...


SUITE: Suite[World] = Suite(
    "enterprise-register",
    without={
        Part.CALLBACKS: "the register calls nobody: its feed is asked for",
        Part.UNKNOWN: "every call only asks: a lost answer is unavailable, and asking again changes nothing",
        Part.VECTORS: "nothing is published; the envelope has its own (tests/adapters/test_vectors.py)",
    },
)


async def _of(world: World, person: Person) -> tuple[RepresentedOrganisation, ...]:
    name, number = PersonName(person.name), DocumentNumber(person.id_number)
    return await world.register.represented_by(name, number, purpose=WHY)


@SUITE.check(Part.HAPPY)
async def an_enterprise_is_told_as_it_stands_now_with_its_sources(world: World) -> None:
    firm = world.town.enterprise("renamed-builder")

    told = await world.register.enterprise(DocumentNumber(firm.uscc), purpose=WHY)

    if told is None or told.responsible is None:
        return never(firm.uscc, "an enterprise without who answers for it")
    same(
        (told.name.value.reveal(), told.holder_kind, told.standing), (firm.name, "企业", "active"), "the firm"
    )
    same(told.address.value.reveal(), firm.address, "the address")
    same(
        (told.responsible.number.reveal(), told.responsible.capacity),
        (firm.responsible.id_number, "法定代表人"),
        "who answers for it",
    )
    same((told.capital_fen, told.contact_phone), (firm.capital_fen, Phone(firm.contact_phone or "")), "more")
    holds(told.name.as_of.tzinfo, "as of when, with its zone")
    return None


@SUITE.check(Part.HAPPY)
async def the_business_licence_is_verified(world: World) -> None:
    firm = world.town.enterprise("renamed-builder")

    told = await world.register.verify_licence(DocumentNumber(firm.uscc), purpose=WHY)

    if told is None:
        return never(firm.uscc, "a licence that is not there")
    same((told.standing, told.name.reveal()), ("active", firm.name), "the licence")
    same(told.responsible_name.reveal(), firm.responsible.name, "who answers for it")
    return None


@SUITE.check(Part.HAPPY)
async def whoever_holds_the_office_represents_and_a_former_one_or_an_agent_does_not(world: World) -> None:
    shop = world.town.enterprise("bookshop")

    [told] = await _of(world, shop.responsible)

    same(
        (told.number.reveal(), told.name.reveal(), told.kind, told.capacity),
        (shop.uscc, shop.name, "企业", "法定代表人"),
        "whom they represent",
    )
    for other in (shop.former_responsible, *shop.agents):
        if other is not None:
            same(await _of(world, other), (), "whom somebody else represents")


@SUITE.check(Part.HAPPY)
async def a_trader_is_represented_by_who_runs_the_shop(world: World) -> None:
    [told] = await _of(world, world.town.enterprise("happy-20").responsible)

    same((told.kind, told.capacity), ("个体工商户", "经营者"), "the trader")


@SUITE.check(Part.HAPPY)
async def every_change_comes_once_and_the_oldest_first(world: World) -> None:
    since = world.town.today - timedelta(days=30)

    told = [one async for page in world.feed.changes(since, purpose=WHY) for one in page]

    wanted = [change.change_id for firm in world.town.enterprises for change in firm.changes]
    same(sorted(one.change_id for one in told), sorted(wanted), "the changes")
    same([one.changed_on for one in told], sorted(one.changed_on for one in told), "their order")


@SUITE.check(Part.HAPPY)
async def changes_of_before_the_day_asked_for_are_not_told(world: World) -> None:
    since = world.town.today - timedelta(days=6)

    told = [one async for page in world.feed.changes(since, purpose=WHY) for one in page]

    days = {change.changed_on for firm in world.town.enterprises for change in firm.changes}
    same({one.changed_on for one in told}, {day for day in days if day >= since}, "the days")
    holds(min(days) < since in days, "the day itself is told, and there were earlier ones")


@SUITE.check(Part.HAPPY)
async def a_change_tells_each_field_before_and_after(world: World) -> None:
    supplier = world.town.enterprise("moved")
    [change] = supplier.changes

    told = await world.feed.change(change.change_id, purpose=WHY)

    if told is None:
        return never(change.change_id, "a change that is not there")
    [value] = told.values
    same(
        (value.field, value.before_division, value.after_division),
        (ChangedField.ADDRESS, "370213", "370214"),
        "what changed",
    )
    same(
        (value.before, value.after),
        (Address(change.values[0].before), Address(supplier.address)),
        "before and after",
    )
    same((told.holder_number.reveal(), told.changed_on), (supplier.uscc, change.changed_on), "whose and when")
    return None


@SUITE.check(Part.HAPPY)
async def one_holders_changes_are_told_alone(world: World) -> None:
    firm = world.town.enterprise("door-and-responsible")

    [told] = await world.feed.changes_of(
        DocumentNumber(firm.uscc), since=world.town.today - timedelta(days=30), purpose=WHY
    )

    same([value.field for value in told.values], [ChangedField.ADDRESS, ChangedField.RESPONSIBLE], "fields")
    holds(isinstance(told.values[1].before, PersonName), "a person's name is one")


@SUITE.check(Part.REFUSALS)
async def what_nobody_has_is_not_there(world: World) -> None:
    same(await world.register.enterprise(NOBODY, purpose=WHY), None, "the enterprise")
    same(await world.register.verify_licence(NOBODY, purpose=WHY), None, "the licence")
    same(await world.feed.changes_of(NOBODY, since=date(2020, 1, 1), purpose=WHY), (), "the changes")
    same(await world.feed.change("chg-999999", purpose=WHY), None, "the change")


@SUITE.check(Part.REFUSALS)
async def a_question_without_a_purpose_is_refused(world: World) -> None:
    with refused():
        await world.register.enterprise(NOBODY, purpose=" ")
    with refused():
        await world.feed.change("chg-000001", purpose="长" * 201)


@SUITE.check(Part.IDEMPOTENCY)
async def the_same_question_has_the_same_answer(world: World) -> None:
    number = DocumentNumber(world.town.enterprise("bookshop").uscc)

    first = await world.register.verify_licence(number, purpose=WHY)

    holds(first is not None, "it is there")
    same((await world.register.verify_licence(number, purpose=WHY)), first, "the licence")


@SUITE.check(Part.FAULTS, Needs.HAND)
async def a_register_that_is_down_is_unavailable(world: World) -> None:
    await world.be_down()

    with unavailable():
        await world.register.enterprise(NOBODY, purpose=WHY)
    with unavailable():
        await world.feed.change("chg-000001", purpose=WHY)
