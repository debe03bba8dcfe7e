"""A 补正告知 counts once, in time and whole; anything else is a clerk's business and nobody's burden."""

from datetime import timedelta

import pytest

from adapters.files.calendar_csv import CalendarFile
from bff.compose.clocks import clock_desk
from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.decisions.push import PushStatus
from domain.kernel.refusals import NotFound, StepNotAllowed
from domain.staff.account import StaffAccount
from domain.supplements.supplement import SupplementState
from tests.support.house import HandClock, count
from tests.usecases.ends import Ends, filed


@pytest.fixture
async def ends(core: Core, clock: HandClock) -> Ends:
    return await filed(core, clock)


async def a_clerk(core: Core) -> StaffAccount:
    return StaffAccount(core.new_id(), "clerk-1", "王某", frozenset())  # type: ignore[arg-type]  # an id is an id


async def test_the_one_notice_is_told_and_the_case_waits_for_the_person(ends: Ends) -> None:
    await ends.asked()

    shown = await ends.supplements.read_supplement(await ends.phone(), ends.world.case)
    assert (await ends.case()).state is CaseState.SUPPLEMENTING
    assert (shown.state, shown.reasons) == ("open", ("请补充上年度年检结论（演示）",))
    assert [(one.index, one.name) for one in shown.materials] == [(2, "上年度年检结论")]
    assert str(shown.due) == "2026-12-07"
    assert await count("notices") == 1
    assert "address-notice" in await ends.jobs()
    assert "case-supplementing" in await ends.world.told()
    assert await ends.replays() is CaseState.SUPPLEMENTING


async def test_a_second_notice_for_what_was_known_is_a_clerks_business(ends: Ends) -> None:
    await ends.asked()
    await ends.answered()

    await ends.asked(2)

    assert (await ends.case()).state is CaseState.FILED
    assert (await ends.newest()).state is SupplementState.CONTESTED
    shown = await ends.supplements.read_supplement(await ends.phone(), ends.world.case)
    assert shown.state == "answered"
    assert await count("notices") == 1


async def test_what_newly_arose_may_be_asked_for_again(ends: Ends) -> None:
    await ends.asked()
    await ends.answered()

    await ends.asked(2, newly=True)

    assert (await ends.case()).state is CaseState.SUPPLEMENTING
    assert (await ends.newest()).state is SupplementState.OPEN
    assert await count("notices") == 2


async def test_a_notice_after_five_working_days_comes_too_late(ends: Ends) -> None:
    received = (await ends.case()).filed_at
    ends.days_pass(8)  # the Tuesday after

    await ends.asked()

    case = await ends.case()
    assert (case.state, case.accepted_at) == (CaseState.ACCEPTED, received)
    assert case.deemed_accepted_at is not None
    assert (await ends.newest()).state is SupplementState.CONTESTED
    assert (await ends.world.told())[-2:] == ["supplement-contested", "case-deemed-accepted"]
    with pytest.raises(NotFound):
        await ends.supplements.read_supplement(await ends.phone(), ends.world.case)
    assert await ends.replays() is CaseState.ACCEPTED


async def test_on_the_fifth_working_day_it_is_still_in_time(ends: Ends) -> None:
    ends.days_pass(7)

    await ends.asked()

    assert (await ends.case()).state is CaseState.SUPPLEMENTING


async def test_after_acceptance_nothing_is_asked_for_any_more(ends: Ends) -> None:
    await ends.world.hear(ends.world.push(PushStatus.ACCEPTED, 1))

    await ends.asked(2)

    assert (await ends.case()).state is CaseState.ACCEPTED
    assert (await ends.newest()).state is SupplementState.CONTESTED


async def test_an_older_notice_that_comes_late_asks_for_nothing(ends: Ends) -> None:
    late = ends.world.supplement(1)
    await ends.world.hear(ends.world.push(PushStatus.ACCEPTED, 2), late)

    assert (await ends.case()).state is CaseState.ACCEPTED
    assert await ends.rows.of_case(ends.world.case) == ()


async def test_acceptance_while_something_is_asked_for_ends_the_asking(ends: Ends) -> None:
    await ends.asked()

    await ends.world.hear(ends.world.push(PushStatus.ACCEPTED, 2))

    assert (await ends.newest()).state is SupplementState.WITHDRAWN
    assert (await ends.case()).state is CaseState.ACCEPTED


