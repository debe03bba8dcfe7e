"""A signed-in phone, and what people and clerks send when they agree with what they see."""

from dataclasses import dataclass
from typing import Any

from tests.http.caller import Answer, Caller
from tests.usecases.case_world import ITEM, ORGANISATION


@dataclass
class Hand:
    """One signed-in phone; `party` goes along as Acting-For unless it is empty."""

    caller: Caller
    token: str
    cookie: str = ""
    party: str = ""

    async def send(self, method: str, path: str, **more: Any) -> Answer:
        more.setdefault("acting_for", self.party)
        return await self.caller.send(method, path, token=self.token, **more)

    async def get(self, path: str, **more: Any) -> Any:
        answer = await self.send("GET", path, **more)
        assert answer.status == 200, answer.body
        return answer.body

    async def post(self, status: int, path: str, body: object = None, **more: Any) -> Any:
        answer = await self.send("POST", path, json=body, **more)
        assert answer.status == status, answer.body
        return answer.body


def yes(shown: Any) -> dict[str, object]:
    return {
        "answers": [{"itemCode": ITEM, "answer": "yes"}],
        "shownDigest": shown["shown"]["digest"],
        "promise": True,
    }


def confirmation(form: Any) -> dict[str, object]:
    return {
        "version": form["version"],
        "digest": form["digest"],
        "materialsConfirmed": [one["key"] for one in form["materials"]],
        "promise": True,
    }


def pieces(shipment: Any) -> dict[str, object]:
    """Each piece as it lies in the clerk's hand."""
    number = ORGANISATION.certificate.licence_number
    return {
        "pieces": [
            {"kind": one["kind"], "serial": one["serial"], "number": number} for one in shipment["pieces"]
        ]
    }
