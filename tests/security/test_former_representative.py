"""Whom the register names no longer shows and changes nothing, from that very moment (AZ-4)."""

import pytest

from domain.staff.account import Role
from tests.architecture.contract_document import OPERATIONS, Operation
from tests.http.books import books, differing
from tests.http.caller import BY_NAME
from tests.http.town import BING
from tests.security.cast import Cast
from tests.usecases.case_world import JIA

pytestmark = pytest.mark.asyncio(loop_scope="module")

WHAT_THE_REGISTER_SAID = {"authorities"}
CHANGING = [
    operation
    for operation in OPERATIONS
    if operation.method != "get"
    and (operation.told["x-audience"] in ("person", "enterprise") or operation.name.startswith("counter_"))
    and any("ActingFor" in str(one) for one in operation.told.get("parameters", []))
]
SHOWN_OR_CHANGED = {
    "edit_form",
    "dispute_field",
    "put_form_material",
    "put_form_licence",
    "remove_form_material",
    "sign_own_forms",
    "put_supplement_material",
    "put_supplement_licence",
    "put_promised_material",
    "enter_waybill",
    "say_received",
    "give_statement",
    "raise_grievance",
    "reopen_grievance",
    "rate_case",
    "present_licence",
}


async def test_every_step_that_shows_or_changes_something_is_tried_here() -> None:
    assert {operation.name for operation in CHANGING} >= SHOWN_OR_CHANGED


@pytest.mark.parametrize("operation", CHANGING, ids=lambda operation: operation.name)
async def test_who_spoke_for_the_school_until_just_now_does_nothing_more_in_its_name(
    cast: Cast, operation: Operation
) -> None:
    shown = BY_NAME["present_licence"]
    asked_just_now = await cast.knock(shown, token=cast.jia.token, acting_for=cast.school)
    known = await cast.knock(BY_NAME["read_home"], token=cast.jia.token, acting_for=cast.school)
    before = await books()
    token = cast.town.staff[Role.CLERK] if operation.name.startswith("counter_") else cast.owner(operation)

    cast.town.is_led_by(BING)
    answer = await cast.knock(operation, token=token, acting_for=cast.school)
    cast.town.is_led_by(JIA)

    assert (asked_just_now.status, known.status) == (201, 200)
    assert (answer.status, answer.code) == (404, "not-representative")
    assert set(await differing(before)) <= WHAT_THE_REGISTER_SAID
