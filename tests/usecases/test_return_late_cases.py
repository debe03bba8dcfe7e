"""退件: the day has passed and nobody answered. We ask, the back-end returns, the certificate goes back."""

from dataclasses import replace

import pytest

from adapters.files.calendar_csv import CalendarFile
from bff.compose.core import Core
from bff.compose.supplements import return_case
from domain.cases.case import Case, CaseState
from domain.cases.request import RequestKind, RequestState
from domain.decisions.push import PushStatus
from domain.kernel.ids import PromiseId
from domain.promises.promise import Promise, PromiseKind, PromiseState
from domain.shipments.states import Direction, ShipmentState
from domain.supplements.supplement import SupplementState
from domain.usecases.promise_clock import promise_due
from domain.usecases.return_reasons import return_reasons
from tests.support.house import HandClock, count
from tests.usecases.ends import Ends, filed


@pytest.fixture
async def ends(core: Core, clock: HandClock) -> Ends:
    ends = await filed(core, clock)
    await ends.asked()
    return ends


async def test_on_the_last_day_nobody_is_late(ends: Ends) -> None:
    ends.days_pass(14)  # Monday the 7th of December, the tenth working day

    assert await ends.supplements.return_late_cases() == 0


async def test_the_day_after_the_back_end_is_asked_to_return_it_once(ends: Ends) -> None:
    ends.days_pass(15)

    assert await ends.supplements.return_late_cases() == 1
    assert await ends.supplements.return_late_cases() == 0
    await ends.endings.tell_return(ends.world.case)
    await ends.endings.tell_return(ends.world.case)

    number = (await ends.case()).number
    assert number is not None
    assert [reason for reason, _ in ends.world.back_end.asked[number]] == ["supplement-late"]
    assert (await ends.newest()).state is SupplementState.LATE
    assert [one.state for one in await ends.rows.waiting(size=10)] == [SupplementState.LATE]
    assert (await ends.case()).state is CaseState.SUPPLEMENTING  # nobody but the back-end returns it


async def test_its_word_returns_the_case_the_person_is_told_and_the_certificate_goes_back(
    ends: Ends,
) -> None:
    await ends.world.collection(ShipmentState.PICKED_UP)
    ends.days_pass(15)
    await ends.supplements.return_late_cases()
    await ends.endings.tell_return(ends.world.case)

    await ends.world.hear(ends.world.push(PushStatus.RETURNED, 2))

    assert await ends.rows.waiting(size=10) == ()
    request = await ends.request(RequestKind.RETURN)
    assert request is not None
    assert (request.state, (await ends.case()).state) == (RequestState.DONE, CaseState.RETURNED)
    directions = {one.direction for one in await ends.world.shipments.of_case(ends.world.case)}
    assert Direction.GIVE_BACK in directions
    assert await count("notices") == 2
    assert await ends.replays() is CaseState.RETURNED


async def test_an_answer_in_time_is_not_late(ends: Ends) -> None:
    ends.days_pass(14)
    await ends.answered()
    ends.days_pass(5)

    assert await ends.supplements.return_late_cases() == 0


async def test_a_promise_not_kept_is_returned_by_the_same_door(ends: Ends) -> None:
    await ends.world.hear(ends.world.push(PushStatus.ACCEPTED, 2))
    ask = return_case(ends.core)

    async with ends.core.atomic():
        first = await ask(await ends.world.cases.take(ends.world.case), reason="promise-late")
        again = await ask(await ends.world.cases.take(ends.world.case), reason="promise-late")

    assert (first, again) == (True, False)
    assert (await ends.jobs()).count("return-case") == 1


async def test_a_returned_case_says_what_did_not_come_and_by_which_day(ends: Ends) -> None:
    case, supplement, calendar = await ends.case(), await ends.newest(), CalendarFile().current()
    ends.days_pass(15)
    await ends.supplements.return_late_cases()
    unreturned = return_reasons(case, supplement, (), calendar)

    await ends.world.hear(ends.world.push(PushStatus.RETURNED, 2))

    returned = replace(await ends.case(), accepted_at=ends.core.now())
    promised = a_late_promise(returned)
    late, brought_late = return_reasons(returned, await ends.newest(), (promised,), calendar)
    assert unreturned == ()
    assert (late.kind, late.materials, str(late.due)) == (
        "supplement_late",
        ("上年度年检结论",),
        "2026-12-07",
    )
    assert (brought_late.kind, brought_late.materials) == ("promise_late", ("验资报告",))
    assert brought_late.due == promise_due(promised, returned, calendar)
    archived = replace(returned, state=CaseState.CLOSED, ended_as=CaseState.RETURNED)
    assert [one.kind for one in return_reasons(archived, None, (), calendar)] == ["other"]


def a_late_promise(case: Case) -> Promise:
    """容缺后补: five working days from acceptance, and nothing came."""
    return Promise(
        PromiseId(case.case_id),
        case.case_id,
        case.matter,
        "capital_report",
        "验资报告",
        PromiseKind.DEFER,
        PromiseState.LATE,
        "defer-1",
        "我单位承诺按期补交。",
        case.intended_at,
        days=5,
    )
