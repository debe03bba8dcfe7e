"""How the whole ledger is read: as one snapshot, a few thousand rows at a time, without rows of the ORM."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, LiteralString
from uuid import uuid4

import psycopg
from psycopg.pq import TransactionStatus
from psycopg.rows import tuple_row
from tortoise.connection import get_connection

FIRST_CHAINS = 16  # of format 1
# the chain `h` of format 1, as a checkpoint names it
FIRST_FORMAT: LiteralString = "('00000000-0000-0000-0000-' || lpad(to_hex(h.chain::int), 12, '0'))::uuid"
AT_ONCE = 5000

Connection = psycopg.AsyncConnection[Any]


@asynccontextmanager
async def read_apart() -> AsyncIterator[Connection]:
    """A connection on which everything is seen as of one moment; within a transaction, that one's own."""
    client: Any = get_connection("default")
    async with client.acquire_connection() as connection:
        is_ours = connection.info.transaction_status is TransactionStatus.IDLE
        async with connection.transaction():
            if is_ours:
                await connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield connection


async def rows(
    connection: Connection, query: LiteralString, values: Sequence[object] | Mapping[str, object] = ()
) -> AsyncIterator[tuple[Any, ...]]:
    """One by one from the database's own cursor: a ledger does not fit into memory."""
    async with connection.cursor(f"ledger_{uuid4().hex}", row_factory=tuple_row) as cursor:
        await cursor.execute(query, values or None, binary=True)
        is_more = True
        while is_more:
            some = await cursor.fetchmany(AT_ONCE)
            is_more = len(some) == AT_ONCE
            for row in some:
                yield row


async def few(
    connection: Connection, query: LiteralString, values: Sequence[object] | Mapping[str, object] = ()
) -> list[tuple[Any, ...]]:
    """All at once: what is wrong is rare."""
    async with connection.cursor(row_factory=tuple_row) as cursor:
        await cursor.execute(query, values or None, binary=True)
        return await cursor.fetchall()
