"""Queue 7 (差评、错证) on real parts: answered, corrected at the bank, reopened, answered by a chief.

Days do not pass in a test: when a grievance's days began is moved back in its row.
"""

from datetime import date, timedelta
from typing import Any

import pytest

from adapters.sandbox.city import Organisation
from bff.cli.demo import fulfilling
from bff.cli.demo.walk import Walk
from tests.journeys import ends
from tests.journeys.town import Town, applied, in_row

AT_DESK = "/v1/console/grievances"
BAD, MISPRINT = "窗口让我等了三个小时。", "新证上的住所少了门牌号。"
STILL_BAD = "更正的只是电子证照，纸质证书没有换。"
CORRECTED = {"text": "已通知证照库更正住所，请在卡包中查看。", "remedy": "corrected"}
EXCHANGED = {"text": "已安排快递上门换发更正后的纸质证书。", "remedy": "corrected"}
MENDED = {"text": "已增设午间窗口，并向您道歉。", "remedy": "mended"}
ADDRESS = "山东省青岛市莱西市虚构路1号101室"


@pytest.fixture
async def rated(town: Town) -> Walk:
    """Granted, delivered, and rated «very unsatisfied»."""
    walk = town.walk(_holder(town))
    await applied(walk)
    await fulfilling.collected(walk)
    await fulfilling.decided(walk)
    await fulfilling.delivered(walk)
    rating = {"level": 1, "tags": ["108"], "text": BAD}
    await walk.post(201, f"/cases/{walk.case}/rating", rating)
    await town.quiet()
    return walk


async def test_what_people_say_afterwards_is_answered_by_who_had_no_hand_in_it_and_in_its_days(
    town: Town, rated: Walk
) -> None:
    [rating] = await _mine(rated)
    await _the_bad_rating_is_spoken_about_and_answered(town, rated, rating)

    misprint = await _raised(rated)
    await _it_is_corrected_at_the_bank(town, rated, misprint)
    await _the_answer_does_not_do_so_a_chief_answers(town, rated, misprint)
    await town.quiet()

    assert [(one["kind"], one["state"]) for one in await _mine(rated)] == [
        ("wrong_certificate", "answered"),
        ("bad_rating", "answered"),
    ]
    assert ends.told(town, rated).count("grievance-answered") >= 1
    assert [one for one in town.ledger_kinds(rated) if one.startswith("grievance-")] == [
        *("grievance-raised", "grievance-answered", "grievance-reopened", "grievance-answered"),
    ]


async def _the_bad_rating_is_spoken_about_and_answered(town: Town, walk: Walk, rating: Any) -> None:
    """Spoken with within a working day; the clerk whose hands the case went through reads nothing of it."""
    path, clerk, chief = (
        f"{AT_DESK}/{rating['grievanceId']}",
        town.theatre.keys.clerk,
        town.theatre.keys.chief,
    )
    row = await _row(town, rating)
    assert (row["action"], row["title"]) == ("回访", "差评整改")
    assert row["light"] != "red"  # yellow on a day off, as one working day is left then; green on others
    shielded = await town.client.expect(200, "GET", path, token=clerk)
    assert (shielded["said"], shielded["mayAnswer"], "partyName" in shielded) == ([], False, False)
    refused = await town.client.send("POST", f"{path}/answer", token=clerk, json=MENDED)
    assert (refused.status, refused.body["type"]) == (403, "/problems/handled-the-case")

    _days_pass(town, rating, 7)
    late = await _row(town, rating)
    assert (late["action"], late["light"]) == ("回访", "red")
    shown = await town.client.expect(200, "GET", path, token=chief)
    assert (shown["level"], BAD in shown["said"][0]["words"]) == (1, True)
    spoken = {"note": "已电话回访，说明排队原因"}
    await town.client.expect(200, "POST", f"{path}/contact", token=chief, json=spoken)
    owed = await _row(town, rating)
    assert (owed["action"], owed["light"]) == ("答复", "green")

    await town.client.expect(200, "POST", f"{path}/answer", token=chief, json=MENDED)

    assert await ends.row_of(town, "grievances", rating["grievanceId"]) is None
    [read] = (await walk.get(f"/grievances/{rating['grievanceId']}"))["answers"]
    assert (read["text"], read["remedyText"], "by" in read) == (MENDED["text"], "已整改", False)


