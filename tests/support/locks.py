"""Who waits for whom in the database, for tests that stop two transactions where they meet."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from uuid import UUID

import psycopg
import pytest
from tortoise.connection import get_connection

from domain.identity.session import SessionEnded

LOOKS = 5000
ASK = "SELECT count(DISTINCT pid) AS n FROM pg_locks WHERE NOT granted"
Deed = Callable[[], Awaitable[object]]


async def waiting(number: int = 1) -> None:
    """Until so many transactions wait for another."""
    for _ in range(LOOKS):
        [row] = await get_connection("default").execute_query_dict(ASK)
        if row["n"] >= number:
            return
    pytest.fail(f"{number} were to wait")


@asynccontextmanager
async def held(url: str, table: str, row: UUID) -> AsyncIterator[None]:
    """The row, by somebody else, until the end."""
    async with await psycopg.AsyncConnection.connect(url) as other:
        found = await other.execute(f"SELECT 1 FROM {table} WHERE id = %s FOR UPDATE", [row])  # noqa: S608 - our own names
        assert await found.fetchone()
        yield
        await other.rollback()


async def in_turn(url: str, table: str, row: UUID, first: Deed, second: Deed) -> tuple[object, object]:
    """Both begun, in this order, before either can end: what came of each.

    That the first one's sign-out leaves nothing to tell (SessionEnded) is an answer.
    """
    async with held(url, table, row):
        one = asyncio.ensure_future(first())
        await waiting(1)
        other = asyncio.ensure_future(second())
        await waiting(2)
    told = await asyncio.gather(one, other, return_exceptions=True)
    for trouble in told:
        if isinstance(trouble, BaseException) and not isinstance(trouble, SessionEnded):
            raise trouble
    return told
