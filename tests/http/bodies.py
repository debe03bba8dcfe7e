"""A valid body for every operation that takes JSON, and who may send it: what is spoilt is spoilt alone."""

from dataclasses import dataclass
from typing import Any

from tests.architecture.contract_document import OPERATIONS, Operation
from tests.http.caller import Answer
from tests.security.cast import Cast

JSON_OPERATIONS = [
    operation
    for operation in OPERATIONS
    if "application/json" in operation.told.get("requestBody", {}).get("content", {})
    and operation.told["x-audience"] != "vendor"
]
KEYED = [
    operation
    for operation in OPERATIONS
    if any("IdempotencyKey" in str(one) for one in operation.told.get("parameters", []))
]
SENDERS = {
    "person": "甲 for the school",
    "enterprise": "mini-program: 甲 for the school",
    "verifier": "verifier",
    "public": "anonymous",
}
STAFF = {"decide_push_list": "staff chief", "scan_certificates": "staff clerk", "settle_doubt": "staff clerk"}
STAFF |= {
    "settle_supplement": "staff clerk",
    "note_supplement_call": "staff clerk",
    "check_promise": "staff clerk",
}
STAFF |= dict.fromkeys(
    (
        *("draft_new_item", "draft_item_version", "edit_item_version", "edit_item_fields"),
        *("check_item_version", "try_item_version", "discard_item_version"),
    ),
    "staff business",
)
STAFF |= dict.fromkeys(
    (
        *("void_certificates", "note_courier_call", "order_shipment_again", "confirm_receipt"),
        *("declare_parcel_lost", "reissue_certificate", "hand_over_at_counter"),
    ),
    "staff clerk",
)
STAFF |= dict.fromkeys(("ask_account_change", "decide_account_change"), "staff security")
STAFF |= dict.fromkeys(("retry_stuck", "replay_results"), "staff business")
STAFF |= dict.fromkeys(("decide_item_version", "roll_back_item_version"), "staff chief")
STAFF |= dict.fromkeys(
    (
        *("note_contact", "answer_grievance", "hand_grievance_over"),
        *("review_instant_case", "judge_recheck", "prepare_revocation", "record_statement"),
    ),
    "staff clerk",
)
STAFF |= dict.fromkeys(("find_malice", "decide_revocation", "sign_extension"), "staff chief")
STAFF |= dict.fromkeys(("stop_clock", "resume_clock", "prepare_extension"), "staff clerk")

STAFF |= dict.fromkeys(
    ("note_call", "settle_call", "book_for_call", "open_visit", "end_visit", "sign_forms"), "staff clerk"
)
STAFF |= {one.name: "staff clerk" for one in OPERATIONS if one.name.startswith("counter_")}


@dataclass
class Sender:
    """Sends to one operation as whoever may; only the body, the key or the headers differ."""

    cast: Cast
    operation: Operation

    @property
    def body(self) -> Any:
        return self.cast.body(self.operation).get("json")

    async def send(self, **more: Any) -> Answer:
        who = STAFF.get(self.operation.name) or SENDERS[self.operation.told["x-audience"]]
        token, party = self.cast.tokens()[who]
        return await self.cast.town.caller.send(
            self.operation.method.upper(),
            self.cast.path(self.operation),
            token=token,
            acting_for=party,
            **more,
        )
