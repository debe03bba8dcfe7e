"""The call list at the desk: one entry a matter, numbers only by asking, and outcomes that bind nobody."""

from datetime import timedelta
from typing import Any

import pytest
from tortoise.connection import get_connection

from domain.staff.account import Role
from tests.http.desk import clerk, texts_back
from tests.http.hand import Hand
from tests.http.town import Town
from tests.support.house import count


async def the_entry(town: Town) -> Any:
    [entry] = (await clerk(town).get("/v1/console/calls"))["calls"]
    return entry


async def rung(town: Town, *texts: str) -> Any:
    """Invited, and this was texted back."""
    await town.invited()
    await texts_back(town, *(texts or ("1",)))
    return await the_entry(town)


async def settle(town: Town, entry: Any, outcome: str, *, status: int = 200, **more: str) -> Any:
    path = f"/v1/console/calls/{entry['callId']}/outcome"
    return await clerk(town).post(status, path, {"outcome": outcome, **more})


async def test_what_was_texted_is_read_word_by_word_with_what_was_done(town: Town) -> None:
    entry = await rung(town, "１", "我不会弄，请打电话")
    await settle(town, entry, "not_reached", againOn="2026-11-24", note="无人接听")

    told = await clerk(town).get(f"/v1/console/calls/{entry['callId']}")

    history = [(one["what"], one["words"], one.get("by")) for one in told["history"]]
    assert history == [
        ("call_me", "１", None),
        ("other", "我不会弄，请打电话", None),
        ("not_reached", "无人接听", "工作人员clerk"),
    ]
    assert (told["state"], told["tries"], told["againOn"]) == ("open", 1, "2026-11-24")


async def test_the_number_is_masked_until_somebody_asks_and_that_is_written_down(town: Town) -> None:
    entry = await rung(town)

    told = await clerk(town).get(f"/v1/console/calls/{entry['callId']}/phone")

    [looked] = await get_connection("default").execute_query_dict(
        "SELECT staff, facts FROM ledger_entries WHERE kind = 'call-number-shown'"
    )
    assert (entry["phone"], told["phones"][0]["phone"]) == ("199****0118", "19900000118")
    assert looked["staff"] == "clerk-1"
    assert "19900000118" not in str(looked["facts"])


async def test_a_call_put_off_is_not_todays_and_comes_back_on_its_day(town: Town) -> None:
    entry = await rung(town)
    before = await town.office.calls.queue_calls(size=8)

    await settle(town, entry, "not_reached", againOn="2026-11-25")
    today = await town.office.calls.queue_calls(size=8)
    town.clock.go_on(timedelta(days=2))
    then = await town.office.calls.queue_calls(size=8)

    assert [one.count for one in (before, today, then)] == [1, 0, 1]
    assert (before.rows[0].action, then.rows[0].detail) == ("打电话", "回复了 1：请打电话；已拨打1次")


@pytest.mark.parametrize(
    "outcome", ["reached_online", "form_prepared", "wants_counter", "wrong_number", "does_not_want"]
)
async def test_an_outcome_closes_the_entry_and_answers_nothing(town: Town, outcome: str) -> None:
    entry = await rung(town)

    settled = await settle(town, entry, outcome)

    [offer] = await get_connection("default").execute_query_dict("SELECT answer FROM offers")
    assert (settled["state"], settled["outcome"]) == ("closed", outcome)
    assert (offer["answer"], await count("cases")) == (None, 0)
    assert (await clerk(town).get("/v1/console/calls"))["calls"] == []


async def test_a_reply_after_an_outcome_begins_a_new_entry(town: Town) -> None:
    entry = await rung(town)
    await settle(town, entry, "reached_online")

    await texts_back(town, "1", first=7)

    again = await the_entry(town)
    old = await clerk(town).get(f"/v1/console/calls/{entry['callId']}")
    assert again["callId"] != entry["callId"]
    assert (again["reasons"][0]["times"], old["state"], len(old["history"])) == (1, "closed", 2)


async def test_a_wrong_number_is_not_written_to_again(town: Town) -> None:
    entry = await rung(town)

    await settle(town, entry, "wrong_number")
    town.clock.go_on(timedelta(days=13))
    await town.office.calls.remind_holders()
    await town.work()

    again = await the_entry(town)
    assert len(town.sms.sent) == 1
    assert [one["reason"] for one in again["reasons"]] == ["unreachable"]


