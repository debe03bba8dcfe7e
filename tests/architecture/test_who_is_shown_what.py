"""Every answer of the desk that shows a party's data says what for, so that the party can read it."""

from pathlib import Path
from typing import Any

import pytest
from sanic_routing.route import Route

from bff.app import create_app
from bff.http.answers import Meters
from bff.http.request import Audience
from domain.privacy.access import Purpose, Sight
from tests.architecture.contract_document import OPERATIONS, Operation, resolved

ROOT = Path(__file__).resolve().parents[2]
# what is a party's own in an answer: whoever adds another name of a field adds it here
PERSONAL = {
    *("partyName", "personName", "phone", "phones", "name", "contact", "numberTail", "licenceNumberTail"),
    *("addressBefore", "addressAfter", "registered", "said", "statement", "timeline", "case", "revocationId"),
}
# staff, items, numbers and lists of lists; a colleague's `name` is no party's
NOBODYS = {
    *("sign_out_staff", "sign_out_staff_everywhere", "list_staff_sessions", "end_staff_session"),
    *("read_staff_me", "list_staff_accounts", "list_account_changes", "list_bodies", "ask_account_change"),
    *("decide_account_change", "list_case_accesses"),
    *("list_console_items", "draft_new_item", "list_item_versions", "draft_item_version"),
    *("read_item_version", "edit_item_version", "edit_item_fields", "check_item_version"),
    *("try_item_version", "decide_item_version", "roll_back_item_version", "discard_item_version"),
    *("read_figures", "export_table", "list_shadows", "read_instant_figures", "list_supervision_days"),
    *("replay_results", "list_push_lists"),
}
# that it is done, by id and state; whoever was served sees it in their own timeline
DONE = {
    *("note_call", "settle_call", "settle_doubt", "settle_supplement", "note_supplement_call", "retry_stuck"),
    *("scan_certificates", "void_certificates", "note_courier_call", "order_shipment_again"),
    *("confirm_receipt", "declare_parcel_lost", "reissue_certificate", "hand_over_at_counter"),
}


@pytest.fixture(scope="module")
def desk() -> dict[str, Route]:
    app = create_app(static=ROOT / "static", meters=Meters(), name="shown")
    return {
        str(route.name).rpartition(".")[2]: route
        for route in app.router.routes
        if route.ctx.audience is Audience.STAFF
    }


def fields_of(node: Any, *, seen: frozenset[str] = frozenset()) -> set[str]:
    """Every name of a field that an answer may have, however deep."""
    if isinstance(node, list):
        return set().union(*(fields_of(one, seen=seen) for one in node))
    if not isinstance(node, dict):
        return set()
    if "$ref" in node:
        place = node["$ref"]
        return set() if place in seen else fields_of(resolved(node), seen=seen | {place})
    own = set(node.get("properties", {}))
    return own.union(
        *(fields_of(one, seen=seen) for key, one in node.items() if key not in ("example", "examples"))
    )


def shown_by(operation: Operation) -> set[str]:
    told: set[str] = set()
    for status, answer in operation.told["responses"].items():
        if str(status).startswith("2"):
            told |= fields_of(resolved(answer).get("content", {}))
    return told & PERSONAL


def test_every_operation_of_the_desk_says_what_for_or_is_known_to_show_nobody(desk: dict[str, Route]) -> None:
    silent = {name for name, route in desk.items() if not hasattr(route.ctx, "purpose")}

    assert silent == NOBODYS | DONE


def test_what_for_is_one_of_the_list(desk: dict[str, Route]) -> None:
    said = {name: route.ctx.purpose for name, route in desk.items() if hasattr(route.ctx, "purpose")}

    assert said
    assert [name for name, sight in said.items() if not isinstance(sight, Sight)] == []
    assert {
        name for name, sight in said.items() if (sight.purpose is Purpose.COUNTER) != _is_in_a_visit(name)
    } == set()


def _is_in_a_visit(name: str) -> bool:
    visits = {"open_visit", "read_visit", "end_visit", "sign_forms"}
    return name.startswith("counter_") or name in visits


def test_nothing_a_party_reads_as_theirs_stands_in_an_answer_without_a_purpose() -> None:
    """By the contract: the fields of every answer of what is said to show nobody."""
    found = {one.name: shown_by(one) for one in OPERATIONS if one.name in NOBODYS | DONE}

    assert found
    colleagues = {"name"}
    assert {name: told for name, told in found.items() if told - colleagues} == {}
