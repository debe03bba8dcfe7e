"""Everybody who may knock: who owns what is asked for, who does not, who once did, and the office's own."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from adapters.courier.kuaidi100_callbacks import FORM
from domain.staff.account import Role
from tests.architecture.contract_document import OPERATIONS, Operation
from tests.http.caller import Answer
from tests.http.hand import Hand, confirmation, pieces, yes
from tests.http.town import BING, CONSENT, META, SECRET, Town
from tests.usecases.case_world import JIA, YI
from tests.usecases.wallet_world import PURPOSE

Sent = dict[str, Any]
PREFIXES = {
    "matterId": "mtr",
    "caseId": "case",
    "documentId": "doc",
    "licenceId": "lic",
    "pushListId": "list",
    "shipmentId": "ship",
    "identityCheckId": "idc",
}
STRANGE = "0" * 25 + "7"  # an id that nobody has


@dataclass
class Cast:
    """`paths`: what stands for each parameter; `bodies`: what each operation is sent. All true for 甲.

    `to_end`: tokens of sessions that nobody needs.
    """

    town: Town
    jia: Hand
    yi: Hand
    bing: Hand
    school: str
    paths: dict[str, str]
    bodies: dict[str, Sent]
    to_end: dict[str, str]
    keys: int = 0

    def path(self, operation: Operation, **other: str) -> str:
        return operation.path.format(**{**self.paths, **other})

    async def knock(
        self, operation: Operation, *, token: str = "", acting_for: str = "", path: str = ""
    ) -> Answer:
        """One request to the operation, complete but for who sends it."""
        self.keys += 1
        asks_for_party = any("ActingFor" in str(one) for one in operation.told.get("parameters", []))
        return await self.town.caller.send(
            operation.method.upper(),
            path or self.path(operation),
            token=token,
            acting_for=acting_for if asks_for_party else "",
            key=f"knock-{self.keys}",
            **self.bodies.get(operation.name, {}),
        )

    def tokens(self) -> dict[str, tuple[str, str]]:
        """Who knocks: a credential, and for whom they say they act."""
        return {
            "anonymous": ("", ""),
            "甲 for the school": (self.jia.token, self.school),
            "stranger for themselves": (self.yi.token, ""),
            "stranger for the school": (self.yi.token, self.school),
            "former representative for themselves": (self.bing.token, ""),
            "former representative for the school": (self.bing.token, self.school),
            "verifier": (self.town.verifier, ""),
            **{f"staff {role}": (key, "") for role, key in self.town.staff.items()},
        }


async def gathered(town: Town) -> Cast:
    """The school's case is at the counter and has a parcel; 丙 spoke for the school until just now."""
    code = await town.invited()
    town.is_led_by(BING)
    bing = await town.sign_in(BING, code=code)
    await bing.get("/v1/citizen/home")
    town.is_led_by(JIA)
    town.clock.go_on(timedelta(minutes=6))
    jia, matter = await town.arrived(code)
    shown = await jia.get(f"/v1/citizen/matters/{matter}")
    case = await town.begun(jia, matter)
    form = await jia.get(f"/v1/citizen/cases/{case}/form")
    await town.confirmed(jia, case)
    await town.moves(jia, case, "collect", "103", "301")
    shipment = await town.shipment(jia, case, "collect")
    await town.granted(case)
    await town.moves(jia, case, "deliver", "301")
    view = await jia.get(f"/v1/citizen/cases/{case}")
    yi = await town.sign_in(YI)
    opened = await town.open_check(YI)
    chief = town.staff[Role.CHIEF]
    [listed] = (await town.caller.expect(200, "GET", "/v1/console/push-lists", token=chief))["pushLists"]
    read = await town.caller.expect(200, "GET", f"/v1/console/push-lists/{listed['pushListId']}", token=chief)
    track, track_body = await town.track(shipment, "103", "301")
    paths = {
        "name": "index.html",
        "code": "not-found",
        "identityCheckId": opened["identityCheckId"],
        "matterId": matter,
        "caseId": case,
        "documentId": view["documents"][0]["documentId"],
        "licenceId": view["licenceId"],
        "pushListId": listed["pushListId"],
        "shipmentId": shipment["shipmentId"],
        "secret": SECRET,
        "token": track.split("/")[4],
    }
    bodies: dict[str, Sent] = {
        "open_identity_check": {"json": _check()},
        "finish_identity_check": {
            "json": {
                "resumeToken": opened["resumeToken"],
                "ticket": town.face.sent_back()[opened["identityCheckId"]],
            }
        },
        "book_appointment": {"json": await _wish(town)},
        "answer_invitation": {"json": yes(shown)},
        "edit_form": {"json": {"version": form["version"], "returnMode": "lost_declaration"}},
        "dispute_field": {"json": {"field": "address", "says": "路名已变"}},
        "confirm_form": {"json": confirmation(form)},
        "rate_case": {"json": {"level": 5, "tags": ["510"]}},
        "check_message": {"json": {"code": code, "receivingNumber": "19900000118"}},
        "verify_presentation": {"json": {"code": "invented-code-00000000000", "purpose": PURPOSE}},
        "decide_push_list": {"json": {"decision": "sign", "digest": read["digest"]}},
        "scan_certificates": {"json": pieces(shipment)},
        "receive_sms_reports": {"json": []},
        "receive_sms_replies": {"json": []},
        "receive_courier_order_news": {"content": b"sign=&param=", "headers": {"Content-Type": FORM}},
        "receive_courier_track_news": {"content": track_body, "headers": {"Content-Type": FORM}},
        "receive_back_end_push": {"json": {}},
    }
    people = {
        "甲 for the school": JIA,
        "stranger for themselves": YI,
        "former representative for themselves": BING,
    }
    to_end = {who: (await town.sign_in(person)).token for who, person in people.items()}
    return Cast(town, jia, yi, bing, jia.party, paths, bodies, to_end)


def _check() -> dict[str, object]:
    name, number = YI
    return {
        "name": name.reveal(),
        "idNumber": number.reveal(),
        "consentVersion": CONSENT,
        "agreed": True,
        "metaInfo": META,
    }


async def _wish(town: Town) -> dict[str, object]:
    [counter, *_] = (await town.caller.expect(200, "GET", "/v1/citizen/counters"))["counters"]
    return {
        "name": "甲子安",
        "phone": "19900000118",
        "day": counter["firstDay"],
        "window": counter["windows"][0],
        "counter": counter["counter"],
    }


def with_ids(*audiences: str) -> list[Operation]:
    """Operations of these audiences that name something by its id."""
    return [
        operation
        for operation in OPERATIONS
        if "{" in operation.path and operation.told["x-audience"] in audiences
    ]


def parameters_of(operation: Operation) -> list[str]:
    """The names of what stands in its path."""
    return [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]


def unknown(name: str) -> str:
    """An id of the right kind that nobody has."""
    return f"{PREFIXES[name]}_{STRANGE}"
