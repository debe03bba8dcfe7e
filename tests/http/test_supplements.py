"""补正 and 撤回 on the phone and at the desk: each answer as the contract has it."""

from datetime import date, datetime, timedelta
from typing import Any

from adapters.postgres.calls import PostgresBadNumbers
from domain.decisions.outside import DocumentKind
from domain.decisions.push import PushStatus
from domain.kernel.ids import unshort
from domain.kernel.personal import Phone
from domain.staff.account import Role
from tests.http.afterwards import at_desk
from tests.http.hand import Hand
from tests.http.town import Town
from tests.support.house import rows

PDF = b"%PDF-1.7 last year's inspection"
WANTED = {"materials": [{"index": 7, "name": "上年度年检结论", "why": "登记系统中没有"}]}
KIND = {"Content-Type": "application/pdf"}


async def asked(town: Town, **more: object) -> tuple[Hand, str]:
    """A filed case whose back-end wants one thing more."""
    jia, _, case = await town.under_way()
    number = town.approval.filings[case][1].number
    town.approval.seal(number, DocumentKind.SUPPLEMENT)
    town.approval.stands[number] = PushStatus.SUPPLEMENT
    told = {"reasons": ["请补充上年度年检结论（演示）"], "supplement": {**WANTED, **more}}
    await town.push(case, "补正告知", **told)
    await town.stepped_up(jia, case, "case")
    return jia, case


async def given(jia: Hand, case: str, content: bytes = PDF) -> Any:
    path = f"{jia.front}/cases/{case}/supplement/materials/7"
    return await jia.send("PUT", path, content=content, headers=KIND, key="")


async def test_what_was_missing_is_read_given_and_answered(town: Town) -> None:
    jia, case = await asked(town)
    path = f"{jia.front}/cases/{case}/supplement"

    view = await jia.get(f"{jia.front}/cases/{case}")
    assert (view["state"], view["next"]["action"]) == ("supplementing", "supplement")
    shown = await jia.get(path)
    assert [one["name"] for one in shown["materials"]] == ["上年度年检结论"]
    assert [one["kind"] for one in shown["documents"]] == ["supplement"]
    assert shown["due"] == view["supplement"]["due"]

    kept = (await given(jia, case)).body
    assert kept["materials"][0]["given"]["contentType"] == "application/pdf"
    answered = await jia.post(200, f"{path}/answer", {"digest": kept["digest"], "promise": True})
    assert answered["state"] == "given"
    await town.work()

    assert (await jia.get(path))["state"] == "answered"
    assert (await jia.get(f"{jia.front}/cases/{case}"))["state"] == "filed"
    number = town.approval.filings[case][1].number
    assert town.approval.materials[number, 7] == PDF
    timeline = await jia.get(f"{jia.front}/cases/{case}/timeline")
    titles = [entry["title"] for entry in timeline["entries"]]
    assert "需要补正材料" in titles
    assert "已提交补正材料" in titles


async def test_the_person_is_told_without_a_link(town: Town) -> None:
    await asked(town)

    [_, told] = town.sms.sent  # the invitation was the first
    assert "补正" in told.wording
    assert "http" not in told.wording


async def test_an_answer_without_what_was_asked_for_names_it(town: Town) -> None:
    jia, case = await asked(town)
    shown = await jia.get(f"{jia.front}/cases/{case}/supplement")

    told = await jia.post(
        422,
        f"{jia.front}/cases/{case}/supplement/answer",
        {"digest": shown["digest"], "promise": True},
    )

    assert told["type"] == "/problems/supplement-incomplete"
    assert [one["title"] for one in told["fields"]] == ["请提交「上年度年检结论」"]


async def test_ten_megabytes_are_taken_here_and_nowhere_else(town: Town) -> None:
    jia, case = await asked(town)

    assert (await given(jia, case, PDF.ljust(10 * 1024 * 1024, b" "))).status == 200
    assert (await given(jia, case, PDF.ljust(10 * 1024 * 1024 + 1, b" "))).code == "body-too-large"
    elsewhere = await jia.send(
        "POST", f"{jia.front}/cases/{case}/supplement/answer", content=b" " * (64 * 1024 + 1), key="k"
    )
    assert elsewhere.code == "body-too-large"


async def test_a_program_that_says_it_is_a_pdf_is_none(town: Town) -> None:
    jia, case = await asked(town)

    assert (await given(jia, case, b"MZ this program")).code == "material-unreadable"
    path = f"{jia.front}/cases/{case}/supplement/materials/7"
    told = await jia.send("PUT", path, content=PDF, headers={"Content-Type": "text/html"}, key="")
    assert told.code == "unsupported-media-type"


async def test_a_case_nobody_asked_anything_of_has_no_supplement(town: Town) -> None:
    jia, _, case = await town.under_way()

    assert (await jia.send("GET", f"{jia.front}/cases/{case}/supplement")).status == 404


