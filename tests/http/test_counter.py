"""At the counter: the same handlers as on the phone, by identity card, with the clerk and the desk named."""

from datetime import timedelta
from typing import Any

import pytest
from tortoise.connection import get_connection

from domain.kernel.personal import DocumentNumber, PersonName
from domain.staff.account import Role
from tests.http.desk import STROKES, card, clerk, served, signed, texts_back
from tests.http.hand import Hand, confirmation, yes
from tests.http.town import Town
from tests.support.house import count
from tests.support.staff import enrolled
from tests.usecases.case_world import JIA, YI

CHILD = PersonName("丁小宁"), DocumentNumber("999999201501010020")


async def steps(*kinds: str) -> list[dict[str, Any]]:
    rows = await get_connection("default").execute_query_dict(
        "SELECT kind, staff, level, channel, facts, session_id, evidence_digest FROM ledger_entries"
        " WHERE kind = ANY(%s) ORDER BY at, number",
        [list(kinds)],
    )
    return list(rows)


async def matter_of(town: Town) -> str:
    """Invited, and nobody has answered: the matter, by the code's own visit."""
    visit = await clerk(town).post(201, "/v1/console/visits", card(code=await town.invited()))
    return str(visit["matterId"])


async def at_the_desk(town: Town, **more: Any) -> Hand:
    visit = await clerk(town).post(201, "/v1/console/visits", card(matterId=await matter_of(town), **more))
    return await served(town, visit)


async def begun(town: Town, hand: Hand) -> str:
    home = await hand.get(f"{hand.front}/home")
    return await town.begun(hand, home["matters"][0]["matterId"])


async def test_a_keypad_phone_three_ones_a_forged_three_and_she_finishes_at_the_counter(town: Town) -> None:
    code, desk = await town.invited(), clerk(town)

    # three «1», full width too, and somebody forges a «3»
    await texts_back(town, "1", "１", " 1。", "3")
    [entry] = (await desk.get("/v1/console/calls"))["calls"]
    assert [(one["reason"], one["times"]) for one in entry["reasons"]] == [("call_me", 3), ("not_me", 1)]
    assert (entry["phone"], await count("cases")) == ("199****0118", 0)

    # later rungs still go out: the last lawful day is 21 December
    town.clock.go_on(timedelta(days=13))
    await town.office.calls.remind_holders()
    await town.work()
    assert len(town.sms.sent) == 2

    # the clerk rings, and books the counter for her
    counter = (await town.caller.expect(200, "GET", "/v1/citizen/counters"))["counters"][0]
    phones = await desk.get(f"/v1/console/calls/{entry['callId']}/phone")
    assert phones["phones"][0]["phone"] == "19900000118"
    wish = {"name": "甲子安", "day": counter["lastDay"], "window": "am", "counter": counter["counter"]}
    booked = await desk.post(201, f"/v1/console/calls/{entry['callId']}/appointment", wish)
    last = (await desk.get(f"/v1/console/calls/{entry['callId']}"))["history"][-1]
    assert last["what"] == "appointment_made"
    assert last["words"].startswith(booked["counter"]["name"])
    assert last["words"].endswith(f"预约号 {booked['appointmentNumber']}")
    coming = await desk.get(f"/v1/console/appointments?day={counter['lastDay']}")
    assert [one["name"] for one in coming["appointments"]] == ["甲**"]
    assert (await desk.get("/v1/console/calls"))["calls"] == []

    # with her card, her daughter at her side
    helper = {"name": "丁小宁", "relation": "女儿", "idNumberTail": "1234"}
    arrival = card(appointmentNumber=booked["appointmentNumber"], helper=helper)
    visit = await desk.post(201, "/v1/console/visits", arrival)
    hand = await served(town, visit)
    case = await town.begun(hand, visit["matterId"])
    await signed(hand, case)
    confirmed = await town.confirmed(hand, case)

    assert confirmed["state"] == "confirmed"
    assert visit["clerk"] == "工作人员clerk"
    assert code[:3] in town.sms.sent[0].wording
    assert town.approval.filings[case]
    [opened] = await steps("visit-opened")
    assert (opened["staff"], opened["facts"]["desk"], opened["facts"]["company"]) == (
        "clerk-1",
        "A-03",
        "helped",
    )
    given, done = await steps("intent-given", "form-confirmed")
    assert {(one["staff"], one["level"], one["channel"]) for one in (given, done)} == {
        ("clerk-1", 3, "counter")
    }
    assert done["facts"]["desk"] == "A-03"
    [sign] = await steps("signature-given")
    assert (sign["staff"], sign["facts"]["desk"], sign["evidence_digest"] is not None) == (
        "clerk-1",
        "A-03",
        True,
    )


