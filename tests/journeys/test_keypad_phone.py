"""Hard case: a shop owner of 62 with a keypad phone texts «１» three times, and somebody forges a «3».

She finishes at the counter with her identity card and the pad. Days do not pass in a test: ten of them are
taken off the rows of what she was told and until when.
"""

import re
import zlib
from datetime import date, timedelta
from typing import Any

from adapters.sandbox.city import Enterprise
from bff.cli import data
from bff.cli.demo import asking, fulfilling
from bff.cli.demo.accounts import CLERK
from bff.cli.demo.walk import Walk
from tests.journeys import ends, office_work
from tests.journeys.town import Town, in_row

STORY, CALLS, DESK = "keypad-shop", "/v1/console/calls", "A-07"
COUNTER_LEVEL = 3
TEN_DAYS = timedelta(days=10)
STROKES = [[[20 + 9 * n, 300 + (n * 37) % 400, 16 * n] for n in range(100)]]
LINE_TO = b" l\n"
"""How a PDF draws on to the next point (ISO 32000-1, 8.5.2)."""


async def test_three_ones_and_a_forged_three_are_one_call_and_she_finishes_at_the_counter(town: Town) -> None:
    firm = town.theatre.people.enterprise(STORY)
    await asking.notice(town.enterprise_walk(STORY))
    matter = (await town.notice_of(firm))["matter_id"]

    entry = await _she_texts_back(town, firm, "１", " 1。", "１", "3")
    assert _reasons(entry) == {"call_me": 3, "not_me": 1}
    await _nothing_came_of_it(town, matter)
    await _ten_days_pass_and_the_next_reminder_goes_out(town, firm, matter)
    assert (await _the_entry(town, firm))["callId"] == entry["callId"]

    booked = await _a_clerk_rings_and_books(town, firm, entry)
    walk = await _at_the_counter(town, firm, booked)
    await _signed_on_the_pad_and_confirmed(town, walk)
    await _old_one_in_and_new_one_out(town, walk)

    await _the_licence_is_in_the_bank(town, walk, firm)
    _the_ledger_names_clerk_desk_and_level(town, walk, matter)
    await _the_application_shows_her_hand(town, walk)
    line, is_whole = await data.verify_ledger(town.theatre.stage.settings)
    assert is_whole, line


async def _she_texts_back(town: Town, firm: Enterprise, *texts: str) -> Any:
    """The last is somebody else's, under her number."""
    for text in texts:
        await town.lever("sms", "/__reply", phone=firm.contact_phone, content=text)

    async def all_read() -> bool:
        return sum(_reasons(await _the_entry(town, firm)).values()) == len(texts)

    await town.until(all_read, "what she texted")
    return await _the_entry(town, firm)


async def _the_entry(town: Town, firm: Enterprise) -> Any:
    """The only one about her shop; without reasons while there is none."""
    page = await town.client.expect(200, "GET", CALLS, token=town.theatre.keys.clerk)
    found = [one for one in page["calls"] if one.get("partyName") == firm.name]
    assert len(found) <= 1
    return found[0] if found else {"reasons": []}


def _reasons(entry: Any) -> dict[str, int]:
    return {one["reason"]: one["times"] for one in entry["reasons"]}


async def _nothing_came_of_it(town: Town, matter: object) -> None:
    """No intent, and nothing suppressed."""
    assert town.count("cases", "matter_id = %s", matter) == 0
    [held] = town.rows("SELECT state FROM matters WHERE id = %s", matter)
    offers = "invitation_id IN (SELECT id FROM invitations WHERE matter_id = %s) AND answer IS NOT NULL"
    assert (held["state"], town.count("offers", offers, matter)) == ("invited", 0)


async def _ten_days_pass_and_the_next_reminder_goes_out(town: Town, firm: Enterprise, matter: object) -> None:
    town.rows(
        "UPDATE offers SET last_day = last_day - %s, event_date = event_date - %s"
        " WHERE invitation_id IN (SELECT id FROM invitations WHERE matter_id = %s) RETURNING id",
        TEN_DAYS,
        TEN_DAYS,
        matter,
    )
    town.rows(
        "UPDATE notices SET queued_at = queued_at - %s, tried_at = tried_at - %s WHERE matter_id = %s"
        " RETURNING id",
        TEN_DAYS,
        TEN_DAYS,
        matter,
    )
    for _ in range(2):
        await ends.chore(town, lambda office: office.calls.remind_holders)
    await office_work.everybody_is_told(town)

    async def reminded() -> bool:
        return len(await town.lever("sms", "/__outbox", phone=firm.contact_phone)) > 1

    await town.until(reminded, "the next reminder")
    await town.quiet()
    assert len(await town.lever("sms", "/__outbox", phone=firm.contact_phone)) == 2


async def _a_clerk_rings_and_books(town: Town, firm: Enterprise, entry: Any) -> Any:
    clerk, path = town.theatre.keys.clerk, f"{CALLS}/{entry['callId']}"
    row = await ends.row_of(town, "calls", entry["callId"])
    assert row is not None
    assert (row["action"], row["detail"]) == ("打电话", "回复了 1：请打电话×3、回复了 3：不是我")
    assert str(firm.contact_phone) not in str((row, entry))
    looked = "kind = 'call-number-shown' AND staff = %s"
    before = town.count("ledger_entries", looked, _clerk(town))

    told = await town.client.expect(200, "GET", f"{path}/phone", token=clerk)

    assert told["phones"] == [{"phone": firm.contact_phone, "isBad": False}]
    assert town.count("ledger_entries", looked, _clerk(town)) == before + 1
    [counter, *_] = (await town.client.expect(200, "GET", "/v1/citizen/counters"))["counters"]
    wish = {"name": firm.responsible.name, "window": "am", "counter": counter["counter"]}
    booked = await town.client.expect(
        201, "POST", f"{path}/appointment", token=clerk, json={**wish, "day": counter["lastDay"]}
    )
    assert (await _the_entry(town, firm))["reasons"] == []
    return booked


