"""容缺后补: one keeps the promise, one forgets it and is returned; the law keeps promises from an item.

Weeks do not pass in a test: the day of acceptance is moved back in its row, nothing else.
"""

from datetime import timedelta
from itertools import count
from typing import Any

from adapters.envelope.signature import sm3_hex
from adapters.files.calendar_csv import shipped
from bff.cli.demo import asking, fulfilling
from bff.cli.demo.client import within
from bff.cli.demo.walk import Walk
from domain.clock.clock import beijing_date
from tests.journeys import ends, office_work
from tests.journeys.town import Town, applied, in_row, known

UNDER_WAY = "已受理"
REPORT = "上一年度经营情况年度报告"
DAYS = 10  # working days from acceptance, as the item says
EXCLUDED = "wg-10-water-name-change"
COMMITMENT = """[[materials]]
key = "appointment"
name = "任职文件"
source = "person"
necessity = "必要"
deferrable = false
promise_instead = "commitment-appointment-1"

[old_certificate]
"""


async def test_a_promised_report_is_remembered_and_brought_in_time_and_then_decided(
    town: Town,
) -> None:
    walk = town.enterprise_walk("keeps-the-promise")
    await applied(walk)
    await ends.reads(walk, "accepted")
    [promised] = await _promises(walk)
    _the_last_days_come(town, walk)

    [near] = await _promises(walk)
    row = await ends.row_of(town, "clocks", promised["promiseId"])
    for _ in range(2):
        await ends.chore(town, lambda office: office.promises.watch_promises)
    status = await _bring(walk, promised)
    again = await _bring(walk, promised)
    kept = await _promise_reads(walk, "kept")
    gone = await ends.row_of(town, "clocks", promised["promiseId"])
    await fulfilling.collected(walk)
    await fulfilling.decided(walk)
    await fulfilling.delivered(walk)
    await town.quiet()

    assert (promised["material"], promised["state"], promised["mayGive"]) == (REPORT, "open", True)
    assert row is not None
    assert (row["light"], row["due"], row["action"]) == ("yellow", near["due"], "查看承诺")
    assert ends.told(town, walk).count("promise-due") == 1
    assert (status, again, kept["mayGive"], gone) == (200, 200, False, None)
    assert await _outcome_there(town, walk) == "kept"
    assert _promise_steps(town, walk) == ["promise-made", "promise-brought", "promise-told"]
    case = await walk.read()
    assert (case["decision"]["result"], case["state"]) == ("granted", "delivered")
    assert _what_the_back_end_has(town, case) == [(sm3_hex(ends.PDF), True)]


async def test_a_promised_report_that_never_comes_is_returned_and_stands_in_both_books(town: Town) -> None:
    firm = town.theatre.people.enterprise("forgets-the-promise")
    walk = town.walk(firm)
    await ends.nobody_takes_it_up(town, firm, UNDER_WAY)
    await applied(walk)
    await ends.reads(walk, "accepted")
    await fulfilling.collected(walk)
    [promised] = await _promises(walk)

    _accepted(town, walk, days=40)
    for _ in range(2):
        await ends.chore(town, lambda office: office.promises.watch_promises)
    late = await _promise_reads(walk, "late")
    too_late = await _bring(walk, promised)
    await ends.reads(walk, "returned", "closed")
    await fulfilling.given_back(walk)
    await town.quiet()

    case = await walk.read()
    assert (late["stateText"], late["mayGive"], too_late) == ("逾期未补交", False, 409)
    assert case["state"] == "closed"
    assert "decision" not in case
    assert "return" in {one["kind"] for one in case["documents"]}
    assert {piece["custody"] for piece in walk.shipment(case, "give_back")["pieces"]} == {"holder"}
    assert await _outcome_there(town, walk) == "late"
    assert _promise_steps(town, walk) == ["promise-made", "promise-late", "promise-told"]
    assert town.ledger_kinds(walk).count("return-asked") == 1
    assert ends.told(town, walk).count("case-returned") == 1
    assert [one["state"] for one in await town.licences_of(firm.uscc)] == ["in-force"]


