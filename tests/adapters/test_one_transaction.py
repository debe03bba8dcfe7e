"""Row, ledger entry, evidence, kept answer and job: all or none, under the role that runs the office."""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from psycopg.errors import InsufficientPrivilege
from tortoise.connection import get_connection

from adapters.postgres.answers import KEPT
from bff.compose.core import Core
from domain.kernel.ids import MatterId
from domain.kernel.jobs import SendNotice
from domain.kernel.ports import RequestKey
from domain.kernel.refusals import IdempotencyKeyReused
from domain.kernel.work import NetworkInsideWork, forbid_inside_work
from domain.ledger.entry import Step
from tests.support.house import HandClock, count, jobs_deferred

KEY = RequestKey("session-1", "answer_invitation", "key-1", b"d" * 32)
TABLES = ("ledger_entries", "evidence", "kept_answers", "procrastinate_jobs")


@dataclass(frozen=True, slots=True)
class Receipt:
    number: int


async def _effect(core: Core, *, key: RequestKey = KEY, fail: bool = False) -> Receipt:
    async with core.atomic():
        if before := await core.answers.recall(key, Receipt):
            return before
        matter = MatterId(core.new_id())
        shown = await core.evidence.keep("shown", "民办非企业单位登记证书".encode(), matter=matter)
        await core.ledger.append(Step("probe", matter=matter, evidence=shown))
        await core.jobs.defer(SendNotice(core.new_id()))
        await core.answers.keep(key, Receipt(7))
        if fail:
            raise RuntimeError("after everything was written")
    return Receipt(7)


async def test_a_failure_at_the_end_leaves_nothing_of_the_beginning(core: Core) -> None:
    with pytest.raises(RuntimeError):
        await _effect(core, fail=True)

    assert [await count(table) for table in TABLES] == [0, 0, 0, 0]


async def test_five_same_requests_at_once_have_one_effect_and_one_answer(core: Core) -> None:
    answers = await asyncio.gather(*(_effect(core) for _ in range(5)))

    assert answers == [Receipt(7)] * 5
    assert [await count(table) for table in TABLES] == [1, 1, 1, 1]


async def test_the_same_key_for_another_request_is_refused(core: Core) -> None:
    await _effect(core)

    with pytest.raises(IdempotencyKeyReused):
        await _effect(core, key=RequestKey(KEY.actor, KEY.operation, KEY.key, b"e" * 32))

    assert await count("ledger_entries") == 1


async def test_what_was_answered_is_gone_a_day_later_whoever_asks_next(core: Core, clock: HandClock) -> None:
    await _effect(core)
    clock.go_on(KEPT - timedelta(seconds=1))
    await _effect(core, key=replace(KEY, key="another"))
    assert await count("kept_answers") == 2  # its day is not over

    clock.go_on(timedelta(seconds=2))
    await _effect(core, key=replace(KEY, actor="session-2"))

    assert await count("kept_answers") == 2


async def test_a_job_holds_ids_and_nothing_else(core: Core) -> None:
    await _effect(core)

    [(name, arguments)] = await jobs_deferred()

    assert name == "send-notice"
    assert set(arguments) == {"notice_id"}


async def test_the_network_is_closed_while_a_transaction_is_open(core: Core) -> None:
    async with core.atomic():
        with pytest.raises(NetworkInsideWork):
            forbid_inside_work("sms")

    forbid_inside_work("sms")


@pytest.mark.parametrize(
    "statement",
    ["UPDATE ledger_entries SET kind = 'x'", "DELETE FROM ledger_entries", "TRUNCATE ledger_entries"],
)
@pytest.mark.usefixtures("core")
async def test_the_running_office_cannot_change_its_ledger(statement: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        await get_connection("default").execute_query(statement)
