"""Queue 8: what is stuck is seen with what was tried, and tried again by a named colleague, never blindly."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tortoise.connection import get_connection

from bff.compose.core import Core
from bff.compose.today import today_desk
from bff.desks.today import TodayDesk
from domain.kernel.ids import NoticeId, StaffId
from domain.kernel.jobs import FileCase, SendNotice
from domain.kernel.ports import RequestKey
from domain.kernel.refusal import Unavailable, Unknown
from domain.kernel.refusals import NotFound
from domain.staff.account import Role, StaffAccount
from domain.staff.stuck import StuckKind
from domain.staff.today import Queue, Waiting
from tests.support.catalogue import shipped
from tests.support.house import HandClock, rows

MENDER = StaffAccount(StaffId(UUID(int=5)), "business-1", "业务甲", frozenset({Role.BUSINESS}))


@pytest.fixture
def desk(core: Core) -> TodayDesk:
    return today_desk(core, shipped(), {})


async def deferred(core: Core, *, status: str, attempts: int, kind: type = SendNotice) -> int:
    """A job as the worker leaves it."""
    async with core.atomic():
        await core.jobs.defer(kind(NoticeId(uuid4())))
    connection = get_connection("default")
    [row] = await connection.execute_query_dict("SELECT max(id) AS id FROM procrastinate_jobs")
    # as the worker does: a job is taken before it fails
    for now in ("doing", status):
        await connection.execute_query(
            "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status, attempts = %s"
            " WHERE id = %s",
            [now, attempts, row["id"]],
        )
    return int(row["id"])


async def waiting(desk: TodayDesk) -> tuple[Waiting, ...]:
    return (await desk.read_queue(MENDER, Queue.STUCK)).backlog.rows


def key(name: str = "k1") -> RequestKey:
    return RequestKey("staff-5", "retry_stuck", name, bytes(32))


async def test_a_job_that_is_tried_for_the_first_time_is_not_stuck(desk: TodayDesk, core: Core) -> None:
    await deferred(core, status="todo", attempts=2)

    assert await waiting(desk) == ()


async def test_a_job_that_gave_up_stands_before_one_that_is_still_tried(desk: TodayDesk, core: Core) -> None:
    tried, gone = (
        await deferred(core, status="todo", attempts=3),
        await deferred(core, status="failed", attempts=4),
    )

    found = await waiting(desk)

    assert [(one.kind, one.ref.int) for one in found] == [("job", gone), ("job", tried)]
    assert found[0].detail == "试了5次，已停下"


async def test_what_went_wrong_is_told_with_the_job(desk: TodayDesk, core: Core, clock: HandClock) -> None:
    job = await deferred(core, status="failed", attempts=1)
    await desk.note_trouble(job, "send-notice", Unavailable("sms", "timeout"))
    clock.go_on(timedelta(minutes=5))
    await desk.note_trouble(job, "send-notice", ValueError("张三 19900000101"))

    view = await desk.read_stuck(StuckKind.JOB, UUID(int=job))

    assert [one.what for one in view.tried] == ["短信通道：等了很久没有回答", "记录与预期不符（ValueError）"]
    assert (view.reason, view.can_retry) == ("记录与预期不符（ValueError）", True)
    assert "19900000101" not in str(await rows("job_troubles"))


async def test_faults_of_our_own_are_counted_apart(desk: TodayDesk, core: Core) -> None:
    job = await deferred(core, status="todo", attempts=3)
    for trouble in (Unavailable("sms", "timeout"), ValueError(), Unknown("sms", "timeout"), KeyError()):
        tries = await desk.note_trouble(job, "send-notice", trouble)

    assert (tries.count, tries.own) == (4, 2)


async def test_what_went_well_in_the_end_leaves_nothing(desk: TodayDesk, core: Core) -> None:
    job = await deferred(core, status="todo", attempts=3)
    await desk.note_trouble(job, "send-notice", Unknown("sms", "timeout"))

    await desk.note_trouble.over(job)

    assert await rows("job_troubles") == []


async def test_three_jobs_of_one_kind_in_vain_are_one_back_end_away(desk: TodayDesk, core: Core) -> None:
    for _ in range(3):
        await deferred(core, status="todo", attempts=3, kind=FileCase)

    [one] = await waiting(desk)

    assert (one.kind, one.title) == ("back-end", "外部系统不通：3项“提交审批系统”在等")


@pytest.mark.parametrize("status", ["failed", "todo"])
async def test_a_retry_puts_the_job_back_and_names_who_did(desk: TodayDesk, core: Core, status: str) -> None:
    job = await deferred(core, status=status, attempts=3)
    connection = get_connection("default")
    await connection.execute_query("UPDATE procrastinate_jobs SET scheduled_at = '2099-01-01Z'")

    told = await desk.retry_stuck(MENDER, StuckKind.JOB, UUID(int=job), key())

    [row] = await connection.execute_query_dict("SELECT * FROM procrastinate_jobs")
    assert (told.jobs, row["status"], row["scheduled_at"]) == (1, "todo", None)
    [entry] = [one for one in await rows("ledger_entries") if one["kind"] == "stuck-retried"]
    assert (entry["staff"], entry["facts"]["task"]) == ("business-1", "send-notice")


async def test_a_back_end_that_is_there_again_gets_all_that_waits(desk: TodayDesk, core: Core) -> None:
    for _ in range(4):
        await deferred(core, status="todo", attempts=5)
    [one] = await waiting(desk)

    told = await desk.retry_stuck(MENDER, StuckKind.BACK_END, one.ref, key())

    assert told.jobs == 4


async def test_the_same_request_retries_once(desk: TodayDesk, core: Core) -> None:
    job = await deferred(core, status="failed", attempts=3)

    first = await desk.retry_stuck(MENDER, StuckKind.JOB, UUID(int=job), key())
    second = await desk.retry_stuck(MENDER, StuckKind.JOB, UUID(int=job), key())

    assert first == second
    assert len([one for one in await rows("ledger_entries") if one["kind"] == "stuck-retried"]) == 1


async def test_what_is_not_stuck_is_not_found(desk: TodayDesk, core: Core) -> None:
    job = await deferred(core, status="todo", attempts=0)

    with pytest.raises(NotFound):
        await desk.retry_stuck(MENDER, StuckKind.JOB, UUID(int=job), key())
