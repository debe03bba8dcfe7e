"""Queue 7 over HTTP: the holder says what is wrong, a clerk answers, the holder reads it."""

from typing import Any

import pytest

from domain.staff.account import Role
from tests.http.afterwards import at_desk, complaint
from tests.http.hand import Hand
from tests.http.town import Town
from tests.http.wechat import WechatPhone
from tests.support.house import count, rows
from tests.usecases.case_world import JIA, YI

MINE, DESK = "/grievances", "/grievances"
WALKED = ["open", "answered", "reopened", "answered"]
ANSWER = {"text": "已与制证系统核对，住所登记无误。", "remedy": "stands"}


async def raised(hand: Hand, body: object, *, key: str | None = None) -> Any:
    return await hand.post(201, f"{hand.front}{MINE}", body, key=key)


async def cards(hand: Hand) -> list[Any]:
    found: list[Any] = (await hand.get(f"{hand.front}/wallet"))["cards"]
    return found


async def walk(town: Town, hand: Hand, case: str) -> list[str]:
    """Raised, seen on case and card, answered, reopened, answered by a chief: the states it went through."""
    made = await raised(hand, complaint(case))
    path = f"{MINE}/{made['grievanceId']}"
    assert (await hand.get(f"{hand.front}/cases/{case}"))["correcting"]
    assert [one["status"] for one in await cards(hand) if "correcting" in one] == ["valid"]

    shown = (await at_desk(town, "GET", path)).body
    assert (shown["kindText"], shown["mayAnswer"], shown["caseId"]) == ("错证", True, case)
    assert set(shown["remedies"]) == {"corrected", "stands"}
    answered = await at_desk(town, "POST", f"{path}/answer", ANSWER)
    assert (answered.status, answered.body["state"]) == (200, "answered")

    told = await hand.get(f"{hand.front}{path}")
    assert [one["text"] for one in told["answers"]] == [ANSWER["text"]]
    assert "by" not in told["answers"][0]
    assert "correcting" not in await hand.get(f"{hand.front}/cases/{case}")
    again = await hand.post(200, f"{hand.front}{path}/reopening", {"words": "仍然没有门牌号。"})
    assert again["state"] == "reopened"

    refused = await at_desk(town, "POST", f"{path}/answer", ANSWER)
    assert (refused.status, refused.code) == (403, "handled-the-case")
    by_chief = await at_desk(town, "POST", f"{path}/answer", ANSWER, role=Role.CHIEF)
    assert by_chief.body["state"] == "answered"
    listed = await hand.get(f"{hand.front}{MINE}")
    assert [one["grievanceId"] for one in listed["grievances"]] == [made["grievanceId"]]
    return [made["state"], answered.body["state"], again["state"], listed["grievances"][0]["state"]]


async def test_what_is_wrong_is_answered_and_reopened_on_the_phone_page(town: Town) -> None:
    jia, _, case = await town.done()

    assert await walk(town, jia, case) == WALKED


async def test_and_in_the_mini_program_alike(town: Town) -> None:
    jia, _, case = await town.done()
    phone = WechatPhone(town)
    await phone.enter()
    hand = await phone.prove(JIA)
    hand.party = jia.party

    assert await walk(town, hand, case) == WALKED


async def test_a_strangers_grievance_is_not_there(town: Town) -> None:
    jia, _, case = await town.done()
    made = await raised(jia, complaint(case))
    yi = await town.sign_in(YI)

    for answer in (
        await yi.send("GET", f"/v1/citizen/grievances/{made['grievanceId']}"),
        await yi.send(
            "POST", f"/v1/citizen/grievances/{made['grievanceId']}/reopening", json={"words": "不满意"}
        ),
        await yi.send("POST", "/v1/citizen/grievances", json=complaint(case)),
    ):
        assert (answer.status, answer.code) == (404, "not-found")


async def test_the_same_thing_waits_once(town: Town) -> None:
    jia, _, case = await town.done()
    await raised(jia, complaint(case))

    again = await jia.send("POST", "/v1/citizen/grievances", json=complaint(case))

    assert (again.status, again.code) == (409, "grievance-open")


async def test_a_bad_rating_is_spoken_about_answered_and_found_malicious_by_a_chief(town: Town) -> None:
    jia, _, case = await town.done()
    rating = {"level": 1, "tags": ["108"], "text": "等了三个小时。"}
    await jia.post(201, f"/v1/citizen/cases/{case}/rating", rating)
    [row] = (await jia.get("/v1/citizen/grievances"))["grievances"]
    path = f"{DESK}/{row['grievanceId']}"

    shown = await at_desk(town, "GET", path, role=Role.CHIEF)
    assert (shown.body["level"], shown.body["kind"]) == (1, "bad_rating")
    no_clerk = await at_desk(town, "GET", path)  # the same clerk scanned the old certificate
    assert {"level", "partyName", "caseId", "number"}.isdisjoint(no_clerk.body)
    assert (no_clerk.body["said"], no_clerk.body["mayAnswer"]) == ([], False)
    refused = await at_desk(town, "POST", f"{path}/contact", {"note": "已回访"})
    assert (refused.status, refused.code) == (403, "handled-the-case")

    noted = await at_desk(town, "POST", f"{path}/contact", {"note": "已回访"}, role=Role.CHIEF)
    assert "contactDue" not in noted.body
    malice = await at_desk(town, "POST", f"{path}/malice", {"reason": "与办理无关"}, role=Role.CHIEF)
    assert malice.body["malice"]["reason"] == "与办理无关"
    unfit = {"text": "已更正", "remedy": "corrected"}
    wrong = await at_desk(town, "POST", f"{path}/answer", unfit, role=Role.CHIEF)
    assert (wrong.status, wrong.code) == (422, "remedy-not-fitting")


