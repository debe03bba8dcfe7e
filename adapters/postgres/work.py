"""The unit of work on PostgreSQL: one transaction, with the flag up that forbids the network."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import psycopg
from tortoise.backends.base.client import TransactionContext
from tortoise.backends.psycopg.client import TransactionWrapper
from tortoise.connection import get_connection
from tortoise.transactions import in_transaction

from domain.kernel.work import holding, is_inside_work


class PostgresWork:
    """Implements domain.kernel.ports.Atomic. A second one inside joins the first: both or neither."""

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[None]:
        if is_inside_work():
            yield
            return
        async with AsyncExitStack() as stack:
            work = in_transaction()
            await _begin(work)
            stack.push_async_exit(work)
            stack.enter_context(holding())
            yield


async def _begin(work: TransactionContext[TransactionWrapper]) -> None:
    """Tortoise 1.1.7 forgets two things when BEGIN itself fails, as after a restart of the database.

    The dead connection would stay out of the pool for ever, and this task would go on asking it.
    """
    try:
        await work.__aenter__()
    except BaseException:
        if hasattr(work, "token"):  # it has taken a connection and put it into the task's context
            work.client._finalized = True  # noqa: SLF001 - there is nothing to roll back
            await work.__aexit__(None, None, None)
        raise


def held_connection() -> psycopg.AsyncConnection[object]:
    """The psycopg connection of the running transaction. Raises RuntimeError outside of one."""
    client = get_connection("default")
    if not isinstance(client, TransactionWrapper):
        raise RuntimeError("no transaction is running")  # noqa: TRY004 - a programming error, not a wrong type
    connection: psycopg.AsyncConnection[object] = client._connection  # noqa: SLF001 - procrastinate writes its job on it
    return connection