async def _raised(walk: Walk) -> Any:
    """错证: what stands on the certificate is not to be relied on meanwhile, on the case and on the card."""
    said = {"kind": "wrong_certificate", "caseId": walk.case, "words": MISPRINT}
    made = await walk.post(201, "/grievances", said)
    assert (await walk.read())["correcting"]
    assert [one["status"] for one in await _cards(walk) if "correcting" in one] == ["valid"]
    again = await walk.client.send(
        "POST", f"{walk.front}/grievances", json=said, token=walk.token, acting_for=walk.party
    )
    assert (again.status, again.body["type"]) == (409, "/problems/grievance-open")
    return made


async def _it_is_corrected_at_the_bank(town: Town, walk: Walk, misprint: Any) -> None:
    """About a paper, not about people: the clerk who handled the case answers, once the bank has it right."""
    holder, path = _holder(town), f"{AT_DESK}/{misprint['grievanceId']}"
    before = await town.licences_of(holder.uscc)
    printed_anew = {
        "caseNo": f"更正-{(await walk.read())['number']}",
        "holderCode": holder.uscc,
        "issuedOn": ends.days_ago(0).date().isoformat(),
        "keepTerm": True,
        "printed": {"address": ADDRESS},
    }
    await town.lever("licence_bank", "/__issue", **printed_anew)
    shown = await town.client.expect(200, "GET", path, token=town.theatre.keys.clerk)
    assert (shown["mayAnswer"], shown["said"][0]["words"]) == (True, MISPRINT)
    assert date.fromisoformat(shown["due"]) > ends.days_ago(0).date()

    await town.client.expect(200, "POST", f"{path}/answer", token=town.theatre.keys.clerk, json=CORRECTED)

    [corrected] = [one for one in await town.licences_of(holder.uscc) if one["state"] == "in-force"]
    assert corrected["identifier"] not in {one["identifier"] for one in before}
    ends.wallet_asks_again(town, walk)
    cards = await _cards(walk)
    valid = [one for one in cards if one["status"] == "valid"]
    assert [town.is_card_of(one["licenceId"], corrected["identifier"]) for one in valid] == [True]
    assert "correcting" not in await walk.read()


async def _the_answer_does_not_do_so_a_chief_answers(town: Town, walk: Walk, misprint: Any) -> None:
    """Reopened: its days run anew, and nobody who answered it answers alone again."""
    path, clerk, chief = (
        f"{AT_DESK}/{misprint['grievanceId']}",
        town.theatre.keys.clerk,
        town.theatre.keys.chief,
    )
    _days_pass(town, misprint, 30)
    again = await walk.post(200, f"/grievances/{misprint['grievanceId']}/reopening", {"words": STILL_BAD})
    row = await _row(town, misprint)
    assert (again["state"], row["light"]) == ("reopened", "green")
    assert "由科长答复" in row["detail"]
    refused = await town.client.send("POST", f"{path}/answer", token=clerk, json=EXCHANGED)
    assert (refused.status, refused.body["type"]) == (403, "/problems/handled-the-case")

    by_chief = await town.client.expect(200, "POST", f"{path}/answer", token=chief, json=EXCHANGED)

    assert [one["words"] for one in by_chief["said"]] == [MISPRINT, STILL_BAD]
    read = await walk.get(f"/grievances/{misprint['grievanceId']}")
    assert [one["text"] for one in read["answers"]] == [CORRECTED["text"], EXCHANGED["text"]]


def _holder(town: Town) -> Organisation:
    return town.theatre.each("due-society")[1]


async def _mine(walk: Walk) -> list[Any]:
    """What this person said, newest first."""
    found: list[Any] = (await walk.get("/grievances"))["grievances"]
    return found


async def _cards(walk: Walk) -> list[Any]:
    found: list[Any] = (await walk.get("/wallet"))["cards"]
    return found


async def _row(town: Town, grievance: Any) -> Any:
    """Of 今日待办; it must be there."""
    row = await ends.row_of(town, "grievances", grievance["grievanceId"])
    assert row is not None
    return row


def _days_pass(town: Town, grievance: Any, days: int) -> None:
    sql = "UPDATE grievances SET counted_from = counted_from - %s WHERE id = %s RETURNING id"
    [_] = town.rows(sql, timedelta(days), in_row("grv", grievance["grievanceId"]))
