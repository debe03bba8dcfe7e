"""Who sends the old certificate by themselves says by which parcel; the counter takes it in as any other."""

import pytest

from bff.compose.core import Core
from domain.catalogue.paperwork import DocumentClass
from domain.kernel.party import Acting, Channel, Level
from domain.kernel.refusals import NotFound, StepNotAllowed
from domain.shipments.carriers import CarrierNotAllowed
from domain.shipments.outside import ParcelEvent, ParcelState
from domain.shipments.states import ShipmentState
from tests.support.house import HandClock, jobs_deferred
from tests.usecases.parcels import Parcels, parcels
from tests.usecases.test_certificate_custody import ALL, CLERK, key
from tests.usecases.test_courier_news import FORM


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


async def test_a_parcel_that_was_posted_is_followed_at_its_own_address(made: Parcels) -> None:
    await made.desk.enter_waybill(acting(made), made.case.case_id, "shunfeng", "SF0000000001", key("1"))
    [shipment] = await made.shipments.of_case(made.case.case_id)
    secrets = await made.shipments.secrets_of(shipment.shipment_id)

    for _ in range(2):
        await made.desk.follow_posted(shipment.shipment_id)

    address = f"https://palm.test/v1/callbacks/kuaidi100/{secrets.token}/tracks"
    assert (await jobs_deferred())[-1] == ("follow-posted", {"shipment_id": str(shipment.shipment_id)})
    assert set(made.following.followed) == {("shunfeng", "SF0000000001", address)}


async def test_what_our_own_courier_carries_is_not_followed_twice(core: Core, clock: HandClock) -> None:
    made = await parcels(core, clock)
    shipment = await made.ordered(await made.collection())

    await made.desk.follow_posted(shipment.shipment_id)

    assert made.following.followed == []


async def test_news_of_the_parcel_a_slip_named_first_are_nobodys(made: Parcels, clock: HandClock) -> None:
    await made.desk.enter_waybill(acting(made), made.case.case_id, "ems", "EX000000001CN", key("1"))
    [shipment] = await made.shipments.of_case(made.case.case_id)
    await made.desk.enter_waybill(acting(made), made.case.case_id, "ems", "EX000000002CN", key("2"))
    secrets = await made.shipments.secrets_of(shipment.shipment_id)
    told = (ParcelEvent(ParcelState.LOST, clock(), "lost", ""),)
    body = made.callbacks.write("EX000000001CN", told, salt=secrets.salt)

    await made.desk.receive_courier_news("kuaidi100-track", secrets.token, body, FORM)
    for message in await made.waiting():
        await made.desk.record_courier_news(message)

    found = await made.shipments.by_id(shipment.shipment_id)
    assert (found.state, found.waybill, found.events) == (ShipmentState.IN_TRANSIT, "EX000000002CN", [])


async def test_a_slip_is_put_right_three_times_at_the_offices_cost_and_then_at_nobodys(made: Parcels) -> None:
    numbers = [f"SF{number:010d}" for number in range(8)]
    for number in numbers:
        now = await made.desk.enter_waybill(acting(made), made.case.case_id, "shunfeng", number, key(number))

    [shipment] = await made.shipments.of_case(made.case.case_id)
    told = [one for one in await jobs_deferred() if one[0] == "follow-posted"]
    assert len(told) == 1 + 3
    assert (now.state, shipment.waybill) == ("in_transit", numbers[-1])


async def test_the_same_number_said_again_is_no_news(made: Parcels) -> None:
    for again in range(3):
        await made.desk.enter_waybill(
            acting(made), made.case.case_id, "ems", "EX000000001CN", key(str(again))
        )

    assert (await made.kinds()).count("certificate-posted") == 1
    assert [one[0] for one in await jobs_deferred()].count("follow-posted") == 1


async def test_an_organs_own_document_is_posted_with_the_post_alone(core: Core, clock: HandClock) -> None:
    made = await parcels(core, clock, return_mode="self_post", paper_class=DocumentClass.DECISION)
    await made.collection()

    with pytest.raises(CarrierNotAllowed):
        await made.desk.enter_waybill(acting(made), made.case.case_id, "shunfeng", "SF0000000001", key("1"))
    now = await made.desk.enter_waybill(acting(made), made.case.case_id, "ems", "EX000000001CN", key("2"))

    assert now.state == "in_transit"