async def test_a_filed_case_is_taken_back_by_the_back_ends_word(town: Town) -> None:
    jia, _, case = await town.under_way()
    path = f"{jia.front}/cases/{case}"
    await town.stepped_up(jia, case, "case")

    asked_for = await jia.post(200, f"{path}/withdrawal")
    assert (asked_for["state"], asked_for["withdrawal"]["state"]) == ("filed", "asked")
    await town.work()
    await town.push(case, "撤回")

    view = await jia.get(path)
    assert (view["state"], view["stateText"]) == ("withdrawn", "已撤回")
    assert view["withdrawal"]["state"] == "done"
    [collection] = [one for one in view["shipments"] if one["direction"] == "collect"]
    assert collection["state"] == "cancelled"


async def test_what_is_decided_is_not_taken_back(town: Town) -> None:
    jia, _, case = await town.done()
    await town.stepped_up(jia, case, "case")

    told = await jia.post(409, f"{jia.front}/cases/{case}/withdrawal")

    assert told["type"] == "/problems/decided-already"


async def test_a_refusal_shows_its_reasons_and_its_remedies(town: Town) -> None:
    jia, case = await asked(town)
    remedies = [
        {"kind": "行政复议", "body": "有管辖权的行政复议机关", "days": 60, "basis": "行政复议法第二十条"},
        {"kind": "行政诉讼", "body": "有管辖权的人民法院", "months": 6, "basis": "行政诉讼法第四十六条"},
    ]

    town.approval.seal(town.approval.filings[case][1].number, DocumentKind.NOT_ACCEPTED)
    await town.push(case, "不予受理", reasons=["不属于本机关职权范围（演示）"], remedies=remedies)

    view = await jia.get(f"{jia.front}/cases/{case}")
    assert (view["state"], view["decision"]["result"]) == ("not_accepted", "not_accepted")
    assert view["decision"]["reasons"] == ["不属于本机关职权范围（演示）"]
    assert [one.get("days") or one.get("months") for one in view["decision"]["remedies"]] == [60, 6]
    assert view["supplement"]["state"] == "withdrawn"


async def test_staff_find_a_case_by_its_number_and_read_all_of_it(town: Town) -> None:
    _, case = await asked(town)
    number, audit = town.approval.filings[case][1].number, town.staff[Role.AUDIT]

    [found] = (await town.caller.expect(200, "GET", f"/v1/console/cases?q={number}", token=audit))["cases"]
    assert (found["caseId"], found["state"]) == (case, "supplementing")
    assert (await town.caller.expect(200, "GET", "/v1/console/cases?q=N-0", token=audit))["cases"] == []
    told = await town.caller.send("GET", "/v1/console/cases", token=audit)
    assert told.code == "malformed-body"

    whole = await town.caller.expect(200, "GET", f"/v1/console/cases/{case}", token=audit)
    assert whole["case"]["caseId"] == case
    assert [one["supplement"]["state"] for one in whole["supplements"]] == ["open"]
    kinds = [entry["kind"] for entry in whole["timeline"]]
    assert "case-supplementing" in kinds
    assert "matter-found" in kinds
    document = whole["case"]["documents"][-1]["documentId"]
    file = await town.caller.send("GET", f"/v1/console/cases/{case}/documents/{document}", token=audit)
    assert file.raw.content.startswith(b"%PDF")


async def test_the_number_of_who_has_to_put_right_is_masked_until_somebody_asks_and_that_is_written_down(
    town: Town,
) -> None:
    _, case = await asked(town)
    whole = (await at_desk(town, "GET", f"/cases/{case}")).body

    told = await at_desk(town, "GET", f"/cases/{case}/phone")

    assert (whole["phone"], told.body) == ("199****0118", {"phone": "19900000118"})
    [looked] = [one for one in await rows("ledger_entries") if one["kind"] == "contact-number-shown"]
    assert (looked["staff"], unshort("case", case)) == ("clerk-1", looked["case_id"])
    assert "19900000118" not in str(looked)
    seen = (await at_desk(town, "GET", f"/cases/{case}")).body["timeline"][-1]
    assert (seen["title"], seen["staff"]) == ("查看了联系电话", "工作人员clerk")


async def test_a_number_known_to_be_somebody_elses_is_not_rung_again(town: Town) -> None:
    _, case = await asked(town)
    async with town.core.atomic():
        bad = PostgresBadNumbers(town.core.digests, town.core.new_id)
        await bad.mark(Phone("19900000118"), at=town.clock(), by="clerk-1")

    told = await at_desk(town, "GET", f"/cases/{case}/phone")

    assert "19900000118" not in str(told.body)
    assert "199****0118" not in str((await at_desk(town, "GET", f"/cases/{case}")).body.get("phone"))


