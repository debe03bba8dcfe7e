"""What a person is told to do next, in every state of a case."""

from typing import Any

import pytest

from domain.cases.case import CaseState
from domain.forms.form import FormState
from domain.shipments.shipment import Shipment
from domain.shipments.states import Direction, ShipmentState
from domain.usecases.next_step import next_step
from tests.unit.cases.made import a_case, a_form, a_parcel


def _action(state: CaseState, *parcels: Shipment, **other: bool) -> str:
    facts: dict[str, Any] = {"has_gaps": False, "has_licence": False, "is_rated": False, **other}
    return next_step(a_case(state), a_form(), parcels, **facts).action


@pytest.mark.parametrize("state", CaseState)
def test_in_every_state_there_is_exactly_one_next_thing(state: CaseState) -> None:
    following = next_step(a_case(state), a_form(), (), has_gaps=False, has_licence=False, is_rated=False)

    assert following.action
    assert following.label


def test_a_form_with_gaps_is_filled_in_before_it_is_confirmed() -> None:
    assert _action(CaseState.INTENDED, has_gaps=True) == "fill_form"
    assert _action(CaseState.INTENDED) == "confirm_form"


def test_while_the_registers_are_asked_there_is_nothing_to_do() -> None:
    form = a_form(FormState.FILLING)

    following = next_step(a_case(), form, (), has_gaps=True, has_licence=False, is_rated=False)

    assert following.action == "wait"


@pytest.mark.parametrize("state", [CaseState.CONFIRMED, CaseState.FILED, CaseState.ACCEPTED])
def test_the_old_certificate_is_handed_over_until_the_courier_has_it(state: CaseState) -> None:
    assert _action(state, a_parcel(Direction.COLLECT, ShipmentState.ORDERED)) == "hand_over"
    assert _action(state, a_parcel(Direction.COLLECT, ShipmentState.PICKED_UP)) == "wait"


def test_who_brings_it_to_the_counter_is_told_so() -> None:
    form = a_form(return_mode="counter")

    following = next_step(
        a_case(CaseState.FILED), form, (), has_gaps=False, has_licence=False, is_rated=False
    )

    assert following.label == "把旧证交到办理窗口"


def test_after_a_no_the_certificate_comes_back_first() -> None:
    assert _action(CaseState.DENIED, a_parcel(Direction.GIVE_BACK, ShipmentState.IN_TRANSIT)) == "receive"
    assert _action(CaseState.DENIED, a_parcel(Direction.GIVE_BACK, ShipmentState.DELIVERED_SELF)) == "rate"


def test_at_the_end_one_rates_and_then_looks_at_the_licence() -> None:
    assert _action(CaseState.DELIVERED, has_licence=True) == "rate"
    assert _action(CaseState.DELIVERED, has_licence=True, is_rated=True) == "view_licence"
    assert _action(CaseState.CLOSED, has_licence=True, is_rated=True) == "view_licence"


def test_a_case_that_ended_with_a_no_is_rated_also_when_it_is_closed() -> None:
    assert _action(CaseState.CLOSED) == "rate"
    assert _action(CaseState.CLOSED, is_rated=True) == "contact_staff"