async def test_nothing_is_confirmed_at_the_counter_without_the_signature_of_this_form(town: Town) -> None:
    hand = await at_the_desk(town)
    case = await begun(town, hand)
    path = f"{hand.front}/cases/{case}/form"
    form = await hand.get(path)

    unsigned = await hand.post(409, f"{path}/confirmation", confirmation(form))
    await signed(hand, case)
    changed = await hand.send("PATCH", path, json={"version": form["version"], "returnMode": "self_post"})
    stale = await hand.post(409, f"{path}/confirmation", confirmation(changed.body))

    assert changed.status == 200
    assert [unsigned["type"], stale["type"]] == ["/problems/signature-needed"] * 2
    assert await steps("form-confirmed") == []


async def test_a_signature_of_another_visit_confirms_nothing(town: Town) -> None:
    hand = await at_the_desk(town)
    case = await begun(town, hand)
    await signed(hand, case)
    again = await clerk(town).post(201, "/v1/console/visits", card(desk="A-04"))
    later = await served(town, {**again, "actingFor": hand.party})

    form = await later.get(f"{later.front}/cases/{case}/form")
    refused = await later.post(409, f"{later.front}/cases/{case}/form/confirmation", confirmation(form))

    assert refused["type"] == "/problems/signature-needed"


async def test_a_form_signed_with_a_promise_is_not_confirmed_without_it(town: Town) -> None:
    hand = await at_the_desk(town)
    case = await begun(town, hand)
    path = f"{hand.front}/cases/{case}/form"
    form = await hand.get(path)
    promise = {"material": "annual_report", "kind": "defer", "textVersion": "defer-1"}
    shown = {"caseId": case, "digest": form["digest"], "promises": [promise]}
    await hand.post(201, f"{hand.front}/signature", {"cases": [shown], "strokes": STROKES})

    refused = await hand.post(409, f"{path}/confirmation", confirmation(form))

    assert refused["type"] == "/problems/signature-needed"
    assert await steps("form-confirmed") == []


async def test_a_pad_hardly_touched_is_refused(town: Town) -> None:
    hand = await at_the_desk(town)
    case = await begun(town, hand)

    refused = await signed(hand, case, strokes=[[[500, 500, 0]]], status=422)

    assert refused["type"] == "/problems/signature-blank"


async def test_a_colleague_finds_no_visit_of_another(town: Town) -> None:
    hand = await at_the_desk(town)
    other = await enrolled(town.office.staff, town.clock, "clerk-2", "窗口丁", Role.CLERK)
    stranger = Hand(town.caller, other.token, party=hand.party, front=hand.front)

    answers = [
        await stranger.send("GET", f"{hand.front}/home"),
        await stranger.send("GET", hand.front, acting_for=""),
        await stranger.send("POST", f"{hand.front}/end", acting_for=""),
    ]

    assert [answer.status for answer in answers] == [404, 404, 404]


async def test_an_ended_visit_serves_nobody_and_neither_does_one_of_yesterday(town: Town) -> None:
    first = await at_the_desk(town)
    await first.post(200, f"{first.front}/end", acting_for="")
    second = await served(town, await clerk(town).post(201, "/v1/console/visits", card()))

    ended = await first.send("GET", f"{first.front}/home")
    town.clock.go_on(timedelta(minutes=61))
    late = await second.send("GET", f"{second.front}/home")

    assert [(one.status, one.body["type"]) for one in (ended, late)] == [(409, "/problems/visit-ended")] * 2


