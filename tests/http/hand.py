"""A signed-in phone, and what people and clerks send when they agree with what they see."""

from dataclasses import dataclass
from typing import Any

from tests.http.caller import Answer, Caller
from tests.usecases.case_world import ORGANISATION


@dataclass
class Hand:
    """One signed-in phone; `party` goes along as Acting-For unless it is empty.

    `front`: whose routes it asks, the phone page's or the mini-program's.
    """

    caller: Caller
    token: str
    cookie: str = ""
    party: str = ""
    front: str = "/v1/citizen"

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
        "answers": [{"itemCode": one["itemCode"], "answer": "yes"} for one in shown["items"]],
        "shownDigest": shown["shown"]["digest"],
        "promise": True,
    }


def confirmation(form: Any) -> dict[str, object]:
    return {
        "version": form["version"],
        "digest": form["digest"],
        "materialsConfirmed": [one["key"] for one in form["materials"]],
        "promise": True,
        **promises_of(form),
    }


def promises_of(form: Any) -> dict[str, object]:
    """The first promise offered for whatever was not handed in; nothing where nothing is offered."""
    said = [
        {"material": one["key"], "kind": offer["kind"], "textVersion": offer["textVersion"]}
        for one in form["materials"]
        if not one.get("given")
        for offer in one.get("promises", [])[:1]
    ]
    return {"promises": said} if said else {}


def together(forms: Any) -> dict[str, object]:
    """One confirmation for every form of a matter, as `list_forms` shows them."""
    return {"forms": [part_of(one["caseId"], one["form"]) for one in forms["forms"]], "promise": True}


def part_of(case: str, form: Any) -> dict[str, object]:
    """One form's line in it."""
    return {
        "caseId": case,
        "version": form["version"],
        "digest": form["digest"],
        "materialsConfirmed": [one["key"] for one in form["materials"]],
        **promises_of(form),
    }


def pieces(shipment: Any) -> dict[str, object]:
    """Each piece as it lies in the clerk's hand."""
    number = ORGANISATION.certificate.licence_number
    return {
        "pieces": [
            {"kind": one["kind"], "serial": one["serial"], "number": number} for one in shipment["pieces"]
        ]
    }
