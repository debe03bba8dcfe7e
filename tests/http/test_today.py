"""今日待办: everybody sees the queues they work on; the audit administrator sees all and works on none."""

from datetime import timedelta

import pytest
from tortoise.connection import get_connection

from bff.http.ids import id_in
from domain.kernel.ids import CaseId
from domain.kernel.jobs import FetchDocuments
from domain.kernel.refusal import Refused
from domain.staff.account import Role
from domain.staff.today import WORKED_BY, Queue
from tests.http.town import Town

HERE = "/v1/console"


@pytest.mark.parametrize("role", list(Role))
async def test_everybody_sees_the_queues_they_work_on(town: Town, role: Role) -> None:
    told = await town.caller.expect(200, "GET", f"{HERE}/today", token=town.staff[role])

    wired = set(town.office.today.read_queue.readers)
    mine = {queue for queue in wired if role is Role.AUDIT or role in WORKED_BY[queue]}
    assert [one["queue"] for one in told["queues"]] == [str(queue) for queue in Queue if queue in mine]


async def test_a_queue_of_others_is_closed_and_an_unknown_one_not_found(town: Town) -> None:
    others = await town.caller.send("GET", f"{HERE}/today/stuck", token=town.staff[Role.CLERK])
    unknown = await town.caller.send("GET", f"{HERE}/today/lunch", token=town.staff[Role.CLERK])

    assert (others.status, others.code) == (403, "role-missing")
    assert unknown.status == 404


async def test_a_list_waits_for_the_chief_until_it_is_signed(town: Town) -> None:
    made = await town.prepared()
    chief = town.staff[Role.CHIEF]

    before = await town.caller.expect(200, "GET", f"{HERE}/today/push_lists", token=chief)
    preparers = await town.caller.expect(
        200, "GET", f"{HERE}/today/push_lists", token=town.staff[Role.BUSINESS]
    )
    await town.sign(made)
    after = await town.caller.expect(200, "GET", f"{HERE}/today/push_lists", token=chief)

    assert [(row["ref"], row["action"]) for row in before["rows"]] == [(made, "核对签发")]
    assert [(row["ref"], row["action"]) for row in preparers["rows"]] == [(made, "查看")]
    assert after["count"] == 0


async def test_a_list_sent_back_tells_its_preparer_why_until_another_is_prepared(town: Town) -> None:
    made = await town.prepared()
    path, chief = f"{HERE}/push-lists/{made}", town.staff[Role.CHIEF]
    shown = await town.caller.expect(200, "GET", path, token=chief)
    back = {"decision": "send_back", "digest": shown["digest"], "note": "样本中有一家已注销"}
    await town.caller.expect(200, "POST", f"{path}/signature", json=back, token=chief)
    preparer = town.staff[Role.BUSINESS]

    [row] = (await town.caller.expect(200, "GET", f"{HERE}/today/push_lists", token=preparer))["rows"]
    [chiefs] = (await town.caller.expect(200, "GET", f"{HERE}/today/push_lists", token=chief))["rows"]
    town.clock.go_on(timedelta(minutes=1))
    anew = await town.prepared()
    [other] = (await town.caller.expect(200, "GET", f"{HERE}/today/push_lists", token=preparer))["rows"]

    assert (row["action"], row["detail"]) == ("按意见重新编制", "工作人员chief退回：样本中有一家已注销")
    assert chiefs["action"] == "查看"
    assert (other["ref"], other["action"]) == (anew, "查看")


async def test_who_sends_back_says_why(town: Town) -> None:
    made = await town.prepared()
    path, chief = f"{HERE}/push-lists/{made}", town.staff[Role.CHIEF]
    digest = (await town.caller.expect(200, "GET", path, token=chief))["digest"]

    answer = await town.caller.send(
        "POST", f"{path}/signature", json={"decision": "send_back", "digest": digest}, token=chief
    )

    assert (answer.status, answer.body["fields"][0]["field"]) == (422, "note")