async def test_a_second_visit_of_the_same_person_ends_the_first(town: Town) -> None:
    first = await at_the_desk(town)
    other = await enrolled(town.office.staff, town.clock, "clerk-2", "窗口丁", Role.CLERK)

    await Hand(town.caller, other.token).post(201, "/v1/console/visits", card(desk="B-01"))

    assert (await first.send("GET", f"{first.front}/home")).status == 409
    assert [one["facts"]["why"] for one in await steps("visit-ended")][-1] == "elsewhere"


@pytest.mark.parametrize(
    ("arrival", "status", "problem"),
    [
        (card(seenOriginal=False), 422, "document-not-seen"),
        (card(portraitMatches=False), 422, "document-not-seen"),
        (card((PersonName("甲子全"), JIA[1])), 422, "identity-not-matched"),
        (card(CHILD), 403, "guardian-needed"),
        (card(idNumber="370285196001059984"), 422, "identifier-invalid"),
        (card(appointmentNumber="A0000000"), 404, "not-found"),
        (card(code="123"), 422, "address-code-mistyped"),
    ],
)
async def test_who_is_not_who_they_say_opens_nothing(
    town: Town, arrival: dict[str, Any], status: int, problem: str
) -> None:
    refused = await clerk(town).post(status, "/v1/console/visits", arrival)

    assert refused["type"] == f"/problems/{problem}"
    assert await count("visits") == 0


async def test_a_stranger_opens_no_matter_of_others(town: Town) -> None:
    code = await town.invited()

    refused = await clerk(town).post(404, "/v1/console/visits", card(YI, code=code))

    assert (refused["type"], await count("visits")) == ("/problems/not-representative", 0)


async def test_who_no_longer_represents_the_school_can_do_nothing_in_the_visit_either(town: Town) -> None:
    hand = await at_the_desk(town)
    shown = await hand.get(f"{hand.front}/matters/{await _matter(hand)}")
    town.is_led_by(YI)

    refused = await hand.post(404, f"{hand.front}/matters/{shown['matterId']}/answers", yes(shown))

    assert refused["type"] == "/problems/not-representative"


async def test_on_the_telephone_a_clerk_fills_in_and_binds_nobody(town: Town) -> None:
    jia, matter = await town.arrived()
    case = await town.begun(jia, matter)
    visit = await clerk(town).post(201, "/v1/console/visits", {"kind": "phone", "matterId": matter})
    hand = await served(town, visit)
    path = f"{hand.front}/cases/{case}/form"

    form = await hand.get(path)
    filled = await hand.send("PATCH", path, json={"version": form["version"], "returnMode": "self_post"})
    shown = await hand.get(f"{hand.front}/matters/{matter}")
    refused = [
        await hand.send("POST", f"{hand.front}/matters/{matter}/answers", json=yes(shown)),
        await hand.send("POST", f"{path}/confirmation", json=confirmation(filled.body)),
        await hand.send("POST", f"{hand.front}/signature", json={"cases": [], "strokes": []}),
    ]

    assert (filled.status, visit.get("personName")) == (200, None)
    assert [(one.status, one.body["type"]) for one in refused] == [
        (409, "/problems/visit-without-identity")
    ] * 3


async def test_the_audit_administrator_reads_along_and_can_do_nothing(town: Town) -> None:
    hand = await at_the_desk(town)
    matter = await _matter(hand)
    audit = Hand(town.caller, town.staff[Role.AUDIT], party=hand.party, front=hand.front)

    shown = await audit.get(f"{hand.front}/matters/{matter}")
    tried = await audit.send("POST", f"{hand.front}/matters/{matter}/answers", json=yes(shown))

    assert len((await audit.get("/v1/console/visits", acting_for=""))["visits"]) == 1
    assert tried.status == 403


async def test_the_same_request_twice_opens_one_visit(town: Town) -> None:
    desk = clerk(town)

    one, other = [await desk.post(201, "/v1/console/visits", card(), key="once") for _ in range(2)]

    assert (one, await count("visits")) == (other, 1)


async def _matter(hand: Hand) -> str:
    return str((await hand.get(f"{hand.front}/home"))["matters"][0]["matterId"])
