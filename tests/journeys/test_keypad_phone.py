"""Hard case: a shop owner of 62 with a keypad phone texts «１» three times, and somebody forges a «3».

She finishes at the counter with her identity card and the pad, by the steps that the demonstration walks too.
Days do not pass in a test: ten of them are taken off the rows of what she was told and until when.
"""

import re
import zlib
from datetime import date, timedelta
from typing import Any

from adapters.sandbox.city import Enterprise
from bff.cli import ledger_desk
from bff.cli.demo import asking, fulfilling, keypad
from bff.cli.demo.accounts import CLERK
from bff.cli.demo.keypad import DESK, STROKES
from bff.cli.demo.walk import Walk
from tests.journeys import ends, office_work
from tests.journeys.town import Town, in_row

STORY = "keypad-shop"
COUNTER_LEVEL = 3
TEN_DAYS = timedelta(days=10)
LINE_TO = b" l\n"
"""How a PDF draws on to the next point (ISO 32000-1, 8.5.2)."""


async def test_three_ones_and_a_forged_three_are_one_call_and_she_finishes_at_the_counter(town: Town) -> None:
    firm, walk = town.theatre.people.enterprise(STORY), town.enterprise_walk(STORY)
    await asking.notice(walk)
    matter = (await town.notice_of(firm))["matter_id"]

    entry = await keypad.texts_back(walk, "１", " 1。", "１", "3")  # the last is somebody else's
    assert _reasons(entry) == {"call_me": 3, "not_me": 1}
    await _nothing_came_of_it(town, matter)
    await _ten_days_pass_and_the_next_reminder_goes_out(town, firm, matter)
    assert (await keypad.waiting_call(walk))["callId"] == entry["callId"]

    booked = await _a_clerk_rings_and_books(town, walk, entry)
    assert _age(town, firm) == 62
    await keypad.at_the_counter(walk, firm, booked)
    await asking.say_yes(walk)
    await _signed_on_the_pad_and_confirmed(town, walk)
    await _old_one_in_and_new_one_out(town, walk)

    await _the_licence_is_in_the_bank(town, walk, firm)
    _the_ledger_names_clerk_desk_and_level(town, walk, matter)
    await _the_application_shows_her_hand(town, walk)
    line, is_whole = await ledger_desk.verify(town.theatre.stage.settings)
    assert is_whole, line


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


async def _a_clerk_rings_and_books(town: Town, walk: Walk, entry: Any) -> Any:
    row = await ends.row_of(town, "calls", entry["callId"])
    assert row is not None
    assert (row["action"], row["detail"]) == ("打电话", "回复了 1：请打电话×3、回复了 3：不是我")
    assert walk.cast.phone not in str((row, entry))
    looked = "kind = 'call-number-shown' AND staff = %s"
    before = town.count("ledger_entries", looked, _clerk(town))

    booked = await keypad.rung_and_booked(walk, entry)

    assert town.count("ledger_entries", looked, _clerk(town)) == before + 1
    assert await keypad.waiting_call(walk) is None
    return booked


async def _signed_on_the_pad_and_confirmed(town: Town, walk: Walk) -> None:
    form = await keypad.by_counter(walk)
    sent = {
        "version": form["version"],
        "digest": form["digest"],
        "materialsConfirmed": [one["key"] for one in form["materials"]],
        "promise": True,
        **asking.promises_of(form),
    }
    path = f"{walk.front}/cases/{walk.case}/form/confirmation"
    unsigned = await town.ask(walk, "POST", path, sent)
    assert (unsigned.status, unsigned.body["type"]) == (409, "/problems/signature-needed")
    await keypad.sign_on_the_pad(walk, form)
    await asking.confirm(walk)


async def _old_one_in_and_new_one_out(town: Town, walk: Walk) -> None:
    """Across the counter both times: no courier is needed."""
    await keypad.old_one_in(walk)
    await fulfilling.decided(walk)
    await keypad.new_one_out(walk)
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
