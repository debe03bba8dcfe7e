"""What nobody may carry is not planned, not offered, and never sent the wrong way."""

from dataclasses import replace

import pytest

from bff.compose.core import Core
from domain.catalogue.item import Item
from domain.catalogue.paperwork import Carriage, DocumentClass
from domain.shipments.carriers import NoLawfulCarrier
from domain.shipments.states import Way
from domain.usecases.offered_ways import OfferedWays
from tests.fakes.courier import FakeCourier, FakeCouriers
from tests.support.catalogue import shipped
from tests.support.house import HandClock, count
from tests.usecases.parcels import ITEM, Parcels, parcels

ONLY_SF = frozenset({"shunfeng"})


@pytest.fixture
async def made(core: Core, clock: HandClock) -> Parcels:
    return await parcels(core, clock)


def of_only_sf(clock: HandClock) -> FakeCouriers:
    return FakeCouriers({"sf": FakeCourier(clock, carriers=ONLY_SF)})


def an_item(*carriers: Carriage, paper_class: DocumentClass = DocumentClass.CERTIFICATE) -> Item:
    return replace(shipped().get(ITEM), carriers=carriers, paper_class=paper_class)


async def test_a_parcel_no_vendor_of_ours_may_carry_is_not_planned(made: Parcels, clock: HandClock) -> None:
    made.couriers.vendors = of_only_sf(clock).vendors  # the item's certificates go by EMS

    with pytest.raises(NoLawfulCarrier):
        await made.collection()
    with pytest.raises(NoLawfulCarrier):
        await made.delivery()

    assert await count("shipments") == 0


async def test_a_decision_is_not_planned_with_an_express_firm_whatever_the_file_says(
    core: Core, clock: HandClock
) -> None:
    by_sf = Carriage(DocumentClass.DECISION, "shunfeng")
    made = await parcels(core, clock, paper_class=DocumentClass.DECISION, carriers=(by_sf,))

    with pytest.raises(NoLawfulCarrier):
        await made.collection()


async def test_what_is_brought_by_hand_needs_no_carrier(core: Core, clock: HandClock) -> None:
    made = await parcels(core, clock, return_mode="counter", delivery_mode="counter")
    made.couriers.vendors = {}

    planned = [await made.shipments.by_id(one) for one in (await made.collection(), await made.delivery())]

    assert [one.way for one in planned] == [Way.COUNTER, Way.COUNTER]


async def test_what_nobody_may_carry_back_waits_at_the_counter(made: Parcels, clock: HandClock) -> None:
    collected = await made.collection()
    made.couriers.vendors = of_only_sf(clock).vendors

    back = await made.shipments.by_id(await made.give_back(collected))

    assert back.way is Way.COUNTER


async def test_what_goes_back_goes_by_the_items_carrier_not_by_whom_its_holder_chose(made: Parcels) -> None:
    collected = await made.collection()
    async with made.core.atomic():
        held = await made.shipments.take(collected)
        held.carrier = "shunfeng"
        await made.shipments.save(held)

    back = await made.shipments.by_id(await made.give_back(collected))

    assert (back.carrier, back.way) == ("ems", Way.COURIER)


def test_a_courier_is_offered_only_where_one_may_come(clock: HandClock) -> None:
    item = an_item(Carriage(DocumentClass.CERTIFICATE, "ems"))
    all_ways, fewer = OfferedWays(FakeCouriers({"k": FakeCourier(clock)})), OfferedWays(of_only_sf(clock))

    assert ("pickup" in all_ways.back(item), "courier" in all_ways.out(item)) == (True, True)
    assert ("pickup" in fewer.back(item), "courier" in fewer.out(item)) == (False, False)
    assert "self_post" in fewer.back(item)


def test_a_decision_is_offered_no_express_firm(clock: HandClock) -> None:
    by_sf = an_item(Carriage(DocumentClass.DECISION, "shunfeng"), paper_class=DocumentClass.DECISION)

    assert "courier" not in OfferedWays(FakeCouriers({"k": FakeCourier(clock)})).out(by_sf)


def test_where_a_courier_is_the_only_way_it_stays_and_is_refused_by_its_name(clock: HandClock) -> None:
    item = an_item(Carriage(DocumentClass.CERTIFICATE, "ems"))
    only = replace(item, delivery_modes=tuple(one for one in item.delivery_modes if one == "courier"))

    assert OfferedWays(of_only_sf(clock)).out(only) == ("courier",)