async def test_does_not_want_keeps_no_later_reminder_back(town: Town) -> None:
    entry = await rung(town)

    await settle(town, entry, "does_not_want")
    town.clock.go_on(timedelta(days=13))
    await town.office.calls.remind_holders()
    await town.work()

    assert len(town.sms.sent) == 2


@pytest.mark.parametrize(
    "sent", [{"outcome": "not_reached"}, {"outcome": "wants_counter", "againOn": "2026-11-25"}]
)
async def test_another_day_goes_with_not_reached_and_with_nothing_else(
    town: Town, sent: dict[str, str]
) -> None:
    entry = await rung(town)

    refused = await clerk(town).post(422, f"/v1/console/calls/{entry['callId']}/outcome", sent)

    assert refused["fields"][0]["field"] == "againOn"


async def test_a_closed_entry_is_settled_once(town: Town) -> None:
    entry = await rung(town)
    await settle(town, entry, "reached_online")

    refused = await settle(town, entry, "does_not_want", status=409)

    assert refused["type"] == "/problems/step-not-allowed"


async def test_who_rang_12345_joins_the_entry_of_their_matter(town: Town) -> None:
    entry = await rung(town)

    sent = {"reason": "no_smartphone", "phone": "19900000555", "code": town.code, "note": "使用老年机"}
    noted = await clerk(town).post(201, "/v1/console/calls", sent)

    together = await the_entry(town)
    assert noted["callId"] == entry["callId"]
    assert [one["reason"] for one in together["reasons"]] == ["call_me", "no_smartphone"]


async def test_who_is_known_for_no_matter_is_an_entry_of_their_number(town: Town) -> None:
    for _ in range(2):
        await clerk(town).post(
            201, "/v1/console/calls", {"reason": "no_smartphone", "phone": "199-0000-0556"}
        )

    entry = await the_entry(town)
    assert (entry["reasons"][0]["times"], entry["phone"]) == (2, "199****0556")
    assert "matterId" not in entry


async def test_the_audit_administrator_reads_calls_and_settles_none(town: Town) -> None:
    entry = await rung(town)
    audit = Hand(town.caller, town.staff[Role.AUDIT])

    await audit.get(f"/v1/console/calls/{entry['callId']}")
    path = f"/v1/console/calls/{entry['callId']}/outcome"
    refused = await audit.send("POST", path, json={"outcome": "reached_online"})

    assert refused.status == 403


async def test_a_form_left_open_reminds_once_and_then_goes_to_a_clerk(town: Town) -> None:
    jia, matter = await town.arrived()
    await town.begun(jia, matter)
    rounds = town.office.calls.remind_unfinished

    early = await rounds()
    town.clock.go_on(timedelta(days=3))  # Thursday: three working days
    reminded = [await rounds(), await rounds()]
    await town.work()
    town.clock.go_on(timedelta(days=5))  # Tuesday
    called = [await rounds(), await rounds()]

    entry = await the_entry(town)
    assert (early, reminded, called) == (0, [1, 0], [1, 0])
    assert "表单尚未确认" in town.sms.sent[-1].wording
    assert [one["reason"] for one in entry["reasons"]] == ["unfinished"]


async def test_who_goes_on_filling_in_is_left_in_peace(town: Town) -> None:
    jia, matter = await town.arrived()
    case = await town.begun(jia, matter)
    town.clock.go_on(timedelta(days=2))
    jia = await town.sign_in(party=jia.party)
    form = await jia.get(f"/v1/citizen/cases/{case}/form")
    edit = {"version": form["version"], "returnMode": "self_post"}
    assert (await jia.send("PATCH", f"/v1/citizen/cases/{case}/form", json=edit)).status == 200

    town.clock.go_on(timedelta(days=1))

    assert await town.office.calls.remind_unfinished() == 0


async def test_a_form_confirmed_after_all_needs_no_call(town: Town) -> None:
    jia, matter = await town.arrived()
    await town.begun(jia, matter)
    town.clock.go_on(timedelta(days=3))
    await town.office.calls.remind_unfinished()
    town.clock.go_on(timedelta(days=5))
    await town.office.calls.remind_unfinished()
    await get_connection("default").execute_query("UPDATE cases SET state = 'confirmed'")

    await town.office.calls.lapse_matters()

    assert (await clerk(town).get("/v1/console/calls"))["calls"] == []
