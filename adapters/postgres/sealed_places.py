"""Every column that holds sealed values: the one list of them, and how its values are sealed anew.

A column that is missing here loses its values when their key is retired; tests/adapters/test_sealed_places.py
looks at every table and at every place that seals.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from tortoise.connection import get_connection

from domain.keys.ports import Resealer

PLACES = (
    "account_changes.reason",
    "addresses.sealed",
    "appointments.name",
    "appointments.phone",
    "call_attempts.note",
    "calls.phone",
    "clock_extensions.sealed",
    "data_exports.sealed",
    "decisions.sealed",
    "documents.sealed",
    "doubts.reason",
    "erasures.sealed",
    "evidence.sealed",
    "followers.openid",
    "forms.sealed",
    "grievances.sealed",
    "identity_checks.name",
    "identity_checks.number",
    "identity_checks.reference",
    "identity_checks.refresh_token",
    "identity_checks.verify_url",
    "inbox.sealed",
    "instant_reviews.sealed",
    "item_versions.words",
    "kept_answers.sealed",
    "licences.sealed",
    "mandates.agent",
    "material_files.sealed",
    "notices.sealed",
    "parties.name",
    "parties.number",
    "phone_accounts.phone",
    "promised_files.sealed",
    "promises.sealed",
    "proposals.sealed",
    "push_lists.remark",
    "ratings.words",
    "rechecks.asked",
    "rechecks.reason",
    "results.sealed",
    "revocations.sealed",
    "shadow_weighings.sealed",
    "shipments.sealed",
    "shipments.sealed_secrets",
    "staff_credentials.offered",
    "staff_credentials.secret",
    "supplement_files.sealed",
    "supplements.sealed",
    "visitors.openid",
    "visitors.phone",
    "visitors.session_key",
    "visitors.unionid",
)
# cheap for big files, too: what is encrypted does not compress, so that only its beginning is fetched
COUNTED = """
SELECT substr({column}, 1, CASE WHEN octet_length({column}) < 2 THEN 0 ELSE 2 + get_byte({column}, 1) END)
    AS beginning, count(*) AS n FROM {table} WHERE {column} IS NOT NULL GROUP BY 1
"""
LEFT = "SELECT count(*) AS n FROM {table} WHERE substr({column}, 1, %s) <> %s"
NEXT = """
SELECT id FROM {table} WHERE id > %s AND substr({column}, 1, %s) <> %s ORDER BY id LIMIT %s
"""
SMALL = "SELECT id, {column} AS sealed FROM {table} WHERE id = ANY(%s) AND octet_length({column}) <= %s"
ONE = "SELECT id, {column} AS sealed FROM {table} WHERE id = %s AND {column} IS NOT NULL"
SWAP = "UPDATE {table} SET {column} = %s WHERE id = %s AND {column} = %s"

SMALL_BYTES = 16 * 1024  # read together; a paper of ten megabytes is read by itself
AT_ONCE = 4
FIRST = UUID(int=0)


class SealedColumn:
    """Implements domain.keys.ports.SealedPlace on one column of one table, whose key is `id`."""

    def __init__(self, name: str, resealer: Resealer) -> None:
        self.name, self._resealer = name, resealer
        self._table, _, self._column = name.partition(".")

    async def in_use(self) -> Mapping[str, int]:
        counts: dict[str, int] = {}
        for row in await self._ask(COUNTED, []):
            version = self._resealer.version_of(bytes(row["beginning"]))
            counts[version] = counts.get(version, 0) + row["n"]
        return counts

    async def left(self) -> int:
        now = self._resealer.beginning()
        [counted] = await self._ask(LEFT, [len(now), now])
        number: int = counted["n"]
        return number

    async def next(self, after: UUID | None, size: int) -> Sequence[UUID]:
        now = self._resealer.beginning()
        rows = await self._ask(NEXT, [after or FIRST, len(now), now, size])
        return tuple(row["id"] for row in rows)

    async def seal_again(self, rows: Sequence[UUID]) -> Sequence[UUID]:
        small = [(row["id"], row["sealed"]) for row in await self._ask(SMALL, [list(rows), SMALL_BYTES])]
        unopened = []
        for first in range(0, len(small), AT_ONCE):
            some = small[first : first + AT_ONCE]
            opened = await asyncio.gather(*(self._swap(row, sealed) for row, sealed in some))
            unopened += [row for (row, _), is_open in zip(some, opened, strict=True) if not is_open]
        for row in set(rows) - {row for row, _ in small}:
            for big in await self._ask(ONE, [row]):  # none when it was erased meanwhile
                if not await self._swap(row, big["sealed"]):
                    unopened.append(row)
        return unopened

    async def _swap(self, row: UUID, sealed: bytes) -> bool:
        """False when it does not open. Whoever wrote it meanwhile has won."""
        again = self._resealer.again(self.name, row, bytes(sealed))
        if again is not None:
            await get_connection("default").execute_query(self._said(SWAP), [again, row, sealed])
        return again is not None

    async def _ask(self, query: str, values: list[object]) -> list[dict[str, Any]]:
        return await get_connection("default").execute_query_dict(self._said(query), values)

    def _said(self, query: str) -> str:
        return query.format(table=self._table, column=self._column)


def sealed_columns(resealer: Resealer) -> tuple[SealedColumn, ...]:
    return tuple(SealedColumn(name, resealer) for name in PLACES)
