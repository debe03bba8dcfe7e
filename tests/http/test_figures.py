"""The numbers over HTTP: a walked case is counted once under each heading, and nothing else is."""

from datetime import timedelta
from typing import Any

import pytest

from domain.decisions.outside import DocumentKind
from domain.staff.account import Role
from tests.http.afterwards import REMEDIES, at_desk
from tests.http.test_supplements import WANTED
from tests.http.town import Town
from tests.usecases.case_world import ITEM, JIA

FIGURES = "/v1/console/figures"
TODAY, BODY = "2026-11-23", "11370285MB9990012C"  # of the town's clock
NONE = dict.fromkeys(
    ("found", "told", "read", "accepted", "done", "refused", "withdrawn", "decided", "inTime"), 0
)
MAY, MAY_NOT = (Role.BUSINESS, Role.CHIEF, Role.AUDIT), (Role.CLERK, Role.SECURITY)


async def figures(town: Town, by: str = "item", first: str = TODAY, last: str = TODAY) -> Any:
    query = f"?first={first}&last={last}&by={by}"
    return await town.caller.expect(200, "GET", f"{FIGURES}{query}", token=town.staff[Role.CHIEF])


def numbers(told: Any) -> dict[str, dict[str, int]]:
    """By key, only what is not nought."""
    return {
        line["key"]: {name: number for name, number in line["figures"].items() if number}
        for line in told["lines"]
    }


async def decided(town: Town, case: str, result: str, kind: DocumentKind, **more: object) -> None:
    town.approval.seal(town.approval.filings[case][1].number, kind)
    await town.push(case, result, **more)


@pytest.mark.parametrize("role", MAY)
async def test_business_chiefs_and_audit_read_the_numbers(town: Town, role: Role) -> None:
    answer = await town.caller.send("GET", FIGURES, token=town.staff[role])

    assert answer.status == 200
    assert (answer.body["first"], answer.body["last"], answer.body["by"]) == ("2026-11-01", TODAY, "item")
    assert [one["name"] for one in answer.body["meanings"]] == list(NONE)


@pytest.mark.parametrize("role", MAY_NOT)
async def test_nobody_else_of_the_office_reads_them(town: Town, role: Role) -> None:
    answer = await town.caller.send("GET", FIGURES, token=town.staff[role])

    assert (answer.status, answer.code) == (403, "role-missing")
    assert (await town.caller.send("GET", FIGURES)).status == 401


async def test_one_walked_case_is_counted_once_under_each_heading(town: Town) -> None:
    await town.done()

    by_item, by_body, by_channel = [await figures(town, by) for by in ("item", "body", "channel")]

    told = {"found": 1, "told": 1, "read": 1}
    went = {"accepted": 1, "done": 1, "decided": 1, "inTime": 1}
    assert numbers(by_item) == {ITEM: told | went}
    assert numbers(by_body) == {BODY: told | went}
    assert numbers(by_channel) == {"": {"found": 1}, "sms": {"told": 1, "read": 1}, "h5": went}
    assert by_item["total"] == by_body["total"] == by_channel["total"] == NONE | told | went
    assert [line["label"] for line in by_body["lines"]] == ["莱西市行政审批局"]


async def test_each_step_is_counted_as_it_is_made_and_not_before(town: Town) -> None:
    seen = []
    push_list = await town.prepared()
    seen.append((await figures(town))["total"])
    await town.sign(push_list)
    await town.work()
    seen.append((await figures(town))["total"])
    jia, matter = await town.arrived(town.code)
    await town.begun(jia, matter)
    seen.append((await figures(town))["total"])

    assert seen == [
        NONE | {"found": 1},
        NONE | {"found": 1, "told": 1},
        NONE | {"found": 1, "told": 1, "read": 1, "accepted": 1},
    ]


async def test_it_is_read_on_the_day_it_was_first_opened_whatever_is_answered_later(town: Town) -> None:
    jia, matter = await town.arrived()
    await jia.get(f"{jia.front}/matters/{matter}")
    town.clock.go_on(timedelta(days=1))
    again, matter = await town.arrived(town.code)
    await town.begun(again, matter)

    first, second = [(await figures(town, first=day, last=day))["total"] for day in (TODAY, "2026-11-24")]

    assert (first["read"], first["accepted"]) == (1, 0)
    assert (second["read"], second["accepted"]) == (0, 1)


