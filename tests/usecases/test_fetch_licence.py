"""A case reads 办结 once the back-end's grant and the licence bank's identifier are both here."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.decisions.push import PushStatus
from domain.kernel.personal import DocumentNumber, OrganisationName
from domain.kernel.refusal import Unavailable
from domain.licences.outside import LicenceFacts
from domain.shipments.states import Direction, ShipmentState, Way
from tests.support.house import HandClock, count, jobs_deferred
from tests.usecases.decided import LICENCE_NUMBER, OFFICE, Decided, confirmed

IDENTIFIER = "1.2.156.3005.2.11100000MB999900X901.11370285MB9990012C.20260001.001.K"
HOLDER = "52370285MJ99000000"
FACTS = LicenceFacts(
    licence_type="11100000MB999900X901",
    name="民办非企业单位登记证书",
    number=LICENCE_NUMBER,
    holder_name=OrganisationName("莱西市晨光艺术培训学校（虚构）"),
    holder_number=DocumentNumber(HOLDER),
    issuer_name="莱西市行政审批局",
    issuer_code=OFFICE,
    issued_on=date(2026, 11, 23),
    valid_from=date(2026, 11, 23),
    valid_until=date(2031, 11, 22),
)


async def _granted(core: Core, clock: HandClock, *, delivery_mode: str = "courier") -> Decided:
    world = await confirmed(core, clock, delivery_mode=delivery_mode)
    await world.desk.file_case(world.case)
    await world.hear(world.push(PushStatus.ACCEPTED, 1), world.push(PushStatus.GRANTED, 2))
    return world


@pytest.fixture
async def granted(core: Core, clock: HandClock) -> Decided:
    return await _granted(core, clock)


async def _state(world: Decided) -> CaseState:
    return (await world.cases.by_id(world.case)).state


async def test_a_grant_alone_is_not_finished(granted: Decided) -> None:
    with pytest.raises(Unavailable):
        await granted.desk.fetch_licence(granted.case)

    assert await _state(granted) is CaseState.GRANTED
    assert await count("licences") == 0


async def test_the_banks_licence_finishes_the_case_and_goes_into_the_wallet(granted: Decided) -> None:
    granted.bank.issued[IDENTIFIER] = FACTS

    await granted.desk.fetch_licence(granted.case)

    [licence] = await granted.licences.of_holder(granted.party.party_id)
    decision = await granted.decisions.of_case(granted.case)
    assert decision is not None
    assert (licence.identifier, licence.number) == (IDENTIFIER, LICENCE_NUMBER)
    assert decision.licence == licence.licence_id
    assert await _state(granted) is CaseState.LICENSED


async def test_the_same_number_under_another_holders_name_finishes_nothing(granted: Decided) -> None:
    granted.bank.issued[IDENTIFIER] = replace(FACTS, holder_number=DocumentNumber("52370285MJ99000019"))

    with pytest.raises(Unavailable):
        await granted.desk.fetch_licence(granted.case)

    assert await _state(granted) is CaseState.GRANTED


async def test_the_old_certificate_still_in_the_bank_finishes_nothing(granted: Decided) -> None:
    granted.bank.issued[IDENTIFIER] = replace(FACTS, number="演370285民证字第2022-0001号")

    with pytest.raises(Unavailable):
        await granted.desk.fetch_licence(granted.case)

    assert await _state(granted) is CaseState.GRANTED


OLDER, LATER = (IDENTIFIER.replace(".001.", version) for version in (".000.", ".002."))


async def _granted_under(core: Core, clock: HandClock, identifier: str) -> Decided:
    world = await confirmed(core, clock)
    await world.desk.file_case(world.case)
    granted = world.push(PushStatus.GRANTED, 2, identifier=identifier)
    await world.hear(world.push(PushStatus.ACCEPTED, 1), granted)
    return world


async def test_a_changed_licence_is_found_by_its_identifier_not_by_the_number_it_keeps(
    core: Core, clock: HandClock
) -> None:
    world = await _granted_under(core, clock, IDENTIFIER)
    world.bank.issued[OLDER] = FACTS
    with pytest.raises(Unavailable):
        await world.desk.fetch_licence(world.case)
    world.bank.superseded.add(OLDER)
    world.bank.issued[IDENTIFIER] = replace(FACTS, number="别的号")

    await world.desk.fetch_licence(world.case)

    [licence] = await world.licences.of_holder(world.party.party_id)
    assert licence.identifier == IDENTIFIER


async def test_a_later_version_finishes_the_case_whose_own_was_replaced_already(
    core: Core, clock: HandClock
) -> None:
    world = await _granted_under(core, clock, IDENTIFIER)
    world.bank.issued |= {IDENTIFIER: FACTS, LATER: FACTS}
    world.bank.superseded.add(IDENTIFIER)

    await world.desk.fetch_licence(world.case)

    [licence] = await world.licences.of_holder(world.party.party_id)
    assert licence.identifier == LATER
    assert await _state(world) is CaseState.LICENSED


async def test_the_new_certificate_is_sent_to_whoever_the_form_names(granted: Decided) -> None:
    granted.bank.issued[IDENTIFIER] = FACTS

    await granted.desk.fetch_licence(granted.case)

    [parcel] = await granted.shipments.of_case(granted.case)
    assert (parcel.direction, parcel.receiver.name.reveal()) == (Direction.DELIVER, "甲子")
    assert ("order-shipment", {"shipment_id": str(parcel.shipment_id)}) in await jobs_deferred()


async def test_who_wants_no_paper_has_the_licence_at_once(core: Core, clock: HandClock) -> None:
    world = await _granted(core, clock, delivery_mode="electronic_only")
    world.bank.issued[IDENTIFIER] = FACTS

    await world.desk.fetch_licence(world.case)

    assert await _state(world) is CaseState.DELIVERED
    assert (await world.told())[-2:] == ["licence-issued", "licence-delivered"]
    assert await count("shipments") == 0


async def test_who_comes_to_the_counter_is_waited_for(core: Core, clock: HandClock) -> None:
    world = await _granted(core, clock, delivery_mode="counter")
    world.bank.issued[IDENTIFIER] = FACTS

    await world.desk.fetch_licence(world.case)

    assert await _state(world) is CaseState.LICENSED
    [waiting] = await world.shipments.of_case(world.case)
    assert (waiting.way, waiting.state) == (Way.COUNTER, ShipmentState.PLANNED)
    assert "order-shipment" not in [name for name, _ in await jobs_deferred()]


async def test_a_licence_arrives_once_however_many_ask(granted: Decided) -> None:
    granted.bank.issued[IDENTIFIER] = FACTS

    await asyncio.gather(*(granted.desk.fetch_licence(granted.case) for _ in range(4)))

    assert await count("licences") == await count("shipments") == 1
    assert (await granted.told()).count("licence-issued") == 1
