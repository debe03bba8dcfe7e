"""Appending to the ledger: cases do not wait for each other, and the thousandth costs what the tenth did."""

import asyncio
from typing import Any

import psycopg
from tortoise.connection import get_connection

from adapters.postgres.work import held_connection
from bff.compose.core import Core
from domain.kernel.ids import CaseId
from domain.ledger.digest import digest_after, genesis, statement_of
from domain.ledger.entry import Step
from tests.support.server import Urls
from tests.usecases.ledger_vault import CASE, MATTER, OTHER


async def _append(core: Core, case: CaseId | None = CASE, times: int = 1) -> None:
    for _ in range(times):
        async with core.atomic():
            await core.ledger.append(Step("probe", MATTER, case))


async def test_steps_about_two_cases_of_one_matter_do_not_wait_for_each_other(core: Core, urls: Urls) -> None:
    """Two connections, both with their transactions open; nobody is blocked."""
    first_wrote, second_wrote = asyncio.Event(), asyncio.Event()

    async def first() -> None:
        async with core.atomic():
            await core.ledger.append(Step("probe", MATTER, CASE))
            first_wrote.set()
            await second_wrote.wait()

    async def second() -> None:
        await first_wrote.wait()
        async with core.atomic():
            await get_connection("default").execute_query("SET LOCAL lock_timeout = '1ms'")
            await core.ledger.append(Step("probe", MATTER, OTHER))
            await core.ledger.append(Step("probe", MATTER, None))
            second_wrote.set()

    await asyncio.gather(first(), second())

    with psycopg.connect(urls.owner) as connection:
        chains = connection.execute("SELECT number FROM ledger_chains").fetchall()
    assert chains == [(1,), (1,), (1,)]


async def test_steps_about_one_case_take_turns_and_leave_no_gap(core: Core) -> None:
    await asyncio.gather(*(_append(core, times=5) for _ in range(4)))

    entries = await core.ledger.of_chain(CASE)

    assert [entry.number for entry in entries] == list(range(1, 21))
    before = genesis(CASE)
    for entry in entries:
        before = digest_after(before, statement_of(entry))
        assert entry.digest == before


async def test_an_append_asks_as_little_of_the_database_at_a_thousand_entries_as_at_ten(
    core: Core, urls: Urls
) -> None:
    await _append(core, times=10)
    early = await _asked(core)
    with psycopg.connect(urls.owner, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO ledger_entries"
            " (id, format, subject, number, at, kind, level, channel, facts, digest)"
            " SELECT gen_random_uuid(), 2, subject, n, at, kind, level, channel, facts, digest"
            " FROM ledger_entries, generate_series(12, 1000) n WHERE number = 11"
        )
        connection.execute("UPDATE ledger_chains SET number = 1000")

    late = await _asked(core)

    assert (await core.ledger.of_chain(CASE))[-1].number == 1001
    assert late == early == (4, 0)


async def _asked(core: Core) -> tuple[int, int]:
    """Statements of one append, and how many entries they read."""
    asked: list[object] = []

    class Heard(psycopg.AsyncCursor[Any]):
        async def execute(self, query: Any, *rest: Any, **named: Any) -> "Heard":
            asked.append(query)
            return await super().execute(query, *rest, **named)

    async with core.atomic():
        connection = held_connection()
        usual, connection.cursor_factory = connection.cursor_factory, Heard
        await core.ledger.append(Step("probe", MATTER, CASE))
        connection.cursor_factory = usual
        found = await connection.execute(
            "SELECT seq_tup_read + idx_tup_fetch AS n FROM pg_stat_xact_user_tables"
            " WHERE relname = 'ledger_entries'"
        )
        read: Any = await found.fetchone()
    return len(asked), read["n"]