async def test_what_somebody_began_by_themselves_was_neither_told_nor_read(town: Town) -> None:
    jia = await town.sign_in(JIA)
    home = await jia.get("/v1/citizen/home")
    jia.party = next(one["partyId"] for one in home["parties"] if one["partyId"] != home["actingFor"])
    asked = await jia.post(202, f"/v1/citizen/items/{ITEM}/starts")
    await town.work()
    matter = (await jia.get(f"/v1/citizen/starts/{asked['startId']}"))["matterId"]
    jia = await town.sign_in(JIA, token=jia.token, party=jia.party, matterId=matter)
    case = await town.begun(jia, matter)
    await town.confirmed(jia, case)
    await town.push(case, "补正告知", reasons=["请补充上年度年检结论（演示）"], supplement=WANTED)

    total = (await figures(town))["total"]

    assert "补正" in town.sms.sent[-1].wording  # a notice of its own case, not of what could be done
    assert {name: total[name] for name in ("found", "told", "read", "accepted")} == {
        "found": 0,
        "told": 0,
        "read": 0,
        "accepted": 1,
    }


@pytest.mark.parametrize("day", ["2026-11-22", "2026-11-24"])
async def test_a_day_on_which_nothing_happened_has_no_lines_and_noughts_below(town: Town, day: str) -> None:
    await town.done()

    told = await figures(town, first=day, last=day)

    assert (told["lines"], told["total"]) == ([], NONE)


async def test_a_refusal_is_decided_and_refused_and_not_done(town: Town) -> None:
    _, _, case = await town.under_way()
    await decided(town, case, "已受理", DocumentKind.ACCEPTANCE)
    await decided(
        town, case, "办结-不予", DocumentKind.DENIED, reasons=["不符合法定条件（演示）"], remedies=REMEDIES
    )

    total = (await figures(town))["total"]

    assert {name: total[name] for name in ("accepted", "done", "refused", "decided", "inTime")} == {
        "accepted": 1,
        "done": 0,
        "refused": 1,
        "decided": 1,
        "inTime": 1,
    }


async def test_what_is_decided_after_its_promised_day_is_not_in_time(town: Town) -> None:
    jia, _, case = await town.under_way()
    await town.collected(jia, case)
    await decided(town, case, "已受理", DocumentKind.ACCEPTANCE)
    town.clock.go_on(timedelta(days=90))
    await town.granted(case)

    late = (await figures(town, first="2027-02-01", last="2027-02-28"))["total"]

    assert {name: number for name, number in late.items() if number} == {"done": 1, "decided": 1}


async def test_what_somebody_takes_back_is_withdrawn_and_not_refused(town: Town) -> None:
    jia, _, case = await town.under_way()
    await town.stepped_up(jia, case, "case")
    await jia.post(200, f"{jia.front}/cases/{case}/withdrawal", {"reason": "暂不办理"})
    await town.work()
    await town.push(case, "撤回")

    total = (await figures(town))["total"]

    assert (total["withdrawn"], total["refused"], total["accepted"]) == (1, 0, 1)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("first=2026-11-24&last=2026-11-23", "period-invalid"),
        ("first=2025-11-22&last=2026-11-23", "period-invalid"),
        ("first=9999-12-31&last=9999-12-31", "period-invalid"),
        ("last=0001-01-05", "period-invalid"),
        ("first=yesterday", "malformed-body"),
        ("first=2026-W47-1", "malformed-body"),
        ("first=20261101", "malformed-body"),
        ("by=person", "malformed-body"),
    ],
)
async def test_a_period_that_is_none_is_refused_in_words(town: Town, query: str, code: str) -> None:
    for path in (FIGURES, "/v1/console/exports/figures.csv"):
        if query.startswith("by=") and path != FIGURES:
            continue
        answer = await at_desk(town, "GET", f"{path.removeprefix('/v1/console')}?{query}", role=Role.CHIEF)

        assert (answer.status, answer.code) == (422, code)


async def test_a_whole_year_is_a_period(town: Town) -> None:
    await town.done()

    told = await figures(town, first="2025-11-23", last=TODAY)

    assert told["total"]["done"] == 1
