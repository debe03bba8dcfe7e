"""A parcel always comes to an end somebody knows by name: the person reads it, or a clerk has it to do."""

from collections.abc import Mapping

import pytest

from adapters.postgres.certificate_queue import CAUSES
from domain.shipments.accounting import is_settled
from domain.shipments.cause import TO_DO, Cause, to_do
from domain.shipments.outside import ParcelState
from domain.shipments.states import FINAL, NEXT, Direction, ShipmentState, Way
from domain.shipments.track import RANK
from domain.usecases.parcel_view import parcel_view
from tests.unit.shipments.test_shipment import a_shipment

# what the office has to do about each; what is not here is on its way, or nobody's work any more
ON_THE_LIST: Mapping[ShipmentState, Cause] = {
    ShipmentState.WITH_STAFF: Cause.WITH_STAFF,
    ShipmentState.PROBLEM: Cause.PROBLEM,
    ShipmentState.REFUSED: Cause.REFUSED,
    ShipmentState.RETURNING: Cause.RETURNING,
    ShipmentState.RETURNED: Cause.RETURNED,
    ShipmentState.CANCELLED: Cause.CANCELLED,
    ShipmentState.LOST: Cause.LOST,
    ShipmentState.PARKED: Cause.TO_CONFIRM,
    ShipmentState.DELIVERED_OTHER: Cause.TO_CONFIRM,
    ShipmentState.SCANNED: Cause.TO_VOID,
}


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("state", ShipmentState)
def test_every_state_has_words_for_the_person(state: ShipmentState, direction: Direction) -> None:
    shipment = a_shipment(direction, state)

    assert parcel_view(shipment).state_text


@pytest.mark.parametrize("state", [state for state in ShipmentState if state not in FINAL])
def test_from_every_state_that_is_no_end_there_is_a_way_to_one(state: ShipmentState) -> None:
    seen, ahead = set[ShipmentState](), {state}
    while ahead:
        seen |= ahead
        ahead = {to for one in ahead for to in NEXT.get(one, ())} - seen

    assert seen & FINAL


@pytest.mark.parametrize(("state", "cause"), ON_THE_LIST.items())
def test_what_went_wrong_stands_on_the_clerks_list_with_something_to_do(
    state: ShipmentState, cause: Cause
) -> None:
    assert f"'{cause}'" in CAUSES or str(cause) in CAUSES
    for direction in Direction:
        found = to_do(cause, direction, Way.COURIER, state)
        assert found.words
        assert found.acts


def test_every_cause_has_its_words() -> None:
    assert set(TO_DO) == set(Cause)


@pytest.mark.parametrize("state", ParcelState)
def test_every_word_of_a_courier_is_a_state_of_ours_or_moves_nothing(state: ParcelState) -> None:
    assert state is ParcelState.UNKNOWN or (ShipmentState(state.value) and state in RANK)


@pytest.mark.parametrize("state", [ShipmentState.PARKED, ShipmentState.DELIVERED_OTHER])
@pytest.mark.parametrize("direction", [Direction.DELIVER, Direction.GIVE_BACK])
def test_a_locker_or_anothers_hand_settles_nothing(state: ShipmentState, direction: Direction) -> None:
    assert not is_settled(a_shipment(direction, state))
    assert ShipmentState.DELIVERED_SELF in NEXT[state]