async def test_a_clerk_sets_a_contested_notice_aside_once_and_says_why(ends: Ends) -> None:
    ends.days_pass(8)
    await ends.asked()
    contested, clerk = await ends.newest(), await a_clerk(ends.core)
    settle = ends.supplements.settle_supplement

    told = await settle(clerk, contested.supplement_id, reason="已电话告知", request=ends.key("one"))
    again = await settle(clerk, contested.supplement_id, reason="已电话告知", request=ends.key("one"))

    assert told == again
    kept = await ends.newest()
    assert (kept.state, kept.settled_by, kept.settled_why) == (
        SupplementState.SET_ASIDE,
        "clerk-1",
        "已电话告知",
    )
    last = (await ends.core.ledger.of_case(ends.world.case))[-1].step
    assert (last.kind, last.staff) == ("supplement-set-aside", "clerk-1")
    with pytest.raises(StepNotAllowed):
        await settle(clerk, contested.supplement_id, reason="再一次", request=ends.key())


async def test_a_notice_the_person_must_answer_is_not_set_aside(ends: Ends) -> None:
    await ends.asked()
    opened = await ends.newest()

    with pytest.raises(StepNotAllowed):
        await ends.supplements.settle_supplement(
            await a_clerk(ends.core), opened.supplement_id, reason="不行", request=ends.key()
        )


async def test_the_words_of_officials_lie_sealed(ends: Ends) -> None:
    await ends.asked()

    from tortoise.connection import get_connection  # noqa: PLC0415 - only this test looks beneath

    [row] = await get_connection("default").execute_query_dict("SELECT * FROM supplements")
    assert "年检".encode() not in bytes(row["sealed"])
    assert [name for name, value in row.items() if isinstance(value, str) and "年检" in value] == []


async def test_nobody_said_anything_in_five_working_days_so_it_is_accepted_from_receipt(ends: Ends) -> None:
    received = (await ends.case()).filed_at
    ends.days_pass(7)
    assert await ends.supplements.deem_accepted() == 0
    ends.days_pass(1)

    assert await ends.supplements.deem_accepted() == 1
    assert await ends.supplements.deem_accepted() == 0

    case = await ends.case()
    assert (case.state, case.accepted_at) == (CaseState.ACCEPTED, received)
    assert await ends.replays() is CaseState.ACCEPTED
    [deemed] = await ends.world.cases.deemed(size=10)
    assert deemed.case_id == case.case_id


async def test_after_an_answer_the_days_begin_anew(ends: Ends) -> None:
    await ends.asked()
    ends.days_pass(7)
    await ends.answered()
    ends.days_pass(4)
    assert await ends.supplements.deem_accepted() == 0
    ends.days_pass(4)

    assert await ends.supplements.deem_accepted() == 1

    handed_in = (await ends.newest()).handed_in_at
    assert (await ends.case()).accepted_at == handed_in


async def test_a_case_that_waits_for_the_person_is_not_deemed_accepted(ends: Ends) -> None:
    await ends.asked()
    ends.world.clock.go_on(timedelta(days=9))

    assert await ends.supplements.deem_accepted() == 0


async def test_a_late_acceptance_by_the_back_end_changes_nothing_any_more(ends: Ends) -> None:
    received = (await ends.case()).filed_at
    ends.days_pass(8)
    await ends.supplements.deem_accepted()

    await ends.world.hear(ends.world.push(PushStatus.ACCEPTED, 1))

    case = await ends.case()
    assert (case.state, case.accepted_at, case.push_seq) == (CaseState.ACCEPTED, received, 1)


async def test_once_deemed_accepted_it_cannot_be_refused_any_more_and_a_clerk_is_told(ends: Ends) -> None:
    ends.days_pass(8)
    await ends.supplements.deem_accepted()
    clocks = clock_desk(ends.core, ends.world.catalogue, CalendarFile())
    [before] = (await clocks.list_clocks())[1]

    await ends.world.hear(ends.world.push(PushStatus.NOT_ACCEPTED, 1))

    case = await ends.case()
    assert (case.state, case.push_seq, case.decided_at) == (CaseState.ACCEPTED, 1, None)
    assert (await ends.world.told())[-1] == "refusal-too-late"
    assert await count("decisions") == 0
    [after] = (await clocks.list_clocks())[1]
    assert (before.light, after.light, after.action) == ("yellow", "red", "查看办件")
    assert "请联系审批部门撤回不予受理" in after.detail
    await ends.world.hear(ends.world.push(PushStatus.GRANTED, 2))
    assert (await ends.case()).state is CaseState.GRANTED
