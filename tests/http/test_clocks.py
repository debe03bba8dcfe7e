"""Clocks at the staff's desk: a reason of the law and a document, two people for more time, and lights."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest

from domain.clock.clock import Light
from domain.staff.account import Role
from domain.staff.today import Queue
from tests.http.hand import Hand
from tests.http.town import Town
from tests.support.staff import enrolled

HEARING = {"reason": "hearing", "documentNumber": "莱审听告〔2026〕3号", "since": "2026-11-23"}
MORE = {"days": 5, "documentNumber": "莱审延〔2026〕1号", "reason": "需核实经营场所情况"}
Accepted = tuple[Hand, str]


@pytest.fixture
async def accepted(town: Town) -> Accepted:
    """Filed and accepted at noon on Monday, 23 November 2026: twenty working days end on 21 December."""
    jia, _, case = await town.under_way()
    await town.push(case, "已受理")
    return jia, case


async def clock(town: Town, case: str, role: Role = Role.CLERK) -> Any:
    return await town.caller.expect(200, "GET", f"/v1/console/cases/{case}/clock", token=town.staff[role])


async def change(town: Town, case: str, what: str, body: object, *, role: Role = Role.CLERK) -> Any:
    """Sent twice under one key: the second time changes nothing and answers the same."""
    path, key = f"/v1/console/cases/{case}/clock/{what}", str(uuid4())
    first = await town.caller.send("POST", path, json=body, token=town.staff[role], key=key)
    again = await town.caller.send("POST", path, json=body, token=town.staff[role], key=key)
    assert (first.status, first.code) == (again.status, again.code)
    assert first.status != HTTPStatus.OK or first.body == again.body
    return first


async def test_a_clock_stands_for_a_hearing_and_the_person_reads_why(town: Town, accepted: Accepted) -> None:
    jia, case = accepted
    stopped = await change(town, case, "stop", HEARING)

    assert (stopped.status, stopped.body["actions"]) == (200, ["resume", "extend"])
    assert "due" not in stopped.body["promised"]
    seen = await jia.get(f"/v1/citizen/cases/{case}")
    assert seen["clock"]["text"].startswith("因听证暂停计时")
    timeline = await jia.get(f"/v1/citizen/cases/{case}/timeline")
    assert any(one["title"] == "依法暂停计时" for one in timeline["entries"])


async def test_what_passed_while_it_stood_does_not_count(town: Town, accepted: Accepted) -> None:
    _, case = accepted
    before = await clock(town, case)
    await change(town, case, "stop", HEARING)

    resumed = await change(town, case, "resume", {"until": "2026-11-23"})

    # the day it stopped counts, and no other passed
    assert resumed.body["promised"]["due"] == before["promised"]["due"] == "2026-12-21"
    assert resumed.body["stops"][0]["resumedBy"] == "工作人员clerk"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({**HEARING, "documentNumber": "  "}, 409, "suspension-unfounded"),
        ({**HEARING, "reason": "lunch"}, 422, "malformed-body"),
        ({**HEARING, "since": "2026-11-22"}, 409, "clock-step-not-allowed"),
        ({**HEARING, "since": "2026-11-24"}, 409, "clock-step-not-allowed"),
    ],
    ids=["no document", "no reason of the law", "before acceptance", "in the future"],
)
async def test_a_clock_does_not_stop_for_less(
    town: Town, accepted: Accepted, body: object, status: int, code: str
) -> None:
    refused = await change(town, accepted[1], "stop", body)

    assert (refused.status, refused.code) == (status, code)
    assert (await clock(town, accepted[1]))["stops"] == []


async def test_a_clock_that_stands_cannot_be_stopped_and_one_that_runs_not_resumed(
    town: Town, accepted: Accepted
) -> None:
    _, case = accepted
    assert (await change(town, case, "resume", {"until": "2026-11-23"})).code == "clock-step-not-allowed"
    await change(town, case, "stop", HEARING)

    assert (await change(town, case, "stop", HEARING)).code == "clock-step-not-allowed"


async def test_more_time_needs_a_chief_and_never_the_one_who_asked(town: Town, accepted: Accepted) -> None:
    _, case = accepted
    await change(town, case, "extension", MORE, role=Role.CHIEF)

    refused = await change(town, case, "extension/signature", {"verdict": "sign"}, role=Role.CHIEF)

    assert (refused.status, refused.code) == (403, "extension-signer-is-preparer")
    assert (await clock(town, case))["promised"]["due"] == "2026-12-21"


async def test_only_a_chief_who_did_not_ask_is_offered_to_sign(town: Town, accepted: Accepted) -> None:
    _, case = accepted
    asked = await change(town, case, "extension", MORE, role=Role.CHIEF)
    offered = {}
    for role, token in ((role, town.staff[role]) for role in (Role.CLERK, Role.CHIEF)):
        [row] = (await town.caller.expect(200, "GET", "/v1/console/today/clocks", token=token))["rows"]
        [line] = (await town.caller.expect(200, "GET", "/v1/console/clocks", token=token))["rows"]
        offered[role] = row["action"], line["action"], "sign" in (await clock(town, case, role))["actions"]
    other = await enrolled(town.office.staff, town.clock, "chief-2", "科长丁", Role.CHIEF)
    [row] = (await town.caller.expect(200, "GET", "/v1/console/today/clocks", token=other.token))["rows"]

    assert offered == dict.fromkeys((Role.CLERK, Role.CHIEF), ("查看", "查看", False))
    assert row["action"] == "签批延长"
    assert row["detail"].endswith("工作人员chief提出延长5个工作日（莱审延〔2026〕1号）")
    assert asked.body["extension"]["preparedBy"] == "工作人员chief"


async def test_a_signed_extension_moves_both_days_once(town: Town, accepted: Accepted) -> None:
    _, case = accepted
    prepared = await change(town, case, "extension", MORE)
    signed = await change(town, case, "extension/signature", {"verdict": "sign"}, role=Role.CHIEF)

    assert prepared.body["promised"]["due"] == "2026-12-21"
    assert signed.body["extension"]["state"] == "signed"
    assert signed.body["promised"]["due"] == signed.body["statutory"]["due"] == "2026-12-28"
    assert (await change(town, case, "extension", MORE)).code == "clock-step-not-allowed"


async def test_one_sent_back_may_be_asked_for_again(town: Town, accepted: Accepted) -> None:
    _, case = accepted
    await change(town, case, "extension", MORE)
    verdict = {"verdict": "send_back", "note": "理由不足"}
    back = await change(town, case, "extension/signature", verdict, role=Role.CHIEF)

    assert (back.body["extension"]["state"], back.body["extension"]["note"]) == ("sent_back", "理由不足")
    assert "extend" in back.body["actions"]
    too_long = await change(town, case, "extension", {**MORE, "days": 11})
    assert too_long.code == "extension-unfounded"


@pytest.mark.usefixtures("accepted")
async def test_lights_turn_yellow_on_the_last_days_and_red_after_them(town: Town) -> None:
    lights = []
    for days in (0, 26, 3, 2):  # 23 November, 19, 22 and 24 December
        town.clock.go_on(timedelta(days=days))
        count, lines = await town.office.clocks.list_clocks()
        lights.append((count, [line.light for line in lines if line.kind == "case"]))

    assert lights[0] == (0, [])
    assert lights[1] == (1, [str(Light.YELLOW)])
    assert lights[3] == (1, [str(Light.RED)])


@pytest.mark.usefixtures("accepted")
async def test_the_clerks_page_of_the_morning_has_what_is_overdue(town: Town) -> None:
    town.clock.go_on(timedelta(days=40))
    backlog = await town.office.today.read_queue(town.colleagues[Role.CLERK].account, Queue.CLOCKS)

    [row] = backlog.backlog.rows
    assert (row.kind, row.light, row.action) == ("case", "red", "查看时限")
    assert row.detail.endswith(" · 时限：承诺2026年12月21日，法定2026年12月21日")


async def test_the_back_ends_own_stop_counts_and_so_does_its_end(town: Town, accepted: Accepted) -> None:
    _, case = accepted
    told = {"reason": "专家评审", "documentNumber": "莱审评〔2026〕1号"}
    await town.push(case, "特别程序", stop=told)
    stopped = await clock(town, case)
    town.clock.go_on(timedelta(minutes=5))
    await town.push(case, "恢复办理")

    assert [one["by"] for one in stopped["stops"]] == ["审批系统"]
    assert (await clock(town, case))["stops"][0]["until"] == "2026-11-23"


async def test_the_audit_administrator_reads_and_changes_nothing(town: Town, accepted: Accepted) -> None:
    _, case = accepted
    assert (await clock(town, case, Role.AUDIT))["actions"] == []

    assert (await change(town, case, "stop", HEARING, role=Role.AUDIT)).code == "role-missing"
