"""A delivered case that nobody rates does not stay open for ever."""

import asyncio
from datetime import timedelta

from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.shipments.outside import ParcelEvent, ParcelState
from tests.support.house import HandClock
from tests.usecases.parcels import Parcels, parcels


async def delivered(core: Core, clock: HandClock) -> Parcels:
    made = await parcels(core, clock, CaseState.LICENSED)
    shipment = (await made.ordered(await made.delivery())).shipment_id
    await made.told(shipment, ParcelEvent(ParcelState.DELIVERED_SELF, clock(), "301", ""))
    return made


async def test_it_is_closed_fifteen_days_after_delivery_once(core: Core, clock: HandClock) -> None:
    made = await delivered(core, clock)
    clock.go_on(timedelta(days=15))
    early = await made.desk.close_delivered()
    clock.go_on(timedelta(minutes=1))

    closed = await asyncio.gather(made.desk.close_delivered(), made.desk.close_delivered())

    assert (early, sum(closed)) == (0, 1)
    assert (await made.cases.by_id(made.case.case_id)).state is CaseState.CLOSED
    assert (await made.kinds()).count("case-closed") == 1
