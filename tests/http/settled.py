"""Who works in the town: enrolled once in a process, and remembered for every town after that.

To enrol somebody of each role is a third of what opening a town costs. Each town still has a database of its
own: the rows that the first enrolment left are written into it, the numbers it took are taken.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from tortoise.connection import get_connection
from tortoise.transactions import in_transaction

from domain.staff.account import Role, StaffAccount
from tests.fakes.limits import FakeLimits
from tests.http.town import Town
from tests.support.lending import holding_rows
from tests.support.staff import Colleague

TABLES = ("staff", "staff_credentials", "staff_sessions", "verifiers", "ledger_chains", "ledger_entries")
ALL = """
SELECT relname FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'tortoise_migrations'
"""
TAKEN = "SELECT last_value FROM pg_sequences WHERE sequencename = 'ledger_entries_seq_seq'"
TAKE = "SELECT count(nextval('ledger_entries_seq_seq')) FROM generate_series(1, %s)"


@dataclass(frozen=True, slots=True)
class Settled:
    """What enrolment left: rows by table, ledger numbers taken, tries counted, and what people hold."""

    rows: dict[str, str]
    taken: int
    tries: dict[tuple[str, str], int]
    colleagues: dict[Role, Colleague]
    preparer: StaffAccount | None
    verifier: str


@cache
def _remembered() -> dict[datetime, Settled]:
    """By what the clock said."""
    return {}


async def settle(town: Town, limits: FakeLimits) -> None:
    """The same as `town.settle()`."""
    known = _remembered()
    if found := known.get(town.clock()):
        await _move_in(town, limits, found)
    else:
        await town.settle()
        known[town.clock()] = await _left(town, limits)


async def _left(town: Town, limits: FakeLimits) -> Settled:
    tables = [row["relname"] for row in await _asked(ALL)]
    filled = {row["name"] for row in await _asked(holding_rows(tables))}
    if filled != set(TABLES):
        raise AssertionError(f"enrolment wrote into {sorted(filled)}")
    rows = {
        table: (await _asked(f"SELECT json_agg(t)::text AS rows FROM {table} t"))[0]["rows"]  # noqa: S608 - our own names
        for table in TABLES
    }
    [taken] = await _asked(TAKEN)
    return Settled(
        rows=rows,
        taken=taken["last_value"],
        tries=dict(limits.tries),
        colleagues={
            role: replace(one) for role, one in town.colleagues.items()
        },  # tokens change as they work
        preparer=town.preparer,
        verifier=town.verifier,
    )


async def _move_in(town: Town, limits: FakeLimits, found: Settled) -> None:
    async with in_transaction() as work:
        for table, rows in found.rows.items():
            await work.execute_query(
                f"INSERT INTO {table} SELECT * FROM json_populate_recordset(NULL::{table}, %s)",  # noqa: S608 - likewise
                [rows],
            )
        await work.execute_query(TAKE, [found.taken])
    limits.tries.update(found.tries)
    for role, one in found.colleagues.items():
        town.colleagues[role] = replace(one, desk=town.office.staff, clock=town.clock)
        town.staff[role] = one.token
    town.preparer, town.verifier = found.preparer, found.verifier


async def _asked(query: str) -> list[dict[str, Any]]:
    return list(await get_connection("default").execute_query_dict(query))
