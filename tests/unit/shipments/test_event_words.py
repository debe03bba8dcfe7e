"""What people read of each step of a parcel: the carrier's words, or ours where it had none."""

import pytest

from domain.shipments.outside import ParcelEvent, ParcelState
from domain.usecases.parcel_view import parcel_view
from tests.unit.shipments.test_shipment import AT, a_shipment


@pytest.mark.parametrize("state", list(ParcelState))
def test_a_step_the_carrier_had_no_words_for_is_told_in_ours(state: ParcelState) -> None:
    shipment = a_shipment()
    shipment.hear(ParcelEvent(state, AT, "order:1", ""))

    (told,) = parcel_view(shipment).events

    assert told.text


def test_a_carriers_own_words_stand_and_a_flood_of_them_is_cut() -> None:
    shipment = a_shipment()
    shipment.hear(ParcelEvent(ParcelState.UNKNOWN, AT, "x", "件" * 900))
    shipment.hear(ParcelEvent(ParcelState.PICKED_UP, AT, "103", "快件已揽收"))

    told = [one.text for one in parcel_view(shipment).events]

    assert told == ["件" * 500, "快件已揽收"]