async def test_who_is_not_content_is_rung_at_the_number_of_their_case_and_who_looked_is_written_down(
    town: Town,
) -> None:
    jia, _, case = await town.done()
    path = f"{DESK}/{(await raised(jia, complaint(case)))['grievanceId']}"
    shown = (await at_desk(town, "GET", path)).body

    told = await at_desk(town, "GET", f"{path}/phone")

    assert (shown["phone"], told.body) == ("199****0118", {"phone": "19900000118"})
    [looked] = [one for one in await rows("ledger_entries") if one["kind"] == "contact-number-shown"]
    assert looked["staff"] == "clerk-1"
    assert "19900000118" not in str(looked)


async def test_who_handled_a_case_does_not_read_the_number_of_who_rated_it(town: Town) -> None:
    jia, _, case = await town.done()
    await jia.post(201, f"/v1/citizen/cases/{case}/rating", {"level": 1, "tags": ["108"], "text": "太久。"})
    [row] = (await jia.get("/v1/citizen/grievances"))["grievances"]
    path = f"{DESK}/{row['grievanceId']}"

    refused = await at_desk(town, "GET", f"{path}/phone")
    told = await at_desk(town, "GET", f"{path}/phone", role=Role.CHIEF)

    assert (refused.status, refused.code) == (403, "handled-the-case")
    assert "phone" not in (await at_desk(town, "GET", path)).body
    assert told.body == {"phone": "19900000118"}


async def test_a_grievance_about_no_case_has_no_number_to_ring(town: Town) -> None:
    jia, _, case = await town.done()
    licence = (await cards(jia))[0]["licenceId"]
    body = {"kind": "complaint", "words": "证照看不清。", "licenceId": licence}
    path = f"{DESK}/{(await raised(jia, body))['grievanceId']}"

    told = await at_desk(town, "GET", f"{path}/phone")

    shown = (await at_desk(town, "GET", path)).body
    assert (told.body, shown.get("phone"), case != "") == ({}, None, True)


async def test_handed_over_it_is_the_colleagues(town: Town) -> None:
    jia, _, case = await town.done()
    made = await raised(jia, complaint(case))
    path = f"{DESK}/{made['grievanceId']}/handover"

    unknown = await at_desk(town, "POST", path, {"to": "nobody", "reason": "转交"})
    assert unknown.status == 404
    handed = await at_desk(town, "POST", path, {"to": "chief-1", "reason": "转交科长"})

    assert handed.body["handler"]
    assert not handed.body["mayAnswer"]
    read = (await at_desk(town, "GET", f"{DESK}/{made['grievanceId']}", role=Role.CHIEF)).body
    [why] = read["handovers"]
    assert (why["reason"], why["to"], bool(why["by"])) == ("转交科长", read["handler"], True)
    assert "转交科长" not in str(await jia.get(f"/v1/citizen/grievances/{made['grievanceId']}"))
    [row] = await rows("grievances")
    assert "转交科长".encode() not in bytes(row["sealed"])


async def test_the_audit_administrator_reads_and_changes_nothing(town: Town) -> None:
    jia, _, case = await town.done()
    made = await raised(jia, complaint(case))
    path = f"{DESK}/{made['grievanceId']}"

    assert (await at_desk(town, "GET", path, role=Role.AUDIT)).status == 200
    answer = await at_desk(town, "POST", f"{path}/answer", ANSWER, role=Role.AUDIT)
    assert (answer.status, answer.code) == (403, "role-missing")


async def test_a_disputed_name_waits_for_a_clerk_and_goes_on(town: Town) -> None:
    jia, matter = await town.arrived()
    case = await town.begun(jia, matter)
    dispute = {"field": "organisation_name", "says": "少了一个字"}
    await jia.post(200, f"/v1/citizen/cases/{case}/form/disputes", dispute)
    [row] = (await jia.get("/v1/citizen/grievances"))["grievances"]

    shown = await at_desk(town, "GET", f"{DESK}/{row['grievanceId']}")
    assert (shown.body["field"], shown.body["said"][0]["words"]) == ("organisation_name", "少了一个字")
    corrected = {"text": "登记机关已更正，请重新核对。", "remedy": "corrected"}
    await at_desk(town, "POST", f"{DESK}/{row['grievanceId']}/answer", corrected)
    await town.work()

    assert (await town.confirmed(jia, case))["state"]
    assert (await jia.get(f"/v1/citizen/cases/{case}"))["state"] != "with_staff"


@pytest.mark.parametrize("key", ["one"])
async def test_the_same_key_raises_and_answers_once(town: Town, key: str) -> None:
    jia, _, case = await town.done()
    first = await raised(jia, complaint(case), key=key)
    assert await raised(jia, complaint(case), key=key) == first
    path = f"{DESK}/{first['grievanceId']}"

    for what, body in (
        ("contact", {"note": "已回访"}),
        ("handover", {"reason": "请科长答复"}),
        ("answer", ANSWER),
    ):
        once, twice = [
            await at_desk(town, "POST", f"{path}/{what}", body, role=Role.CHIEF, key=f"{key}-{what}")
            for _ in range(2)
        ]
        assert (once.status, once.raw.content) == (200, twice.raw.content), what
    reopening = f"/v1/citizen/grievances/{first['grievanceId']}/reopening"
    told = [await jia.post(200, reopening, {"words": "仍不满意"}, key=f"{key}-again") for _ in range(2)]
    assert told[0] == told[1]
    assert await count("grievances") == 1
