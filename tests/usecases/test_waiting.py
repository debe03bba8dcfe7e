"""The approval back-end is away: the case waits, the person and the clerks read so, and it ends by itself."""

from datetime import timedelta

import pytest
from tortoise.connection import get_connection

from adapters.files.calendar_csv import CalendarFile
from bff.compose.cases import show_case
from bff.compose.clocks import clock_desk
from bff.compose.core import Core
from bff.compose.today import today_desk
from domain.cases.case import CaseState
from domain.cases.waiting import Wait
from domain.kernel.jobs import FetchLicence, FileCase, Job
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.usecases.note_trouble import NoteTrouble
from tests.support.house import HandClock
from tests.usecases.decided import Decided, confirmed

AWAY = Unavailable("approval", "breaker-open")


@pytest.fixture
async def world(core: Core, clock: HandClock) -> Decided:
    return await confirmed(core, clock)


class Trying:
    """A job of the case, as the worker tells of it."""

    def __init__(self, world: Decided, note: NoteTrouble, job: int, task: str = "file-case") -> None:
        self._world, self._note, self._job, self._task = world, note, job, task

    async def fails(self, trouble: Exception, times: int = 1) -> None:
        for _ in range(times):
            await self._note(self._job, self._task, trouble)
            self._world.clock.go_on(timedelta(minutes=1))

    async def goes_well(self) -> None:
        await self._note.over(self._job)


async def deferred(world: Decided, job: Job, task: str) -> Trying:
    core = world.core
    async with core.atomic():
        await core.jobs.defer(job)
    asked = "SELECT max(id) AS id FROM procrastinate_jobs"
    [row] = await get_connection("default").execute_query_dict(asked)
    return Trying(world, today_desk(core, world.catalogue, {}).note_trouble, int(row["id"]), task)


@pytest.fixture
async def job(world: Decided) -> Trying:
    return await deferred(world, FileCase(world.case), "file-case")


async def waits(world: Decided) -> Wait | None:
    return (await world.cases.by_id(world.case)).waits


async def test_one_failure_is_a_hiccup_and_nobody_reads_of_it(world: Decided, job: Trying) -> None:
    await job.fails(AWAY)

    assert await waits(world) is None
    assert await world.told() == []


@pytest.mark.parametrize("trouble", [AWAY, Unknown("approval", "TimeoutError")])
async def test_who_fails_twice_is_away_since_the_first_time(
    world: Decided, job: Trying, trouble: Exception
) -> None:
    began = world.clock()

    await job.fails(trouble, 3)

    assert await waits(world) == Wait("approval", began)
    assert await world.told() == ["waiting-began"]


async def test_the_first_success_ends_it_and_its_story_says_so(world: Decided, job: Trying) -> None:
    began = world.clock()
    await job.fails(AWAY, 2)

    await job.goes_well()

    held = await world.cases.by_id(world.case)
    assert (held.waits, held.waited) == (None, (Wait("approval", began, world.clock()),))
    assert await world.told() == ["waiting-began", "waiting-ended"]


@pytest.mark.parametrize(
    "answer", [Refused("approval", "4091"), Unavailable("approval", "decision-document-missing")]
)
async def test_an_answer_ends_it_too_whatever_it_says(world: Decided, job: Trying, answer: Exception) -> None:
    await job.fails(AWAY, 2)

    await job.fails(answer)

    assert await waits(world) is None


@pytest.mark.parametrize("trouble", [Unavailable("courier", "http-503"), ValueError("ours")])
async def test_nobody_waits_for_the_back_end_when_something_else_is_wrong(
    world: Decided, job: Trying, trouble: Exception
) -> None:
    await job.fails(trouble, 3)

    assert await waits(world) is None


async def test_the_success_of_a_job_that_never_asks_it_ends_nothing(world: Decided, job: Trying) -> None:
    another = await deferred(world, FetchLicence(world.case), "fetch-licence")
    await another.fails(Unavailable("licences", "http-503"))
    await job.fails(AWAY, 2)

    await another.goes_well()

    assert await waits(world) is not None


async def test_our_own_holding_back_neither_begins_nor_ends_a_wait(world: Decided, job: Trying) -> None:
    held_back = Unavailable("approval", "retry-budget")
    await job.fails(held_back, 3)
    assert await waits(world) is None
    await job.fails(AWAY)

    await job.fails(held_back)

    assert await waits(world) is not None


async def test_a_case_that_has_ended_waits_for_nobody(world: Decided, job: Trying) -> None:
    async with world.core.atomic():
        held = await world.cases.take(world.case)
        held.move(CaseState.WITHDRAWN)
        await world.cases.save(held)

    await job.fails(AWAY, 3)

    assert await waits(world) is None


async def test_it_begins_anew_after_it_ended_and_never_before_that(world: Decided, job: Trying) -> None:
    await job.fails(AWAY, 2)
    await job.goes_well()
    ended = world.clock()

    await job.fails(AWAY, 2)

    assert await waits(world) == Wait("approval", ended)
    assert (await world.told()).count("waiting-began") == 2


async def test_the_person_reads_that_it_is_saved_and_that_the_law_counts_on(
    world: Decided, job: Trying
) -> None:
    await job.fails(AWAY, 2)
    show = show_case(world.core, world.catalogue, CalendarFile())

    view = await show(await world.cases.by_id(world.case))

    assert view.waiting is not None
    assert "申请已保存" in view.waiting.text
    assert "法定期限自受理之日起算，不会因此少算给您" in view.waiting.text


async def test_clerks_find_one_row_for_all_that_wait(world: Decided, job: Trying) -> None:
    queue = clock_desk(world.core, world.catalogue, CalendarFile()).queue_clocks
    assert (await queue(size=10)).count == 0
    await job.fails(AWAY, 2)

    backlog = await queue(size=10)

    [row] = backlog.rows
    assert (backlog.count, row.kind, row.ref) == (1, "waiting", world.case)
    assert row.title == "审批系统无法接通：1件在等"