async def _at_the_counter(town: Town, firm: Enterprise, booked: Any) -> Walk:
    """From now on the clerk's hand on her own pages."""
    assert _age(town, firm) == 62
    arrival = {
        "kind": "counter",
        "desk": DESK,
        "name": firm.responsible.name,
        "idNumber": firm.responsible.id_number,
        "documentKind": "resident_id",
        "seenOriginal": True,
        "portraitMatches": True,
        "appointmentNumber": booked["appointmentNumber"],
    }
    token = town.theatre.keys.clerk
    visit = await town.client.expect(201, "POST", "/v1/console/visits", token=token, json=arrival)
    walk = town.enterprise_walk(STORY)
    walk.token, walk.party, walk.matter = token, visit["actingFor"], visit["matterId"]
    walk.front = f"/v1/console/visits/{visit['visitId']}"
    await asking.say_yes(walk)
    return walk


async def _signed_on_the_pad_and_confirmed(town: Town, walk: Walk) -> None:
    form, path = await asking.filled(walk), f"{walk.front}/cases/{walk.case}/form"
    by_hand = {"version": form["version"], "returnMode": "counter", "deliveryMode": "counter"}
    form = (await town.ask(walk, "PATCH", path, by_hand)).body
    sent = {
        "version": form["version"],
        "digest": form["digest"],
        "materialsConfirmed": [one["key"] for one in form["materials"]],
        "promise": True,
        **asking.promises_of(form),
    }
    unsigned = await town.ask(walk, "POST", f"{path}/confirmation", sent)
    assert (unsigned.status, unsigned.body["type"]) == (409, "/problems/signature-needed")
    shown = [{"caseId": walk.case, "digest": form["digest"], **asking.promises_of(form)}]
    await walk.post(201, "/signature", {"cases": shown, "strokes": STROKES})
    await asking.confirm(walk)


async def _old_one_in_and_new_one_out(town: Town, walk: Walk) -> None:
    """Across the counter both times: no courier is needed."""
    brought = await ends.parcel(walk, "collect", "planned")
    await ends.scan(town, walk, brought)
    await fulfilling.decided(walk)
    there = await ends.parcel(walk, "deliver", "planned")
    path = f"/v1/console/shipments/{there['shipmentId']}/hand-over"
    seen = {"name": walk.cast.name, "identitySeen": True}
    await town.client.expect(200, "POST", path, token=town.theatre.keys.clerk, json=seen)
    await ends.reads(walk, "delivered", "closed")
    assert await ends.orders_of(town, walk) == []


async def _the_licence_is_in_the_bank(town: Town, walk: Walk, firm: Enterprise) -> None:
    old, new = sorted(await town.licences_of(firm.uscc), key=lambda one: int(one["version"]))
    assert (old["state"], new["state"]) == ("superseded", "in-force")
    assert new["case_no"] == (await walk.read())["number"]


def _the_ledger_names_clerk_desk_and_level(town: Town, walk: Walk, matter: object) -> None:
    sql = "SELECT kind, staff, level, channel, facts FROM ledger_entries WHERE kind = ANY(%s) AND {} = %s"
    acted = ["intent-given", "signature-given", "form-confirmed"]
    steps = town.rows(sql.format("case_id"), acted, in_row("case", walk.case))
    visits = town.rows(sql.format("matter_id"), ["visit-opened"], matter)

    assert sorted(one["kind"] for one in steps) == sorted(acted)
    assert {(one["staff"], one["level"], one["channel"]) for one in steps} == {
        (_clerk(town), COUNTER_LEVEL, "counter")
    }
    at_desk = [one for one in (*visits, *steps) if one["kind"] != "intent-given"]
    assert {one["facts"]["desk"] for one in at_desk} == {DESK}
    assert [one["staff"] for one in visits] == [_clerk(town)]
    assert town.count("identity_checks", "matter_id = %s", matter) == 0


async def _the_application_shows_her_hand(town: Town, walk: Walk) -> None:
    [paper] = [one for one in (await walk.read())["documents"] if one["kind"] == "application"]
    path = f"{walk.front}/cases/{walk.case}/documents/{paper['documentId']}"
    answer = await town.ask(walk, "GET", path)
    assert (answer.status, answer.body[:5]) == (200, b"%PDF-")
    streams = re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", answer.body, re.DOTALL)
    drawn = (_inflated(found[1]) for found in streams)
    assert max(part.count(LINE_TO) for part in drawn) >= len(STROKES[0]) - 1


def _inflated(part: bytes) -> bytes:
    try:
        return zlib.decompress(part)
    except zlib.error:
        return part


def _clerk(town: Town) -> str:
    [row] = town.rows("SELECT login FROM staff WHERE name = %s", CLERK)
    login: str = row["login"]
    return login


def _age(town: Town, firm: Enterprise) -> int:
    born = date.fromisoformat(firm.responsible.id_number[6:14])
    today = town.theatre.people.today
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