async def test_an_item_that_the_law_keeps_promises_from_offers_and_takes_none(town: Town) -> None:
    walk = town.enterprise_walk("may-not-promise")
    await known(walk)
    await asking.say_yes(walk)
    form = await asking.filled(walk)
    said = {"material": "application_form", "kind": "instead", "textVersion": "commitment-appointment-1"}
    body = {
        "version": form["version"],
        "digest": form["digest"],
        "materialsConfirmed": [one["key"] for one in form["materials"]],
        "promise": True,
    }

    path = f"{walk.front}/cases/{walk.case}/form/confirmation"
    refused = await town.ask(walk, "POST", path, body | {"promises": [said]})
    unsound = await _a_version_with_a_commitment(town)
    await asking.confirm(walk)
    await fulfilling.decided(walk)
    await town.quiet()

    assert [one for one in form["materials"] if one.get("promises")] == []
    assert (refused.status, refused.body["type"]) == (422, "/problems/form-incomplete")
    assert any("不适用告知承诺制" in problem for problem in unsound)
    assert await _promises(walk) == []
    assert await _outcome_there(town, walk) is None
    assert (await walk.read())["decision"]["result"] == "granted"


async def _promises(walk: Walk) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await walk.get(f"/cases/{walk.case}/promises"))["promises"]
    return found


async def _promise_reads(walk: Walk, state: str) -> Any:
    async def there() -> Any:
        [one] = await _promises(walk)
        return one if one["state"] == state else None

    return await within(there, f"the promise to be {state}", seconds=60)


async def _bring(walk: Walk, promise: dict[str, Any]) -> int:
    path = f"/cases/{walk.case}/promises/{promise['promiseId']}/material"
    return await ends.put_file(walk, path, ends.PDF)


def _the_last_days_come(town: Town, walk: Walk) -> None:
    """Accepted so long ago that the next working day is the last one."""
    calendar, today = shipped(), beijing_date(ends.days_ago(0))
    gone = (calendar.working_days_between(today - timedelta(days=n), today) for n in count())
    _accepted(town, walk, days=next(n for n, worked in enumerate(gone) if worked == DAYS - 1))


def _accepted(town: Town, walk: Walk, *, days: int) -> None:
    sql = "UPDATE cases SET accepted_at = %s WHERE id = %s RETURNING id"
    [_] = town.rows(sql, ends.days_ago(days), in_row("case", walk.case))


def _promise_steps(town: Town, walk: Walk) -> list[str]:
    return [kind for kind in town.ledger_kinds(walk) if kind.startswith("promise-")]


async def _outcome_there(town: Town, walk: Walk) -> str | None:
    """In the back-end's own books."""
    number = (await walk.read())["number"]
    found = [one for one in (await town.book("approval"))["promises"] if one["case_no"] == number]
    return found[0]["outcome"] if found else None


def _what_the_back_end_has(town: Town, case: Any) -> list[tuple[str, bool]]:
    """Of the report: its digest, and whether the bytes are there."""
    books = town.theatre.stage.folder / "sandbox" / "approval.sqlite3"
    sql = "SELECT digest, arrived_at FROM materials WHERE case_no = ? AND name = ?"
    found = ends.read_books(books, sql, case["number"], REPORT)
    return [(digest, arrived is not None) for digest, arrived in found]


async def _a_version_with_a_commitment(town: Town) -> list[str]:
    """What is wrong with it, as the business administrator reads it; and it is given up."""
    _, business = await office_work.add_staff(town, "业务管理卯", "business")
    versions = f"/v1/console/items/{EXCLUDED}/versions"
    made = await town.client.expect(201, "POST", versions, token=business, json={"why": "试一试（演示）"})
    path = f"{versions}/{made['versionId']}"
    text = made["text"].replace("[old_certificate]\n", COMMITMENT)
    edited = {"digest": made["digest"], "text": text}
    told = await town.client.expect(200, "PUT", f"{path}/text", token=business, json=edited)
    await town.client.expect(200, "POST", f"{path}/discard", token=business, json={"reason": "演示完毕"})
    return [one["what"] for one in told["check"]["problems"]]
