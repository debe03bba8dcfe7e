"""Doubts at the staff's desk: two address texts side by side, a named clerk, a reason, and the next list."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.kernel.personal import Address
from domain.kernel.refusal import Unavailable
from domain.parties.records import Sourced
from domain.staff.account import Role
from tests.http.company import led_by_jia
from tests.http.town import Town
from tests.support.house import NOON
from tests.usecases.start_world import TYPES, WATER_ADDRESS, a_change, a_licence, readdressed

DOUBTS = "/v1/console/doubts"
BEFORE, AFTER = "李沧区九水路12号", "李沧区九水东路12号"
CLEARED = {"verdict": "cleared", "reason": "道路更名，门牌号未变，已与地名办核对"}
MOVED = {"verdict": "moved", "reason": "实为搬迁，已电话核实"}


@pytest.fixture
async def doubt(town: Town) -> Any:
    """A waterworks whose road was renamed: on no list until somebody says so."""
    town.register.records.clear()
    works = replace(led_by_jia(a_licence(1, TYPES[WATER_ADDRESS])), address=Sourced(Address(AFTER), NOON))
    town.register.records[works.certificate.record_id] = works
    change = a_change(readdressed(BEFORE, AFTER))
    town.register.changed[change.change_id] = change
    [town_list] = await town.sensed()
    await town.sign(town_list)
    await town.work()
    listed = await town.caller.expect(200, "GET", DOUBTS, token=town.staff[Role.BUSINESS])
    [found] = listed["doubts"]
    return found


async def settled(town: Town, role: Role) -> list[Any]:
    told = await town.caller.expect(200, "GET", f"{DOUBTS}?state=settled", token=town.staff[role])
    listed: list[Any] = told["doubts"]
    return listed


async def settle(town: Town, doubt: Any, body: object, *, role: Role = Role.CLERK, key: str = "k") -> Any:
    path = f"{DOUBTS}/{doubt['doubtId']}/settlement"
    return await town.caller.send("POST", path, json=body, token=town.staff[role], key=key)


async def test_while_it_stands_open_nobody_is_told(town: Town, doubt: Any) -> None:
    assert (doubt["addressBefore"], doubt["addressAfter"]) == (BEFORE, AFTER)
    assert doubt["state"] == "open"
    assert town.sms.sent == []


async def test_staff_read_on_the_list_itself_why_the_holder_waits(town: Town, doubt: Any) -> None:
    business = town.staff[Role.BUSINESS]
    lists = await town.caller.expect(200, "GET", "/v1/console/push-lists", token=business)
    [one] = lists["pushLists"]

    path = f"/v1/console/push-lists/{one['pushListId']}/findings"
    told = await town.caller.expect(200, "GET", path, token=business)

    assert doubt["state"] == "open"
    assert (one["due"], one["setAside"]) == (0, len(told["findings"]))
    assert {finding["reason"] for finding in told["findings"]} == {"需人工核实"}


async def test_cleared_by_a_named_clerk_the_holder_is_told_once(town: Town, doubt: Any) -> None:
    settled = await settle(town, doubt, CLEARED)
    town.clock.go_on(timedelta(days=1))

    for one in await town.sensed():
        await town.sign(one)
    await town.work()

    listed = await town.caller.expect(200, "GET", f"{DOUBTS}?state=all", token=town.staff[Role.CHIEF])
    [kept] = listed["doubts"]
    assert settled.body["state"] == kept["state"] == "cleared"
    assert (kept["settledBy"], kept["reason"]) == ("工作人员clerk", CLEARED["reason"])
    assert len(town.sms.sent) == 1


async def test_moved_after_all_nobody_is_told_of_the_item(town: Town, doubt: Any) -> None:
    await settle(town, doubt, MOVED)
    town.clock.go_on(timedelta(days=1))

    for one in await town.sensed():
        await town.sign(one)
    await town.work()

    assert town.sms.sent == []


async def test_said_twice_it_is_settled_once_and_nobody_turns_their_own_word_round(
    town: Town, doubt: Any
) -> None:
    first = await settle(town, doubt, CLEARED)
    same = await settle(town, doubt, CLEARED)
    reused = await settle(town, doubt, MOVED)
    other = await settle(town, doubt, MOVED, key="another")

    assert first.raw.content == same.raw.content
    assert (reused.status, reused.code) == (422, "idempotency-key-reused")
    assert (other.status, other.code) == (409, "step-not-allowed")


async def test_another_clerk_corrects_a_mistake_once(town: Town, doubt: Any) -> None:
    await settle(town, doubt, CLEARED)

    corrected = await settle(town, doubt, MOVED, role=Role.CHIEF, key="another")
    back = await settle(town, doubt, CLEARED, key="third")

    assert (corrected.status, corrected.body["state"]) == (200, "moved")
    assert (back.status, back.code) == (409, "step-not-allowed")


async def test_a_verdict_is_found_by_the_colleague_who_may_correct_it(town: Town, doubt: Any) -> None:
    before = await settled(town, Role.CHIEF)
    await settle(town, doubt, CLEARED)

    of_colleague, of_author, of_audit = [
        await settled(town, role) for role in (Role.CHIEF, Role.CLERK, Role.AUDIT)
    ]

    [kept] = of_colleague
    assert before == []
    assert (kept["settledBy"], kept["state"]) == ("工作人员clerk", "cleared")
    assert [one["mayCorrect"] for one in (kept, *of_author, *of_audit)] == [True, False, False]


async def test_a_verdict_corrected_once_is_offered_to_nobody(town: Town, doubt: Any) -> None:
    await settle(town, doubt, CLEARED)
    await settle(town, doubt, MOVED, role=Role.CHIEF, key="another")

    listed = [*await settled(town, Role.CLERK), *await settled(town, Role.CHIEF)]

    assert [(one["settledBy"], one["mayCorrect"]) for one in listed] == [("工作人员chief", False)] * 2


async def test_after_thirty_days_a_verdict_is_among_the_late_ones_no_more(town: Town, doubt: Any) -> None:
    await settle(town, doubt, CLEARED)
    town.clock.go_on(timedelta(days=30))
    last_day = await settled(town, Role.CHIEF)
    town.clock.go_on(timedelta(seconds=1))

    assert (len(last_day), await settled(town, Role.CHIEF)) == (1, [])


async def test_an_unknown_state_is_asked_for_in_vain(town: Town) -> None:
    answer = await town.caller.send("GET", f"{DOUBTS}?state=moved", token=town.staff[Role.CLERK])

    assert (answer.status, answer.code) == (422, "malformed-body")


async def test_once_the_holder_was_told_it_is_too_late_to_correct(town: Town, doubt: Any) -> None:
    await settle(town, doubt, CLEARED)
    town.clock.go_on(timedelta(days=1))
    for one in await town.sensed():
        await town.sign(one)
    await town.work()

    [listed] = await settled(town, Role.CHIEF)
    late = await settle(town, doubt, MOVED, role=Role.CHIEF, key="another")

    assert not listed["mayCorrect"]
    assert (late.status, late.code) == (409, "step-not-allowed")


@pytest.mark.parametrize("role", [Role.BUSINESS, Role.AUDIT, Role.SECURITY])
async def test_who_prepares_or_audits_settles_nothing(town: Town, doubt: Any, role: Role) -> None:
    answer = await settle(town, doubt, CLEARED, role=role)

    assert (answer.status, answer.code) == (403, "role-missing")


@pytest.mark.parametrize(
    "body", [{**CLEARED, "reason": ""}, {**CLEARED, "verdict": "maybe"}, {"verdict": "cleared"}]
)
async def test_without_a_verdict_and_a_reason_nothing_is_settled(
    town: Town, doubt: Any, body: dict[str, str]
) -> None:
    answer = await settle(town, doubt, body)

    listed = await town.caller.expect(200, "GET", DOUBTS, token=town.staff[Role.CLERK])
    assert (answer.status, answer.code) == (422, "malformed-body")
    assert len(listed["doubts"]) == 1


async def test_a_register_that_is_away_leaves_the_doubt_on_the_desk(town: Town, doubt: Any) -> None:
    town.register.trouble.before.append(Unavailable("social-register", "timeout"))

    away = await town.caller.send("GET", DOUBTS, token=town.staff[Role.CLERK])
    back = await town.caller.expect(200, "GET", DOUBTS, token=town.staff[Role.CLERK])

    assert (away.status, away.code) == (503, "outside-unavailable")
    assert back["doubts"] == [doubt]


async def test_the_row_of_the_day_says_whose_doubt_it_is(town: Town, doubt: Any) -> None:
    clerk = town.staff[Role.CLERK]
    town.register.trouble.before.append(Unavailable("social-register", "timeout"))

    away, back = [
        (await town.caller.expect(200, "GET", "/v1/console/today/doubts", token=clerk))["rows"]
        for _ in range(2)
    ]
    town.register.trouble.before.append(Unavailable("social-register", "timeout"))
    kept = (await town.caller.expect(200, "GET", "/v1/console/today/doubts", token=clerk))["rows"]

    assert [row["title"] for row in away] == ["住所变更：没有搬，还是搬了"]
    assert [row["title"] for row in back] == [f"{doubt['partyName']}：住所变更：没有搬，还是搬了"]
    assert kept == back  # the register is asked once, not every half minute