async def test_the_day_the_days_count_from_is_the_day_the_row_names(town: Town) -> None:
    _, case = await asked(town)

    [row] = (await at_desk(town, "GET", f"/cases/{case}")).body["supplements"]

    kept = (await rows("supplements"))[0]
    assert datetime.fromisoformat(row["toldAt"]) == kept["told_at"]


async def test_whoever_was_reached_about_a_supplement_is_no_row_of_today_and_is_one_tomorrow(
    town: Town,
) -> None:
    _, case = await asked(town)
    told = (await at_desk(town, "GET", f"/cases/{case}")).body["supplements"][0]["supplement"]
    path = f"/supplements/{told['supplementId']}/calls"
    town.clock.go_on(timedelta(days=(date.fromisoformat(told["due"]) - town.clock().date()).days - 1))
    seen = [await supplement_rows(town)]

    for outcome in ("not_reached", "reached"):
        answer = await at_desk(town, "POST", path, {"outcome": outcome})
        assert (answer.status, answer.body["outcome"]) == (200, outcome)
        seen.append(await supplement_rows(town))
    town.clock.go_on(timedelta(days=1))
    seen.append(await supplement_rows(town))

    assert seen == [1, 1, 0, 1]
    whole = (await at_desk(town, "GET", f"/cases/{case}")).body["timeline"]
    called = [(one["title"], one["staff"]) for one in whole if one["kind"] == "supplement-called"]
    assert called == [
        ("工作人员来电提醒补正，没有打通", "工作人员clerk"),
        ("工作人员已来电提醒补正", "工作人员clerk"),
    ]


async def test_to_have_reminded_somebody_is_no_hand_in_their_case(town: Town) -> None:
    jia, case = await asked(town)
    [row] = (await at_desk(town, "GET", f"/cases/{case}")).body["supplements"]
    path = f"/supplements/{row['supplement']['supplementId']}/calls"
    assert (await at_desk(town, "POST", path, {"outcome": "reached"})).status == 200

    made = await jia.post(
        201, f"{jia.front}/grievances", {"kind": "complaint", "words": "一直补材料。", "caseId": case}
    )

    shown = await at_desk(town, "GET", f"/grievances/{made['grievanceId']}")
    assert shown.body["mayAnswer"]


async def test_nobody_is_reminded_of_what_they_handed_in(town: Town) -> None:
    jia, case = await asked(town)
    kept = (await given(jia, case)).body
    path = f"{jia.front}/cases/{case}/supplement/answer"
    await jia.post(200, path, {"digest": kept["digest"], "promise": True})
    [row] = (await at_desk(town, "GET", f"/cases/{case}")).body["supplements"]

    path = f"/supplements/{row['supplement']['supplementId']}/calls"
    told = await at_desk(town, "POST", path, {"outcome": "reached"})

    assert (told.status, told.code) == (409, "step-not-allowed")


async def supplement_rows(town: Town) -> int:
    clocks = (await at_desk(town, "GET", "/clocks")).body["rows"]
    return sum(row["kind"] == "supplement" for row in clocks)


async def test_a_clerk_sets_a_second_notice_aside(town: Town) -> None:
    jia, case = await asked(town)
    kept = (await given(jia, case)).body
    path = f"{jia.front}/cases/{case}/supplement/answer"
    await jia.post(200, path, {"digest": kept["digest"], "promise": True})
    await town.work()
    await town.push(case, "补正告知", supplement=WANTED)
    clerk = town.staff[Role.CLERK]
    whole = await town.caller.expect(200, "GET", f"/v1/console/cases/{case}", token=clerk)
    contested = whole["supplements"][0]["supplement"]
    assert contested["state"] == "contested"

    settle = f"/v1/console/supplements/{contested['supplementId']}/settlement"
    told = await town.caller.expect(200, "POST", settle, json={"reason": "已电话告知"}, token=clerk)

    assert told["state"] == "set_aside"
    whole = await town.caller.expect(200, "GET", f"/v1/console/cases/{case}", token=clerk)
    assert whole["supplements"][0]["settledWhy"] == "已电话告知"
    by = whole["timeline"][-1]["staff"], whole["supplements"][0]["settledBy"]
    assert by == ("工作人员clerk", "工作人员clerk")


async def test_what_was_not_put_right_in_time_says_why_it_was_returned(town: Town) -> None:
    jia, case = await asked(town)
    shown = await jia.get(f"{jia.front}/cases/{case}/supplement")
    town.clock.go_on(timedelta(days=20))
    await town.office.supplements.return_late_cases()

    await town.push(case, "退件")

    view = (await at_desk(town, "GET", f"/cases/{case}")).body["case"]
    last = date.fromisoformat(shown["due"])
    [why] = view["returnReasons"]
    assert view["state"] == "returned"
    assert (why["kind"], why["materials"], why["due"]) == (
        "supplement_late",
        ["上年度年检结论"],
        last.isoformat(),
    )
    assert f"{last.year}年{last.month}月{last.day}日" in why["text"]
