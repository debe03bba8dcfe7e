"""Hard case: who prepared a list cannot sign it, a chief's stop reaches it while it runs, audit reads."""

import re
from typing import Any
from uuid import uuid4

import pytest

from adapters.sandbox.city import Enterprise
from bff.cli.demo.stage import DidNotStart
from tests.architecture.contract_document import OPERATIONS, Operation
from tests.journeys import office_work
from tests.journeys.town import Town, shown

STORY, SLOW_SECONDS = "renamed-together", 4.0
NOTHING_SAID = {"decision": "sign"}
OWN_SESSION = "/v1/console/session"  # whoever signed in may sign out
KNOWN_IDS = {
    "caseId": ("case", "cases"),
    "matterId": ("mtr", "matters"),
    "pushListId": ("list", "push_lists"),
    "shipmentId": ("ship", "shipments"),
    "callId": ("call", "calls"),
    "visitId": ("vst", "visits"),
}
MADE_UP = {
    "queue": "calls",
    "itemCode": "wg-20-publication-responsible-change",
    "index": "0",
    "key": "application_form",
    "file": "original",
}
KEPT = ("matters", "offers", "cases", "forms", "push_lists", "findings", "notices", "calls", "shipments")


async def test_who_prepared_a_list_cannot_sign_it_in_another_role_either(town: Town) -> None:
    first, *_ = _firms(town)
    preparer, token = await office_work.enrolled(town, "先编清单后当科长的人", "business")
    await office_work.sense_and_sign(town)
    await _rename(town, first)

    [made] = await office_work.sense(town, preparer.login)
    as_business = await _decide(town, made, token, "sign")
    as_chief = await _decide(town, made, await office_work.in_another_role(town, preparer, "chief"), "sign")
    with pytest.raises(DidNotStart, match="科长"):
        await office_work.palm(
            town, "staff", "add", "both", "--name", "既编又签的人", "--role=business", "--role=chief"
        )
    await office_work.everybody_is_told(town)
    waiting, nobody_yet = await _read(town, made), await _texts(town, first)
    by_another = await _decide(town, made, town.theatre.keys.chief, "sign")
    await town.until(lambda: _is_told(town, first), "the notice")

    assert [(status, told["type"]) for status, told in (as_business, as_chief)] == [
        (403, "/problems/role-missing"),
        (403, "/problems/signer-is-preparer"),
    ]
    assert (waiting["state"], nobody_yet) == ("prepared", 0)
    assert (by_another[0], by_another[1]["state"]) == (200, "signed")
    assert await _texts(town, first) == 1


async def test_a_chiefs_stop_reaches_a_running_campaign_and_what_was_not_sent_is_not_sent(town: Town) -> None:
    firms = _firms(town)[1:]
    await office_work.sense_and_sign(town)
    for firm in firms:
        await _rename(town, firm)
    [made] = await office_work.sense(town)
    await town.lever("sms", "/__mode", mode="slow", seconds=SLOW_SECONDS)

    await _decide(town, made, town.theatre.keys.chief, "sign")
    await town.until(lambda: _any_is_told(town, firms), "the first notice")
    running = await _read(town, made)
    status, stopped = await _decide(town, made, town.theatre.keys.chief, "stop", note="名称有误，先停下核对")
    tried = _tried(town, made)
    await town.lever("sms", "/__mode", mode="ok")
    await town.quiet()

    told, after = [await _texts(town, firm) for firm in firms], await _read(town, made)
    assert (running["state"], status, stopped["state"]) == ("signed", 200, "stopped")
    assert 0 < sum(told) == tried < len(firms)
    assert _tried(town, made) == tried
    assert max(told) == 1
    became = after["outcome"]
    assert (became["due"], became["sent"], became["held"]) == (len(firms), tried, len(firms) - tried)
    assert (after["state"], after["note"]) == ("stopped", "名称有误，先停下核对")
    assert (
        town.count("notices", "state IN ('drafted', 'queued') AND matter_id = ANY(%s)", _matters(town, made))
        == 0
    )