async def given_up(job: str) -> int:
    """The newest job of that kind, as the worker leaves it."""
    connection = get_connection("default")
    [row] = await connection.execute_query_dict(
        "SELECT max(id) AS id FROM procrastinate_jobs WHERE task_name = %s", [job]
    )
    for status in ("doing", "failed"):
        await connection.execute_query(
            "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status WHERE id = %s",
            [status, row["id"]],
        )
    return int(row["id"])


async def test_what_is_stuck_names_whose_it_is_and_what_a_person_does(town: Town) -> None:
    _, _, case = await town.under_way()
    async with town.core.atomic():
        await town.core.jobs.defer(FetchDocuments(id_in(case, "case", CaseId)))
    seal = Refused("approval", "seal-invalid")
    await town.office.today.note_trouble(await given_up("fetch-documents"), "fetch-documents", seal)
    preparer = town.staff[Role.BUSINESS]

    [row] = (await town.caller.expect(200, "GET", f"{HERE}/today/stuck", token=preparer))["rows"]
    shown = await town.caller.expect(200, "GET", f"{HERE}/stuck/{row['ref']}", token=preparer)

    about = shown["about"]
    assert (about["caseId"], about["number"]) == (case, town.approval.filings[case][1].number)
    assert row["detail"].startswith(f"{about['partyName']} · {about['itemName']} · 试了")
    assert shown["reason"] == "审批系统：材料的电子印章验证不通过"
    assert shown["note"].startswith("请联系对方重新出具后再试")


async def test_a_parcels_job_belongs_to_its_case(town: Town) -> None:
    _, _, case = await town.under_way()
    await given_up("order-shipment")
    preparer = town.staff[Role.BUSINESS]

    [row] = (await town.caller.expect(200, "GET", f"{HERE}/today/stuck", token=preparer))["rows"]
    shown = await town.caller.expect(200, "GET", f"{HERE}/stuck/{row['ref']}", token=preparer)

    assert shown["about"]["caseId"] == case


async def test_a_job_that_gave_up_is_tried_again_by_a_named_colleague(town: Town) -> None:
    await town.sign(await town.prepared())
    connection = get_connection("default")
    for status in ("doing", "failed"):
        await connection.execute_query(f"UPDATE procrastinate_jobs SET status = '{status}'")  # noqa: S608 - two words
    preparer = town.staff[Role.BUSINESS]
    [row] = (await town.caller.expect(200, "GET", f"{HERE}/today/stuck", token=preparer))["rows"]
    path = f"{HERE}/stuck/{row['ref']}"

    shown = await town.caller.expect(200, "GET", path, token=town.staff[Role.AUDIT])
    told = await town.caller.expect(200, "POST", f"{path}/retry", token=preparer)
    await town.work()

    assert (shown["task"], shown["state"], shown["canRetry"]) == ("invite-holder", "failed", True)
    assert told["jobs"] == 1
    assert len(town.sms.sent) == 1
    assert (await town.caller.send("GET", path, token=preparer)).status == 404


async def test_a_case_whose_back_end_is_away_says_so_to_its_person_and_to_the_clerks(town: Town) -> None:
    jia, _, case = await town.under_way()
    await get_connection("default").execute_query(
        "UPDATE cases SET waits_for = 'approval', waits_since = %s", [town.clock()]
    )

    seen = await jia.get(f"{jia.front}/cases/{case}")
    queue = await town.caller.expect(200, "GET", f"{HERE}/today/clocks", token=town.staff[Role.CLERK])

    told = await town.caller.send("GET", "/metrics")

    assert "申请已保存" in seen["waiting"]["text"]
    assert "palm_cases_waiting 1.0" in told.raw.text
    assert 'palm_back_end_left_alone{back_end="construction"} 1.0' in told.raw.text
    [row] = [one for one in queue["rows"] if one["kind"] == "waiting"]
    assert (row["ref"], row["title"]) == (case, "审批系统无法接通：1件在等")
