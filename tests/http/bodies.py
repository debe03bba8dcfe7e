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