async def test_an_audit_administrator_reads_everything_at_the_console_and_changes_nothing(town: Town) -> None:
    _, token = await office_work.add_staff(town, "只看不改的审计", "audit")
    asked = [one for one in OPERATIONS if one.told.get("x-audience") == "staff"]
    reading = [one for one in asked if one.method == "get"]
    changing = [one for one in asked if one.method != "get" and not one.path.startswith(OWN_SESSION)]
    await town.quiet()
    before = [town.digest(table) for table in KEPT]

    read = {one.name: await _status(town, one, token) for one in reading}
    tried = {one.name: await _status(town, one, token) for one in changing}

    assert len(reading) > 40
    assert len(changing) > 50
    assert {name: told for name, told in read.items() if told[0] not in (200, 404, 409, 422)} == {}
    whole = [one.name for one in reading if "{" not in one.path and "q=" not in _query(one)]
    assert {name: read[name][0] for name in whole} == dict.fromkeys(whole, 200)
    assert {name: told for name, told in tried.items() if told != (403, "/problems/role-missing")} == {}
    assert [town.digest(table) for table in KEPT] == before


def _firms(town: Town) -> list[Enterprise]:
    return [one for one in town.theatre.people.enterprises if one.story == STORY]


async def _rename(town: Town, firm: Enterprise) -> None:
    name = firm.name.replace("有限公司", "股份有限公司")
    await town.lever("enterprise_register", "/__change", uscc=firm.uscc, name=name)


async def _read(town: Town, push_list: str) -> Any:
    path = f"{office_work.LISTS}/{push_list}"
    return await town.client.expect(200, "GET", path, token=town.theatre.keys.chief)


async def _decide(
    town: Town, push_list: str, token: str, decision: str, *, note: str = ""
) -> tuple[int, Any]:
    digest = (await _read(town, push_list))["digest"]
    body = {"decision": decision, "digest": digest} | ({"note": note} if note else {})
    path = f"{office_work.LISTS}/{push_list}/signature"
    answer = await town.client.send("POST", path, json=body, token=token)
    return answer.status, answer.body


async def _texts(town: Town, firm: Enterprise) -> int:
    """How many messages the operator has for this firm's number."""
    return len(await town.lever("sms", "/__outbox", phone=firm.contact_phone))


async def _is_told(town: Town, firm: Enterprise) -> bool:
    return await _texts(town, firm) > 0


async def _any_is_told(town: Town, firms: list[Enterprise]) -> bool:
    return any([await _is_told(town, firm) for firm in firms])


def _matters(town: Town, push_list: str) -> list[Any]:
    found = town.rows(
        "SELECT m.id, f.push_list_id AS list FROM findings f"
        " JOIN matters m ON m.event_key IN (f.event_key, f.bundle_key) WHERE f.reason IS NULL"
    )
    return [row["id"] for row in found if shown("list", row["list"]) == push_list]


def _tried(town: Town, push_list: str) -> int:
    """Notices of the list that the worker has begun to hand over."""
    return town.count("notices", "tried_at IS NOT NULL AND matter_id = ANY(%s)", _matters(town, push_list))


async def _status(town: Town, operation: Operation, token: str) -> tuple[int, str]:
    path = re.sub(r"\{(\w+)\}", lambda found: _stands_for(town, found[1]), operation.path)
    body = None if operation.method == "get" else NOTHING_SAID
    answer = await town.client.send(
        operation.method.upper(), path + _query(operation), json=body, token=token
    )
    kind = answer.body.get("type", "") if isinstance(answer.body, dict) else ""
    return answer.status, kind


def _query(operation: Operation) -> str:
    needed = [one for one in operation.told.get("parameters", []) if one.get("required")]
    asked = [f"{one['name']}={one['example']}" for one in needed if one.get("in") == "query"]
    return f"?{'&'.join(asked)}" if asked else ""


def _stands_for(town: Town, name: str) -> str:
    """The newest of that kind; what nobody made, or is not named here, is looked for in vain."""
    if name in MADE_UP:
        return MADE_UP[name]
    prefix, table = KNOWN_IDS.get(name, ("case", ""))
    newest = town.rows(f"SELECT id FROM {table} ORDER BY id DESC LIMIT 1") if table else []  # noqa: S608 - our own words
    return shown(prefix, newest[0]["id"] if newest else uuid4())
