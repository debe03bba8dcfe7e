"""A clerk at the counter with whoever stands before them, and what people text meanwhile."""

import json
from typing import Any

from domain.clock.clock import BEIJING
from domain.staff.account import Role
from tests.http.hand import Hand
from tests.http.town import CONTACT, SECRET, Town
from tests.usecases.case_world import JIA

STROKES = [
    [[100 + 40 * n, 300 + 10 * n, 16 * n] for n in range(8)],
    [[300, 200 + 60 * n, 200 + 16 * n] for n in range(6)],
]


def card(who: Any = JIA, **more: Any) -> dict[str, Any]:
    """What the clerk types off an identity card they hold in their hand."""
    name, number = who
    return {
        "kind": "counter",
        "desk": "A-03",
        "name": name.reveal(),
        "idNumber": number.reveal(),
        "documentKind": "resident_id",
        "seenOriginal": True,
        "portraitMatches": True,
        **more,
    }


def clerk(town: Town) -> Hand:
    return Hand(town.caller, town.staff[Role.CLERK])


async def served(town: Town, visit: Any, *, token: str = "") -> Hand:
    """The clerk's hand in this visit, for whom the matter is about."""
    front = f"/v1/console/visits/{visit['visitId']}"
    return Hand(town.caller, token or town.staff[Role.CLERK], party=visit.get("actingFor", ""), front=front)


async def signed(hand: Hand, *cases: str, strokes: Any = None, status: int = 201) -> Any:
    """The person signs on the pad for the forms as they stand."""
    shown = []
    for case in cases:
        form = await hand.get(f"{hand.front}/cases/{case}/form")
        shown.append({"caseId": case, "digest": form["digest"]})
    body = {"cases": shown, "strokes": strokes or STROKES}
    return await hand.post(status, f"{hand.front}/signature", body)


async def texts_back(town: Town, *texts: str, phone: str = CONTACT, first: int = 1) -> None:
    """As the operator posts it, one by one; the worker reads them."""
    at = town.clock().astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
    for n, text in enumerate(texts, start=first):
        reply = {"phone_number": phone, "content": text, "send_time": at, "sequence_id": n}
        body = json.dumps([{**reply, "dest_code": "2493559"}]).encode()
        path, kind = f"/v1/callbacks/aliyun-sms/{SECRET}/replies", {"Content-Type": "application/json"}
        answer = await town.caller.send("POST", path, content=body, headers=kind, key="")
        assert answer.status == 200, answer.body
    await town.work()
