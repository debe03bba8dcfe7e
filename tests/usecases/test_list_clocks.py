"""Whose day is near: by the promise or by the law, whichever ends first; and what was promised to come."""

from datetime import timedelta

import pytest

from adapters.files.calendar_csv import CalendarFile
from bff.compose.clocks import clock_desk
from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.catalogue.item import Limit, LimitUnit
from domain.usecases.list_clocks import ClockLine
from tests.support.house import HandClock
from tests.usecases.promise_world import INSTEAD, LATER, PDF, Promising, promising

TWELVE_DAYS = Limit(12, LimitUnit.NATURAL_DAY)  # and twenty working days are promised


@pytest.fixture
async def world(core: Core, clock: HandClock) -> Promising:
    return await promising(core, clock)


async def _lines(world: Promising, kind: str) -> list[ClockLine]:
    desk = clock_desk(world.world.core, world.catalogue, CalendarFile())
    _, lines = await desk.list_clocks()
    return [line for line in lines if line.kind == kind]


async def test_a_case_is_near_its_day_by_the_law_before_it_is_by_the_promise(
    core: Core, clock: HandClock
) -> None:
    world = await promising(core, clock, statutory=TWELVE_DAYS)
    await world.accepted(LATER, INSTEAD)  # on Monday 2026-11-23: the twelfth day is a Saturday
    seen = []

    for _ in range(16):
        seen.append((clock().date().isoformat()[5:], [line.light for line in await _lines(world, "case")]))
        clock.go_on(timedelta(days=1))

    lights = [(day, light) for day, [*each] in seen for light in each]
    assert lights == [("12-05", "yellow"), ("12-06", "yellow"), ("12-07", "yellow"), ("12-08", "red")]


async def test_both_limits_are_shown_and_the_row_is_due_by_the_earlier(core: Core, clock: HandClock) -> None:
    world = await promising(core, clock, statutory=TWELVE_DAYS)
    await world.accepted(LATER, INSTEAD)
    clock.go_on(timedelta(days=14))

    [line] = await _lines(world, "case")

    assert line.promised is not None
    assert line.statutory is not None
    days = [str(day) for day in (line.due, line.promised.due, line.statutory.due)]
    assert days == ["2026-12-07", "2026-12-21", "2026-12-07"]


async def test_a_promised_material_is_a_row_from_two_working_days_before_its_last_and_red_after_it(
    world: Promising, clock: HandClock
) -> None:
    await world.accepted(LATER, INSTEAD)  # on Monday 2026-11-23: the tenth working day is 2026-12-07
    seen = []

    for _ in range(16):
        lines = await _lines(world, "promise")
        seen += [(clock().date().isoformat()[5:], line.light, str(line.due)[5:]) for line in lines]
        clock.go_on(timedelta(days=1))

    assert seen == [
        ("12-03", "yellow", "12-07"),
        ("12-04", "yellow", "12-07"),
        ("12-05", "yellow", "12-07"),
        ("12-06", "yellow", "12-07"),
        ("12-07", "yellow", "12-07"),
        ("12-08", "red", "12-07"),
    ]


async def test_a_late_one_stays_red_when_the_chore_found_it(world: Promising, clock: HandClock) -> None:
    await world.accepted(LATER, INSTEAD)
    clock.go_on(timedelta(days=16))
    before = await _lines(world, "promise")

    await world.desk.watch_promises()

    after = await _lines(world, "promise")
    assert [(line.light, line.detail[-5:]) for line in (*before, *after)] == [
        ("red", "，尚未补交"),
        ("red", "逾期未补交"),
    ]


async def test_what_was_brought_is_nobodys_row(world: Promising, clock: HandClock) -> None:
    later, _ = await world.accepted(LATER, INSTEAD)
    clock.go_on(timedelta(days=14))
    await world.desk.bring_promised(world.jia, world.case, later.promise_id, PDF)

    assert await _lines(world, "promise") == []


@pytest.mark.parametrize(
    ("outcome", "rows"), [(CaseState.GRANTED, ["查看承诺", "核查承诺"]), (CaseState.DENIED, [])]
)
async def test_after_the_decision_a_promise_counts_where_the_case_was_granted(
    world: Promising, clock: HandClock, outcome: CaseState, rows: list[str]
) -> None:
    await world.accepted(LATER, INSTEAD)
    clock.go_on(timedelta(days=14))

    await world.moved(outcome)

    assert [line.action for line in await _lines(world, "promise")] == rows
