"""Not every back-end pushes: who was not heard of for a day is asked after, and what is heard is a push."""

from datetime import timedelta

import pytest

from bff.compose.core import Core
from bff.compose.today import today_desk
from domain.cases.case import CaseState
from domain.decisions.outside import DocumentKind
from domain.decisions.push import PushStatus
from domain.kernel.refusal import Refused, Unavailable
from domain.staff.stuck import StuckKind
from tests.support.catalogue import shipped
from tests.support.house import HandClock, rows
from tests.usecases.decided import Decided, confirmed

DAY = timedelta(days=1, minutes=1)


@pytest.fixture
async def filed(core: Core, clock: HandClock) -> Decided:
    world = await confirmed(core, clock)
    await world.desk.file_case(world.case)
    return world


async def heard(world: Decided) -> list[str]:
    """What lies in the inbox is worked on, as the worker does."""
    for row in await rows("inbox"):
        await world.desk.record_back_end_push(row["id"])
    return await world.told()


async def says(world: Decided, *statuses: PushStatus) -> None:
    number = world.back_end.filings[world.biz_no][1].number
    world.back_end.told[number] = tuple(world.push(one, seq) for seq, one in enumerate(statuses, start=1))


async def test_a_case_that_was_silent_for_a_day_is_asked_after(filed: Decided) -> None:
    await says(filed, PushStatus.ACCEPTED, PushStatus.DENIED)
    filed.clock.go_on(DAY)

    assert await filed.desk.ask_after_cases() == 2

    assert await heard(filed) == ["case-filed", "case-accepted", "case-denied"]
    assert (await filed.cases.by_id(filed.case)).state is CaseState.DENIED


async def test_what_comes_by_push_as_well_counts_once(filed: Decided) -> None:
    await says(filed, PushStatus.ACCEPTED)
    filed.clock.go_on(DAY)
    [step] = filed.back_end.told[filed.back_end.filings[filed.biz_no][1].number]
    await filed.kept(step)

    assert await filed.desk.ask_after_cases() == 0

    assert (await heard(filed)).count("case-accepted") == 1


async def test_a_case_heard_of_today_is_left_alone(filed: Decided) -> None:
    await says(filed, PushStatus.ACCEPTED)
    filed.clock.go_on(timedelta(hours=23))

    assert await filed.desk.ask_after_cases() == 0


async def test_a_back_end_that_is_away_is_asked_at_the_next_round(filed: Decided) -> None:
    await says(filed, PushStatus.ACCEPTED)
    filed.clock.go_on(DAY)
    filed.back_end.trouble.before.append(Unavailable("approval", "http-503"))

    assert await filed.desk.ask_after_cases() == 0
    assert await filed.desk.ask_after_cases() == 1


async def test_a_case_it_does_not_know_any_more_is_noted_once_and_stands_among_what_is_stuck(
    filed: Decided,
) -> None:
    filed.back_end.filings.clear()
    for _ in range(3):
        filed.clock.go_on(DAY)
        assert await filed.desk.ask_after_cases() == 0

    assert await filed.told() == ["case-filed", "case-lost"]
    today = today_desk(filed.core, shipped(), {})
    [line] = await today.list_stuck()
    view = await today.read_stuck(StuckKind.FILING, filed.case)
    assert (line.kind, line.ref, line.what) == ("filing", filed.case, "审批系统查不到已报送的办件")
    assert "请与对方核对办件编号" in line.to_do
    assert not view.can_retry


async def test_a_case_it_knows_again_is_stuck_no_more(filed: Decided) -> None:
    known = dict(filed.back_end.filings)
    filed.clock.go_on(DAY)
    filed.back_end.filings.clear()
    await filed.desk.ask_after_cases()
    filed.back_end.filings.update(known)
    filed.clock.go_on(DAY)

    await filed.desk.ask_after_cases()

    assert await filed.told() == ["case-filed", "case-lost", "case-found"]
    assert await today_desk(filed.core, shipped(), {}).list_stuck() == ()


async def test_a_refusal_of_another_kind_says_nothing_of_the_case(filed: Decided) -> None:
    filed.clock.go_on(DAY)
    filed.back_end.trouble.before.append(Refused("approval", "4010"))

    with pytest.raises(Refused, match="4010"):
        await filed.desk.ask_after_cases()

    assert await filed.told() == ["case-filed"]


async def test_a_receipt_of_service_is_fetched_kept_and_told_of(filed: Decided) -> None:
    await filed.hear(filed.push(PushStatus.ACCEPTED, 1), filed.push(PushStatus.DENIED, 2))
    number = filed.back_end.filings[filed.biz_no][1].number
    filed.back_end.seal(number, DocumentKind.DENIED, b"%PDF-1.4 no")
    filed.back_end.seal(number, DocumentKind.SERVICE, b"%PDF-1.4 served")

    await filed.hear(filed.push(PushStatus.SERVED, 3))
    await filed.desk.fetch_documents(filed.case)

    kinds = [one.kind for one in await filed.decisions.documents(filed.case)]
    assert DocumentKind.SERVICE in kinds
    assert (await filed.cases.by_id(filed.case)).state is CaseState.DENIED
