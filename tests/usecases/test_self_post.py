"""Who sends the old certificate by themselves says by which parcel; the counter takes it in as any other."""

import pytest

from bff.compose.core import Core
from domain.kernel.party import Acting, Channel, Level
from domain.kernel.refusals import NotFound, StepNotAllowed
from domain.shipments.states import ShipmentState
from tests.support.house import HandClock
from tests.usecases.parcels import Parcels, parcels
from tests.usecases.test_certificate_custody import ALL, CLERK, key


@pytest.fixture
async def made(core: Core, clock: HandClock) -> Parcels:
    made = await parcels(core, clock, return_mode="self_post")
    await made.collection()
    return made


def acting(made: Parcels) -> Acting:
    return Acting(made.case.actor, made.case.party, Level.PHONE, Channel.H5)


async def test_the_parcel_is_on_its_way_and_the_story_says_who_sent_it(made: Parcels) -> None:
    now = await made.desk.enter_waybill(acting(made), made.case.case_id, "shunfeng", "SF0000000001", key("1"))

    assert (now.state, {piece.custody for piece in now.pieces}) == ("in_transit", {"courier"})
    last = (await made.core.ledger.of_case(made.case.case_id))[-1].step
    assert last.kind == "certificate-posted"
    assert last.acting is not None


async def test_nobody_else_says_by_which_parcel_it_comes(made: Parcels, core: Core, clock: HandClock) -> None:
    other = await parcels(core, clock, return_mode="self_post")
    stranger = Acting(other.case.actor, other.case.actor, Level.PHONE, Channel.H5)

    with pytest.raises(NotFound):
        await made.desk.enter_waybill(stranger, made.case.case_id, "ems", "EX000000001CN", key("1"))


async def test_where_our_courier_comes_nothing_is_posted(core: Core, clock: HandClock) -> None:
    made = await parcels(core, clock)
    await made.collection()

    with pytest.raises(StepNotAllowed):
        await made.desk.enter_waybill(acting(made), made.case.case_id, "ems", "EX000000001CN", key("1"))


async def test_no_courier_of_ours_is_ordered_for_it(made: Parcels) -> None:
    [shipment] = await made.shipments.of_case(made.case.case_id)

    await made.desk.order_shipment(shipment.shipment_id)

    assert made.courier.booked == []


async def test_it_is_scanned_on_arrival_with_or_without_a_number(made: Parcels) -> None:
    [shipment] = await made.shipments.of_case(made.case.case_id)

    await made.desk.scan_certificates(CLERK, shipment.shipment_id, ALL, key("1"))

    assert (await made.shipments.by_id(shipment.shipment_id)).state is ShipmentState.SCANNED
